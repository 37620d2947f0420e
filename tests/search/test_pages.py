"""Home, results, topic and suggestions as people see them."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.articles.article import Article
from portal.ground.db import db
from portal.ground.following import catch_up
from portal.ground.tally import current_tally
from portal.people.person import Person
from portal.search.following import FOLLOWER
from portal.search.log import SearchEntry
from tests.browser import Browser
from tests.search.base import Queries, publish, small_base

Make = Callable[..., Browser]


@pytest.fixture
def base(app: Flask, characters: dict[str, Person]) -> dict[str, Article]:
    return small_base()


def test_home_leads_to_search_topics_and_the_form(base: dict[str, Article], browser: Make) -> None:
    home = browser().visit("/").sees("Accounts and access", "1 article", "Topics")
    assert home.page.find("input", attrs={"name": "q", "autofocus": True})
    home.does_not_see("Your open tickets", "Zanzibar")
    home.follow("Accounts and access").sees("Getting in.", "Passwords")
    home.visit("/").fill("Search the articles", "calls").press("Search").sees("Calls drop")


def test_home_without_articles_says_how_to_begin(app: Flask, browser: Make) -> None:
    browser().visit("/").sees("No articles yet", "Ask for help")


def test_results_show_path_excerpt_kind_and_the_way_on(
    base: dict[str, Article], browser: Make
) -> None:
    page = browser().visit("/search?q=firewall log")
    page.sees(
        "Results for “firewall log”", "Calls drop", "Cause", "Known problem", "last checked today"
    )
    assert [mark.get_text() for mark in page.page.find_all("mark")] == ["firewall", "log"]
    link = page.page.find("a", class_="hit__link")
    assert link["href"].endswith("#cause")
    page.sees("None of these help?")
    ask = page.page.find("a", string=lambda text: False) or page.page.select("main a.button")[-1]
    assert ask["href"].startswith("/ask?")
    assert "q=firewall" in ask["href"]


def test_results_in_another_language_are_labelled(base: dict[str, Article], browser: Make) -> None:
    publish("El firewall", "El firewall cierra.", "es")
    catch_up(FOLLOWER)
    page = browser().visit("/search?q=firewall").sees("In Spanish", "El firewall")
    assert page.html.index("Calls drop") < page.html.index("El firewall")
    assert page.page.find("a", string="El firewall")["lang"] == "es"


def test_what_only_the_other_language_has_is_shown_and_labelled(
    base: dict[str, Article], browser: Make
) -> None:
    for number in range(12):
        publish(f"Impresora {number}", "La impresora quetzal imprime.", "es")
    catch_up(FOLLOWER)
    page = browser().visit("/search?q=quetzal")
    page.sees("Nothing found in your language", "In Spanish").does_not_see("Topics")
    assert len(page.page.select(".hit")) == 10
    page.follow("See all 12 articles in Spanish").sees("12 articles found", "Page 1 of 2")
    publish(
        "Birds", "Parrots, toucans and the quetzal are birds of the forest; there are many others."
    )
    catch_up(FOLLOWER)
    page = browser().visit("/search?q=quetzal").sees("1 article found", "In Spanish")
    assert len(page.page.select(".hit")) == 1 + 3


def test_nothing_found_offers_the_way_on(base: dict[str, Article], browser: Make) -> None:
    page = browser().visit("/search?q=xyzzyqwert")
    page.sees("Nothing found", "No article has these words", "Topics", "Accounts and access")
    page.does_not_see("Did you mean")
    ask = page.page.find("a", string=lambda text: text and "Describe" in text) or next(
        link for link in page.page.select("main a.button") if "Describe" in link.get_text()
    )
    assert "q=xyzzyqwert" in ask["href"]


def test_where_only_the_near_words_find_something_they_are_shown(
    base: dict[str, Article], browser: Make
) -> None:
    page = browser().visit("/search?q=paswords").sees("Results for “passwords”", "1 article found")
    page.sees("No article has the words you wrote.", "How to change or renew it")
    assert page.value("Search the articles") == "paswords"
    page.follow("Search for “paswords” instead").sees("Nothing found", "Topics")
    page.follow("Did you mean “passwords”?").sees("1 article found")


def test_an_agents_searches_are_not_noted(base: dict[str, Article], browser: Make) -> None:
    browser("vera").visit("/search?q=calls")
    current_tally().flush()
    assert db.session.scalars(select(SearchEntry)).all() == []


def test_near_words_are_offered_above_results(base: dict[str, Article], browser: Make) -> None:
    page = browser().visit("/search?q=firewall paswords").sees("2 articles found", "Calls drop")
    page.sees("Also searched for: passwords.")
    page.follow("Search only for what you typed").sees("1 article found", "Calls drop")
    page.follow("Did you mean “firewall passwords”?").sees("2 articles found")


def test_a_phrase_that_stands_nowhere_is_offered_without_quotes(
    base: dict[str, Article], browser: Make
) -> None:
    browser().visit('/search?q="idle connections"').sees("1 article found", "Calls drop")
    page = (
        browser().visit('/search?q="connections idle"').sees("No article has these words side by")
    )
    page.follow("Search without quotes: 1 article").sees("1 article found", "Calls drop")
    browser().visit('/search?q="connections idle" -firewall').does_not_see("Search without quotes")


def test_a_minus_leaves_out(base: dict[str, Article], browser: Make) -> None:
    browser().visit("/search?q=calls -firewall").sees("Nothing found").does_not_see("Calls drop")


def test_tips_are_there_for_who_looks(base: dict[str, Article], browser: Make) -> None:
    page = browser().visit("/search?q=calls")
    assert page.page.select_one("details.hints:not([open]) summary").get_text() == "Search tips"


def test_an_empty_question_is_met_kindly(base: dict[str, Article], browser: Make) -> None:
    for address in ("/search", "/search?q=", "/search?q=%20%00%20"):
        browser().visit(address).sees("What are you looking for?", "Topics")


@pytest.mark.parametrize(
    "query",
    [
        "q=%22", "q=%00%01", "q=%5B%7B", "q=%D9%85%D8%B1%D8%AD%D8%A8%D8%A7", "q=%F0%9F%A6%80",
        "q=%FF%FE", "q=a&q=b", "q=calls&page=0", "q=calls&page=-1", "q=calls&page=x", "q=calls&page=99999999999",
        "q=calls&page=²", "q=<script>alert(1)</script>", "q=' OR 1=1 --", "q=%E2%80%AEabc", "page=2",
        "q=%25_!", "q=title:x AND (", "q=-calls", "q=\"calls drop\"",
    ],
)  # fmt: skip
def test_odd_questions_never_fail(base: dict[str, Article], browser: Make, query: str) -> None:
    page = browser().visit(f"/search?{query}")
    assert "<script>alert" not in page.html
    browser().visit(f"/search/suggestions?{query}")


def test_a_huge_question_is_cut(base: dict[str, Article], app: Flask) -> None:
    for words in ("calls " * 60_000, "x" * 300_000):
        got = app.test_client().get("/search", query_string={"q": words})
        assert got.status_code == 200
        assert len(got.data) < 60_000


def test_searches_are_noted_once_and_without_a_person(
    base: dict[str, Article], browser: Make
) -> None:
    page = (
        browser("alice")
        .visit("/search?q=calls")
        .visit("/search?q=calls")
        .visit("/search?q=calls&page=2")
    )
    page.visit("/search?q=passwords")
    current_tally().flush()
    entries = db.session.scalars(select(SearchEntry).order_by(SearchEntry.id)).all()
    assert [(entry.words, entry.hits) for entry in entries] == [("calls", 1), ("passwords", 1)]
    assert entries[0].visit == entries[1].visit
    assert entries[0].shown == [str(base["calls"].id)]


def test_pages_of_results(base: dict[str, Article], browser: Make) -> None:
    for number in range(12):
        publish(f"Printer {number}", "The printer prints.")
    catch_up(FOLLOWER)
    page = browser().visit("/search?q=printer").sees("12 articles found", "Page 1 of 2")
    assert len(page.page.select(".hit")) == 10
    page.follow("Next").sees("Page 2 of 2")
    assert len(page.page.select(".hit")) == 2


def test_suggestions_are_options(base: dict[str, Article], browser: Make) -> None:
    page = browser().visit("/search/suggestions?q=pass")
    option, every = page.page.select("[role=option]")
    assert "Passwords" in option.get_text()
    assert option["data-url"] == f"/en/articles/{base['password'].slug}"
    assert every.get_text(strip=True) == "See all results"
    assert every["data-url"] == "/search?q=pass"
    page.visit("/search/suggestions?q=when it is")
    option, _every = page.page.select("[role=option]")
    assert option["data-url"].endswith("#when-it-is-forgotten")
    assert "Passwords" in option.get_text()
    page.sees("1 suggestion")
    assert browser().visit("/search/suggestions?q=zanzi").page.select("[role=option]") == []
    assert browser("vera").visit("/search/suggestions?q=zanzi").page.select("[role=option]")
    browser().visit("/search/suggestions")


def test_suggestions_of_the_other_language_come_after_and_are_labelled(
    base: dict[str, Article], browser: Make
) -> None:
    publish("Passepartout", "Una llave.", "es")
    catch_up(FOLLOWER)
    own, other, _every = browser().visit("/search/suggestions?q=pass").page.select("[role=option]")
    assert own.get_text(strip=True) == "Passwords"
    assert other.get_text(" ", strip=True) == "Passepartout Spanish"
    assert other.select_one(".options__text")["lang"] == "es"


def test_a_long_topic_has_pages(base: dict[str, Article], browser: Make) -> None:
    for number in range(60):
        kind = "guide" if number < 30 else "faq"
        publish(f"Call {number}", "Ring.", topic="calls", kind=kind)
    page = browser().visit("/en/topics/calls").sees("Page 1 of 2")
    assert len(page.page.select(".article-line")) == 50
    page.follow("Next").sees("Page 2 of 2")
    assert len(page.page.select(".article-line")) == 11
    page.visit("/en/topics/calls?page=99999999999999999999").sees("Page 2 of 2")
    page.visit("/en/topics/calls?page=-1").sees("Page 1 of 2")


def test_a_topic_page_lists_what_one_may_read(base: dict[str, Article], browser: Make) -> None:
    page = browser().visit("/en/topics/calls").sees("Calls drop", "Known problem")
    page.does_not_see("Zanzibar", "Madagascar")
    browser("alice").visit("/en/topics/calls").sees("Madagascar").does_not_see("Zanzibar")
    browser("vera").visit("/en/topics/calls").sees("Madagascar", "Zanzibar")
    assert page.heading() == "Calls"
    assert any("topic=calls" in a["href"] for a in page.page.select("main a"))


def test_a_topic_in_the_other_language_speaks_it(base: dict[str, Article], browser: Make) -> None:
    page = browser(language="en").visit("/es/topics/acceso").sees("Contraseñas")
    assert page.page.find("html")["lang"] == "es"


@pytest.mark.parametrize("address", ["/en/topics/none", "/fr/topics/calls", "/es/topics/calls"])
def test_a_topic_that_is_not_there(base: dict[str, Article], browser: Make, address: str) -> None:
    browser().visit(address, status=404)


@pytest.mark.parametrize("address", ["/", "/search?q=printer calls password", "/en/topics/calls"])
def test_queries_do_not_grow_with_the_base(
    base: dict[str, Article], browser: Make, address: str
) -> None:
    alice = browser("alice").visit(address)  # the first page of a visit also writes it
    with Queries() as few:
        alice.visit(address)
    for number in range(15):
        publish(f"Printer calls {number}", "Printer, password.", topic="calls")
        publish(f"Impresora printer {number}", "Printer.", "es")
    catch_up(FOLLOWER)
    alice.visit(address)  # what was kept until an article changed is read anew
    with Queries() as many:
        alice.visit(address)
    assert many.count == few.count, (few.statements, many.statements)
    assert many.count <= 10, many.statements
