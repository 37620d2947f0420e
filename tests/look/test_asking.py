"""The form's pages in a real browser on the portal itself: steps and pictures, and what is said of them; suggestions in their place."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from portal.asking import drafting
from portal.asking.draft import Draft
from portal.files.allowance import Allowance
from portal.files.receiving import prepare
from portal.ground.db import writing
from portal.ground.now import now
from portal.people.gate import SESSION
from portal.people.person import Person
from portal.policy.editions import current_policy
from tests.files.samples import picture, upload
from tests.look.conftest import IN_CHROMIUM, LONG_ENOUGH
from tests.look.standing import answering, stop_clock
from tests.look.walk import enhanced
from tests.signing_in import session_token

pytestmark = IN_CHROMIUM

PHONE = {"width": 375, "height": 800}
SAVED = 600  # ms after the last key


@pytest.fixture
def draft(characters: dict[str, Person]) -> Draft:
    """Alice's request: a failure with one step, and a picture of it."""
    prepared, _refused = prepare([upload("first.png", picture())], now(), Allowance(1))
    answers = {"kind": "system-error", "title": "Calls drop", "description": "Since Monday."}
    with writing():
        begun = drafting.begin(characters["alice"], "-", answers, {}, current_policy(), now())
        begun.steps = ["Call a mobile"]
        drafting.attach(begun, prepared, now(), 1)
    return begun


@pytest.fixture
def page(app: Flask, chromium: Browser, draft: Draft) -> Iterator[Page]:
    """Alice's tab, on a phone; time stands still in it."""
    token, broken = session_token("alice@aromos.example"), list[str]()
    with answering(app) as address:
        context = chromium.new_context(base_url=address, locale="en", viewport=PHONE)
        context.set_default_timeout(LONG_ENOUGH)
        context.add_cookies([{"name": SESSION, "value": token, "url": address}])
        page = context.new_page()
        stop_clock(page)
        page.on("pageerror", lambda error: broken.append(str(error)))
        yield page
        context.close()
    assert broken == []


def visit(page: Page, draft: Draft, question: str) -> None:
    page.goto(f"/ask/{draft.key}/{question}")
    enhanced(page)


def step(page: Page, number: int) -> Locator:
    return page.locator("[data-step]").nth(number - 1)


def test_a_fresh_step_has_nothing_of_another(page: Page, draft: Draft) -> None:
    visit(page, draft, "steps")
    expect(page.get_by_role("button", name="Remove first.png")).to_have_count(1)
    step(page, 2).get_by_role("textbox").fill("Wait ten minutes")
    expect(page.locator("[data-step]")).to_have_count(3)
    expect(page.get_by_role("button", name="Remove first.png")).to_have_count(1)
    expect(step(page, 3).get_by_role("link")).to_have_count(0)


def test_a_step_is_added_in_place_and_has_the_focus(page: Page, draft: Draft) -> None:
    visit(page, draft, "steps")
    page.evaluate("window.isSamePage = true")
    add = page.get_by_role("button", name="Add a step")
    add.click()
    expect(step(page, 2).get_by_role("textbox")).to_be_focused()
    add.click()
    expect(step(page, 3).get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Wait ten minutes")
    expect(page.get_by_label("Step 3", exact=True)).to_have_value("Wait ten minutes")
    assert page.evaluate("window.isSamePage")


def test_a_step_that_is_only_a_picture_is_kept_among_the_others(page: Page, draft: Draft) -> None:
    visit(page, draft, "steps")
    step(page, 1).get_by_role("textbox").fill("")
    step(page, 2).get_by_role("textbox").fill("Wait")
    step(page, 2).get_by_role("textbox").fill("")
    expect(page.get_by_role("button", name="Remove first.png")).to_have_count(1)
    expect(step(page, 2).get_by_role("textbox")).to_be_visible()


def test_a_chosen_picture_is_not_called_saved(page: Page, draft: Draft) -> None:
    visit(page, draft, "steps")
    said = page.locator("[data-saved-words]")
    file = {"name": "second.png", "mimeType": "image/png", "buffer": picture()}
    step(page, 2).locator("input[type=file]").set_input_files([file])
    true = "Your words are saved. Pictures are sent when you continue."
    expect(said).to_have_text(true)
    step(page, 2).get_by_role("textbox").fill("Wait ten minutes")
    page.clock.run_for(SAVED)
    expect(said).to_have_text(true)
    page.get_by_role("button", name="Remove second.png").click()
    expect(said).to_have_text("Draft saved")


def test_saved_and_chosen_pictures_look_alike(page: Page, draft: Draft) -> None:
    visit(page, draft, "steps")
    file = {"name": "second.png", "mimeType": "image/png", "buffer": picture()}
    step(page, 1).locator("input[type=file]").set_input_files([file])
    boxes = [row.bounding_box() for row in step(page, 1).locator(".attach__item").all()]
    shown = [(box["x"], box["width"], box["height"]) for box in boxes if box]
    assert len(shown) == 2
    assert shown[0] == shown[1]


def test_suggestions_are_offered_where_one_writes(page: Page, draft: Draft) -> None:
    """On a phone between the title and the rest: what is found later moves nothing below it."""
    page.route(
        "**/suggestions",
        lambda route: route.fulfill(
            content_type="text/html",
            body="<details><summary class='suggestions__summary'>2 articles may already help</summary><p>One</p></details>",
        ),
    )
    visit(page, draft, "what")
    below = page.get_by_label("Tell us more")
    before = below.bounding_box()
    page.get_by_label("In one line").press_sequentially(" after ten minutes")
    page.clock.run_for(500)
    offered = page.get_by_text("2 articles may already help")
    expect(offered).to_be_in_viewport()
    assert below.bounding_box() == before
    place = offered.bounding_box()
    assert place
    assert before
    assert place["y"] < before["y"]


def test_the_place_for_files_is_reached_by_keyboard_and_says_what_was_chosen(
    page: Page, draft: Draft
) -> None:
    visit(page, draft, "evidence")
    field = page.get_by_label("Screenshots, videos or log files")
    page.get_by_role("link", name="Back").focus()
    while not field.evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body"), "the last was reached"
    button = page.get_by_text("Choose files")
    expect(button).to_be_in_viewport()
    ring = button.locator("xpath=..").evaluate("label => getComputedStyle(label).outlineStyle")
    assert ring == "solid"
    field.set_input_files([{"name": "a.log", "mimeType": "text/plain", "buffer": b"one"}])
    expect(page.locator("[data-file-name]")).to_have_text(["a.log"])
