"""The watch: what time itself has to say of tickets, written on their logs, each once."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from portal.ground.db import db
from portal.policy.loading import PolicyError
from portal.tickets.clock import Stamp
from portal.tickets.conversation import Event
from portal.tickets.due_times import clock_from, keep_promises, policy_for, watched
from portal.tickets.events import EventKind
from portal.tickets.noticing import CLIENT, Notice, notices_due
from portal.tickets.steps import close_by_itself
from portal.tickets.steps.moving import log
from portal.tickets.ticket import Ticket

BATCH = 50
"""So many tickets in one write: at the worst, with six notices each, it holds the database for a tenth of a second."""

LATE = timedelta(hours=1)
"""A reminder that goes out later than this gives the client the whole time again that follows a reminder."""

REST = timedelta(hours=1)
"""How long a ticket that cannot be looked at (its edition is gone, or cannot be read) is left alone: the others must
not wait for it."""

logger = logging.getLogger("portal.tickets")


def is_due(now: datetime) -> bool:
    """Whether any ticket has something to say. Reads one row of an index."""
    return db.session.scalar(_ANY, {"now": now}) is not None


def watch(now: datetime) -> int:
    """Say what is due, of 100 tickets at most; how many were looked at. Inside `writing()`.

    A ticket that was looked at has its next moment after `now`, or none: who looks again finds the rest.
    """
    tickets = db.session.scalars(_DUE, {"now": now}).all()
    stamps = _stamps_of([ticket.id for ticket in tickets])
    for ticket in tickets:
        try:
            _look_at(ticket, stamps[ticket.id], now)
        except (LookupError, ArithmeticError, PolicyError):
            logger.exception("the watch cannot look at %s", ticket.ref)
            ticket.watch_at = now + REST
    return len(tickets)


# Prepared once. Another worker's tickets are skipped where rows can be locked; SQLite has one writer at a time.
_DUE = (
    select(Ticket)
    .where(Ticket.watch_at <= bindparam("now"))
    .order_by(Ticket.watch_at)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_ANY = select(Ticket.id).where(Ticket.watch_at <= bindparam("now")).limit(1)


def _stamps_of(ids: Sequence[int]) -> dict[int, list[Stamp]]:
    """The events of these tickets, in one query."""
    log = select(
        Event.ticket_id, Event.kind, Event.at, Event.by_agent, Event.after, Event.before
    ).where(Event.ticket_id.in_(ids))
    stamps: dict[int, list[Stamp]] = defaultdict(list)
    for row in db.session.execute(log.order_by(Event.id)):
        stamp = Stamp(EventKind(row.kind), row.at, row.by_agent, row.after, row.before)
        stamps[row.ticket_id].append(stamp)
    return stamps


def _look_at(ticket: Ticket, stamps: list[Stamp], now: datetime) -> None:
    """Write what is due on the log, and when there is next something."""
    clock, policy = clock_from(ticket, stamps, now), policy_for(ticket)
    for notice in notices_due(watched(ticket), clock, stamps, policy, now):
        if notice.kind is EventKind.CLOSED:
            close_by_itself(ticket, now)
        else:
            log(ticket, notice.kind, None, now, before=notice.before, after=notice.after)
        if notice.kind is EventKind.REMINDED:
            ticket.closes_at = _closes_at(ticket, notice, now)
        stamps.append(Stamp(notice.kind, now, after=notice.after, before=notice.before))
    keep_promises(ticket, now, stamps)


def _closes_at(ticket: Ticket, reminded: Notice, now: datetime) -> datetime | None:
    """When the ticket closes after this reminder: as was said, but where we remind late, later by as much."""
    reason = policy_for(ticket).waiting_reason(CLIENT)
    if ticket.closes_at is None or reason is None or reason.closes_after is None:
        return ticket.closes_at
    left = reason.closes_after - reason.reminders[int(reminded.after or 1) - 1]
    return now + left if ticket.closes_at < now + left - LATE else ticket.closes_at
