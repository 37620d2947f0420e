"""How a page is brought into the state that the contact sheet shows."""

from collections.abc import Callable
from itertools import count

from playwright.sync_api import Page

LOOKS = count(1)


def plain(page: Page) -> None:
    """As it opens."""


def menu(page: Page) -> None:
    """With the account menu open."""
    page.locator(".header .menu__button").click()


def sent_empty(page: Page) -> None:
    """After its form was sent as it stood, so that the errors show."""
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def typed(page: Page) -> None:
    """With two steps written, so that the third waits below."""
    for words in ("Call any number from the web phone", "Wait ten seconds"):
        page.locator(".step-list__text").last.fill(words)
        page.wait_for_function("document.querySelector('.step-list__text:last-of-type') !== null")


def helped(page: Page) -> None:
    """After a reader said that it solved the problem."""
    page.locator("main form[action$=votes] button").first.click()
    page.wait_for_load_state()


def not_helped(page: Page) -> None:
    """After a reader said that it did not (another reader than the one above)."""
    page.context.clear_cookies(name="browser")
    page.reload()
    page.locator("main form[action$=votes] button").nth(1).click()
    page.wait_for_load_state()


def sent_late(page: Page) -> None:
    """A reply that was sent after the cookies went."""
    page.locator("main textarea").first.fill(
        "It happened again at noon, this time on the second computer too."
    )
    page.context.clear_cookies(name="form")
    page.locator("main form:has(textarea) button[type=submit]").first.click()
    page.wait_for_load_state()


def address_sent(page: Page) -> None:
    """After an address was given: the page that takes the code. Each look gives another address: one
    address gets only so many codes in an hour."""
    page.locator("main input[type=email]").fill(f"somebody.{next(LOOKS)}@elsewhere.example")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def what_emptied(page: Page) -> None:
    """The title and the description taken out, then on."""
    for field in page.locator("#question :is(input[type=text], textarea)").all():
        field.fill("")
    page.locator("#question .actions button[type=submit]").first.click()
    page.wait_for_load_state()


def resolved_empty(page: Page) -> None:
    """A resolution sent without a word."""
    for area in page.locator("main form textarea:visible").all():
        area.fill("")
    page.locator("main form:has(textarea) button[type=submit]").last.click()
    page.wait_for_load_state()


def unfolded(page: Page) -> None:
    """With the tips open, and on a phone the filters."""
    for summary in page.locator(".hints__summary, .filters__summary:visible").all():
        summary.click()


def searching(page: Page) -> None:
    """With what the search field offers while one types, the first of it chosen."""
    field = page.locator("main input[type=search]")
    field.press_sequentially("no ")
    page.locator("[role=option]").first.wait_for()
    field.press("ArrowDown")


STATES: dict[str, Callable[[Page], None]] = {
    "plain": plain,
    "menu": menu,
    "sent-empty": sent_empty,
    "typed": typed,
    "helped": helped,
    "not-helped": not_helped,
    "sent-late": sent_late,
    "address-sent": address_sent,
    "what-emptied": what_emptied,
    "resolved-empty": resolved_empty,
    "unfolded": unfolded,
    "searching": searching,
}

REFUSED = frozenset({"sent-empty", "sent-late", "what-emptied", "resolved-empty"})
"""States that are answered with a 4xx: the browser's own note of it is no finding."""
