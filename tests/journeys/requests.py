"""How people of the journeys ask for help, when the journey is about what comes after."""

import re
from email.message import EmailMessage

from tests.browser import Browser
from tests.mailbox import Mailbox, link_in

TITLE = "Calls drop after ten minutes"
GINA = "gina@elsewhere.example"


def ask(browser: Browser, title: str = TITLE, text: str = "Since Monday, all of them.") -> Browser:
    """Up to the page about where it happens."""
    browser.visit("/ask").choose("Something is broken").press("Continue")
    browser.fill("In one line", title).fill("Tell us more", text).press("Continue")
    browser.fill("Step 1", "I call 600").fill("Step 2", "I wait ten minutes").press("Continue")
    return browser


def weigh(browser: Browser) -> Browser:
    """Skip the pages that may stay empty, and answer about the impact so that it is high."""
    browser.press("Continue").press("Continue").choose("Yes, but with difficulty")
    browser.choose("Something we use every day").choose("Several").choose("No", "another way")
    return browser.press("Continue")


def filed(browser: Browser, title: str = TITLE, text: str = "Since Monday, all of them.") -> str:
    """A signed-in client's request, sent; its reference."""
    weigh(ask(browser, title, text)).press("Send the request")
    return reference(browser)


def filed_by_guest(browser: Browser, email: str = GINA) -> str:
    """A guest's request, sent; its reference."""
    weigh(ask(browser)).fill("Your name", "Gina Paz").fill("Your email", email).press("Continue")
    browser.press("Send the request")
    return reference(browser)


def reference(browser: Browser) -> str:
    """The reference that the page shows."""
    found = re.search(r"T-[2-9A-Z]{5}", browser.html)
    assert found, browser.html
    return found[0]


def latest(mail_server: Mailbox, address: str) -> EmailMessage:
    """The last letter to this address."""
    letters = mail_server.to(address)
    assert letters, (
        f"no letter to {address}; there are {[str(x['To']) for x in mail_server.letters]}"
    )
    return letters[-1]


def follow_letter(browser: Browser, mail_server: Mailbox, address: str, path: str) -> Browser:
    """Open the link of the last letter to this address."""
    return browser.visit(link_in(latest(mail_server, address), path))


def solve(vera: Browser, ref: str, solution: str = "Open UDP 10000 to 20000.") -> Browser:
    """An agent solves it; there was nothing to learn."""
    vera.visit(f"/desk/{ref}").follow("Resolve").fill("Solution", solution)
    vera.choose("Nothing to learn").fill("Why is there nothing to learn?", "A loose cable.")
    return vera.press("Mark as solved")
