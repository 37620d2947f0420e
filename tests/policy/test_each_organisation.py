"""The portal can be any of the five organisations by one setting: every request type of theirs leads to a ticket."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.ground.db import db, writing
from portal.ground.site import site_row
from portal.people.person import Organisation, Person
from portal.policy.loading import load, preset_names
from portal.policy.policy import Policy
from portal.tickets.ticket import Ticket
from tests.browser import Browser

Browsers = Callable[..., Browser]
OTHERS = [name for name in preset_names() if name != "sgc-sac-004"]
"""The tests of asking are that organisation."""
SAMPLES = {"line": "+56 9 0000 0000", "text": "As agreed.", "number": "6", "date": "2026-02-27"}


@pytest.fixture
def become(characters: dict[str, Person]) -> Callable[[str, str], Policy]:
    """Be that organisation; alice's is on the plan."""

    def set_up(name: str, plan: str) -> Policy:
        with writing():
            site_row().policy = name
            for each in db.session.scalars(select(Organisation)):
                each.plan = plan
        return load(name)

    return set_up


def ask(browser: Browser, policy: Policy, kind: str) -> Browser:
    """Fill in the whole form for a request of that type, the first answer to every question, up to the check."""
    asked = policy.request_type(kind)
    assert asked is not None
    browser.visit("/ask").choose(policy.words(asked.title, "en")).press("Continue")
    for page in asked.asks:
        if page == "what":
            browser.fill("In one line", "Please help").fill("Tell us more", "Since this morning.")
        for question in policy.questions:
            if question.group == page and kind in question.request_types and question.required:
                browser.fill(policy.words(question.label, "en"), SAMPLES[question.kind])
        if page == "severity":
            for impact in policy.impact_questions:
                answer = policy.words(impact.answers[0].title, "en")
                browser.choose(answer, within=policy.words(impact.title, "en"))
        browser.press("Continue")
    return browser


@pytest.mark.parametrize("name", OTHERS)
def test_every_request_type_leads_to_a_ticket(
    browser: Browsers, become: Callable[[str, str], Policy], name: str
) -> None:
    policy = become(name, load(name).plans[-1].key)
    alice = browser("alice")
    worst = {impact.key: impact.answers[0].key for impact in policy.impact_questions}
    for kind in policy.request_types:
        ask(alice, policy, kind.key).sees("Check your request").press("Send the request")
        db.session.rollback()
        ticket = db.session.scalars(select(Ticket).order_by(Ticket.id.desc())).first()
        assert ticket is not None
        alice.sees("We’ve received your request", ticket.ref)
        severity = kind.severity or policy.severity_of(worst)
        assert (ticket.kind, ticket.severity, ticket.plan) == (
            kind.key,
            severity,
            policy.plans[-1].key,
        )
        told = policy.severity(severity)
        assert told is not None
        alice.visit(f"/tickets/{ticket.ref}").sees("Please help", policy.words(told.title, "en"))


@pytest.mark.parametrize(
    ("name", "promise"),
    [
        ("sgc-sac-004", "within 30 min"),
        ("poliza", "5 to 15 min"),
        ("planes", "within 2 business hours"),
        ("politica-base", "as a priority"),
    ],
)
def test_the_form_says_the_promise_of_its_document(
    browser: Browsers, become: Callable[[str, str], Policy], name: str, promise: str
) -> None:
    policy = become(name, load(name).default_plan)
    failure = next(kind for kind in policy.request_types if "steps" in kind.asks)
    ask(browser("alice"), policy, failure.key).sees("Check your request", promise)


def test_where_no_time_is_given_the_form_promises_none(
    browser: Browsers, become: Callable[[str, str], Policy]
) -> None:
    policy = become("escala-5", "12x5")
    alice = ask(browser("alice"), policy, "incident").sees("Check your request", "1 · Critical")
    alice.does_not_see("We’ll reply", "We aim to solve", "You’ll hear from us")
