"""The index follows the log of articles, and heals: what is damaged is built anew from the database."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.articles.article import ArticleChange
from portal.ground.db import db
from portal.ground.following import Follower
from portal.search.engines import engine
from portal.search.entries import all_entries, entries_of

log = logging.getLogger(__name__)


def ensure_index(now: datetime) -> bool:
    """Build the index anew where it is missing, damaged, of another version, or was asked for.

    For the job's loop: looking costs about a millisecond. Whether it was built.
    """
    if engine().is_sound():
        return False
    log.info("building the search index anew at %s", now.isoformat(timespec="seconds"))
    engine().rebuild(all_entries())
    return True


def index_changes(rows: Sequence[ArticleChange]) -> None:
    """Bring the index to what the database says now of the articles in these rows.

    Done twice it changes nothing more. A busy index raises, and is tried again by the loop.
    """
    touched = {row.article_id for row in rows}
    entries = entries_of(touched)
    db.session.rollback()  # an index commit takes a while: no read transaction waits for it
    gone = touched - {entry.article_id for entry in entries}
    try:
        engine().apply(entries, gone)
    except Exception:
        if engine().is_sound():
            raise
        log.warning("the search index is missing or damaged: it is built anew")
        engine().rebuild(all_entries())


FOLLOWER: Follower[Any] = Follower(
    name="search", log=ArticleChange, prepare=index_changes, batch=500
)
