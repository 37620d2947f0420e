"""The head of every page and the desk's areas, at every width, with long names, in both languages."""

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.look.conftest import IN_CHROMIUM, LONG_ENOUGH
from tests.look.gallery import make_app
from tests.look.standing import answering

pytestmark = IN_CHROMIUM

WIDTHS = (320, 375, 700, 768, 1024, 1280, 1440, 1920)
ONE_ROW_FROM = 768
LONG = {"site": "Telecomunicaciones Andes Chile", "person": "Maximiliana Fernández Echevers"}
WHO = ({"guest": 1}, {"client": 1}, {})


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with answering(make_app()) as url:
        yield url


@pytest.fixture(params=["es", "en"])
def page(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(base_url=address)
    context.set_default_timeout(LONG_ENOUGH)
    context.add_cookies([{"name": "language", "value": request.param, "url": address}])
    yield context.new_page()
    context.close()


def middles(parts: Locator) -> list[float]:
    """How far down the middle of each part in sight is, in px."""
    boxes = [part.bounding_box() for part in parts.all() if part.is_visible()]
    return [box["y"] + box["height"] / 2 for box in boxes if box]


@pytest.mark.parametrize("who", WHO, ids=["guest", "client", "lead"])
def test_the_head_is_one_row_and_nothing_in_it_overlaps(page: Page, who: dict[str, int]) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/missing/404?" + urlencode(LONG | who))
        parts = page.locator(
            ".header :is(.header__home, .search-box__frame, .header__toggle, .header__link, .menu__button)"
        )
        rows = middles(parts)
        if width >= ONE_ROW_FROM:
            assert max(rows) - min(rows) < 4, f"{width} px: {rows}"
        boxes = [box for part in parts.all() if part.is_visible() and (box := part.bounding_box())]
        across = sorted(
            (box["x"], box["x"] + box["width"])
            for box in boxes
            if abs(box["y"] + box["height"] / 2 - rows[0]) < 4
        )
        assert all(one[1] <= next_[0] + 1 for one, next_ in pairwise(across)), (
            f"{width} px: {across}"
        )
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_narrow_head_opens_its_links_without_scripts(chromium: Browser, address: str) -> None:
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 375, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{address}/missing/404")
    ask, out = (
        page.locator(".header").get_by_role("link", name="Ask for help"),
        page.locator(".header").get_by_role("button", name="Sign out"),
    )
    expect(ask).to_be_hidden()
    page.get_by_text("Menu").click()
    for each in (ask, out):
        expect(each).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [375, 1440])
def test_the_desk_shows_where_one_is(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/desk/letters")
    areas = page.locator(".areas")
    if width < 1200:
        areas.locator("summary").click()
    lit = areas.locator("[aria-current]")
    expect(lit).to_have_count(1)
    expect(lit).to_have_attribute("href", "/desk/letters")
    expect(areas.get_by_role("link")).to_have_count(9)
    expect(areas.get_by_role("link").last).to_be_in_viewport()
