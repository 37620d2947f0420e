"""A whole log can be pasted into any search field: its results have an address, short and without what is private."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from portal.articles.article import Article
from portal.people.person import Person
from portal.search.views.asked import LONGEST_IN_ADDRESS, words_for_address
from tests.browser import Browser
from tests.search.base import small_base

Make = Callable[..., Browser]
LETTERS = "abcdefghijklmnop"
QUIET = [
    f"2026-05-05 10:{n % 60:02} INFO heartbeat of worker {LETTERS[n % 16]}{LETTERS[n // 16 % 16]} ok"
    for n in range(4_400)
]
LOG = "\n".join([*QUIET[:2_000], "ERROR: ERR_CONNECTION_RESET", *QUIET[2_000:]])
LONGEST_LINE_OF_A_REQUEST = 4_094
"""What gunicorn takes; other servers take more."""


@pytest.fixture
def base(app: Flask, characters: dict[str, Person]) -> dict[str, Article]:
    return small_base()


@pytest.mark.parametrize("start", ["/", "/search", "/ask", "/nowhere"])
@pytest.mark.parametrize("lines", ["\n", " "])
def test_a_log_pasted_into_any_search_field_finds(
    base: dict[str, Article], browser: Make, start: str, lines: str
) -> None:
    assert len(LOG) > 200_000
    page = browser().visit(start, status=404 if start == "/nowhere" else 200)
    page.fill("Search the articles", LOG.replace("\n", lines)).press("Search")
    page.sees("Results for the text you pasted", "Calls drop")
    assert len(page.heading()) < 40
    assert len(page.url) < LONGEST_LINE_OF_A_REQUEST - 100
    page.visit(page.url).sees("Calls drop")  # the address is enough, for whoever gets it


def test_what_is_typed_stays_as_it_is_in_the_address(
    base: dict[str, Article], browser: Make
) -> None:
    page = browser().visit("/").fill("Search the articles", "forgotten  password").press("Search")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["forgotten password"]}
    page.sees("Results for “forgotten password”")


def test_a_search_field_left_empty_leads_to_the_page_that_asks(
    base: dict[str, Article], browser: Make
) -> None:
    assert browser().visit("/").press("Search").heading() == "What are you looking for?"


def test_no_text_makes_an_address_too_long_or_tells_who_somebody_is() -> None:
    for text in ("ñ{" * 100_000, "語" * 100_000, LOG, '{"a": "' * 30_000):
        assert 0 < len(words_for_address(text).encode()) <= LONGEST_IN_ADDRESS
    pasted = f"login failed for ana@aromos.example\npassword: hunter2\n{LOG}"
    kept = words_for_address(pasted)
    assert "login failed" in kept
    assert "aromos" not in kept
    assert "hunter2" not in kept
