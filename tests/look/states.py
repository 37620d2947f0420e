"""How a page is brought into the state that the contact sheet shows."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from tests.look.pictures import screenshot

LOOKS = count(1)
SMALL = Path(__file__).resolve().parents[1] / "policy/small.toml"


def plain(page: Page) -> None:
    """As it opens."""


def menu(page: Page) -> None:
    """With the account menu open."""
    toggle = page.locator(".header__toggle")
    (toggle if toggle.is_visible() else page.locator(".header .menu__button")).click()


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


def sent_off(page: Page) -> None:
    """A request after it was sent (looked at again, it opens there by itself)."""
    if page.url.endswith("/check"):
        page.locator("button[form=send]").click()
        page.wait_for_load_state()


def access_opened(page: Page) -> None:
    """With what the consent to come into their system means."""
    page.locator("#access summary").click()


def objecting(page: Page) -> None:
    """With the form for 'I see it differently' open."""
    page.locator("#objection summary").click()


def gone_on(page: Page) -> None:
    """A question sent as it stood."""
    page.locator("#question .actions button[type=submit]").first.click()
    page.wait_for_load_state()


def by_video(page: Page) -> None:
    """With the answer after which the number to call is not asked."""
    page.locator("input[value=video] + .choices__label").click()


def by_phone(page: Page) -> None:
    """With the answer that asks one question more, in its place."""
    page.locator("input[value=phone] + .choices__label").click()
    page.locator("[data-question]").wait_for()


def replied_empty(page: Page) -> None:
    """A reply sent without a word: its two files wait, ticked."""
    name = f"{'consola-del-navegador-' * 5}2026-11-20.log"
    page.locator("#reply input[type=file]").set_input_files(
        [
            {"name": "call-log.png", "mimeType": "image/png", "buffer": screenshot("Call log")},
            {"name": name, "mimeType": "text/plain", "buffer": b"WebSocket closed: 1006\n"},
        ]
    )
    page.locator("#reply button[type=submit]").click()
    page.wait_for_load_state()


def declined_late(page: Page) -> None:
    """Words for a quote that meanwhile gave way to another."""
    page.locator("main textarea").fill("The other branch wants it too: can you quote both?")
    form = page.locator("main form:has(textarea)")
    form.evaluate("f => { f.action = f.action.replace(/\\d+(?=.refusal)/, (n) => n - 1); }")
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()


def decisions_opened(page: Page) -> None:
    """With every decision on the ticket open."""
    _open_all(page, ".page__aside details")


def arrangements_opened(page: Page) -> None:
    """With every arrangement on the ticket open."""
    _open_all(page, "#arranged details")


def recorded_empty(page: Page) -> None:
    """What came of a meeting, sent without a word."""
    _open_all(page, "#arranged details")
    page.locator("form[action*=meetings][action$=record] button[type=submit]").click()
    page.wait_for_load_state()


def own_policy_wrong(page: Page) -> None:
    """A policy file of one's own that does not hold together."""
    page.locator("main .policy-choice__title").last.click()
    with TemporaryDirectory(prefix="look-policy-") as folder:
        file = Path(folder) / "our-policy.toml"
        file.write_text(SMALL.read_text("utf-8").replace('"24x7"', '"24x8"').replace('h"', 'q"'))
        page.locator("main input[name=own]").fill(str(file))
        page.locator("main form .actions button[type=submit]").first.click()
        page.wait_for_load_state()


def policy_seen(page: Page) -> None:
    """What another policy would mean, shown before it is chosen."""
    page.locator("main .policy-choice__title").nth(1).click()
    page.locator("main button[name=show]").click()
    page.wait_for_load_state()


def _open_all(page: Page, which: str) -> None:
    page.locator(which).evaluate_all("all => all.forEach((one) => { one.open = true; })")


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
    "access-opened": access_opened,
    "objecting": objecting,
    "gone-on": gone_on,
    "by-video": by_video,
    "by-phone": by_phone,
    "replied-empty": replied_empty,
    "declined-late": declined_late,
    "decisions-opened": decisions_opened,
    "arrangements-opened": arrangements_opened,
    "recorded-empty": recorded_empty,
    "own-policy-wrong": own_policy_wrong,
    "policy-seen": policy_seen,
    "sent-off": sent_off,
}

REFUSED = frozenset(
    {
        "sent-empty",
        "sent-late",
        "what-emptied",
        "resolved-empty",
        "gone-on",
        "replied-empty",
        "declined-late",
        "recorded-empty",
        "own-policy-wrong",
    }
)
"""States that are answered with a 4xx: the browser's own note of it is no finding."""
