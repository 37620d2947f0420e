"""The rows of what is arranged on a ticket: one query tells what there is, and only that is read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import BindParameter, bindparam, select, union_all
from sqlalchemy import literal as sql
from sqlalchemy.orm import joinedload, selectinload

from portal.ground.db import db
from portal.tickets.arrangement import Meeting, Quote, ReproductionAttempt
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
