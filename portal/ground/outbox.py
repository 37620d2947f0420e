"""Letters that no event asks for (sign-in, set-up, invitations): promised in the request's own transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model, db


class OutboxLetter(Model):
    """A letter to be made: to whom, which template, in which language, with which values. A log."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str]
    kind: Mapped[str]
    language: Mapped[str]
    values: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


def put(to: str, kind: str, language: str, values: dict[str, Any], now: datetime) -> OutboxLetter:
    """Promise a letter, inside `writing()`. `values` are plain JSON and hold no secret in clear:
    the letter mints its own link when it is rendered."""
    letter = OutboxLetter(to=to, kind=kind, language=language, values=values, created_at=now)
    db.session.add(letter)
    db.session.flush()
    return letter
