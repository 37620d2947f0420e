"""Who may call what: every route, for every role, on their own ticket, their organisation's and a stranger's.

What is expected follows from the audience that a route declares and from who sees a ticket, and from nothing else.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.articles.article import Article, Topic
from portal.asking.draft import DraftFile
from portal.asking.drafting import begin
from portal.files import receiving
from portal.files.allowance import Allowance
from portal.files.file import File
from portal.ground.db import db, writing
from portal.ground.following import catch_up
from portal.ground.now import now
from portal.people.organising import add_person
from portal.people.person import Organisation, Person
from portal.people.roles import Audience, Role
from portal.people.sessions import Session
from portal.policy.editions import current_policy
from portal.post.following import EVENTS
from portal.post.letter import Letter
from portal.search import synonyms as book
from portal.search.wordbook import Proposal
from portal.tickets import links, steps
from portal.tickets.arrangement import Meeting, MeetingKind, Quote
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.characters import START
from tests.desk.filings import opened, published
from tests.files.samples import upload
from tests.signing_in import session_token

Browsers = Callable[..., Browser]

ROLES = ("stranger", "guest", "alice", "ana", "mara", "carla", "bob", "vera", "leo")
TEAM = {"vera", "leo"}
SEES = {
    "alices": {"alice", "carla", "mara"}
    | TEAM,  # carla was added to it, mara manages alice's clinic
    "anas": {"ana", "mara"} | TEAM,  # of the same organisation as alice, who does not see it
    "bobs": {"bob"} | TEAM,  # of another organisation
    "ginas": {"guest"} | TEAM,  # a guest's, who came by the link of the letter
}
ADMITS = {
    Audience.EVERYONE: set(ROLES),
    Audience.FOLLOWERS: set(ROLES) - {"stranger"},
    Audience.SIGNED_IN: set(ROLES) - {"stranger", "guest"},
    Audience.AGENTS: TEAM,
    Audience.LEADS: {"leo"},
}
NOTHING_THERE = {
    "desk.logo",
    "desk.held_logo",
    "articles.picture",
}  # no logo was uploaded or is held, and the article has no picture
SIGN_IN_PAGES = {"people.sign_in", "people.code", "people.link"}
LAST = (
    "tickets.remove_colleague",
    "desk.removal",
    "tickets.follow",
    "people.revoke",
    "people.revoke_others",
    "people.sign_out",
)
"""They change who the browser is, or what it sees: tried when all else has been."""


@dataclass(frozen=True)
class Scene:
    """What stands in the portal: the tickets by whose they are, and what other addresses name."""

    tickets: dict[str, Ticket]
    values: dict[str, Any]


@pytest.fixture
def scene(app: Flask, characters: dict[str, Person]) -> Scene:
    with writing():
        clinic = db.session.get_one(Organisation, characters["alice"].organisation_id)
        carla = add_person("carla@aromos.example", "Carla Vial", Role.CLIENT, clinic, "en", START)
        db.session.add(Topic(language="en", slug="access", title="Access", position=1))
    cast = characters | {"carla": carla}
    tickets = {
        f"{name}s": opened(cast.get(name), f"key-{name}")
        for name in ("alice", "ana", "bob", "gina")
    }
    published("Ports to open", "## Which\n\nThese.", characters["leo"])
    catch_up(EVENTS)
    with writing():
        steps.add_colleague(tickets["alices"], cast["alice"], carla, now())
        answers, trail = {"kind": "callback"}, {"page": "kind"}
        draft = begin(cast["alice"], "another", answers, trail, current_policy(), now())
        draft.files.append(DraftFile(file=_kept_file()))
        track = links.mint_tracking_link(tickets["ginas"], now())
        rate = links.mint_rating_link(tickets["ginas"], now())
        said = book.Entry("en", ("hang up", "drop"), is_two_way=True)
        synonym = book.add(said, cast["leo"], now())
        proposal = _proposed(db.session.scalars(db.select(Article)).one())
        for ticket in tickets.values():
            steps.reply(ticket, cast["vera"], steps.render("See here."), now(), [_kept_file()])
            _arranged(ticket, cast["vera"])
    session_token(cast["ana"].email)
    values = {
        "session": db.session.scalars(db.select(Session.id)).one(),
        "track": track, "rate": rate, "key": draft.key, "number": cast["ana"].id, "slug": "ports-to-open",
        "language": "en", "written_in": "en", "section": "name", "question": "what", "token": "no-such",
        "path": "x.png", "carla": carla.id, "draft_file": draft.files[0].id,
        "letter": db.session.scalars(db.select(Letter.key)).first(),
        "synonym": synonym.id, "proposal": proposal.id,
        "name": "planes", "answer": "acceptance", "proof": "none", "short": current_policy().edition[:12],
    }  # fmt: skip
    return Scene(tickets, values)


def _arranged(ticket: Ticket, agent: Person) -> None:
    """A call to be agreed on, and a quote to be answered."""
    at, words = now(), steps.render("That is not part of the plan.")
    times = steps.Proposal(MeetingKind.PHONE_CALL, (at + timedelta(days=1),))
    steps.propose_meeting(ticket, agent, times, None, at)
    steps.mark_out_of_scope(ticket, agent, "misuse", words, at)
    steps.quote(ticket, agent, steps.Offer(100_00, "USD", at.date() + timedelta(days=9), "It."), at)


def _proposed(article: Article) -> Proposal:
    proposal = Proposal(
        language="en", kind="synonym", searched="doors", meant="ports", searched_key="door",
        meant_key="port", article_id=article.id, visits=2, last_at=now(),
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    return proposal


def _kept_file() -> File:
    prepared, _refused = receiving.prepare([upload("a.log", b"a line")], now(), Allowance(1))
    return receiving.add(prepared, now(), kept=True)[0]


def at_browser(role: str, scene: Scene, browser: Browsers) -> Browser:
    """Somebody in this role, at a browser of theirs."""
    if role == "guest":
        return browser().visit(f"/t/{scene.values['track']}")
    return browser().visit("/") if role == "stranger" else browser(role).visit("/")


def routes(app: Flask, method: str) -> Iterator[tuple[Rule, Audience]]:
    """Every route that takes this method, with its audience; those that change the browser last."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint)
    for rule in sorted(
        rules, key=lambda rule: LAST.index(rule.endpoint) if rule.endpoint in LAST else -1
    ):
        if method in (rule.methods or ()) and rule.endpoint != "static":
            yield rule, Audience(app.view_functions[rule.endpoint].audience)  # type: ignore[attr-defined]


def addresses(app: Flask, rule: Rule, scene: Scene) -> Iterator[tuple[str, str | None]]:
    """The addresses of a route: one for each ticket, by whose it is, where it is about a ticket."""
    known = scene.values | {
        "tickets.follow": {"token": scene.values["track"]},
        "tickets.rate_by_link": {"token": scene.values["rate"]},
        "tickets.remove_colleague": {"number": scene.values["carla"]},
        "desk.removal": {"number": scene.values["carla"]},
        "people.revoke": {"number": scene.values["session"]},
        "desk.organisation": {"number": 1},
        "desk.synonym": {"number": scene.values["synonym"]},
        "desk.synonym_removal": {"number": scene.values["synonym"]},
        "asking.file": {"number": scene.values["draft_file"]},
        "search.topic": {"slug": "access"},
        "post.letter": {"key": scene.values["letter"]},
        "post.send": {"key": scene.values["letter"]},
    }.get(rule.endpoint, {})  # fmt: skip
    adapter = app.url_map.bind("localhost")
    whose = scene.tickets if "ref" in rule.arguments else {None: None}
    for name, ticket in whose.items():
        given = {part: known[part] for part in rule.arguments if part in known}
        if ticket is not None:
            given["ref"] = ticket.ref
            if rule.endpoint == "tickets.file":
                given["number"] = file_of(ticket)
            for table, words in ((Meeting, ("meeting", "call")), (Quote, ("quote",))):
                if "number" in given and any(word in rule.endpoint for word in words):
                    of_ticket = db.select(table.id).where(table.ticket_id == ticket.id)
                    given["number"] = db.session.scalars(of_ticket).one()
        yield adapter.build(rule.endpoint, given, append_unknown=False), name


def file_of(ticket: Ticket) -> int:
    message = next(message for message in ticket.messages if message.attachments)
    return message.attachments[0].file_id


def expected(rule: Rule, audience: Audience, role: str, whose: str | None) -> str:
    """'in', 'sign in' or 'nothing'."""
    if role not in ADMITS[audience]:
        return "sign in" if role in {"stranger", "guest"} else "nothing"
    if rule.endpoint == "tickets.remove_colleague" and whose != "alices":
        return "nothing"  # carla is on that ticket alone
    if whose is not None:
        return "in" if role in SEES[whose] else "nothing"
    if rule.endpoint == "people.revoke":
        return "in" if role == "ana" else "nothing"  # the session is hers
    if rule.endpoint.startswith("asking.") and "key" in rule.arguments:
        return "in" if role == "alice" else "nothing"
    return "nothing" if rule.endpoint in NOTHING_THERE else "in"


def came(answer: TestResponse, rule: Rule) -> str:
    """What the answer amounts to, in the words of `expected`."""
    to = answer.headers.get("Location", "")
    if answer.status_code == 401 or (
        to.startswith("/sign-in") and rule.endpoint not in SIGN_IN_PAGES
    ):
        return "sign in"
    if answer.status_code == 404:
        return "nothing"
    return (
        "in" if answer.status_code < 500 and answer.status_code != 405 else f"{answer.status_code}"
    )


def dump() -> list[str]:
    """All that the database holds, but for when somebody was last seen."""
    db.session.rollback()
    raw = db.session.connection().connection.driver_connection
    assert raw is not None
    return [
        line for line in raw.iterdump() if not re.match(r'INSERT INTO "?(visits|sessions)', line)
    ]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_for_whom_it_says(
    app: Flask, scene: Scene, browser: Browsers, role: str
) -> None:
    who, wrong = at_browser(role, scene, browser), []
    for rule, audience in routes(app, "GET"):
        for address, whose in addresses(app, rule, scene):
            answer = who.client.get(address, headers=who.headers)
            was, should = came(answer, rule), expected(rule, audience, role, whose)
            if was != should:
                wrong.append(f"{address} ({whose}): {was}, not {should}; {answer.status}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_every_form_is_for_whom_it_says_and_needs_its_token(
    app: Flask, scene: Scene, browser: Browsers, role: str
) -> None:
    who, wrong = at_browser(role, scene, browser), []
    field = who.page.find("input", attrs={"name": "csrf_token"})
    assert field is not None
    before = dump()
    for rule, _audience in routes(app, "POST"):
        for address, whose in addresses(app, rule, scene):
            answer = who.client.post(address, headers=who.headers, data={"text": "Words typed."})
            assert answer.status_code == 400, (
                f"{address} ({whose}) without a token: {answer.status}"
            )
    assert dump() == before, "a form without its token changed something"
    for rule, audience in routes(app, "POST"):
        for address, whose in addresses(app, rule, scene):
            should = expected(rule, audience, role, whose)
            answer = who.client.post(
                address, headers=who.headers, data={"csrf_token": field["value"]}
            )
            if came(answer, rule) != should:
                wrong.append(f"{address} ({whose}): {answer.status}, not {should!r}")
    assert wrong == []


@pytest.mark.parametrize("role", ["bob", "ana", "guest"])
def test_a_strangers_reference_and_none_at_all_cannot_be_told_apart(
    app: Flask, scene: Scene, browser: Browsers, role: str
) -> None:
    who = at_browser(role, scene, browser)
    field = who.page.find("input", attrs={"name": "csrf_token"})
    assert field is not None
    ref, nobodys = scene.tickets["alices"].ref, "T-22222"
    for method, data in (("GET", None), ("POST", {"csrf_token": field["value"], "text": "x"})):
        for rule, audience in routes(app, method):
            if "ref" not in rule.arguments or audience is not Audience.FOLLOWERS:
                continue
            pages = []
            for address, whose in addresses(app, rule, scene):
                if whose != "alices":
                    continue
                for asked in (address, address.replace(ref, nobodys)):
                    answer = who.client.open(asked, method=method, headers=who.headers, data=data)
                    pages.append((answer.status_code, _neutral(answer, ref, nobodys)))
            assert pages[0] == pages[1], rule.rule
            assert pages[0][0] == 404, rule.rule


def _neutral(answer: TestResponse, *refs: str) -> str:
    """The page without what differs from one request to the next anyway: form tokens, and the address itself."""
    text = answer.get_data(as_text=True)
    for ref in refs:
        text = text.replace(ref, "REF")
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", text)
