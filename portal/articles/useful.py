"""What helped most in a month: by votes, and where few voted by views."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, literal_column, select

from portal.articles.article import Article, Revision, ViewTally, Vote
from portal.articles.readers import Sight, sight_of
from portal.articles.shelves import VALUE, ArticleLine, as_lines, last_change, lines_of
from portal.ground.db import db
from portal.people.viewer import Viewer

MONTH = timedelta(days=30)
MOST_USEFUL = 6
MOST_LOOKED_AT = 100
"""How many of the month's best, of every language and audience, are looked through for a reader's."""


def most_useful(
    viewer: Viewer, language: str, now: datetime, limit: int = MOST_USEFUL
) -> list[ArticleLine]:
    """What helped most in the last 30 days: by votes; where few voted, by views. At most two queries."""
    return _most_useful(sight_of(viewer), language, now, limit)


def _most_useful(
    sight: Sight, language: str, now: datetime, limit: int = MOST_USEFUL
) -> list[ArticleLine]:
    since = {"language": language, "since": now - MONTH, "since_on": (now - MONTH).date()}
    lines = as_lines(db.session.execute(_helped(sight).limit(limit), since))
    if len(lines) == limit:
        return lines
    seen = _seen(sight).where(Revision.article_id.not_in([x.id for x in lines]))
    return lines + as_lines(db.session.execute(seen.limit(limit - len(lines)), since))


def useful_now(viewer: Viewer, language: str, now: datetime) -> list[ArticleLine]:
    """The same, counted once a minute for all readers of a kind, and anew when any article changes. One query."""
    minute = now.replace(second=0, microsecond=0)
    return _useful_in(minute, sight_of(viewer), language, last_change())


@lru_cache(maxsize=64)
def _useful_in(minute: datetime, sight: Sight, language: str, _as_of: int) -> list[ArticleLine]:
    return _most_useful(sight, language, minute)


def forget() -> None:
    """Let go of what is kept: for tests, whose database has gone with it."""
    _useful_in.cache_clear()


# The queries are prepared once for each kind of reader: building one takes longer than running it.


@lru_cache(maxsize=64)
def _helped(sight: Sight) -> Select[*tuple[Any, ...]]:
    return (
        lines_of(sight)
        .join(_MONTHS_VOTES, _MONTHS_VOTES.c.article_id == Article.id)
        .where(_MONTHS_VOTES.c.balance > 0, Article.published_id == Revision.id)
        .order_by(_MONTHS_VOTES.c.balance.desc(), Revision.title)
    )


@lru_cache(maxsize=64)
def _seen(sight: Sight) -> Select[*tuple[Any, ...]]:
    balance = (
        select(func.coalesce(func.sum(VALUE), 0))
        .where(Vote.article_id == Revision.article_id, Vote.at >= bindparam("since"))
        .scalar_subquery()
    )
    return (
        lines_of(sight)
        .join(_MONTHS_VIEWS, _MONTHS_VIEWS.c.article_id == Article.id)
        .where(balance >= 0, Article.published_id == Revision.id)
        .order_by(_MONTHS_VIEWS.c.count.desc(), Revision.title)
    )


# Grouped by an expression, so that SQLite reads the month's index instead of every row there ever was.
_VOTED = Vote.article_id + literal_column("0")
_OPENED = ViewTally.article_id + literal_column("0")
_MONTHS_VOTES = (
    select(_VOTED.label("article_id"), func.sum(VALUE).label("balance"))
    .where(Vote.at >= bindparam("since"))
    .group_by(_VOTED)
    .order_by(func.sum(VALUE).desc())
    .limit(MOST_LOOKED_AT)
    .subquery()
)
_MONTHS_VIEWS = (
    select(_OPENED.label("article_id"), func.sum(ViewTally.count).label("count"))
    .where(ViewTally.on >= bindparam("since_on"))
    .group_by(_OPENED)
    .order_by(func.sum(ViewTally.count).desc())
    .limit(MOST_LOOKED_AT)
    .subquery()
)
