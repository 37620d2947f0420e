"""Find: home, search, a section of an article, 'Did this solve it?' yes."""

from collections.abc import Callable

from sqlalchemy import select

from portal.articles.article import Vote
from portal.ground.db import db
from portal.search.log import SearchEntry
from tests.browser import Browser
from tests.journeys.jobs import jobs_run


def test_what_was_searched_is_found_read_and_said_to_have_helped(gina: Browser) -> None:
    gina.visit("/").sees("We are here to help.", "Topics", "Calls")
    gina.fill("Search the articles", "nobody can hear me").press("Search")
    gina.follow("No audio in calls")
    assert gina.url.startswith("/en/articles/no-audio-in-calls")
    assert gina.heading() == "No audio in calls"
    gina.sees("NotAllowedError", "Did this solve it?").press("Yes, it did")
    gina.sees("Thank you. You said that it solved the problem.")
    gina.visit("/en/articles/no-audio-in-calls").sees("You said that it solved the problem.")
    assert [vote.helpful for vote in db.session.scalars(select(Vote))] == [True]


def test_an_answer_is_one_and_can_be_changed_with_its_reason(gina: Browser) -> None:
    gina.visit("/en/articles/no-audio-in-calls").press("Yes, it did").press("No, it did not")
    gina.fill("What was missing or wrong?", "Our headsets have no test call.").press("Tell us")
    gina.sees("What you told us: Our headsets have no test call.").follow("Describe the problem")
    assert gina.heading() == "What kind of help do you need?"
    answers = [(vote.helpful, vote.reason) for vote in db.session.scalars(select(Vote))]
    assert answers == [(False, "Our headsets have no test call.")]


def test_a_result_leads_to_the_section_that_has_the_words(gina: Browser) -> None:
    gina.visit("/search?q=OverconstrainedError")
    hit = gina.page.select_one(".hit__link")
    assert hit is not None
    path, _, anchor = str(hit["href"]).partition("#")
    assert anchor
    mark = gina.page.select_one(".hit__excerpt mark")
    assert mark is not None
    assert mark.get_text() == "OverconstrainedError"
    heading = gina.visit(path).page.find(id=anchor)
    assert heading is not None, f"no {anchor} on {path}"
    assert heading.get_text(strip=True).startswith("Nobody hears me")


def test_a_reader_of_spanish_finds_it_in_spanish_without_typing_accents(
    browser: Callable[..., Browser], articles: None
) -> None:
    eva = browser(language="es").visit("/")
    assert eva.page.find("html")["lang"] == "es"  # type: ignore[index]
    eva.sees("Estamos para ayudarle.", "Llamadas").visit("/search?q=no+me+oyen+microfono")
    eva.follow("No se oye en las llamadas")
    assert eva.url.startswith("/es/articles/sin-audio-en-las-llamadas")
    assert eva.page.find("html")["lang"] == "es"  # type: ignore[index]
    assert eva.heading() == "No se oye en las llamadas"
    eva.sees("Pida a su área de redes", "Hable durante cinco segundos")


def test_the_address_decides_the_language_of_an_article_and_the_switch_leads_to_its_pair(
    gina: Browser,
) -> None:
    gina.visit("/es/articles/sin-audio-en-las-llamadas")
    assert gina.page.find("html")["lang"] == "es"  # type: ignore[index]
    gina.follow("English")
    assert gina.url == "/en/articles/no-audio-in-calls"
    assert gina.page.find("html")["lang"] == "en"  # type: ignore[index]
    gina.press("Español")
    assert gina.url == "/es/articles/sin-audio-en-las-llamadas"


def test_what_only_the_other_language_finds_comes_as_its_twin(gina: Browser) -> None:
    gina.visit("/search?q=cronómetro").sees("1 article found", "No audio in calls")
    gina.does_not_see("In Spanish", "No se oye en las llamadas")


def test_from_home_by_topic(gina: Browser) -> None:
    gina.visit("/").follow("Reports").sees("Didn’t find what you need?")
    assert gina.url == "/en/topics/reports"
    gina.follow("Export reports to Excel")
    assert gina.url == "/en/articles/export-reports-to-excel"


def test_words_that_nothing_has_lead_to_the_form_and_are_kept(gina: Browser) -> None:
    gina.visit("/search?q=zxqvwy+blorft").sees("No article has these words")
    gina.follow("Describe the problem").choose("Something to be done for you").press("Continue")
    assert gina.value("In one line") == "zxqvwy blorft"
    jobs_run()
    entry = db.session.scalars(select(SearchEntry)).one()
    assert (entry.words, entry.hits) == ("zxqvwy blorft", 0)
