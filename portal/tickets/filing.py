"""The tables of what came with a ticket when it was filed: answers, steps to reproduce, the trail before it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model


class Answer(Model):
    """The answer to one question of the form: 'description', 'error_message', 'expected', 'obtained',
    'version', 'environment', 'impact.<question>', … in the client's words."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("ticket_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    question: Mapped[str]
    text: Mapped[str]


class ReproductionStep(Model):
    """One step to reproduce the problem; numbers begin at 1."""

    __tablename__ = "reproduction_steps"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


class TrailKind(StrEnum):
    SEARCHED = "searched"
    SHOWN = "shown"
    READ = "read"
    NOT_HELPFUL = "not_helpful"


class TrailEntry(Model):
    """What the client searched, was shown and read before asking, copied onto the ticket at opening.

    `words` is what was searched, or why an article did not help; `article_id` is a reference by
    number only: tickets do not know articles.
    """

    __tablename__ = "trail_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    article_id: Mapped[int | None]
    anchor: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
