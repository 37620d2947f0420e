"""How a reader of a log reacts to each row once it is committed: in order, at least once, from its own cursor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model, db, writing


class Logged(Protocol):
    """A row of an append-only log: it has an ascending id."""

    id: Mapped[int]


Row = TypeVar("Row", bound=Logged)


class Cursor(Model):
    """How far one follower has read its log."""

    __tablename__ = "cursors"

    follower: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True)
class Follower(Generic[Row]):
    """A reaction to a log.

    `prepare(rows)` does slow or outside work (an index commit) and must bear being done twice for
    the same rows; `write(rows, prepared)` adds the follower's own rows in the transaction that
    moves the cursor.
    """

    name: str
    log: type[Row]
    prepare: Callable[[Sequence[Row]], Any] = lambda rows: None
    write: Callable[[Sequence[Row], Any], None] = lambda rows, prepared: None
    batch: int = 100


def follow(follower: Follower[Any]) -> int:
    """React to the next batch of rows; the number of rows reacted to (0 when there is nothing new)."""
    start = position(follower.name)
    log = follower.log
    rows = db.session.scalars(
        select(log).where(log.id > start).order_by(log.id).limit(follower.batch)
    ).all()
    if not rows:
        db.session.rollback()  # ends the read transaction, so that the next look sees what is new
        return 0
    last = rows[-1].id
    prepared = follower.prepare(rows)
    with writing():
        cursor = db.session.get(Cursor, follower.name)
        if cursor is None:
            cursor = Cursor(follower=follower.name, position=0)
            db.session.add(cursor)
        if cursor.position != start:
            return 0  # another process was faster; its rows stand
        follower.write(rows, prepared)
        cursor.position = last
    return len(rows)


def catch_up(follower: Follower[Any]) -> int:
    """React until nothing is left; the number of rows reacted to."""
    total = 0
    while count := follow(follower):
        total += count
    return total


def position(follower: str) -> int:
    """The id of the last row that this follower reacted to; 0 before its first."""
    return db.session.scalar(select(Cursor.position).where(Cursor.follower == follower)) or 0


def rewind(follower: str) -> None:
    """Forget how far the follower read, so that it reads its log from the start. Inside `writing()`."""
    cursor = db.session.get(Cursor, follower)
    if cursor is not None:
        cursor.position = 0
