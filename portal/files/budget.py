"""How many bytes somebody may send in a day: counted before they are taken in, by whoever sends and from where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model, db, writing

DAY = timedelta(days=1)
LEAST = 100_000
"""Bytes that any file counts: a thousand small ones are work, too."""


class Upload(Model):
    """Bytes that were sent. `key` is a keyed hash of a person, a browser, a network or a ticket."""

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    size: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Budget:
    """At most `most` bytes in 24 hours under this key (a keyed hash, never the thing itself)."""

    key: str
    most: int


def granted(budgets: Sequence[Budget], sizes: Sequence[int], now: datetime) -> list[bool]:
    """For each file of `sizes` bytes whether all budgets have room for it, and count those that do.

    Opens its own short write: 'look, then count' is one step.
    """
    if not budgets or not sizes:
        return [True] * len(sizes)
    with writing():
        left = {each: each.most - _spent(each.key, now) for each in budgets}
        return [_spend(left, max(size, LEAST), now) for size in sizes]


def forget(now: datetime) -> None:
    """Drop what counts no longer, inside `writing()`."""
    db.session.execute(delete(Upload).where(Upload.at <= now - DAY))


def _spend(left: dict[Budget, int], size: int, now: datetime) -> bool:
    if any(room < size for room in left.values()):
        return False
    for each in left:
        left[each] -= size
        db.session.add(Upload(key=each.key, size=size, at=now))
    return True


def _spent(key: str, now: datetime) -> int:
    sent = select(func.sum(Upload.size)).where(Upload.key == key, Upload.at > now - DAY)
    return db.session.scalar(sent) or 0
