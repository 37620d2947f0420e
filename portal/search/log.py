"""The table of the search log: what was searched in a visit, what was found, what was opened. No person stands in it."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model


class SearchEntry(Model):
    """One search, or one showing of suggestions, of a visit. `shown` are article ids, best first."""

    __tablename__ = "search_entries"
    __table_args__ = (Index("ix_search_entries_visit_at", "visit", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit: Mapped[str]
    words: Mapped[str]
    language: Mapped[str]
    hits: Mapped[int]
    shown: Mapped[list[str]]
    opened_article_id: Mapped[int | None]
    opened_rank: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(default="")
    is_suggestion: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
