"""Words and meaning in one answer: the order of both, figures that are right, and only what one may read."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.articles.article import Article
from portal.ground.following import catch_up
from portal.people.person import Person
from portal.people.viewer import NOBODY, Viewer
from portal.search import blending
from portal.search.engine import Found
from portal.search.finding import find
from portal.search.following import FOLLOWER
from tests.search.base import publish, small_base

Near = Callable[..., None]


@pytest.fixture
def base(app: Flask, characters: dict[str, Person]) -> dict[str, Article]:
    return small_base()


@pytest.fixture(autouse=True)
def request_context(app: Flask):  # type: ignore[no-untyped-def]
    with app.test_request_context("/"):
        yield


@pytest.fixture
def means(monkeypatch: pytest.MonkeyPatch) -> Near:
    """Say which English articles are near in meaning to whatever is asked, nearest first."""

    def said(*articles: Article) -> None:
        near = [
            Found(article.id, "", 0.99 - place / 1000) for place, article in enumerate(articles)
        ]
        monkeypatch.setattr(
            blending,
            "near_in_meaning",
            lambda _text, language, count: near[:count] if language == "en" else [],
        )

    return said


def test_meaning_adds_what_words_do_not_find(base: dict[str, Article], means: Near) -> None:
    means(base["password"], base["calls"])
    found = find("firewall", NOBODY, "en")
    assert {hit.title for hit in found.own} == {"Calls drop", "Passwords"}
    assert (found.own[0].title, found.total) == ("Calls drop", 2)  # both found it
    assert found.counts["kind"] == {"known-problem": 1, "guide": 1}
    assert found.counts["language"] == {"en": 2, "es": 0}


def test_what_meaning_adds_passes_filters_and_readers(
    base: dict[str, Article], characters: dict[str, Person], means: Near
) -> None:
    means(base["secret"], base["clients"], base["password"])
    for viewer, total in ((NOBODY, 2), (Viewer(characters["alice"]), 3), (Viewer(characters["vera"]), 4)):  # fmt: skip
        found = find("firewall", viewer, "en")
        assert (found.total, len(found.own)) == (total, total)
        narrowed = find("firewall", viewer, "en", chosen={"topic": ("access",)})
        assert [hit.title for hit in narrowed.own] == ["Passwords"]
        assert narrowed.total == found.counts["topic"]["access"] == 1


def test_no_article_stands_on_two_pages(base: dict[str, Article], means: Near) -> None:
    printers = [publish(f"Printer {number}", "The printer prints.") for number in range(63)]
    catch_up(FOLLOWER)
    means(base["password"], *printers[40:60])
    pages = [find("printer", NOBODY, "en", page) for page in range(1, 8)]
    ids = [hit.article_id for page in pages for hit in page.own]
    assert len(ids) == len(set(ids)) == 64
    assert {(page.total, page.pages) for page in pages} == {(64, 7)}


@pytest.mark.parametrize("words", ['"closes idle"', "firewall -quetzal"])
def test_what_must_stand_there_is_found_by_words_alone(
    base: dict[str, Article], means: Near, words: str
) -> None:
    means(base["password"])
    assert [hit.title for hit in find(words, NOBODY, "en").own] == ["Calls drop"]


def test_what_words_find_is_counted_once_however_it_is_narrowed(
    base: dict[str, Article], means: Near
) -> None:
    means(base["calls"], base["password"])  # the words find the first of them as well
    kinds = find("firewall", NOBODY, "en").counts["kind"]
    assert kinds == {"known-problem": 1, "guide": 1}
    for kind, count in kinds.items():
        narrowed = find("firewall", NOBODY, "en", chosen={"kind": (kind,)})
        assert (narrowed.total, len(narrowed.own)) == (count, count)
        assert narrowed.counts["kind"] == kinds
