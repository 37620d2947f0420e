"""How a page is brought into the state that the contact sheet shows."""

from collections.abc import Callable

from playwright.sync_api import Page


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


STATES: dict[str, Callable[[Page], None]] = {
    "plain": plain,
    "menu": menu,
    "sent-empty": sent_empty,
    "typed": typed,
}
