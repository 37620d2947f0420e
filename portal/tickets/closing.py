"""The tables of how a ticket ended: its resolution and its rating."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model


class Lesson(StrEnum):
    """What the knowledge base got out of a resolved ticket."""

    LINKED = "linked"
    WRITTEN = "written"
    NOTHING = "nothing"


class Resolution(Model):
    """How a ticket was resolved. A reopened ticket that is resolved again gets a further row."""

    __tablename__ = "resolutions"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    cause: Mapped[str]
    workaround: Mapped[str]
    solution: Mapped[str]
    solution_html: Mapped[str]
    lesson: Mapped[str]
    article_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Rating(Model):
    """What the client thought of the help: 1 (bad) to 5 (good), and an optional comment."""

    __tablename__ = "ratings"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score"),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    score: Mapped[int]
    comment: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    changed_at: Mapped[datetime | None]


class RatingLink(Model):
    """A link by which a ticket can be rated without signing in; works until the rating can no longer change."""

    __tablename__ = "rating_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
