"""The client's consent that support may come into their system for one ticket, and its end (S0 6, S2 4.3)."""

from datetime import datetime

from sqlalchemy import select

from portal.ground.db import db
from portal.people.person import Person
from portal.tickets.conversation import Event
from portal.tickets.events import EventKind
from portal.tickets.lifecycle import Step
from portal.tickets.steps.moving import log, move
from portal.tickets.ticket import Ticket

BY_CLOSING = "closed"
"""What ACCESS_WITHDRAWN holds where the closing of the ticket ended the consent."""


def allow_access(ticket: Ticket, person: Person | None, now: datetime) -> None:
    """The client lets support into their system. Twice is once."""
    move(ticket, Step.ALLOW_ACCESS, person)
    if ticket.access_allowed_at is None:
        ticket.access_allowed_at = now
        log(ticket, EventKind.ACCESS_ALLOWED, person, now)


def withdraw_access(ticket: Ticket, person: Person | None, now: datetime) -> None:
    """The client takes the consent back, at any time. Twice is once."""
    move(ticket, Step.WITHDRAW_ACCESS, person)
    if ticket.access_allowed_at is not None:
        ticket.access_allowed_at = None
        log(ticket, EventKind.ACCESS_WITHDRAWN, person, now)


def end_access(ticket: Ticket, now: datetime) -> None:
    """A closed ticket is no reason to come in."""
    if ticket.access_allowed_at is not None:
        ticket.access_allowed_at = None
        log(ticket, EventKind.ACCESS_WITHDRAWN, None, now, after=BY_CLOSING)


def was_allowed(ticket: Ticket, start: datetime, end: datetime) -> bool:
    """Whether the consent was in force at some moment between the two, by the log."""
    kinds = (EventKind.ACCESS_ALLOWED, EventKind.ACCESS_WITHDRAWN)
    said = db.session.execute(
        select(Event.kind, Event.at)
        .where(Event.ticket_id == ticket.id, Event.kind.in_(kinds), Event.at <= end)
        .order_by(Event.id)
    ).all()
    before = [kind for kind, at in said if at <= start]
    during = [kind for kind, at in said if at > start]
    return before[-1:] == [EventKind.ACCESS_ALLOWED] or EventKind.ACCESS_ALLOWED in during
