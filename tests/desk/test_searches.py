"""Leads see which searches fail, and turn them into synonyms, articles and translations; nobody else does."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal.articles.article import Article
from portal.articles.reading import ReadEntry, record_helped
from portal.ground.db import db, writing
from portal.ground.following import catch_up
from portal.ground.now import now
from portal.people.person import Person
from portal.search.failing import AGAIN, Failing, failing
from portal.search.logging import record_outcome, record_search
from portal.search.proposing import FOLLOWER
from portal.search.settling import settle
from portal.search.sweeping import sweep
from portal.search.synonyms import current_synonyms
from portal.search.wordbook import Synonym
from portal.tickets import steps
from portal.tickets.filing import TrailEntry
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.desk.filings import opened
from tests.search.base import publish

Browsers = Callable[..., Browser]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def leo(characters: dict[str, Person], browser: Browsers) -> Browser:
    return browser("leo")


def searched(
    visit: str,
    words: str,
    shown: tuple[int, ...] = (),
    ago: timedelta = HOUR,
    language: str = "en",
    read: int | None = None,
) -> datetime:
    """A search of a visit that is over, perhaps with an article opened a minute later."""
    at = now() - ago
    with writing():
        record_search(visit, words, language, len(shown), shown, at)
        if read is not None:
            db.session.add(ReadEntry(visit=visit, article_id=read, at=at + MINUTE))
    return at


def settle_all() -> None:
    while settle(now()):
        pass


def test_each_search_stands_where_it_failed(leo: Browser) -> None:
    calls, sound = publish("Calls drop", "Wait."), publish("No sound", "Turn it on.")
    searched("a", "flibber")
    searched("b", "Flibbers", ago=2 * HOUR)
    searched("c", "quiet phone", (calls.id,))
    searched("d", "hang up", (sound.id,), ago=HOUR)
    searched("d", "calls end", (calls.id,), ago=HOUR - MINUTE, read=calls.id)
    searched("e", "calls", (calls.id, sound.id), read=sound.id)
    settle_all()
    leo.visit("/desk/searches").sees("Found nothing 1", "Nothing opened 1", "Asked again 1")
    leo.sees("flibber", "also: Flibbers", "2").does_not_see("quiet phone", "hang up")
    leo.follow("Nothing opened").sees("quiet phone", "Calls drop").does_not_see("flibber")
    leo.follow("Asked again").sees("hang up", "No sound").does_not_see("calls end")
    leo.follow("Became a ticket").sees("Nothing here in this time")


def test_what_was_opened_from_a_later_page_was_opened(leo: Browser) -> None:
    first, later = publish("Calls drop", "Wait."), publish("No sound", "Turn it on.")
    with writing():
        record_search("a", "phone", "en", 30, [first.id], now() - HOUR)
        record_search("b", "phone", "en", 1, [first.id], now() - HOUR)
        for visit in ("a", "b"):
            at = now() - HOUR + MINUTE
            db.session.add(ReadEntry(visit=visit, article_id=later.id, at=at))
    settle_all()
    [group] = failing(Failing.UNOPENED, ["en"], now() - DAY, now())[0]
    assert group.visits == 1


def test_a_search_of_today_counts_when_its_visit_is_over(leo: Browser) -> None:
    searched("a", "flibber", ago=MINUTE)
    settle_all()
    leo.visit("/desk/searches").sees("Nothing here in this time", "half an hour")


def test_what_led_to_a_ticket_names_it(
    leo: Browser, alice: Browser, characters: dict[str, Person]
) -> None:
    ticket = opened(characters["alice"])  # her trail has the words of tests.desk.filings
    [words] = {item.words for item in _trail(ticket) if item.kind == "searched"} or {""}
    at = searched("a", words)
    with writing():
        record_outcome("a", "ticket", at + MINUTE)
    settle_all()
    leo.visit("/desk/searches?list=ticket").sees(words, ticket.ref)
    leo.follow(ticket.ref).sees(ticket.title)


def test_the_period_and_the_language_narrow_the_list(leo: Browser) -> None:
    searched("a", "flibber", ago=DAY)
    searched("b", "mustard", ago=20 * DAY)
    searched("c", "antena", ago=60 * DAY, language="es")
    settle_all()
    leo.visit("/desk/searches").sees("flibber", "mustard").does_not_see("antena")
    leo.choose("Last 90 days").press("Show").sees("flibber", "mustard", "antena")
    leo.choose("Spanish").press("Show").sees("antena").does_not_see("flibber")
    leo.choose("Last 7 days").press("Show").sees("Nothing here in this time")
    for odd in ("days=x", "language=xx", "list=none", "page=0", "page=99999999999999999999"):
        leo.visit(f"/desk/searches?{odd}")


def test_a_search_becomes_a_synonym_and_leaves_the_list(leo: Browser) -> None:
    publish("Contraseñas", "Su contraseña.", "es")
    searched("a", "llavero", language="es")
    settle_all()
    leo.visit("/desk/searches").follow("Make a synonym")
    assert leo.value("When someone searches for") == "llavero"
    leo.press("Save", status=422).sees("Enter at least one synonym.")
    leo.fill("Also find", "contraseña").press("Save").sees("Saved.", "only this way")
    assert current_synonyms("es") == {("llaver",): ("contraseña",)}
    leo.visit("/desk/searches").does_not_see("llavero")


def test_a_search_becomes_an_article(leo: Browser) -> None:
    searched("a", "how do I flibber")
    settle_all()
    leo.visit("/desk/searches").follow("Write an article").sees("New article")
    assert leo.value("Title") == "how do I flibber"
    assert leo.value("Words by which clients ask for this") == "how do I flibber"
    leo.fill("Title", "Flibbering").fill("Text", "Press flibber.").press("Publish")
    [article] = db.session.scalars(select(Article)).all()
    assert article.published is not None
    assert article.published.asked_as == ["how do I flibber"]


def test_the_words_are_added_to_the_article_that_was_shown(leo: Browser) -> None:
    article = publish("Calls drop", "Wait.", asked_as=("hangs up",))
    searched("a", "quiet phone", (article.id,))
    settle_all()
    leo.visit("/desk/searches?list=unopened").follow("add the words")
    assert leo.value("Title") == "Calls drop"
    assert leo.value("Words by which clients ask for this").split("\n") == [
        "hangs up",
        "quiet phone",
    ]


def test_what_is_put_aside_comes_back_when_it_goes_on(leo: Browser) -> None:
    searched("a", "flibber")
    settle_all()
    leo.visit("/desk/searches").press("Dismiss “flibber”").sees("Dismissed.")
    leo.does_not_see("flibber")
    later = now() + HOUR
    for number in range(AGAIN):
        assert failing(Failing.NOTHING, ["en"], now() - DAY, later)[0] == []
        searched(f"again {number}", "flibber", ago=-MINUTE)
        settle(later)
    [group] = failing(Failing.NOTHING, ["en"], now() - DAY, later)[0]
    assert group.visits == 1 + AGAIN


def test_what_was_put_aside_long_ago_is_shown_again(leo: Browser) -> None:
    searched("a", "flibber")
    settle_all()
    leo.visit("/desk/searches").press("Dismiss “flibber”")
    in_time = now() + 91 * DAY
    groups, total = failing(Failing.NOTHING, ["en"], now() - DAY, in_time)
    assert ([group.words for group in groups], total) == (["flibber"], 1)


def test_an_article_missed_in_a_language_is_translated_next(leo: Browser) -> None:
    only, both = publish("Passwords", "Yours."), publish("Calls", "Wait.")
    publish("Llamadas", "Espere.", "es", translation_of=both.slug)
    for visit in ("a", "b"):
        searched(visit, "password", (only.id, both.id), language="es", read=only.id)
        searched(visit, "calls", (both.id,), language="es", read=both.id, ago=HOUR - 5 * MINUTE)
    settle_all()
    leo.visit("/desk/searches?list=translate").sees("Passwords", "Spanish", "2")
    leo.does_not_see("Calls")
    leo.follow("Write the translation").sees("New article", "Spanish")
    assert leo.value("Translation of") == only.slug
    leo.fill("Title", "Contraseñas").fill("Text", "Suyas.").press("Publish")
    leo.visit("/desk/searches?list=translate").sees("No translation is missed")


def learnt(characters: dict[str, Person]) -> Article:
    """Two visits that searched 'clave' in vain and were helped by 'contraseña'."""
    article = publish("Contraseñas", "Su contraseña.\n\n## Si la olvidó\n\nPulse aquí.", "es")
    for visit in ("a", "b"):
        searched(visit, "clave", language="es")
        searched(visit, "contraseña", (article.id,), HOUR - MINUTE, "es", read=article.id)
        with writing():
            record_helped(article.id, visit, True, now() - HOUR + 3 * MINUTE)
    settle_all()
    return article


def test_a_proposal_shows_its_evidence_and_is_approved(
    leo: Browser, characters: dict[str, Person]
) -> None:
    learnt(characters)
    leo.visit("/desk/synonyms?language=es").sees(
        "“clave” means “contraseña”", "Seen in 2 visits", "Contraseñas"
    )
    leo.sees("Searched “clave”, then “contraseña”, and the article helped.")
    assert current_synonyms("es") == {}
    leo.follow("Approve")
    leo.fill("Also find", "contraseña, contraseñas perdidas").press("Save")
    leo.sees("Saved.", "contraseña, contraseñas perdidas", "Leo Díaz").does_not_see("Proposed")
    assert list(current_synonyms("es")) == [("clav",)]


def test_an_approved_word_joins_the_entry_that_is_there(
    leo: Browser, characters: dict[str, Person]
) -> None:
    leo.visit("/desk/synonyms/new?language=es").fill("When someone searches for", "contraseña")
    leo.fill("Also find", "password").choose("And the other way round").press("Save")
    learnt(characters)
    leo.visit("/desk/synonyms?language=es").follow("Approve")
    leo.sees("Synonyms of “contraseña”")
    assert leo.value("Also find") == "password, clave"
    leo.press("Save").sees("each finds the others").does_not_see("Proposed")
    assert current_synonyms("es")[("clav",)] == ("contraseña", "password")


def test_a_proposal_is_dismissed(leo: Browser, characters: dict[str, Person]) -> None:
    learnt(characters)
    leo.visit("/desk/synonyms?language=es").press("Dismiss “clave”")
    leo.sees("1 proposal dismissed.").does_not_see("“clave” means")


def test_several_proposals_are_dismissed_at_once(
    leo: Browser, characters: dict[str, Person]
) -> None:
    article = learnt(characters)
    for words in ("palabra de paso", "código secreto", "entrada"):
        for visit in ("a", "b"):
            searched(f"{visit} {words}", f"{words} perdida", language="es")
            read = {"ago": HOUR - MINUTE, "language": "es", "read": article.id}
            searched(f"{visit} {words}", "contraseña perdida", (article.id,), **read)
            with writing():
                record_helped(article.id, f"{visit} {words}", True, now() - HOUR + 3 * MINUTE)
    settle_all()
    leo.visit("/desk/synonyms?language=es").sees("“clave” means", "“palabra de paso” means")
    leo.press("Dismiss selected").sees("Select the proposals to dismiss.", "“clave” means")
    leo.choose("“palabra de paso” means “contraseña”").choose("“entrada” means “contraseña”")
    leo.press("Dismiss selected")
    leo.sees("2 proposals dismissed.", "“clave” means", "“código secreto” means")
    leo.does_not_see("“palabra de paso” means", "“entrada” means")


def test_a_linked_ticket_is_named_as_evidence(leo: Browser, characters: dict[str, Person]) -> None:
    ticket, article = opened(characters["alice"]), publish("Firewalls", "Open them.")
    other = opened(characters["bob"], key="key-2")
    with writing():
        steps.link_article(ticket, characters["vera"], article.id, now())
        steps.link_article(other, characters["vera"], article.id, now())
    catch_up(FOLLOWER)
    leo.visit("/desk/synonyms?language=en").sees(
        "asks for “Firewalls”", "Linked to tickets of 2 clients", ticket.ref
    )
    leo.follow("Add to the article")
    assert leo.value("Words by which clients ask for this")
    leo.press("Publish")
    leo.visit("/desk/synonyms?language=en").does_not_see("asks for “Firewalls”")


def test_entries_are_added_found_changed_and_removed(leo: Browser) -> None:
    leo.visit("/desk/synonyms").sees("No synonyms yet").follow("Add synonyms")
    leo.choose("English").fill("When someone searches for", "the").fill("Also find", "pass")
    leo.press("Save", status=422).sees("only has words that search ignores")
    assert leo.value("Also find") == "pass"
    leo.fill("When someone searches for", "passcode").fill("Also find", "password")
    leo.choose("English").press("Save").sees("passcode", "password")
    leo.visit("/desk/synonyms?language=en&q=PASSCÓDE").sees("password")
    leo.visit("/desk/synonyms?language=en&q=zebra").sees("No entry has these words")
    leo.visit("/desk/synonyms?language=en").follow("passcode")
    leo.fill("Also find", "secret word").press("Save").sees("secret word")
    leo.follow("passcode").press("Remove").sees("are removed", "No synonyms yet")
    assert db.session.scalars(select(Synonym)).all() == []


def test_the_pages_speak_spanish(characters: dict[str, Person], browser: Browsers) -> None:
    leo = browser("leo", "es")
    leo.visit("/desk/searches").visit("/desk/synonyms").visit("/desk/synonyms/new")
    assert leo.page.html["lang"] == "es"  # type: ignore[index]  # a page has its root


def test_only_leads_see_them(alice: Browser, vera: Browser, browser: Browsers) -> None:
    for page in ("/desk/searches", "/desk/synonyms", "/desk/synonyms/new"):
        for who in (alice, vera):
            who.visit(page, status=404)


def test_what_is_searched_is_forgotten_when_the_policy_says(leo: Browser) -> None:
    searched("old", "flibber", ago=181 * DAY)
    searched("new", "flibber", ago=179 * DAY)
    settle_all()
    with writing():
        assert sweep(now()) == 1
    [group] = failing(Failing.NOTHING, ["en"], now() - 200 * DAY, now())[0]
    assert group.visits == 1


def test_the_lists_ask_few_queries(leo: Browser, count_queries: Callable[..., int]) -> None:
    article = publish("Calls drop", "Wait.")
    for number in range(30):
        searched(f"visit {number}", f"word{number}", (article.id,))
    settle_all()
    few = count_queries(lambda: leo.visit("/desk/searches?list=nothing"))
    assert count_queries(lambda: leo.visit("/desk/searches?list=unopened")) <= few + 3


def _trail(ticket: Ticket) -> list[TrailEntry]:
    return list(db.session.scalars(select(TrailEntry).where(TrailEntry.ticket_id == ticket.id)))
