"""What one has done is told where one looks, in a real browser on the portal itself: on a phone and at a desk."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from portal.ground.db import writing
from portal.ground.now import now
from portal.people.gate import SESSION
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.ticket import Ticket
from tests.look.conftest import IN_CHROMIUM, LONG_ENOUGH
from tests.look.standing import answering
from tests.signing_in import session_token
from tests.tickets.conftest import opened, resolve, words

pytestmark = IN_CHROMIUM

LONG_AGO = timedelta(hours=5)


@pytest.fixture
def ticket(characters: dict[str, Person]) -> Ticket:
    """Alice's, with so many words on it that no page shows all of them at once."""
    ticket = opened(characters["alice"], now() - LONG_AGO)
    with writing():
        for number in range(12):
            said = words(f"Line {number}. " + "It rings, and nobody is heard. " * 6)
            steps.reply(ticket, characters["alice"], said, now() - LONG_AGO / 2)
    return ticket


@pytest.fixture(params=[375, 1440])
def page(
    app: Flask, chromium: Browser, ticket: Ticket, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Alice's tab on her ticket."""
    token = session_token("alice@aromos.example")
    with answering(app) as address:
        size = {"width": request.param, "height": 800}
        context = chromium.new_context(base_url=address, locale="en", viewport=size)
        context.set_default_timeout(LONG_ENOUGH)
        context.add_cookies([{"name": SESSION, "value": token, "url": address}])
        page = context.new_page()
        yield page
        context.close()


def visit(page: Page, ticket: Ticket) -> None:
    page.goto(f"/tickets/{ticket.ref}")


def is_told(page: Page, words: str) -> None:
    """In sight, and read aloud: it has the focus."""
    told = page.get_by_role("status").filter(has_text=words)
    expect(told).to_be_in_viewport(ratio=1)
    expect(told).to_be_focused()


def test_a_reply_is_told_below_it(page: Page, ticket: Ticket) -> None:
    visit(page, ticket)
    page.get_by_label("Your reply").fill("It is worse today.")
    page.get_by_role("button", name="Send").click()
    is_told(page, "Your reply was sent.")
    expect(page.get_by_text("It is worse today.")).to_be_in_viewport()


def test_a_colleague_is_told_among_those_who_see_it(page: Page, ticket: Ticket) -> None:
    visit(page, ticket)
    page.get_by_label("Colleague’s email address").fill("ana@aromos.example")
    page.get_by_role("button", name="Add", exact=True).click()
    is_told(page, "sees this ticket now")
    page.get_by_role("button", name="Remove Ana").click()
    is_told(page, "no longer sees this ticket")


def test_access_is_told_where_it_is_given(page: Page, ticket: Ticket) -> None:
    visit(page, ticket)
    page.get_by_text("Allow access for this ticket").click()
    page.get_by_role("button", name="Let support into my system").click()
    is_told(page, "until you take it back")


def test_solved_rated_and_open_again(
    page: Page, ticket: Ticket, characters: dict[str, Person]
) -> None:
    resolve(ticket, characters["vera"], now())
    visit(page, ticket)
    page.get_by_role("button", name="Yes, solved").click()
    is_told(page, "The ticket is closed")
    page.locator("#score-5").check()
    page.get_by_role("button", name="Send the rating").click()
    is_told(page, "You can still change it")
    page.goto(f"/tickets/{ticket.ref}?again=1")
    page.get_by_label("What’s happening now?").fill("It is back.")
    page.get_by_role("button", name="Open the ticket again").click()
    is_told(page, "The ticket is open again")


def test_who_is_asked_is_one_press_from_the_answer(
    page: Page, ticket: Ticket, characters: dict[str, Person]
) -> None:
    with writing():
        steps.ask_client(ticket, characters["vera"], words("Which phone is it?"), now())
    visit(page, ticket)
    page.get_by_role("link", name="Write your answer").click()
    field = page.get_by_label("Your reply")
    expect(field).to_be_in_viewport()
    expect(field).to_be_focused()
