"""What closes by itself: resolved tickets on which the client said nothing in the policy's time."""

from datetime import datetime

from sqlalchemy import select

from portal.ground.db import db
from portal.tickets.lifecycle import Status
from portal.tickets.steps import close_by_itself
from portal.tickets.ticket import Ticket

BATCH = 200


def close_unanswered(now: datetime) -> int:
    """Close what has waited long enough, at most 200 at a time; how many were closed. Inside `writing()`."""
    waiting = (
        select(Ticket)
        .where(Ticket.status == Status.RESOLVED, Ticket.closes_at <= now)
        .order_by(Ticket.closes_at)
        .limit(BATCH)
    )
    tickets = db.session.scalars(waiting).all()
    for ticket in tickets:
        close_by_itself(ticket, now)
    return len(tickets)
