"""What was searched, shown and read in a visit, and how it ended."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from portal.articles.article import Vote
from portal.articles.reading import ReadEntry
from portal.ground.db import db, writing
from portal.search.log import SearchEntry
from portal.search.logging import (
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
