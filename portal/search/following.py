"""The index follows the log of articles, and heals: what is damaged is built anew from the database."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select

from portal.articles.article import ArticleChange
from portal.ground.db import db
from portal.ground.following import Follower
from portal.ground.site import settings
from portal.search.engine import Changes
from portal.search.engines import engine
from portal.search.entries import all_entries, entries_of

log = logging.getLogger(__name__)


def ensure_index(now: datetime) -> bool:
    """Build the index anew where it is missing, damaged, of another version, or was asked for.

    For the job's loop: looking costs about a millisecond. Whether it was built. What is published
    while it is built goes into the old index at once, where there is one, and into the new one before
    that is used.
    """
    if engine().is_sound():
        return False
    is_built = _build()
    if is_built:
        log.info("the search index was built anew at %s", now.isoformat(timespec="seconds"))
    return is_built


def index_changes(rows: Sequence[ArticleChange]) -> None:
    """Bring the index to what the database says now of the articles in these rows.

    Done twice it changes nothing more. A busy index raises, and is tried again by the loop. One that
    is damaged is built anew; where somebody else is at that already, these rows are in what they read.
    """
    entries, gone = _now({row.article_id for row in rows})
    try:
        engine().apply(entries, gone)
    except Exception:
        if engine().is_sound():
            raise
        if _build():
            log.info("the search index was missing or damaged, and was built anew")


def _build() -> bool:
    start = _last_change()

    def changes() -> Changes:
        later = select(ArticleChange.article_id).where(ArticleChange.id > start).distinct()
        return _now(set(db.session.scalars(later)))

    return engine().rebuild(all_entries(), changes)


def _now(touched: Collection[int]) -> Changes:
    entries = entries_of(touched)
    db.session.rollback()  # an index commit takes a while: no read transaction waits for it
    return entries, set(touched) - {entry.article_id for entry in entries}


def _last_change() -> int:
    last = db.session.scalar(select(func.max(ArticleChange.id))) or 0
    db.session.rollback()
    return last


FOLLOWER: Follower[Any] = Follower(
    name="search", log=ArticleChange, prepare=index_changes, batch=500
)


def follower() -> Follower[Any]:
    """The follower of the engine in use. Each engine has its own cursor: one that was out of use for a
    while reads on where it stopped."""
    url = settings().search_url
    if not url:
        return FOLLOWER
    return replace(FOLLOWER, name=f"search {sha256(url.encode()).hexdigest()[:12]}")
