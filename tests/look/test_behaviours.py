"""What the scripts do for a person, tried in a real browser on the gallery.

Time stands still on every page: a pause in which nobody types is as long as the test says,
however slow the machine. Only what a machine needs for its work is waited for, and for long.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

from tests.look.conftest import IN_CHROMIUM, LONG_ENOUGH
from tests.look.gallery import make_app
from tests.look.standing import answering, stop_clock
from tests.look.walk import enhanced

pytestmark = IN_CHROMIUM

PAUSE = 120  # ms without a key, after which the search asks what it may offer
PATIENCE = 400  # ms more, after which an offer to older words goes where no newer one came


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with answering(make_app()) as url:
        yield url


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(LONG_ENOUGH)
    page = context.new_page()
    stop_clock(page)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert broken == []


def visit(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, f"{answer.status} {address}"
    enhanced(page)


def steps(page: Page) -> dict[str, str]:
    """What the form would send of its steps."""
    pairs = page.locator(".step-list__text").evaluate_all("all => all.map(e => [e.name, e.value])")
    return {name: value for name, value in pairs if value}


def write_steps(page: Page, *words: str) -> None:
    for n, text in enumerate(words):
        page.locator(".step-list__text").nth(n).fill(text)
    expect(page.locator(".step-list__text")).to_have_count(len(words) + 1)


def test_steps_grow_move_and_go_and_are_numbered_as_they_stand(page: Page, address: str) -> None:
    visit(page, f"{address}/errors")
    expect(page.locator(".step-list__text")).to_have_count(1)
    write_steps(page, "Call", "Wait", "Listen")
    page.get_by_role("button", name="Move this step up").nth(1).click()
    assert steps(page) == {"steps-0-text": "Call", "steps-1-text": "Listen", "steps-2-text": "Wait"}
    page.get_by_role("button", name="Remove this step").first.click()
    assert steps(page) == {"steps-0-text": "Listen", "steps-1-text": "Wait"}
    expect(page.get_by_label("Step 1", exact=True)).to_have_value("Listen")


def test_enter_goes_to_the_next_step(page: Page, address: str) -> None:
    visit(page, f"{address}/errors")
    write_steps(page, "Call")
    page.locator(".step-list__text").first.press("Enter")
    page.keyboard.type("Wait")
    assert steps(page) == {"steps-0-text": "Call", "steps-1-text": "Wait"}


def test_errors_take_the_focus_and_lead_into_their_field(page: Page, address: str) -> None:
    visit(page, f"{address}/errors")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Choose what you need.").click()
    expect(page.get_by_label("Something does not work")).to_be_focused()


def test_a_draft_is_kept_and_tried_again_after_a_failure(page: Page, address: str) -> None:
    kept: list[str] = []

    def answer(route: Route) -> None:
        kept.append(route.request.post_data or "")
        route.fulfill(status=500 if len(kept) == 1 else 204)

    visit(page, f"{address}/errors")
    page.route("**/kept", answer)
    field = page.get_by_label("Your email")
    field.press_sequentially("ana@")
    page.clock.run_for(600)
    expect(page.locator("[data-saved-words]")).to_have_text("Not saved yet. We will try again.")
    expect(field).to_be_focused()
    page.clock.run_for(3000)
    expect(page.locator("[data-saved-words]")).to_have_text("Draft saved")
    assert len(kept) == 2
    assert "email=ana%40" in kept[-1]
    assert "csrf_token=" in kept[-1]


def test_files_add_up_and_can_be_taken_away(page: Page, address: str) -> None:
    visit(page, f"{address}/errors")
    field = page.locator("input[type=file]")
    field.set_input_files([{"name": "a.log", "mimeType": "text/plain", "buffer": b"one"}])
    field.set_input_files([{"name": "b.log", "mimeType": "text/plain", "buffer": b"two!"}])
    expect(page.locator("[data-file-name]")).to_have_text(["a.log", "b.log"])
    page.get_by_role("button", name="Remove a.log").click()
    names = field.evaluate("e => [...e.files].map(f => f.name)")
    assert names == ["b.log"]


def test_a_pasted_picture_is_attached(page: Page, address: str) -> None:
    visit(page, f"{address}/errors")
    expect(page.locator("[data-tip]")).to_be_visible()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(2000)], "image.png", { type: "image/png" }));
          document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    expect(page.locator("[data-file-name]")).to_have_text(["Pasted picture 1.png"])
    expect(page.locator("[data-file-size]")).to_have_text(["2 kB"])


def test_suggestions_come_while_one_types(page: Page, address: str) -> None:
    visit(page, f"{address}/errors")
    page.get_by_label("Your email").press_sequentially("ana")
    page.clock.run_for(500)
    expect(page.locator("[data-suggestions]")).to_have_text("Made just now.")


def test_search_offers_and_follows_the_keyboard(page: Page, address: str) -> None:
    page.route(
        "**/search/suggestions?*",
        lambda route: route.fulfill(
            content_type="text/html",
            body='<li role="option" data-url="/done">Calls drop</li><li role="option" data-url="/errors">Ports</li>',
        ),
    )
    visit(page, address)
    field = page.get_by_label("Search everything").locator("input[type=search]")
    field.press_sequentially("cal")
    page.clock.run_for(PAUSE)
    expect(page.locator(".search-box__options").get_by_role("option")).to_have_count(2)
    field.press("Escape")
    expect(page.locator(".search-box__options").get_by_role("option")).to_have_count(0)
    field.press_sequentially("ls")
    page.clock.run_for(PAUSE)
    expect(page.locator(".search-box__options").get_by_role("option")).to_have_count(2)
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/done")


def test_keys_walk_the_queue_and_can_be_switched_off(page: Page, address: str) -> None:
    visit(page, address)
    page.locator("body").press("j")
    page.keyboard.press("j")
    expect(page.locator(".sheet__main a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".sheet__main a").first).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Single keys work on this device").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    expect(page.locator(".sheet__main a").nth(1)).not_to_be_focused()


def test_code_is_copied(page: Page, address: str) -> None:
    visit(page, address)
    page.locator("pre").hover()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    page.clock.run_for(2000)
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith(
        "import json\n\ndef ports(path):"
    )


def test_a_picture_opens_large_and_closes(page: Page, address: str) -> None:
    visit(page, address)
    page.locator("a[data-zoom]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_preview_follows_the_text(page: Page, address: str) -> None:
    visit(page, address)
    expect(page.locator("[data-preview]")).to_have_text("Made just now.")
    page.get_by_label("Text of the article").fill("## Why")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.clock.run_for(400)
    assert "text=%23%23+Why" in (sent.value.post_data or "")


def test_a_live_part_is_fresh_when_one_comes_back_to_it(page: Page, address: str) -> None:
    visit(page, f"{address}/done")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".live")).to_have_text("Made just now.")


def test_a_live_part_asks_again_by_itself(page: Page, address: str) -> None:
    visit(page, f"{address}/done")
    page.clock.run_for(14_900)
    expect(page.locator(".live")).to_have_text("Nobody is looking at it yet.")
    page.clock.run_for(100)
    expect(page.locator(".live")).to_have_text("Made just now.")


def test_pages_stand_without_scripts(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/errors")
    expect(page.locator(".step-list__text")).to_have_count(3)
    expect(page.locator("[data-up]").first).not_to_be_visible()
    expect(page.locator("[data-tip]")).not_to_be_visible()
    expect(page.locator("input[type=file]")).to_be_visible()
    context.close()


def question(route: Route) -> str:
    return parse_qs(urlsplit(route.request.url).query)["q"][0]


def until(page: Page, is_so: Callable[[], bool]) -> None:
    for _moment in range(LONG_ENOUGH // 20):
        if is_so():
            return
        page.wait_for_timeout(20)
    raise AssertionError("it did not come about in time")


def offering(page: Page, *titles: str) -> list[str]:
    """Let the search field be offered these; the questions that are sent are noted in the list."""
    asked: list[str] = []
    options = "".join(f'<li role="option" data-url="/done">{title}</li>' for title in titles)

    def answer(route: Route) -> None:
        asked.append(question(route))
        body = f"{options}<p data-said>{len(titles)} suggestions.</p>"
        route.fulfill(content_type="text/html", body=body)

    page.route("**/search/suggestions?*", answer)
    return asked


def search_field(page: Page, address: str) -> Locator:
    visit(page, address)
    return page.get_by_label("Search everything").locator("input[type=search]")


def test_search_says_to_those_who_cannot_see_what_it_offers(page: Page, address: str) -> None:
    offering(page, "Calls drop", "Calls echo")
    field = search_field(page, address)
    form = page.get_by_label("Search everything")
    assert field.get_attribute("role") == "combobox"
    assert field.get_attribute("aria-expanded") == "false"
    field.press_sequentially("cal")
    page.clock.run_for(PAUSE)
    expect(form.locator("[data-said]")).to_have_text("2 suggestions.")
    expect(field).to_have_attribute("aria-expanded", "true")
    listbox = form.get_by_role("listbox")
    assert field.get_attribute("aria-controls") == listbox.get_attribute("id")
    options = listbox.get_by_role("option")
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        field.press(key)
        expect(options.nth(place)).to_have_attribute("aria-selected", "true")
        active = field.get_attribute("aria-activedescendant")
        assert active == options.nth(place).get_attribute("id")
    expect(field).to_be_focused()
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("cal")
    expect(form.locator("[data-said]")).to_have_text("")
    field.press("ArrowDown")  # and again, without writing
    expect(options).to_have_count(2)


def test_enter_searches_where_nothing_is_chosen(page: Page, address: str) -> None:
    offering(page, "Calls drop")
    field = search_field(page, address)
    field.press_sequentially("cal")
    page.clock.run_for(PAUSE)
    expect(page.locator(".search-box__options").get_by_role("option")).to_have_count(1)
    field.press("Enter")
    page.wait_for_url("**/search?q=cal")


def test_search_asks_once_for_what_is_written_quickly(page: Page, address: str) -> None:
    asked = offering(page, "Calls drop")
    field = search_field(page, address)
    for key in "calls drop":
        page.clock.run_for(PAUSE - 1)
        field.press(key)
    page.clock.run_for(PAUSE)
    expect(page.locator(".search-box__options").get_by_role("option")).to_have_count(1)
    assert asked == ["calls drop"]


def test_a_slow_answer_to_older_words_is_never_shown(page: Page, address: str) -> None:
    held: dict[str, Route] = {}  # each question, until the test answers it
    page.route("**/search/suggestions?*", lambda route: held.update({question(route): route}))
    field = search_field(page, address)
    options = page.locator(".search-box__options").get_by_role("option")

    def answer(words: str) -> None:
        held[words].fulfill(
            content_type="text/html",
            body=f'<li role="option" data-url="/done">For {words}</li>',
        )

    field.press_sequentially("ca")
    page.clock.run_for(PAUSE)
    until(page, lambda: "ca" in held)
    field.press("l")
    page.clock.run_for(PAUSE)
    until(page, lambda: "cal" in held)
    answer("cal")
    expect(options).to_have_text(["For cal"])
    until(page, lambda: held["ca"].request.failure is not None)  # called back
    with suppress(PlaywrightError):  # and so nobody waits for this answer
        answer("ca")
    page.evaluate("() => fetch('/fragment').then((answer) => answer.text())")
    expect(options).to_have_text(["For cal"])
    field.press("x")  # nothing comes for a while: what belongs to 'cal' goes
    page.clock.run_for(PAUSE + PATIENCE - 1)
    expect(options).to_have_text(["For cal"])
    page.clock.run_for(1)
    expect(options).to_have_count(0)
    assert list(held) == ["ca", "cal", "calx"]
