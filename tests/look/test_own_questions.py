"""Questions that hang on other answers of their page, tried in a real browser on the guided form itself.

Time stands still on every page: what is saved here is saved because it leaves the form, not because a pause is over.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from flask import Flask, g
from playwright.sync_api import Browser, Locator, Page, expect

from portal.asking.draft import Draft
from portal.ground.db import db, writing
from portal.ground.site import site_row
from tests.asking.test_own_conditions import with_chain
from tests.look.conftest import IN_CHROMIUM, LONG_ENOUGH
from tests.look.standing import answering, stop_clock
from tests.look.walk import enhanced

pytestmark = IN_CHROMIUM


@pytest.fixture
def address(app: Flask, characters: object, tmp_path: Path) -> Iterator[str]:
    """A portal whose policy has questions that hang on each other."""
    path = tmp_path / "chain.toml"
    path.write_text(with_chain())
    with writing():
        site_row().policy = str(path)
    g.pop("site", None)
    with answering(app) as url:
        yield url


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A guest who has said that something is broken, on the page of what happened."""
    context = chromium.new_context(base_url=address, locale="en")
    context.set_default_timeout(LONG_ENOUGH)
    page = context.new_page()
    stop_clock(page)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    begin(page)
    enhanced(page)
    yield page
    context.close()
    assert broken == []


def begin(page: Page) -> None:
    page.goto("/ask")
    page.get_by_label("Incident").check(force=True)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you need?")


def go_on(page: Page) -> None:
    page.locator("main .actions").get_by_role("button", name="Continue").click()


def moved(page: Page, answer: str) -> Locator:
    return group(page, "Was it moved?").get_by_label(answer, exact=True)


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name)


def told(page: Page) -> Locator:
    return page.locator("[data-enhance=own-questions]")


def mark(question: Locator) -> Locator:
    return question.locator(".field__optional, .choices__optional")


def kept(name: str) -> str:
    db.session.rollback()
    return str(db.session.query(Draft).one().answers.get(f"policy.{name}", ""))


def test_a_question_comes_with_its_answer_and_goes_with_it(page: Page) -> None:
    day = page.get_by_label("On which day?")
    expect(day).to_be_hidden()
    moved(page, "Yes").check(force=True)
    expect(day).to_be_visible()
    expect(moved(page, "Yes")).to_be_focused()
    expect(told(page)).to_have_text("Also asked now: On which day?; Who carried it?")
    moved(page, "No").check(force=True)
    expect(day).to_be_hidden()
    expect(moved(page, "No")).to_be_focused()
    expect(told(page)).to_have_text("No longer asked: On which day?; Who carried it?")


def test_what_hangs_on_a_question_that_went_goes_with_it(page: Page) -> None:
    parcel = page.get_by_label("Parcel number")
    moved(page, "Yes").check(force=True)
    expect(parcel).to_be_hidden()
    group(page, "Who carried it?").get_by_label("The post").check(force=True)
    expect(parcel).to_be_visible()
    parcel.fill("RR 12")
    moved(page, "No").check(force=True)
    expect(parcel).to_be_hidden()
    moved(page, "Yes").check(force=True)
    expect(parcel).to_have_value("RR 12")
    expect(group(page, "Who carried it?").get_by_label("The post")).to_be_checked()


def test_what_an_answer_makes_needed_loses_its_mark(page: Page) -> None:
    scratched = group(page, "Is it scratched?")
    expect(mark(scratched)).to_be_visible()
    moved(page, "Yes").check(force=True)
    expect(mark(scratched)).to_be_visible()
    group(page, "Who carried it?").get_by_label("We did").check(force=True)
    expect(mark(scratched)).to_be_hidden()
    expect(told(page)).to_have_text("Needs an answer now: Is it scratched?")
    moved(page, "No").check(force=True)
    expect(mark(scratched)).to_be_visible()


def test_what_is_out_of_sight_is_neither_sent_nor_judged_and_its_words_stay(page: Page) -> None:
    page.get_by_label("Asset number").fill("AB-1")
    moved(page, "Yes").check(force=True)
    group(page, "Who carried it?").get_by_label("The post").check(force=True)
    parcel = page.get_by_label("Parcel number")
    parcel.fill("RR 12")
    with page.expect_request("**/what") as sent:
        with page.expect_response("**/answers"):
            moved(page, "No").check(force=True)  # at once after typing: what goes is kept first
        go_on(page)
    names = parse_qs(sent.value.post_data or "", keep_blank_values=True)
    assert not {"policy-parcel", "policy-carrier", "policy-moved-on"} & set(names)
    assert "parcel" not in names["asked"]
    expect(page.get_by_role("alert")).to_contain_text("write it like AB-1234")
    expect(page.get_by_role("alert")).not_to_contain_text("On which day?")
    enhanced(page)
    expect(parcel).to_be_hidden()
    moved(page, "Yes").check(force=True)
    expect(parcel).to_have_value("RR 12")
    assert kept("parcel") == "RR 12"


def test_all_of_it_is_answered_on_one_page(page: Page) -> None:
    page.get_by_label("In one line").fill("Down")
    page.get_by_label("Tell us more").fill("All of it.")
    page.get_by_label("Asset number").fill("AB-1234")
    moved(page, "Yes").check(force=True)
    page.get_by_label("On which day?").fill("2026-02-28")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What is it about?")
    page.go_back()
    enhanced(page)
    expect(page.get_by_label("On which day?")).to_have_value("2026-02-28")
    expect(page.get_by_label("On which day?")).to_be_visible()


def test_the_severity_that_answers_lead_to_asks_at_once(page: Page) -> None:
    page.goto(page.url.replace("/what", "/severity"))
    enhanced(page)
    backup = group(page, "Is there a backup?")
    expect(backup).to_be_hidden()
    page.get_by_role("radio", name="No", exact=True).first.check(force=True)
    expect(backup).to_be_visible()
    expect(mark(backup)).to_be_hidden()
    page.get_by_role("radio", name="Yes", exact=True).first.check(force=True)
    expect(backup).to_be_hidden()


def test_by_keyboard_the_next_stop_is_the_question_that_came(page: Page) -> None:
    moved(page, "No").check(force=True)
    moved(page, "No").press("ArrowLeft")
    expect(moved(page, "Yes")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("On which day?")).to_be_focused()


def test_without_scripts_it_comes_after_continue(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, locale="en", java_script_enabled=False)
    context.set_default_timeout(LONG_ENOUGH)
    page = context.new_page()
    begin(page)
    page.get_by_label("In one line").fill("Down")
    page.get_by_label("Tell us more").fill("All of it.")
    page.get_by_label("Asset number").fill("AB-1234")
    expect(
        page.get_by_text("Only needed if your answer to “Was it moved?” is: Yes.")
    ).to_be_visible()
    moved(page, "Yes").check(force=True)
    expect(page.get_by_label("On which day?")).to_be_hidden()
    go_on(page)
    expect(page.get_by_text("Your answer leads to one more question.")).to_be_visible()
    expect(page.get_by_label("On which day?")).to_be_visible()
    expect(
        page.get_by_text("Only if your answer to “Was it moved?” is: Yes.").first
    ).to_be_visible()
    moved(page, "No").check(force=True)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What is it about?")
    context.close()
