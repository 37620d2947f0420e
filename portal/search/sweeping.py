"""What search forgets in time: the log of searches and reads, and what was learnt from it and never decided."""

from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, delete

from portal.articles.reading import ReadEntry
from portal.ground.db import db
from portal.policy.editions import current_policy
from portal.search import proposing
from portal.search.failing import DISMISSED_FOR
from portal.search.log import DismissedSearch, SearchEntry


def sweep(now: datetime) -> int:
    """Delete what the policy keeps no longer, inside `writing()`; the number of rows."""
    kept_since = now - current_policy().retention.search_log
    forgotten = (
        delete(SearchEntry).where(SearchEntry.is_settled, SearchEntry.at < kept_since),
        delete(ReadEntry).where(ReadEntry.at < kept_since),
        delete(DismissedSearch).where(DismissedSearch.dismissed_at < now - DISMISSED_FOR),
    )
    done = [cast("CursorResult[None]", db.session.execute(query)) for query in forgotten]
    return sum(result.rowcount for result in done) + proposing.forget(kept_since)
