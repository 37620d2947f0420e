"""Words that were written and not sent, in a real browser on the portal itself: kept in their tab, for their writer only.

Time stands still on every page: nothing here hangs on how fast the machine is.
"""

import json
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from portal.ground.db import writing
from portal.ground.now import now
from portal.people.gate import SESSION
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.ticket import Ticket
from tests.look.conftest import IN_CHROMIUM, LONG_ENOUGH
from tests.look.standing import answering, stop_clock
from tests.look.walk import enhanced
from tests.signing_in import session_token
from tests.tickets.conftest import MIN, opened, resolve

pytestmark = IN_CHROMIUM

READ_ALOUD = 100  # ms, after which the words of a note stand in it
BACK = "Your unsent words are back."
Enter = Callable[[str], None]


@pytest.fixture
def ticket(characters: dict[str, Person]) -> Ticket:
    """Filed by alice a moment ago; nobody has taken it."""
    return opened(characters["alice"], now() - MIN)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with answering(app) as url:
        yield url


@pytest.fixture
def page(chromium: Browser, address: str, ticket: Ticket) -> Iterator[Page]:
    """One tab of one browser, in which nobody is signed in yet."""
    context = chromium.new_context(base_url=address, locale="en")
    context.set_default_timeout(LONG_ENOUGH)
    page = context.new_page()
    stop_clock(page)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert broken == []


@pytest.fixture
def enter(page: Page, address: str, characters: dict[str, Person]) -> Enter:
    """`enter("vera")`: from now on the tab is hers."""

    def sign_in(name: str) -> None:
        token = session_token(characters[name].email)
        page.context.add_cookies([{"name": SESSION, "value": token, "url": address}])

    return sign_in


@pytest.fixture
def desk(page: Page, enter: Enter, ticket: Ticket) -> str:
    """The ticket's page at the desk, where vera is."""
    enter("vera")
    return visit(page, f"/desk/{ticket.ref}")


def visit(page: Page, path: str) -> str:
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, f"{answer.status} {path}"
    enhanced(page)
    return path


def press(page: Page, button: str) -> None:
    """Press what sends a form, and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
    enhanced(page)


def words_of(page: Page, form: str, field: str = "textarea") -> Locator:
    """The field of the form that is sent to …/form."""
    return page.locator(f'form[action$="/{form}"]').locator(field)


def write(page: Page, form: str, words: str, field: str = "textarea") -> None:
    """Write it there, where need be after opening the fold in which it stands."""
    place = words_of(page, form, field)
    if not place.is_visible():
        page.locator("details", has=place).locator("summary").click()
    place.fill(words)


def told(page: Page, form: str) -> Locator:
    page.clock.run_for(READ_ALOUD)
    return page.locator(f'form[action$="/{form}"]').get_by_role("status")


def kept(page: Page) -> str:
    """All that the tab keeps of anybody's words."""
    return str(page.evaluate("JSON.stringify(sessionStorage)"))


def test_another_form_of_the_page_is_sent_and_no_word_is_lost(page: Page, desk: str) -> None:
    write(page, "replies", "Half a reply")
    write(page, "notes", "Half a note")
    press(page, "Take it")
    expect(words_of(page, "replies")).to_have_value("Half a reply")
    expect(words_of(page, "notes")).to_have_value("Half a note")
    expect(words_of(page, "notes")).to_be_visible()  # its fold stands open
    expect(told(page, "notes")).to_have_text(BACK)
    expect(page.locator(".unsent")).to_have_count(2)  # and no form that held nothing says so


def test_they_are_there_after_a_reload_and_from_another_page(page: Page, desk: str) -> None:
    write(page, "replies", "Half a reply")
    page.reload()
    enhanced(page)
    expect(words_of(page, "replies")).to_have_value("Half a reply")
    visit(page, "/desk")
    page.go_back()
    enhanced(page)
    expect(words_of(page, "replies")).to_have_value("Half a reply")


def test_what_was_sent_does_not_come_back(page: Page, desk: str) -> None:
    write(page, "replies", "Half a reply")
    write(page, "notes", "A whole note")
    press(page, "Keep the note")
    expect(words_of(page, "notes")).to_have_value("")
    expect(words_of(page, "replies")).to_have_value("Half a reply")
    visit(page, desk)
    expect(words_of(page, "notes")).to_have_value("")
    assert "A whole note" not in kept(page)


def test_what_was_refused_is_kept_until_it_is_taken(
    page: Page, enter: Enter, ticket: Ticket
) -> None:
    enter("alice")
    path = visit(page, f"/tickets/{ticket.ref}")
    address = "colleagues", "input[type=email], input[type=text]"
    write(page, "replies", "Half a reply")
    write(page, address[0], "ana at aromos", address[1])
    press(page, "Add")
    expect(words_of(page, *address)).to_have_value("ana at aromos")
    expect(words_of(page, "replies")).to_have_value("Half a reply")
    expect(page.locator(".unsent")).to_have_count(
        1
    )  # the portal itself gave the refused words back
    write(page, address[0], "ana@aromos", address[1])
    visit(page, path)
    expect(words_of(page, *address)).to_have_value("ana@aromos")
    write(page, address[0], "ana@aromos.example", address[1])
    press(page, "Add")
    expect(words_of(page, *address)).to_have_value("")
    expect(words_of(page, "replies")).to_have_value("Half a reply")


def test_what_never_arrived_is_not_taken_for_sent(page: Page, desk: str) -> None:
    write(page, "notes", "A whole note")
    page.route("**/notes", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Keep the note").click()
    page.wait_for_url("chrome-error://**")
    page.go_back()
    enhanced(page)
    expect(words_of(page, "notes")).to_have_value("A whole note")


def test_where_the_portal_has_words_its_words_stand(
    page: Page, enter: Enter, ticket: Ticket, characters: dict[str, Person]
) -> None:
    resolve(ticket, characters["vera"], now())
    with writing():
        steps.rate(ticket, characters["alice"], 4, "Quick", now())
    enter("alice")
    path = visit(page, f"/tickets/{ticket.ref}")
    write(page, "rating", "Quick and kind")
    visit(page, path)
    expect(words_of(page, "rating")).to_have_value("Quick")
    expect(page.locator(".unsent")).to_have_count(0)


def test_nobody_else_in_the_same_tab_finds_them(page: Page, desk: str, enter: Enter) -> None:
    write(page, "notes", "Only mine")
    enter("leo")
    visit(page, desk)
    expect(words_of(page, "notes")).to_have_value("")
    assert "Only mine" not in kept(page)
    enter("vera")
    visit(page, desk)
    expect(words_of(page, "notes")).to_have_value("")


def test_they_outlast_a_session_and_not_a_sign_out(page: Page, desk: str, enter: Enter) -> None:
    write(page, "notes", "Only mine")
    page.context.clear_cookies()
    page.goto(desk)
    assert "/sign-in" in page.url
    enter("vera")
    visit(page, desk)
    expect(words_of(page, "notes")).to_have_value("Only mine")
    page.get_by_text("Vera Soto", exact=True).first.click()
    press(page, "Sign out")
    assert "Only mine" not in kept(page)


def test_they_can_be_discarded(page: Page, desk: str) -> None:
    write(page, "notes", "Not so")
    visit(page, desk)
    page.get_by_role("button", name="Discard").click()
    expect(words_of(page, "notes")).to_have_value("")
    expect(words_of(page, "notes")).to_be_focused()
    expect(page.locator(".unsent")).to_have_count(0)
    visit(page, desk)
    expect(words_of(page, "notes")).to_have_value("")


def test_a_page_that_the_browser_left_standing_shows_what_is_unsent_now(
    page: Page, desk: str
) -> None:
    write(page, "replies", "Half a reply")
    write(page, "notes", "Sent elsewhere meanwhile")
    page.evaluate(
        """() => {
          const kept = JSON.parse(sessionStorage.unsent);
          for (const address in kept.words) if (address.endsWith("/notes")) delete kept.words[address];
          sessionStorage.unsent = JSON.stringify(kept);
          dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        }"""
    )
    expect(words_of(page, "replies")).to_have_value("Half a reply")
    expect(words_of(page, "notes")).to_have_value("")


def test_secrets_are_never_kept(page: Page, enter: Enter, ticket: Ticket) -> None:
    enter("leo")
    visit(page, "/desk/site/mail")
    for field in page.locator("main form").locator("input[type=text], input[type=password]").all():
        if field.is_visible():
            field.fill("swordfish")
    visit(page, f"/desk/{ticket.ref}")
    assert "swordfish" not in kept(page)
    assert json.loads(kept(page)) == {
        "unsent": json.dumps({"whose": whose(page), "words": {}}, separators=(",", ":"))
    }


def whose(page: Page) -> str:
    """The mark of who is signed in, which names nobody."""
    mark = page.locator("template[data-whose]").get_attribute("data-whose")
    assert mark
    return mark
