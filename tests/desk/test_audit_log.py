"""Every deed of a lead leaves one entry in the audit log, which nothing can change."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.auditing import Act, AuditEntry, audit, cut
from portal.people.person import Person
from portal.people.roles import Audience
from portal.post.letter import Letter, LetterState
from portal.search.likening import Kind
from portal.search.synonyms import add, entry
from portal.search.wordbook import Proposal
from tests.browser import Browser
from tests.characters import people
from tests.desk.filings import published
from tests.people import house

ALICE = {
    "name": "Alicia Rojas",
    "email": "alice@aromos.example",
    "role": "client",
    "language": "en",
}
NORA = ALICE | {"name": "Nora", "email": "nora@aromos.example"}
PLACE = {"organisation_id": "1", "tier": "", "calendar": ""}
WORDS = {"language": "es", "word": "fono", "others": "aparato"}
DEEDS: dict[str, tuple[str, dict[str, str], Act]] = {
    "desk.people": ("/desk/people", NORA | PLACE, Act.PERSON_ADDED),
    "desk.person": ("/desk/people/1", ALICE | PLACE, Act.PERSON_CHANGED),
    "desk.access": ("/desk/people/1/access", {"allowed": "no"}, Act.PERSON_BLOCKED),
    "desk.invitation": ("/desk/people/1/invitation", {}, Act.PERSON_INVITED),
    "desk.invitation_link": ("/desk/people/1/invitation-link", {}, Act.LINK_MADE),
    "desk.organisations": (
        "/desk/organisations",
        {"name": "Hotel Mar", "plan": "standard", "domains": ""},
        Act.ORGANISATION_ADDED,
    ),
    "desk.organisation": (
        "/desk/organisations/1",
        {"name": "Clínica", "plan": "standard", "domains": ""},
        Act.ORGANISATION_CHANGED,
    ),
    "desk.site_section": ("/desk/site/name", {"name": "Otra mesa"}, Act.SITE_CHANGED),
    "desk.new_synonym": ("/desk/synonyms/new", WORDS, Act.SYNONYMS_CHANGED),
    "desk.synonym": ("/desk/synonyms/1", WORDS, Act.SYNONYMS_CHANGED),
    "desk.synonym_removal": ("/desk/synonyms/1/removal", {}, Act.SYNONYMS_CHANGED),
    "desk.dismissed_proposals": (
        "/desk/synonyms/proposals/dismissal",
        {"language": "es", "one": "1"},
        Act.SYNONYMS_CHANGED,
    ),
    "desk.search_dismissal": (
        "/desk/searches/dismissal",
        {"language": "es", "key": "fono"},
        Act.SEARCH_DISMISSED,
    ),
    "post.send": ("/desk/letters/a-letter/sending", {}, Act.EMAILS_RETRIED),
    "post.send_waiting": ("/desk/letters/sending", {}, Act.EMAILS_RETRIED),
}


@pytest.fixture
def app() -> Iterator[Flask]:
    yield from house.running(mail_url="smtp://localhost", mail_from="support@portal.example")


@pytest.fixture
def leo(app: Flask) -> Browser:
    """A lead, and one of each thing that a lead decides about."""
    lead, at = people()["leo"], now()
    article = published("Audio", "Plug it in.", lead)
    with writing():
        add(entry("es", "celular", "movil", is_two_way=True), lead, at)
        proposal = {"language": "es", "kind": next(iter(Kind)), "searched": "a", "meant": "b"}
        keys = {"searched_key": "a", "meant_key": "b", "article_id": article.id}
        db.session.add(Proposal(**proposal, **keys, last_at=at))
        letter = {"key": "a-letter", "cause": "test", "to": "a@b.example", "kind": "invitation"}
        rest = {"language": "en", "values": {"sign_in": 0}, "message_id": "<a@b.example>"}
        state = {"state": LetterState.FAILED, "created_at": at}
        db.session.add(Letter(**letter, **rest, **state))
    return house.sign_in(Browser(app), "leo@portal.example")


def _entries() -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def _press(leo: Browser, endpoint: str) -> int:
    path, values, _kind = DEEDS[endpoint]
    token = str(leo.visit("/desk/people").page.select("main [name=csrf_token]")[0]["value"])
    data = values | {"csrf_token": token}
    return leo.client.post(path, data=data, headers=leo.headers).status_code


@pytest.mark.parametrize("endpoint", DEEDS)
def test_a_deed_leaves_one_entry(leo: Browser, endpoint: str) -> None:
    assert _press(leo, endpoint) in {200, 303}
    (made,) = _entries()
    assert made.actor is not None
    assert (made.kind, made.actor.name) == (DEEDS[endpoint][2], "Leo Díaz")
    assert made.network == "127.0.0.0/24", "no machine is named"
    kind, _space, number = made.subject.partition(" ")
    assert kind.isalpha(), "a reference, never words"
    assert number.isalnum() or made.subject == "emails"


def test_no_deed_of_a_lead_is_left_out(app: Flask) -> None:
    posts = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and getattr(app.view_functions[rule.endpoint], "audience", None) is Audience.LEADS
    }
    assert posts == set(DEEDS)


def test_what_is_refused_leaves_none(leo: Browser) -> None:
    token = str(leo.visit("/desk/people").page.select("main [name=csrf_token]")[0]["value"])
    data = NORA | PLACE | {"email": "alice@aromos.example", "csrf_token": token}
    assert leo.client.post("/desk/people", data=data, headers=leo.headers).status_code == 422
    assert _entries() == []


@pytest.mark.parametrize("change", [update(AuditEntry).values(kind="x"), delete(AuditEntry)])
def test_nothing_can_change_the_log(leo: Browser, change: object) -> None:
    _press(leo, "desk.person")
    before = [(row.kind, row.subject, row.at) for row in _entries()]
    with pytest.raises(IntegrityError, match="append-only"), writing():
        db.session.execute(change)  # type: ignore[call-overload]  # either kind of statement
    assert [(row.kind, row.subject, row.at) for row in _entries()] == before


def test_a_new_role_and_a_new_plan_are_named_as_such(leo: Browser) -> None:
    DEEDS["role"] = ("/desk/people/1", ALICE | PLACE | {"role": "manager"}, Act.ROLE_CHANGED)
    try:
        _press(leo, "role")
    finally:
        del DEEDS["role"]
    assert [row.kind for row in _entries()] == [Act.ROLE_CHANGED]


def test_a_lead_reads_the_log_and_narrows_it(leo: Browser) -> None:
    leo.visit("/desk/audit-log").sees("Nothing has been changed yet")
    for endpoint in ("desk.person", "desk.organisation", "desk.site_section"):
        _press(leo, endpoint)
    leo.visit("/desk/people").follow("Audit log")
    leo.sees("Person changed", "Alicia Rojas", "Organisation changed", "Clínica", "127.0.0.0/24")
    leo.choose("Site changed").press("Show").does_not_see("Alicia Rojas")
    leo.visit("/desk/audit-log?actor=1").sees("No entries match")
    leo.visit("/desk/audit-log?actor=x&page=99&kind=none").sees("No entries match")


def test_the_log_is_read_page_by_page(leo: Browser) -> None:
    with writing():
        lead = db.session.scalars(select(Person).where(Person.role == "lead")).one()
        for number in range(60):
            audit(Act.PERSON_CHANGED, lead, f"person {number}", now())
    leo.visit("/desk/audit-log").sees("Page 1 of 2").follow("Next").sees("Page 2 of 2")


def test_only_leads_read_it(app: Flask, leo: Browser) -> None:
    vera = house.sign_in(Browser(app), "vera@portal.example")
    vera.visit("/desk/audit-log", status=404)


def test_a_network_is_cut() -> None:
    assert cut("198.51.100.23") == "198.51.100.0/24"
    assert cut("2001:db8:1:2::/64") == "2001:db8:1::/48"
    assert cut("") == ""
