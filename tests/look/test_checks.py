"""The contact sheet's own checks find what they are for, and only that."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.look import checks
from tests.look.conftest import IN_CHROMIUM
from tests.look.walk import CHROMIUM, FLAGS

pytestmark = IN_CHROMIUM


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(60_000)  # ms: the machine may be busy with other things
        yield page
        browser.close()


def test_a_box_that_is_touched_and_a_hint_that_is_cut_are_found(page: Page) -> None:
    page.set_content(_page(below=0, hint="What are you looking for today?"))
    assert checks.crowded(page) == ["touched by what follows it: div.notice"]
    assert checks.cut_off(page) == ["text cut off: What are you looking for today?"]
    page.set_content(_page(below=16, hint="Words"))
    assert checks.crowded(page) + checks.cut_off(page) == []


def test_two_primary_buttons_are_found(page: Page) -> None:
    button = '<button class="button--primary">{}</button>'
    page.set_content(
        f"<main>{button.format('Accept')}</main><aside>{button.format('Send')}</aside>"
    )
    assert checks.competing(page) == ["more than one primary button: Accept, Send"]
    page.set_content(f"<main>{button.format('Accept')}<p hidden>{button.format('Send')}</p></main>")
    assert checks.competing(page) == []


def _page(below: int, hint: str) -> str:
    """A notice, a heading that many px below it, and a narrow field with this hint."""
    return f"""<main>
      <div class="notice" style="background: #eee; border-radius: 8px">A notice</div>
      <h2 style="margin: {below}px 0 0">What follows</h2>
      <input style="inline-size: 80px" placeholder="{hint}">
    </main>"""
