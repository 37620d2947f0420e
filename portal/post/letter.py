"""The table of letters: what is to be said to whom, and how far it got."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model


class LetterState(StrEnum):
    """`WAITING`: to be tried at `next_at`. `FAILED`: refused for good, or given up. `WITHDRAWN`: what it
    was to say was no longer so when its turn came (a request to rate, after the rating), or a digest said it."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Letter(Model):
    """One letter to one address. Rendered when it is delivered (or read by a lead) from `kind`, `language`
    and `values`: no secret and no rendered link is kept. `cause` names the event or outbox row, so
    that a follower that reads a row twice makes one letter. `key` is its name in addresses and the
    left side of its Message-ID."""

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("cause", "to", "kind"),
        Index("ix_letters_state_next_at", "state", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    cause: Mapped[str]
    to: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    language: Mapped[str]
    values: Mapped[dict[str, Any]]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    in_reply_to: Mapped[str | None]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
