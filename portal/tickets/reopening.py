"""Until when a closed ticket can be reopened, and its rating changed: the policy's days after it closed."""

from datetime import datetime

from portal.tickets.due_times import policy_for
from portal.tickets.ticket import Ticket


def reopenable_until(ticket: Ticket) -> datetime | None:
    """The last moment at which its client can reopen it; None while it is not closed."""
    return ticket.closed_at and ticket.closed_at + policy_for(ticket).closing.reopenable


def rateable_until(ticket: Ticket) -> datetime | None:
    """The last moment at which it can be rated, or its rating changed; None while it is not closed."""
    return ticket.closed_at and ticket.closed_at + policy_for(ticket).closing.rating_changeable


def is_reopenable(ticket: Ticket, now: datetime) -> bool:
    """Whether a client can still reopen it."""
    until = reopenable_until(ticket)
    return until is None or now <= until
