"""A ticket becomes an article in a real browser: by keyboard, on a phone and at a desk, in both languages, with and without scripts."""

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from portal.articles.article import Article
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.gate import SESSION
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.closing import Lesson
from portal.tickets.ticket import Ticket
from tests.journeys.visitor import spanish
from tests.look.conftest import IN_CHROMIUM, LONG_ENOUGH
from tests.look.standing import answering
from tests.signing_in import session_token
from tests.tickets.conftest import MIN, opened

pytestmark = IN_CHROMIUM

SOLUTION = (
    "We tried it with Alice Rojas (alice@aromos.example, +56 9 1234 5678). Restart the phone."
)


@pytest.fixture
def ticket(characters: dict[str, Person]) -> Ticket:
    """Solved by vera a moment ago, with words in it that are nobody else's business."""
    ticket = opened(characters["alice"], now() - MIN)
    with writing():
        steps.resolve(
            ticket, characters["vera"], steps.render(SOLUTION), Lesson.WRITTEN, now(),
            cause="The session timer of the client’s firewall.", workaround="Use a mobile phone.",
            article_id=None, reason="",
        )  # fmt: skip
    return ticket


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with answering(app) as url:
        yield url


def tab(
    chromium: Browser, address: str, vera: Person, language: str, width: int, scripts: bool
) -> BrowserContext:
    context = chromium.new_context(
        base_url=address,
        locale=language,
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
    )
    context.set_default_timeout(LONG_ENOUGH)
    context.add_cookies([{"name": SESSION, "value": session_token(vera.email), "url": address}])
    return context


def press(page: Page, name: str) -> None:
    """Go to the button and press it by key; the page that comes is there afterwards."""
    button = page.get_by_role("button", name=name, exact=True).first
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def looked_at(page: Page, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("language", "width", "scripts"),
    [("en", 1440, True), ("es", 375, True), ("en", 320, False), ("es", 1440, False)],
)
def test_from_the_solution_to_the_published_article(
    chromium: Browser,
    address: str,
    ticket: Ticket,
    characters: dict[str, Person],
    language: str,
    width: int,
    scripts: bool,
) -> None:
    with writing():
        characters["vera"].language = language
    say = spanish if language == "es" else lambda text, **values: text % values if values else text
    context = tab(chromium, address, characters["vera"], language, width, scripts)
    page, name = context.new_page(), f"{language}-{width}-{scripts}"
    page.goto(f"/desk/{ticket.ref}/article")
    expect(page.get_by_text("The session timer of the client’s firewall.")).to_be_visible()
    assert "session timer" not in page.locator("#body").input_value()
    looked_at(page, f"{name}-1-opened")
    press(page, say("Publish"))
    if scripts:
        expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".finding")).to_have_count(3)
    looked_at(page, f"{name}-2-findings")
    press(page, say("Mask “%(words)s”", words="Alice Rojas"))
    press(page, say("Mask “%(words)s”", words="alice@aromos.example"))
    page.locator(".finding", has_text="+56 9 1234 5678").get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    looked_at(page, f"{name}-3-decided")
    press(page, say("Publish"))
    expect(page.get_by_text(say("Published. Clients can find it now."))).to_be_visible()
    db.session.rollback()
    revision = db.session.scalars(select(Article)).one().published
    assert revision is not None
    assert "Alice" not in revision.source.decode()
    assert "aromos" not in revision.source.decode()
    assert "+56 9 1234 5678" in revision.html
    context.close()
