"""How often something was tried, counted in the database: each try is a row under a keyed hash of who tried."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model, db
from portal.ground.tokens import keyed_hash


class Attempt(Model):
    """One try of one kind. `key` is a keyed hash of an address or a network, never the thing itself."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_kind_key_at", "kind", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


def keyed(text: str) -> str:
    """A hash of guessable text with the portal's own key."""
    secret = current_app.secret_key
    if not secret:
        raise RuntimeError("the app has no secret key")
    return keyed_hash(text, secret if isinstance(secret, bytes) else secret.encode())


def count_attempt(kind: str, key: str, now: datetime) -> None:
    """Count one try, inside `writing()` (its lock makes 'look, then count' one step)."""
    db.session.add(Attempt(kind=kind, key=keyed(key), at=now))
    db.session.flush()


Limit = tuple[int, timedelta]
"""So many tries in so long a time."""


def may_try(kind: str, limits: Iterable[tuple[str, Limit]], now: datetime) -> bool:
    """Whether one more try is within the limit of each key, and if so count it. Inside `writing()`. '' is no key."""
    known = [(key, limit) for key, limit in limits if key]
    if any(is_over(kind, key, *limit, now) for key, limit in known):
        return False
    for key, _limit in known:
        count_attempt(kind, key, now)
    return True


def is_over(kind: str, key: str, limit: int, window: timedelta, now: datetime) -> bool:
    """Whether `limit` tries or more of this kind were counted for `key` (plain text) in the last `window`."""
    tries = (
        select(func.count())
        .select_from(Attempt)
        .where(Attempt.kind == kind, Attempt.key == keyed(key), Attempt.at > now - window)
    )
    return (db.session.scalar(tries) or 0) >= limit
