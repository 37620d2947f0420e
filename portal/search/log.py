"""The tables of the search log: what was searched in a visit, what was found, what was opened; and which failures a lead
has put aside. No person stands in them."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model


class SearchEntry(Model):
    """One search, or one showing of suggestions, of a visit. `shown` are article ids, best first.

    `key` are its terms in alphabetical order: searches with the same key ask for the same thing.
    `outcome` and `fault` are names of `endings`, or ''; they and what was opened are final once the
    visit is over (`is_settled`).
    """

    __tablename__ = "search_entries"
    __table_args__ = (
        Index("ix_search_entries_visit_at", "visit", "at"),
        Index("ix_search_entries_settled", "is_settled", "at"),
        # the lists of failing searches are read from these alone, one group after the other
        Index("ix_search_entries_failing", "fault", "language", "key", "at", "visit"),
        Index("ix_search_entries_ended", "outcome", "language", "key", "at", "visit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit: Mapped[str]
    words: Mapped[str]
    key: Mapped[str] = mapped_column(default="", server_default="")
    language: Mapped[str]
    hits: Mapped[int]
    shown: Mapped[list[str]]
    opened_article_id: Mapped[int | None]
    opened_rank: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(default="")
    fault: Mapped[str] = mapped_column(default="", server_default="")
    is_suggestion: Mapped[bool] = mapped_column(default=False)
    is_settled: Mapped[bool] = mapped_column(default=False, server_default="0")
    at: Mapped[datetime]


class DismissedSearch(Model):
    """What a lead does not want to see among the failing searches, until it happens often again."""

    __tablename__ = "dismissed_searches"

    language: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    dismissed_at: Mapped[datetime]
