"""Asking under policies of any shape: emergency contacts, channels, plans that are no more, pages without questions."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, g

from portal.ground.db import db, writing
from portal.ground.site import site_row
from portal.people.person import Organisation, Person
from portal.policy.emergencies import emergency_for
from portal.policy.loading import load
from portal.policy.wording import contact_href
from portal.tickets.ticket import Ticket
from tests import own_contacts
from tests.browser import Browser

Browsers = Callable[..., Browser]
SMALL = Path(__file__).parent.parent / "policy" / "small.toml"
pytestmark = pytest.mark.usefixtures("characters")


def use(policy: str, plan: str = "") -> None:
    """Let the site use this policy, and every organisation have this plan."""
    with writing():
        site_row().policy = policy
        for each in db.session.query(Organisation):
            each.plan = plan or each.plan
    g.pop("site", None)


def report(browser: Browser, working: str) -> Browser:
    """Something is broken, up to the check."""
    browser.visit("/ask").choose("Something is broken").press("Continue")
    browser.fill("In one line", "Down").fill("Tell us more", "All of it.").press("Continue")
    while browser.heading() != "How much does it affect your work?":
        browser.press("Continue")
    for group in browser.page.find_all("fieldset"):
        label = group.find_all("label")[0 if working == "worst" else -1]
        browser.choose(label.get_text().strip(), within=group.legend.get_text().strip())
    return browser.press("Continue")


def test_the_plan_decides_who_has_an_emergency_contact() -> None:
    policy = load("planes")
    assert emergency_for(policy, "premium", "critical") is not None
    assert emergency_for(policy, "premium", "general") is None
    assert emergency_for(policy, "basic", "critical") is None
    assert emergency_for(policy, "no-such-plan", "critical") is None, "they are on the first plan"


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("+56 9 1234 5678", "tel:+56912345678"),
        ("(02) 555-0100", "tel:025550100"),
        ("help@example.org", "mailto:help@example.org"),
        ("https://chat.example.org/room", "https://chat.example.org/room"),
        ("on our website", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_an_address_is_a_link_where_it_can_be_one(address: str, href: str | None) -> None:
    assert contact_href(address) == href


def test_in_an_emergency_the_number_is_at_hand(browser: Browsers) -> None:
    use("planes", "premium")
    own_contacts.fill_in()
    alice = report(browser("alice"), "worst")
    key = alice.url.split("/")[2]
    in_sight = (
        "Your plan includes an emergency contact",
        own_contacts.EMERGENCY,
        "Round the clock",
    )
    alice.sees(*in_sight).visit(f"/ask/{key}/severity").sees(*in_sight).press("Continue")
    alice.press("Send the request").sees("We’ve received your request", *in_sight)
    assert alice.page.find("a", href="tel:+56200002222")
    browser("ana", "es").visit("/ask").does_not_see(own_contacts.EMERGENCY)


def test_where_it_is_not_that_bad_or_not_contracted_there_is_none(browser: Browsers) -> None:
    use("planes", "premium")
    report(browser("alice"), "best").does_not_see("emergency contact")
    use("planes", "basic")
    report(browser("alice"), "worst").does_not_see("emergency contact")


def test_an_agent_sees_the_channels_of_the_policy_and_the_clients_contact(
    browser: Browsers,
) -> None:
    use("planes", "premium")
    own_contacts.fill_in()
    vera = browser("vera").visit("/ask").sees("WhatsApp", "Live chat").does_not_see("Video call")
    vera.fill("Client’s name", "Alice").fill("Client’s email", "alice@aromos.example")
    vera.choose("WhatsApp").choose("Something is broken").press("Continue")
    vera.fill("In one line", "Down").fill("Tell us more", "All.")
    for group in vera.page.select("#section-severity fieldset"):
        first = group.find_all("label")[0].get_text().strip()
        vera.choose(first, within=group.legend.get_text().strip())  # type: ignore[union-attr]
    vera.press("Continue").sees("Their plan includes an emergency contact")
    vera.press("Send the request")
    assert db.session.query(Ticket).one().channel == "whatsapp"


def test_without_questions_about_impact_the_page_is_left_out(
    browser: Browsers, app: Flask, tmp_path: Path
) -> None:
    text = SMALL.read_text()
    start, end = text.index("[[impact_question]]"), text.index("[[decision]]\nseverity")
    path = tmp_path / "plain.toml"
    path.write_text(text[:start] + text[end:])
    use(str(path))
    alice = browser("alice").visit("/ask").choose("Incident").press("Continue")
    alice.fill("In one line", "Down").fill("Tell us more", "All of it.").press("Continue")
    assert alice.heading() == "Check your request"
    alice.sees("Severity: Important").press("Send the request")


def test_a_plan_that_the_policy_does_not_know_is_served_as_the_first(
    browser: Browsers, characters: dict[str, Person]
) -> None:
    use(str(SMALL), "enterprise")
    alice = browser("alice").visit("/ask").choose("Question").press("Continue")
    alice.fill("In one line", "How").fill("Tell us more", "is it done?").press("Continue")
    alice.press("Send the request")
    assert db.session.query(Ticket).one().plan == "basic"
