"""The rows of what is arranged on a ticket: one query tells what there is, and only that is read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, or_, select, union_all
from sqlalchemy import literal as sql
from sqlalchemy.orm import joinedload, selectinload

from portal.ground.db import db
from portal.tickets.arrangement import (
    Meeting,
    MeetingState,
    Quote,
    QuoteState,
    ReproductionAttempt,
)
from portal.tickets.conversation import Event
from portal.tickets.events import EventKind
from portal.tickets.ticket import Ticket


def there(ticket: Ticket) -> Mapping[str, set[str]]:
    """What there is on the ticket: the states of each 'meeting' and 'quote', the result of the last 'attempt'."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, state in db.session.execute(_THERE, {"ticket": ticket.id}):
        found[name].add(state)
    return found


def meetings_of(ticket: Ticket) -> Sequence[Meeting]:
    """All, the latest first, with their times."""
    return db.session.scalars(_MEETINGS, {"ticket": ticket.id}).all()


def quotes_of(ticket: Ticket) -> Sequence[Quote]:
    """All, the latest first."""
    return db.session.scalars(_QUOTES, {"ticket": ticket.id}).all()


def attempts_at(ticket: Ticket) -> Sequence[ReproductionAttempt]:
    """All, the latest first."""
    return db.session.scalars(_ATTEMPTS, {"ticket": ticket.id}).all()


def has_to_decide() -> ColumnElement[bool]:
    """Whether a quote, or times for a meeting, wait for the client's decision: asked of each ticket by its own index."""
    return or_(
        exists().where(Quote.ticket_id == Ticket.id, Quote.state == QuoteState.OPEN),
        exists().where(Meeting.ticket_id == Ticket.id, Meeting.state == MeetingState.PROPOSED),
    )


def to_decide(tickets: Sequence[Ticket]) -> Mapping[int, str]:
    """What waits for the client's decision, by the ticket's number: 'meeting' or, before it, 'quote'."""
    ids = [ticket.id for ticket in tickets]
    found = db.session.execute(_TO_DECIDE, {"tickets": ids})
    return dict(sorted((number, what) for number, what in found))


def why_called_off(meeting: Meeting) -> tuple[str | None] | None:
    """What the event says of why; None where other times took the place of those that nobody chose from."""
    found = {"ticket": meeting.ticket_id, "meeting": meeting.id}
    row = db.session.execute(_CALLED_OFF, found).first()
    return (row.after,) if row else None


# Prepared once: building a query takes longer than running it.
_THIS: BindParameter[int] = bindparam("ticket")
_THERE = union_all(
    select(sql("meeting"), Meeting.state).where(Meeting.ticket_id == _THIS),
    select(sql("quote"), Quote.state).where(Quote.ticket_id == _THIS),
    select(sql("attempt"), ReproductionAttempt.result).where(
        ReproductionAttempt.id
        == select(ReproductionAttempt.id)
        .where(ReproductionAttempt.ticket_id == _THIS)
        .order_by(ReproductionAttempt.id.desc())
        .limit(1)
        .scalar_subquery()
    ),
)
_THESE: BindParameter[list[int]] = bindparam("tickets", expanding=True)
_TO_DECIDE = union_all(
    select(Meeting.ticket_id, sql("meeting")).where(
        Meeting.ticket_id.in_(_THESE), Meeting.state == MeetingState.PROPOSED
    ),
    select(Quote.ticket_id, sql("quote")).where(
        Quote.ticket_id.in_(_THESE), Quote.state == QuoteState.OPEN
    ),
)
_CALLED_OFF = select(Event.after).where(
    Event.ticket_id == _THIS,
    Event.kind == EventKind.MEETING_CALLED_OFF,
    Event.subject_id == bindparam("meeting"),
)
_MEETINGS = (
    select(Meeting)
    .where(Meeting.ticket_id == _THIS)
    .order_by(Meeting.id.desc())
    .options(joinedload(Meeting.person), selectinload(Meeting.times))
)
_QUOTES = (
    select(Quote)
    .where(Quote.ticket_id == _THIS)
    .order_by(Quote.id.desc())
    .options(joinedload(Quote.person), joinedload(Quote.answered_by))
)
_ATTEMPTS = (
    select(ReproductionAttempt)
    .where(ReproductionAttempt.ticket_id == _THIS)
    .order_by(ReproductionAttempt.id.desc())
    .options(joinedload(ReproductionAttempt.person))
)
