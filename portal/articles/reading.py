"""Which article was opened in which visit, whether it helped there, and how often it was opened on one day. No person
stands in it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.articles.article import Article, ViewTally
from portal.ground.db import Model, db, writing
from portal.ground.tally import current_tally
from portal.people.visiting import visit_of


class ReadEntry(Model):
    """An article that was opened in a visit. `helped` is what was answered there, None where nothing was."""

    __tablename__ = "read_entries"
    __table_args__ = (Index("ix_read_entries_visit_at", "visit", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit: Mapped[str]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    helped: Mapped[bool | None]
    at: Mapped[datetime]


def record_helped(article_id: int, visit: str, helped: bool, now: datetime) -> None:
    """What was answered in this visit to 'Did this solve it?', inside `writing()`: votes know the person,
    this log the visit alone."""
    ours = (ReadEntry.visit == visit, ReadEntry.article_id == article_id)
    if db.session.scalar(
        update(ReadEntry).where(*ours).values(helped=helped).returning(ReadEntry.id)
    ):
        return
    entry = ReadEntry(visit=visit, article_id=article_id, helped=helped, at=now)
    db.session.add(entry)  # answered before the read was written
    db.session.flush()


def record_read(article_id: int, browser: str, now: datetime) -> None:
    """An article was opened in this browser. Written within a second, together with others (see `ground.tally`)."""
    current_tally().add(write_reads, {"browser": browser, "article_id": article_id, "at": now})


def write_reads(reads: Sequence[dict[str, Any]]) -> None:
    """Add the entries of the visits, and count the views of each article and day."""
    with writing():
        ids = {read["article_id"] for read in reads}
        there = set(db.session.scalars(select(Article.id).where(Article.id.in_(ids))))
        reads = [read for read in reads if read["article_id"] in there]  # not gone in a restore
        if not reads:
            return
        views: Counter[tuple[int, date]] = Counter((r["article_id"], r["at"].date()) for r in reads)
        db.session.execute(insert(ReadEntry), [_entry(**read) for read in reads])
        for (article_id, on), count in views.items():
            this = (ViewTally.article_id == article_id, ViewTally.on == on)
            more = update(ViewTally).where(*this).values(count=ViewTally.count + count)
            if db.session.scalar(more.returning(ViewTally.count)) is None:
                db.session.add(ViewTally(article_id=article_id, on=on, count=count))
                db.session.flush()


def _entry(browser: str, article_id: int, at: datetime) -> dict[str, Any]:
    return {"visit": visit_of(browser, at), "article_id": article_id, "at": at}
