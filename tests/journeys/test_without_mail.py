"""A portal without a mail server: nothing says that an email is on its way, and people come in all the same."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.ground.db import db, writing
from portal.people.links import SignIn
from portal.people.person import Person
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.journeys.jobs import jobs_run
from tests.journeys.requests import filed, filed_by_guest, follow_letter
from tests.mailbox import Mailbox

CLAIMS = re.compile(
    r"on its way|is being sent|are being sent|e-?mail (?:you|them)|check your (?:e-?mail|spam)"
    r"|will write to|goes out now|our email",
    re.IGNORECASE,
)
NORA = "nora@aromos.example"

Browsers = Callable[..., Browser]


@pytest.fixture
def no_mail(app: Flask) -> Iterator[None]:
    before = app.extensions["portal_settings"]
    app.extensions["portal_settings"] = before.model_copy(update={"mail_url": None})
    yield
    app.extensions["portal_settings"] = before


def claims_nothing(browser: Browser) -> Browser:
    """What stands on this page does not say that somebody is written to."""
    text = browser.page.get_text(" ")
    assert not CLAIMS.search(text), f"{browser.url}: {CLAIMS.findall(text)}"
    return browser


@pytest.mark.usefixtures("no_mail")
def test_no_page_says_that_an_email_is_on_its_way(
    browser: Browsers, gina: Browser, alice: Browser, vera: Browser
) -> None:
    leo = browser("leo").visit("/desk/people")
    leo.fill("Name", "Nora Díaz").fill("Email address", NORA).press("Add them")
    claims_nothing(leo).sees("Nora Díaz is added.", "can’t send email yet")
    claims_nothing(leo.follow("Nora Díaz")).does_not_see("Send an invitation")
    ref = filed_by_guest(gina)
    claims_nothing(gina).sees(ref)
    claims_nothing(gina.follow("Open your request"))
    filed(alice)
    claims_nothing(alice)
    claims_nothing(alice.follow("Open your ticket"))
    claims_nothing(vera.visit(f"/desk/{ref}"))
    jobs_run()
    claims_nothing(leo.visit("/desk/letters").follow("alice@aromos.example"))
    leo.does_not_see("Send now")
    token = leo.page.select_one("[name=csrf_token]")
    assert token is not None
    form = {"csrf_token": token["value"]}
    leo.client.post(leo.url + "/sending", data=form, headers=leo.headers | {"Origin": leo.origin})
    claims_nothing(leo.visit("/desk/letters")).sees("There’s no mail server yet")
    stranger = claims_nothing(browser().visit("/sign-in"))
    claims_nothing(stranger.fill("Email address", NORA).press("Continue"))
    stranger.sees("Ask whoever runs it for a sign-in link.")


@pytest.mark.usefixtures("no_mail")
def test_a_lead_hands_over_a_link_that_lets_in_once(browser: Browsers, alice: Browser) -> None:
    leo = browser("leo").visit("/desk/people").follow("Alice Rojas")
    leo.press("Create an invitation link").sees("It works once, for 7 days")
    link = str(leo.page.select("main pre")[0].get_text())
    token = link.rsplit("/", 1)[1]
    assert link.startswith("http://localhost/sign-in/")
    kept = db.session.scalars(select(SignIn)).all()
    assert token not in repr([vars(row) for row in kept]), "the database has its hash alone"
    leo.visit(f"/desk/people/{_id('alice@')}")
    assert token not in leo.html, "shown once"
    newcomer = browser().visit(f"/sign-in/{token}").press("Sign in", within="Sign in")
    newcomer.visit("/account").sees("alice@aromos.example")
    browser().visit(f"/sign-in/{token}", status=410)


@pytest.mark.usefixtures("no_mail", "characters")
def test_a_link_handed_over_runs_out(browser: Browsers) -> None:
    leo = browser("leo").visit(f"/desk/people/{_id('alice@')}").press("Create an invitation link")
    link = str(leo.page.select("main pre")[0].get_text())
    with writing():
        row = db.session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
        assert row is not None
        assert row.link_until is not None
        row.link_until -= timedelta(days=8)
    browser().visit(link.removeprefix("http://localhost"), status=410)


def test_the_browser_that_sent_a_request_opens_it_and_no_other(
    gina: Browser, browser: Browsers, mail_server: Mailbox
) -> None:
    ref = filed_by_guest(gina)
    sent_page = gina.url
    gina.follow("Open your request").sees(ref, "Since Monday")
    other = browser()
    other.visit(sent_page, status=404)
    filed_by_guest(other, "other@elsewhere.example")
    other.visit(f"/tickets/{ref}", status=404)
    gina.fill("Your reply", "It is worse today.").press("Send")
    assert not _ticket(ref).is_verified, "to have sent a request shows nothing about the address"
    jobs_run()
    follow_letter(gina, mail_server, "gina@elsewhere.example", "/t/")
    gina.fill("Your reply", "And here is more.").press("Send")
    assert _ticket(ref).is_verified


def _id(address: str) -> int:
    found = db.session.scalars(select(Person.id).where(Person.email.startswith(address))).one()
    db.session.rollback()
    return found


def _ticket(ref: str) -> Ticket:
    db.session.rollback()
    return db.session.scalars(select(Ticket).where(Ticket.ref == ref)).one()
