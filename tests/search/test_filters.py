"""Filters of the results: the number beside a value is the number of results it gives, for every reader."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import Tag
from flask import Flask

from portal.articles import writing_up
from portal.articles.article import Article, Topic
from portal.articles.texts import ArticleText
from portal.ground.db import db, writing
from portal.ground.following import catch_up
from portal.ground.now import now
from portal.people.person import Person
from portal.search.engines import engine
from portal.search.following import FOLLOWER
from tests.browser import Browser
from tests.search.base import publish

Make = Callable[..., Browser]
READERS = (None, "alice", "vera")


@pytest.fixture
def shelf(app: Flask, characters: dict[str, Person]) -> dict[str, Article]:
    """Fourteen articles about printers in English and three in Spanish, of several kinds, topics and
    products; two of them are not for everyone."""
    with writing():
        db.session.add_all(
            [
                Topic(language="en", slug="paper", title="Paper", translation_of="papel"),
                Topic(language="en", slug="ink", title="Ink"),
                Topic(language="es", slug="papel", title="Papel"),
            ]
        )
    made = {}
    for number in range(12):
        made[f"guide {number}"] = publish(
            f"Printer {number}",
            "The printer prints.",
            topic="paper" if number % 2 else "ink",
            product="laser-jet" if number % 3 else "plotter",
            kind="guide" if number < 8 else "faq",
        )
    made["clients"] = publish(
        "Printer rebate", "Printer.", audience="clients", topic="ink", kind="policy"
    )
    made["agents"] = publish(
        "Printer secret", "Printer.", audience="agents", topic="paper", product="hidden-x"
    )
    for number in range(3):
        made[f"es {number}"] = publish(
            f"Printer en español {number}", "Printer.", "es", topic="papel", kind="guide"
        )
    catch_up(FOLLOWER)
    return made


def total(page: Browser) -> int:
    """What the head of the results says."""
    status = page.page.select_one(".head__facts [role=status]")
    assert status is not None
    first = status.get_text(strip=True).split()[0]
    return int(first) if first.isdecimal() else 0


def results(page: Browser) -> list[str]:
    """The titles of all pages, in the language of the main list."""
    titles = []
    while True:
        section = page.page.find("section", attrs={"aria-label": "Results"})
        titles += [one.get_text() for one in section.select(".hit__link")] if section else []
        following = page.page.select_one(".pagination [rel=next]")
        if following is None:
            return titles
        page.visit(str(following["href"]))


def values(page: Browser) -> dict[tuple[str, str], Tag]:
    """The links of the filters by facet and text."""
    links = {}
    for facet in page.page.select(".facet"):
        name = facet.select_one(".facet__title").get_text(strip=True)
        for link in facet.select(".facet__link"):
            text = link.select_one(".facet__text").get_text(" ", strip=True)
            links[name, text.removeprefix("Chosen: ")] = link
    return links


def count(link: Tag) -> int:
    shown = link.select_one(".facet__count")
    assert shown is not None
    return int(shown.get_text())


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("narrowed", ["", "&kind=guide", "&topic=paper&product=laser-jet"])
def test_each_number_is_the_number_of_results(
    shelf: dict[str, Article], browser: Make, reader: str | None, narrowed: str
) -> None:
    page = browser(reader) if reader else browser()
    page.visit(f"/search?q=printer{narrowed}")
    chosen_facets = {key for key, link in values(page).items() if link.has_attr("aria-current")}
    offered = {
        key: (count(link), str(link["href"]))
        for key, link in values(page).items()
        if key[0] not in {facet for facet, _text in chosen_facets}
    }
    assert offered
    for key, (number, url) in offered.items():
        page.visit(url)
        assert (total(page), len(results(page))) == (number, number), key


def test_a_second_value_of_a_facet_adds_its_results(
    shelf: dict[str, Article], browser: Make
) -> None:
    page = browser().visit("/search?q=printer&kind=guide")
    faq = values(page)["Kind", "Questions and answers"]
    assert (total(page), count(faq)) == (8, 4)
    page.visit(str(faq["href"]))
    assert total(page) == 12
    asked = parse_qsl(urlsplit(page.url).query)
    assert asked == [("q", "printer"), ("kind", "guide"), ("kind", "faq")]
    assert {link.get_text() for link in page.page.select(".chosen__text")} == {
        "Guide",
        "Questions and answers",
    }


def test_what_is_chosen_is_said_and_can_be_taken_away(
    shelf: dict[str, Article], browser: Make
) -> None:
    page = browser().visit("/search?q=printer&kind=guide&topic=ink")
    chosen = [link for link in values(page).values() if link.has_attr("aria-current")]
    assert [link.get_text(" ", strip=True).split()[0] for link in chosen] == ["Chosen:", "Chosen:"]
    assert all(link["rel"] == ["nofollow"] for link in values(page).values())
    page.sees("Filter the results (2 selected)")
    page.follow("Remove: Guide")
    assert parse_qsl(urlsplit(page.url).query) == [("q", "printer"), ("topic", "ink")]
    page.visit("/search?q=printer&kind=guide&topic=ink").follow("Remove all filters")
    assert page.url == "/search?q=printer"
    assert total(page) == 12


def test_pages_keep_the_filters_and_say_which_they_are(
    shelf: dict[str, Article], browser: Make
) -> None:
    for number in range(12, 23):
        publish(f"Printer {number}", "The printer prints.", kind="guide", topic="ink")
    catch_up(FOLLOWER)
    page = browser().visit("/search?q=printer&kind=guide").sees("19 articles found", "Page 1 of 2")
    page.follow("Next").sees("19 articles found", "Page 2 of 2")
    assert parse_qsl(urlsplit(page.url).query) == [
        ("q", "printer"), ("kind", "guide"), ("page", "2")
    ]  # fmt: skip
    title = page.page.find("title")
    assert title is not None
    assert "page 2 of 2" in title.get_text()
    assert len(page.page.select("[aria-label=Results] .hit")) == 9
    page.follow("Questions and answers")  # another filter begins at the first page
    assert "page=" not in page.url
    page.visit("/search?q=printer&kind=guide&page=99999999").sees("Page 2 of 2")
    page.visit("/search?q=printer&kind=guide&page=-1").sees("Page 1 of 2")


def test_an_address_shows_another_reader_the_same(shelf: dict[str, Article], browser: Make) -> None:
    address = "/search?q=printer&kind=guide&product=plotter&language=en"
    one, other = browser().visit(address), browser("bob").visit(address)
    assert results(one) == results(other)
    assert total(one) == 3


def test_topics_have_a_name_in_each_language(shelf: dict[str, Article], browser: Make) -> None:
    page = browser().visit("/search?q=printer&topic=paper").sees("In Spanish")
    assert total(page) == 6
    page.follow("Spanish")
    assert total(page) == 3
    assert ("topic", "papel") in parse_qsl(urlsplit(page.url).query) or "topic=paper" in page.url
    page.sees("Paper").does_not_see("Papel")
    spanish = browser(language="es").visit("/search?q=printer&topic=paper")
    assert [link.get_text() for link in spanish.page.select(".chosen__text")] == ["Papel"]
    assert total(spanish) == 3


def test_products_are_readable(shelf: dict[str, Article], browser: Make) -> None:
    page = browser().visit("/search?q=printer")
    assert {text for facet, text in values(page) if facet == "Product"} == {"Laser jet", "Plotter"}


@pytest.mark.parametrize(
    "odd",
    [
        "kind=<script>", "topic=%00", "product=nothing-like-it", "language=fr", "kind=", "language=",
        "product=hidden-x", "color=red", "&".join(f"kind=k{number}" for number in range(100)),
        "&".join(f"product={number}" for number in range(100)), "topic=paper'--&topic=%FF",
    ],
)  # fmt: skip
def test_what_is_unknown_is_as_if_it_were_not_there(
    shelf: dict[str, Article], browser: Make, odd: str
) -> None:
    page = browser().visit(f"/search?q=printer&{odd}")
    if "topic=paper" not in odd:
        assert page.page.select(".chosen") == []
    assert total(page) == 12
    assert "<script>" not in page.html.replace("<script type=", "").replace("<script src", "")


def test_nothing_passes_the_filters(shelf: dict[str, Article], browser: Make) -> None:
    page = browser().visit("/search?q=printer&kind=video").sees("No article passes these filters")
    page.follow("Show all 12 articles without filters").sees("12 articles found")


def test_a_filter_with_one_value_is_not_shown(shelf: dict[str, Article], browser: Make) -> None:
    page = browser("alice").visit("/search?q=rebate")
    assert total(page) == 1
    assert page.page.select(".facet") == []


def test_a_change_of_the_readers_is_seen_in_hits_counts_and_suggestions(
    shelf: dict[str, Article], browser: Make
) -> None:
    """Audience, plan and state of an article, before the index follows and after it."""
    article = shelf["guide 0"]

    def seen(reader: str | None) -> tuple[bool, int, int, bool]:
        page = (browser(reader) if reader else browser()).visit("/search?q=printer")
        guides = count(values(page)["Kind", "Guide"])
        found = results(page)
        number = total(page.visit("/search?q=printer"))
        page.visit("/search/suggestions?q=printer 0")
        return "Printer 0" in found, number, guides, "Printer 0" in page.html

    before = {reader: seen(reader) for reader in READERS}
    assert all(shown and offered for shown, _number, _guides, offered in before.values())
    for change, allowed in (
        ({"audience": "plans", "plans": ("premium",)}, {"vera"}),
        ({"audience": "plans", "plans": ("standard",)}, {"alice", "vera"}),
        ({"audience": "clients"}, {"alice", "vera"}),
        ({"audience": "agents"}, {"vera"}),
        ({"audience": "everyone"}, {None, "alice", "vera"}),
    ):
        text = ArticleText(
            title="Printer 0",
            body="The printer prints.",
            language="en",
            topic="ink",
            product="plotter",
            kind="guide",
            **change,
        )
        with writing():
            row = db.session.get_one(Article, article.id)
            writing_up.publish(writing_up.revise(row, text, None, now()), None, now())
        for reader in READERS:  # what is shown is true before the index has followed
            if reader not in allowed:
                shown, _number, _guides, offered = seen(reader)
                assert (shown, offered) == (False, False), (change, reader)
        catch_up(FOLLOWER)
        for reader in READERS:
            shown, number, guides, offered = before[reader]
            is_gone = reader not in allowed
            expected = (not is_gone, number - is_gone, guides - is_gone, not is_gone)
            assert seen(reader) == expected, (change, reader)
    with writing():
        writing_up.retire(db.session.get_one(Article, article.id), None, now())
    assert not any(seen(reader)[0] or seen(reader)[3] for reader in READERS)
    catch_up(FOLLOWER)
    for reader in READERS:
        _shown, number, guides, _offered = before[reader]
        assert seen(reader) == (False, number - 1, guides - 1, False)


def test_filters_without_an_index_count_too(
    shelf: dict[str, Article], browser: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.search.engine import IndexUnusableError

    def broken(_query: object) -> None:
        raise IndexUnusableError("gone")

    monkeypatch.setattr(engine(), "find", broken)
    page = browser().visit("/search?q=printer").sees("The search is being renewed")
    assert total(page) == 12
    guide = values(page)["Kind", "Guide"]
    assert count(guide) == 8
    page.visit(str(guide["href"]))
    assert (total(page), len(results(page))) == (8, 8)
    page.visit("/search?q=-plotter printer -0")
    assert "Printer 0" not in results(page)
