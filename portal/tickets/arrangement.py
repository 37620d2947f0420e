"""The tables of what is arranged beside the words: attempts to reproduce, meetings, quotes."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.ground.db import Model
from portal.people.person import Person


def _one_open(name: str, states: str) -> Index:
    """At most one row of a ticket is in these states: the database forbids a second."""
    where = text(f"state IN ({states})")
    return Index(name, "ticket_id", unique=True, sqlite_where=where, postgresql_where=where)


class Result(StrEnum):
    """Whether we saw it happen."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class ReproductionAttempt(Model):
    """An agent's attempt to reproduce the problem (S2 4.2): where, in which version, with which of the client's steps.

    `steps`: numbers of the reproduction steps that were gone through. `note` is the desk's.
    """

    __tablename__ = "reproduction_attempts"
    __table_args__ = (CheckConstraint("result IN ('yes', 'partly', 'no')", name="result"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    environment: Mapped[str]
    version: Mapped[str] = mapped_column(default="")
    result: Mapped[str]
    steps: Mapped[list[int]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    submit_key: Mapped[str | None] = mapped_column(unique=True)

    person: Mapped[Person] = relationship()


class MeetingKind(StrEnum):
    REMOTE_SESSION = "remote_session"
    """We look at the client's system: their consent is needed."""
    PHONE_CALL = "phone_call"
    VIDEO_CALL = "video_call"


class MeetingState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    CALLED_OFF = "called_off"
    HELD = "held"
    MISSED = "missed"


class Meeting(Model):
    """A call or session with the client: proposed times, the one chosen, and what came of it.

    One meeting at most of a ticket is proposed or agreed. `where` is a number or an address for the client; `note` is the desk's, `minutes` how long it took.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint(
            "state IN ('proposed', 'agreed', 'called_off', 'held', 'missed')", name="state"
        ),
        CheckConstraint(
            "state IN ('proposed', 'called_off') OR starts_at IS NOT NULL", name="starts_at"
        ),
        CheckConstraint("minutes > 0", name="minutes"),
        _one_open("uq_meetings_open", "'proposed', 'agreed'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    kind: Mapped[str]
    state: Mapped[str]
    where: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    submit_key: Mapped[str | None] = mapped_column(unique=True)

    person: Mapped[Person] = relationship()
    times: Mapped[list["MeetingTime"]] = relationship(order_by="MeetingTime.at")


class MeetingTime(Model):
    """A time that was proposed for a meeting."""

    __tablename__ = "meeting_times"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)


class QuoteState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


class Quote(Model):
    """What something outside the plan would cost. `cents`: the amount in hundredths of the currency (ISO 4217).

    `valid_until` is the last day on which it can be answered, by the site's clock. One quote at most of a ticket
    is open. `answered_by_id` None on an answered one: the guest who asked, by the ticket's link.
    """

    __tablename__ = "quotes"
    __table_args__ = (
        CheckConstraint("cents > 0", name="cents"),
        CheckConstraint("state IN ('open', 'accepted', 'declined', 'lapsed')", name="state"),
        CheckConstraint(
            "(state IN ('accepted', 'declined')) = (answered_at IS NOT NULL)", name="answered_at"
        ),
        _one_open("uq_quotes_open", "'open'"),
        Index("ix_quotes_state_valid_until", "state", "valid_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    valid_until: Mapped[date]
    work: Mapped[str]
    state: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    submit_key: Mapped[str | None] = mapped_column(unique=True)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
