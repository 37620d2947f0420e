"""What was searched, shown and read in a visit, and how it ended."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

import portal.people.sweeping
import portal.search.sweeping
from portal.articles.article import Vote
from portal.articles.reading import ReadEntry
from portal.ground.db import db, writing
from portal.people.visiting import visit_of
from portal.people.visits import Visit
from portal.search.log import SearchEntry
from portal.search.logging import (
    key_of,
    record_opened,
    record_outcome,
    record_search,
    refusals_of,
    trail_of,
)
from tests.search.base import publish

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def entries() -> list[SearchEntry]:
    return list(db.session.scalars(select(SearchEntry).order_by(SearchEntry.id)))


def test_the_trail_tells_searches_and_reads_in_order(app: Flask) -> None:
    article = publish("Calls", "Calls.")
    with writing():
        record_search("visit", "calls  drop", "en", 12, [article.id, 99], NOON)
        record_search("another", "noise", "en", 1, [article.id], NOON)
        db.session.add(ReadEntry(visit="visit", article_id=article.id, at=NOON + MINUTE))
        record_search(
            "visit", "it still hangs up", "en", 1, [7], NOON + 2 * MINUTE, is_suggestion=True
        )
    trail = trail_of({"visit"}, NOON - MINUTE)
    assert [(str(deed.kind), deed.words, deed.articles) for deed in trail] == [
        ("searched", "calls drop", (article.id, 99)),
        ("read", "", (article.id,)),
        ("shown", "it still hangs up", (7,)),
    ]
    assert len(trail_of({"visit"}, NOON + MINUTE)) == 2
    assert trail_of({"stranger"}, NOON) == []


def test_a_search_repeated_is_noted_once(app: Flask) -> None:
    with writing():
        record_search("visit", "calls", "en", 3, [1], NOON)
        record_search("visit", "calls", "en", 4, [1, 2], NOON + MINUTE)
        record_search("visit", "calls drop", "en", 1, [2], NOON + MINUTE)
    assert [(entry.words, entry.hits) for entry in entries()] == [("calls", 4), ("calls drop", 1)]


def test_suggestions_while_writing_are_noted_as_they_stood_last(app: Flask) -> None:
    with writing():
        for words in ("my", "my calls", "my calls drop"):
            record_search("visit", words, "en", 1, [1], NOON, is_suggestion=True)
    assert [entry.words for entry in entries()] == ["my calls drop"]


def test_what_was_opened_is_noted_where_it_was_shown(app: Flask) -> None:
    with writing():
        record_search("visit", "calls", "en", 3, [5, 6, 7], NOON)
        record_search("visit", "phones", "en", 1, [8], NOON)
        record_opened("visit", 7, NOON)
        record_opened("visit", 999, NOON)
    first, second = entries()
    assert (first.opened_article_id, first.opened_rank) == (7, 3)
    assert second.opened_article_id is None


def test_the_outcome_stands_at_the_last_search(app: Flask) -> None:
    with writing():
        record_search("visit", "calls", "en", 3, [5], NOON)
        record_search("visit", "phones", "en", 1, [8], NOON)
        record_outcome("visit", "ticket", NOON)
        record_outcome("visit", "solved", NOON, article_id=5)
        record_outcome("nobody", "ticket", NOON)
    assert [entry.outcome for entry in entries()] == ["solved", "ticket"]
    assert entries()[0].opened_rank == 1


def test_narrowed_or_on_its_next_page_it_is_the_same_search(app: Flask) -> None:
    with writing():
        record_search("visit", "calls", "en", 30, [1, 2], NOON)
        record_search("visit", "calls", "en", 30, [3, 4], NOON + MINUTE)
        record_search("visit", "calls", "en", 0, [], NOON + 2 * MINUTE)
        record_search("visit", "calls", "es", 1, [9], NOON + 3 * MINUTE)
    assert [(each.hits, each.shown) for each in entries()] == [
        (30, ["1", "2", "3", "4"]),
        (1, ["9"]),
    ]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("ana.rojas@example.com no recibe correos", "… no recibe correos"),
        ("llamar al +56 9 1234 5678", "llamar al …"),
        ("tarjeta 4111 1111 1111 1111 rechazada", "tarjeta … rechazada"),
        ("rut 12.345.678-9", "rut …"),
        ("mi contraseña: Secreta9", "mi contraseña …"),
        ("token sk_live4eC39HqLyjWDarjtT1zdp7dc", "token …"),
        ("0x80070005 E-1042 10.4.2 192.168.100.200", "0x80070005 E-1042 10.4.2 192.168.100.200"),
        ("ERR_TLS_V1_2_HANDSHAKE_FAIL", "ERR_TLS_V1_2_HANDSHAKE_FAIL"),
        ("user@host /var/log/nginx/error2.log", "user@host /var/log/nginx/error2.log"),
        ("UDP 10000-20000 2026-03-02", "UDP 10000-20000 2026-03-02"),
    ],
)
def test_what_tells_who_somebody_is_is_not_kept(app: Flask, words: str, kept: str) -> None:
    with writing():
        record_search("visit", words, "es", 0, [], NOON)
    assert entries()[0].words == kept


def test_searches_for_the_same_have_one_key() -> None:
    assert key_of("olvidé mi contraseña", "es") == key_of("CONTRASEÑAS olvide", "es")
    assert key_of("the", "en") == "the"


def test_the_link_to_the_browser_goes_before_the_visit(app: Flask) -> None:
    at, week = NOON - timedelta(days=8), timedelta(days=7)
    with writing():
        visit = visit_of("browser", at)
        record_search(visit, "calls", "en", 3, [1], at)
    with writing():
        portal.people.sweeping.sweep(at + week - MINUTE)
    assert len(db.session.scalars(select(Visit)).all()) == 1
    with writing():
        portal.people.sweeping.sweep(NOON)
        portal.search.sweeping.sweep(NOON)
    assert db.session.scalars(select(Visit)).all() == []
    assert [entry.words for entry in entries()] == ["calls"]


def test_very_long_words_are_cut(app: Flask) -> None:
    with writing():
        record_search("visit", "word " * 10_000, "en", 0, [], NOON)
    assert len(entries()[0].words) <= 500


def test_refusals_say_why(app: Flask) -> None:
    article = publish("Calls", "Calls.")
    with writing():
        for voter, helpful in (("me", False), ("you", False), ("them", True)):
            db.session.add(
                Vote(
                    article_id=article.id,
                    revision_id=article.published_id,
                    voter=voter,
                    helpful=helpful,
                    reason="too old",
                    at=NOON,
                )
            )
    [deed] = refusals_of({"me"}, NOON - MINUTE)
    assert (str(deed.kind), deed.words, deed.articles) == ("not_helpful", "too old", (article.id,))
    assert refusals_of({"them"}, NOON - MINUTE) == []
