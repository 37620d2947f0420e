"""Visits that are over: what their searches opened is noted, what failed is named, and what they teach is proposed."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.articles.reading import ReadEntry
from portal.ground.db import db, writing
from portal.people.visiting import SILENCE
from portal.people.visits import Visit
from portal.search.endings import Reading, Search, endings, made_good
from portal.search.log import SearchEntry
from portal.search.logging import key_of
from portal.search.proposing import propose

BATCH = 20
"""Visits settled in one transaction: others wait to write meanwhile."""
MARGIN = timedelta(minutes=2)
"""A visit's last deed is written up to a minute late."""


def settle(now: datetime) -> int:
    """Settle the next visits that have been silent for half an hour; how many there were.

    For the job's loop. What is noted, what is learnt and that it is done are one transaction: after a
    crash it is done again, and nothing doubles.
    """
    visits = _visits_over(now)
    db.session.rollback()  # ends the read transaction, so that the next look sees what is new
    if visits:
        with writing():
            _settle(visits)
    return len(visits)


def _visits_over(now: datetime) -> list[str]:
    over_since = now - SILENCE - MARGIN
    query = (
        select(SearchEntry.visit)
        .where(SearchEntry.is_settled.is_(False))
        .group_by(SearchEntry.visit)
        .having(func.max(SearchEntry.at) < over_since)
        .where(SearchEntry.visit.not_in(select(Visit.number).where(Visit.seen_at >= over_since)))
        .limit(BATCH)
    )
    return list(db.session.scalars(query))


def _settle(visits: list[str]) -> None:
    rows: dict[str, list[SearchEntry]] = defaultdict(list)
    query = select(SearchEntry).where(SearchEntry.visit.in_(visits))
    for row in db.session.scalars(query.order_by(SearchEntry.at, SearchEntry.id)):
        rows[row.visit].append(row)
    reads: dict[str, list[Reading]] = defaultdict(list)
    read = select(ReadEntry).where(ReadEntry.visit.in_(visits)).order_by(ReadEntry.at)
    for entry in db.session.scalars(read):
        reads[entry.visit].append(Reading(entry.article_id, entry.at, entry.helped))
    for visit, entries in rows.items():
        _settle_one(visit, entries, reads[visit])


def _settle_one(visit: str, rows: list[SearchEntry], reads: list[Reading]) -> None:
    searches = [_search(row) for row in rows]
    ends = endings(searches, reads)
    for row, end in zip(rows, ends, strict=True):
        row.fault, row.outcome, row.is_settled = end.fault, end.outcome, True
        if end.opened and row.opened_article_id is None:
            row.opened_article_id = end.opened
            if str(end.opened) in row.shown:
                row.opened_rank = row.shown.index(str(end.opened)) + 1
    for lesson in made_good(searches, ends, reads):
        propose(lesson, visit)


def _search(row: SearchEntry) -> Search:
    row.key = row.key or key_of(row.words, row.language)  # of a log older than the key
    return Search(
        words=row.words,
        key=row.key,
        language=row.language,
        hits=row.hits,
        shown=tuple(int(article_id) for article_id in row.shown),
        outcome=row.outcome,
        at=row.at,
        is_suggestion=row.is_suggestion,
        opened=row.opened_article_id,
    )
