"""What is promised is the same wherever it is read: by when, and how soon, for every preset, plan and severity."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy import select

from portal.asking.drafting import begin
from portal.asking.filing import lacking
from portal.ground.db import db, writing
from portal.ground.language import reading_later
from portal.ground.moments import by_words
from portal.ground.now import now
from portal.ground.site import site_row
from portal.people.person import Organisation, Person
from portal.policy.amounts import every_words
from portal.policy.loading import load, preset_names
from portal.policy.policy import IMPACT, OWN, Policy
from portal.tickets.due_times import promised
from portal.tickets.goals import Class, Goal, Promised
from portal.tickets.promise_words import amount_of, due_of, words_beside
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.policy.promising import answer_sets
from tests.post.story import delivered, text_of

Browsers = Callable[..., Browser]
SAMPLES = {
    "line": "+56 9 0000 0000",
    "text": "As agreed.",
    "number": "6",
    "date": "2026-02-27",
    "yes-no": "yes",
}
TIMED = (Goal.FIRST_RESPONSE, Goal.RESOLUTION)


def requests(policy: Policy) -> Iterator[tuple[str, dict[str, str]]]:
    """A kind of request and answers for each severity that can come of it."""
    seen: set[str] = set()
    for kind in policy.request_types:
        asks = kind.severity is None or "severity" in kind.asks
        for given in answer_sets(policy) if asks else [{}]:
            severity = policy.severity_of(given) if asks else str(kind.severity)
            if severity not in seen:
                seen.add(severity)
                yield kind.key, {IMPACT + key: answer for key, answer in given.items()}


def drafted(person: Person, policy: Policy, kind: str, impact: dict[str, str]) -> str:
    """A finished draft of the person's; its key."""
    own = {
        OWN + each.key: each.answers[0].key if each.kind == "choice" else SAMPLES[each.kind]
        for each in policy.questions
        if kind in (each.request_types or (kind,))
    }
    words = {"kind": kind, "title": "Please help", "description": "Since this morning."}
    with writing():
        draft = begin(person, "", words | impact | own, {}, policy, now())
        assert not lacking(draft, policy)
        return draft.key


def plain(text: str) -> str:
    return " ".join(text.split())


def seen_on(page: Browser) -> str:
    return plain(page.page.get_text(" "))


def moments(promise: Promised, *starts: datetime) -> set[str]:
    """How pages may say when it is due, if it began to count at one of these moments."""
    return {plain(by_words(due_of(promise, at), at)) for at in starts}


def amount(policy: Policy, asked: Class, goal: Goal, promise: Promised) -> str:
    """How soon it is due, or how often there is news; the policy's own words for the latter, where it has them."""
    if goal in TIMED:
        return plain(amount_of(promise))
    words = words_beside(policy, policy.targets(*asked), goal)
    return plain(words or every_words(promise.term, promise.hours))


@pytest.mark.parametrize("name", preset_names())
def test_the_same_promise_in_six_places(
    characters: dict[str, Person], browser: Browsers, mail_server: Mailbox, name: str
) -> None:
    policy, alice = load(name), browser("alice")
    alice_ = characters["alice"]
    for plan in policy.plans:
        with writing():
            site_row().policy = name
            for each in db.session.scalars(select(Organisation)):
                each.plan = plan.key
        support = seen_on(alice.visit("/support"))
        for kind, impact in requests(policy):
            key, mail_server.letters[:] = drafted(alice_, policy, kind, impact), []
            before = now()
            check = seen_on(alice.visit(f"/ask/{key}/check"))
            after = now()
            sent = seen_on(alice.press("Send the request"))
            db.session.rollback()
            ticket = db.session.scalars(select(Ticket).order_by(Ticket.id.desc())).first()
            assert ticket is not None
            delivered(now())
            letter = plain(text_of(mail_server.letters[-1]))
            shown = seen_on(alice.visit(f"/tickets/{ticket.ref}"))
            ledger = seen_on(alice.visit(f"/tickets/{ticket.ref}/ledger"))
            asked = Class(ticket.plan, ticket.severity, ticket.kind, ticket.priority)
            given = promised(policy, *asked, "portal", ticket.opened_at)
            assert ("Promised:" in ledger) == bool(given)
            for goal, promise in given.items():
                how = amount(policy, asked, goal, promise)
                for place in (check, sent, shown, letter, support):
                    assert how in place, (plan.key, asked, goal, place)
                assert plain(amount_of(promise)) in ledger
                if goal in TIMED:
                    due_at = due_of(promise, ticket.opened_at)
                    assert any(m in check for m in moments(promise, before, after)), check
                    for place in (sent, shown, ledger):
                        assert plain(by_words(due_at, ticket.opened_at)) in place, place
                    with reading_later():
                        assert plain(by_words(due_at, ticket.opened_at)) in letter, letter


def test_business_hours_are_called_so_on_every_page(
    characters: dict[str, Person], browser: Browsers
) -> None:
    """Under a plan whose hours are an office's nothing says '24 h', which people take for tomorrow."""
    policy, alice = load("planes"), browser("alice")
    with writing():
        site_row().policy = "planes"
        for each in db.session.scalars(select(Organisation)):
            each.plan = "basic"
    impact = {IMPACT + q.key: q.answers[1].key for q in policy.impact_questions}
    key = drafted(characters["alice"], policy, "problem", impact)
    check = seen_on(alice.visit(f"/ask/{key}/check"))
    sent = seen_on(alice.press("Send the request"))
    for page in (check, sent):
        assert "24 business hours (about 3 business days)" in page
        assert "72 business hours (about 8 business days)" in page
        assert "Business hours: Monday to Friday, 9:00 to 18:00" in page
        assert not re.search(r"within (24|72) h\b", page)
