"""The table of tickets, and which of them a viewer may see."""

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    and_,
    bindparam,
    false,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.ground.db import Model
from portal.people.person import Organisation, Person
from portal.people.viewer import Viewer

if TYPE_CHECKING:
    from portal.tickets.closing import Rating
    from portal.tickets.conversation import Message


class LastWord(StrEnum):
    """Who wrote last, for lists."""

    CLIENT = "client"
    AGENT = "agent"


class Ticket(Model):
    """A request for help under a promise.

    Stored for queries, derived for people: the due times and the pause are written by
    `tickets.promises` alone; the timeline tells how they came about. `requester` is None for a
    guest; `requester_email` and `requester_name` stand for both. `last_word_by` is a `LastWord`.
    `watch_at` is when time itself next has something to say (a warning, a reminder, a closing);
    `handed_to` is 'development', 'provider' or 'management' while it is there; `out_of_scope` the clause;
    `objected_at` since when an objection to its class waits for an answer; `access_allowed_at` since
    when the client lets us into their system.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_queue", "status", "next_due_at"),
        Index("ix_tickets_assignee_status", "assignee_id", "status"),
        Index("ix_tickets_organisation_status", "organisation_id", "status"),
        Index("ix_tickets_requester_status", "requester_id", "status"),
        Index("ix_tickets_untaken", "severity", "status", "assignee_id"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    submit_key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    waiting_for: Mapped[str | None]
    severity: Mapped[str]
    priority: Mapped[str] = mapped_column(default="", server_default="")
    tier: Mapped[str]
    handed_to: Mapped[str | None]
    out_of_scope: Mapped[str | None]
    channel: Mapped[str]
    product: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    plan: Mapped[str]
    edition: Mapped[str]

    requester_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    requester_email: Mapped[str] = mapped_column(index=True)
    requester_name: Mapped[str]
    is_verified: Mapped[bool]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    follows_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    """The closed ticket about the same thing that this one was sent instead of reopening."""

    opened_at: Mapped[datetime] = mapped_column(index=True)
    first_response_due_at: Mapped[datetime | None]
    first_response_at: Mapped[datetime | None]
    resolution_due_at: Mapped[datetime | None]
    update_due_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    watch_at: Mapped[datetime | None] = mapped_column(index=True)
    resolved_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    objected_at: Mapped[datetime | None]
    access_allowed_at: Mapped[datetime | None]
    last_word_at: Mapped[datetime]
    last_word_by: Mapped[str]

    requester: Mapped[Person | None] = relationship(foreign_keys=[requester_id])
    organisation: Mapped[Organisation | None] = relationship()
    assignee: Mapped[Person | None] = relationship(foreign_keys=[assignee_id])
    messages: Mapped[list["Message"]] = relationship(order_by="Message.id")
    rating: Mapped["Rating | None"] = relationship(viewonly=True)

    @staticmethod
    def visible_to(viewer: Viewer) -> Select["Ticket"]:
        """The tickets this viewer may see; agents see all, a stranger none."""
        if viewer.is_agent:
            return select(Ticket)
        person, session_id = viewer.person, viewer.session_id
        organisation_id = person.organisation_id if person and person.is_manager else None
        prepared = _visible(
            is_person=person is not None,
            is_manager=organisation_id is not None,
            is_session=session_id is not None,
        )
        return prepared.params(
            viewer=person.id if person else None,
            viewers_organisation=organisation_id,
            viewers_session=session_id,
        )


@lru_cache
def _visible(is_person: bool, is_manager: bool, is_session: bool) -> Select[Ticket]:
    """Prepared once for each kind of viewer: building it takes longer than running it."""
    mine = []
    if is_person:
        mine += [Ticket.requester_id == bindparam("viewer"), _is_shared()]
    if is_manager:
        mine.append(Ticket.organisation_id == bindparam("viewers_organisation"))
    if is_session:
        is_own = GuestAccess.session_id == bindparam("viewers_session")
        mine.append(Ticket.id.in_(select(GuestAccess.ticket_id).where(is_own)))
    return select(Ticket).where(or_(false(), *mine))


def _is_shared() -> ColumnElement[bool]:
    """Whether the ticket is shared with the viewer, who still belongs to its organisation."""
    shared = select(Colleague.ticket_id).where(Colleague.person_id == bindparam("viewer"))
    own = select(Person.organisation_id).where(Person.id == bindparam("viewer"))
    return and_(Ticket.id.in_(shared), Ticket.organisation_id == own.scalar_subquery())


class Colleague(Model):
    """A person who was added to a ticket and sees it, as long as both are of the same organisation."""

    __tablename__ = "colleagues"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    added_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class TrackingLink(Model):
    """A link by which a guest follows a ticket: it works until it expires or is revoked."""

    __tablename__ = "tracking_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class GuestAccess(Model):
    """A session that may see a ticket: it opened the ticket's link, or sent the request as a guest.

    `by_link`: only whoever reads the address's email has the link, so only that shows whose the address is.
    """

    __tablename__ = "guest_access"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True, index=True)
    opened_at: Mapped[datetime]
    by_link: Mapped[bool] = mapped_column(default=True, server_default=true())
