"""What the scripts of the set-up do: a time zone is found by typing, a colour and a logo are seen at once."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from portal.ground.db import writing
from portal.ground.now import now
from portal.people import set_up
from tests.look.conftest import IN_CHROMIUM, LONG_ENOUGH
from tests.look.standing import answering
from tests.look.walk import enhanced
from tests.people import house

pytestmark = IN_CHROMIUM


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """The first lead in Bogotá, in the middle of the set-up."""
    broken: list[str] = []
    for app in house.running():
        with writing():
            token = set_up.set_up_link(now())
        with answering(app) as url:
            context = chromium.new_context(
                timezone_id="America/Bogota", locale="en-GB", base_url=url
            )
            context.set_default_timeout(LONG_ENOUGH)
            page = context.new_page()
            page.on("pageerror", lambda error: broken.append(str(error)))
            page.goto(f"/set-up/{token}")
            page.get_by_label("Your name").fill("Lucía")
            page.get_by_label("Email address").fill("lucia@andes.example")
            page.get_by_role("button", name="Begin").click()
            yield page
            context.close()
            assert broken == []


def open_at(page: Page, address: str) -> None:
    page.goto(address)
    enhanced(page)


def test_the_browsers_zone_comes_first_and_another_is_found_by_typing(page: Page) -> None:
    open_at(page, "/desk/site/languages")
    zone = page.get_by_role("combobox", name="Time zone")
    expect(zone).to_have_value("Bogota, Colombia (UTC−5)")
    expect(page.locator("[data-now]")).to_contain_text("there now")
    zone.fill("kolk")
    page.keyboard.press("Enter")
    expect(zone).to_have_value("Kolkata, India (UTC+5:30)")
    zone.fill("nowhere at all")
    expect(page.get_by_text("No place matches.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(zone).to_have_value("Kolkata, India (UTC+5:30)")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/desk/site/address")
    page.goto("/desk/site/languages")
    assert page.locator("select[name=time_zone]").input_value() == "Asia/Kolkata"


def test_a_colour_and_a_logo_are_seen_at_once(page: Page, tmp_path: Path) -> None:
    open_at(page, "/desk/site/look")
    paint = page.locator(".brand__paint").first
    page.locator("label", has_text="Violet").click()
    expect(paint).to_have_attribute("fill", "oklch(0.47 0.095 290)")
    page.locator("label", has_text="Your brand colour").click()
    page.get_by_label("Brand colour", exact=True).fill("#222222")
    expect(paint).not_to_have_attribute("fill", "oklch(0.47 0.095 290)")
    out = io.BytesIO()
    Image.new("RGB", (60, 20), (200, 20, 20)).save(out, "PNG")
    expect(page.locator(".brand__logo").first).to_be_hidden()
    page.get_by_label("Logo").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": out.getvalue()}
    )
    expect(page.locator(".brand__logo").first).to_be_visible()


def test_a_link_to_a_folded_section_opens_it(page: Page) -> None:
    open_at(page, "/support#plans")
    expect(page.locator("details:has(#plans) .policy__inside")).to_be_visible()
