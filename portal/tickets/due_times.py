"""When what was promised is due: computed from a ticket's events by its own policy, and stored for queries."""

from datetime import datetime

from sqlalchemy import select

from portal.ground.db import db
from portal.policy.editions import policy_of
from portal.policy.policy import Policy, Targets
from portal.tickets.clock import Clock, Goal, Stamp, read
from portal.tickets.conversation import Event
from portal.tickets.events import EventKind
from portal.tickets.ticket import Ticket


def policy_for(ticket: Ticket) -> Policy:
    """The policy under which this ticket's promises were made."""
    return policy_of(ticket.edition)


def targets_of(ticket: Ticket) -> Targets:
    """What is promised for the ticket as it is classified now."""
    return policy_for(ticket).targets(ticket.plan, ticket.severity, ticket.kind)


def clock_of(ticket: Ticket, now: datetime) -> Clock:
    """The clock at `now`, from all events of the ticket (one query)."""
    log = select(Event.kind, Event.at, Event.by_agent, Event.after)
    rows = db.session.execute(log.where(Event.ticket_id == ticket.id).order_by(Event.id))
    return _clock(ticket, [Stamp(EventKind(row[0]), row[1], row[2], row[3]) for row in rows], now)


def keep_promises(ticket: Ticket, now: datetime, stamps: list[Stamp] | None = None) -> None:
    """Store what the clock says, for lists and queues. The only writer of these columns; inside `writing()`.

    `stamps` are the ticket's events where the caller has them all; else they are read.
    """
    clock = clock_of(ticket, now) if stamps is None else _clock(ticket, stamps, now)
    first, resolution, update = clock.first_response, clock.resolution, clock.update
    ticket.first_response_due_at = first.due_at if first else None
    ticket.first_response_at = clock.first_response_at
    ticket.resolution_due_at = resolution.due_at if resolution else None
    ticket.update_due_at = update.due_at if update else None
    ticket.next_due_at = clock.next_due_at
    ticket.paused_at = clock.paused_at
    ticket.resolved_at = clock.resolved_at


def _clock(ticket: Ticket, stamps: list[Stamp], now: datetime) -> Clock:
    targets = targets_of(ticket)
    promised = {
        Goal.FIRST_RESPONSE: targets.first_response,
        Goal.RESOLUTION: targets.resolution,
        Goal.UPDATES: targets.updates,
    }
    return read(
        stamps,
        {goal: target for goal, target in promised.items() if target is not None},
        {reason.key: reason.pauses for reason in policy_for(ticket).waiting_reasons},
        now,
    )
