"""The queue: which tickets a view holds, what stands first, and how many there are in each; two queries a page, one more where it is narrowed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select

from portal.desk.sieve import NOBODY, QueueView, Sieve
from portal.ground.db import db
from portal.ground.matching import holds
from portal.people.person import Organisation, Person
from portal.tickets.lifecycle import Status
from portal.tickets.reference import reference_in
from portal.tickets.ticket import Ticket

PAGE = 100
MOST_PAGES = 400
OPEN = (Status.OPEN, Status.IN_PROGRESS, Status.WAITING)


@dataclass(slots=True)
class Waiting:
    """What a line of the queue says of a ticket, as it is stored: a hundred whole tickets take far longer to make.

    The fields are columns of Ticket but for the two names at the end.
    """

    ref: str
    title: str
    status: str
    kind: str
    severity: str
    priority: str
    plan: str
    channel: str
    edition: str
    waiting_for: str | None
    handed_to: str | None
    out_of_scope: str | None
    requester_id: int | None
    requester_name: str
    last_word_by: str
    last_word_at: datetime
    objected_at: datetime | None
    opened_at: datetime
    first_response_due_at: datetime | None
    first_response_at: datetime | None
    resolution_due_at: datetime | None
    next_due_at: datetime | None
    paused_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    assignee_name: str | None
    organisation_name: str | None


_TICKETS, _PEOPLE, _ORGANISATIONS = (each.__table__ for each in (Ticket, Person, Organisation))
_STORED = [_TICKETS.c[each.name] for each in fields(Waiting)[:-2]]


@dataclass(frozen=True)
class QueuePage:
    """One page of a view, and the counts of the views that are COUNTED.

    `total` is how many tickets the view holds under its filters.
    """

    tickets: Sequence[Waiting]
    counts: dict[QueueView, int]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return _pages(self.total)


def queue_page(view: QueueView, sieve: Sieve, person: Person, page: int) -> QueuePage:
    """A page of the queue, from 1 (beyond the last: the last), what is due first at its head.

    Reads stored due times only.
    """
    this = {"person": person.id}
    counts = dict(zip(COUNTED, db.session.execute(_COUNTS, this).one(), strict=True))
    conditions = _passes(sieve)
    total = counts.get(view)
    if conditions or total is None:
        wanted = select(func.count(Ticket.id)).where(_belongs(view), *conditions)
        total = db.session.scalar(wanted, this) or 0
    rows = _rows(view).where(*conditions) if conditions else _rows(view)
    page = min(max(page, 1), _pages(total))
    part = {"skipped": (page - 1) * PAGE, "most": PAGE}
    found = db.session.connection().execute(rows, this | part).all()
    return QueuePage([Waiting(*row) for row in found], counts, total, page)


def _pages(total: int) -> int:
    return max(1, min(MOST_PAGES, -(-total // PAGE)))


@lru_cache
def _rows(view: QueueView) -> Select[Any]:
    """The tickets of a view in order. Prepared once: building it takes longer than running it."""
    return (
        select(*_STORED, _PEOPLE.c.name, _ORGANISATIONS.c.name)
        .select_from(
            _TICKETS.outerjoin(
                _ORGANISATIONS, Ticket.organisation_id == _ORGANISATIONS.c.id
            ).outerjoin(_PEOPLE, Ticket.assignee_id == _PEOPLE.c.id)
        )
        .where(_belongs(view))
        .order_by(*_order(view))
        .limit(bindparam("most"))
        .offset(bindparam("skipped"))
    )


def _belongs(view: QueueView) -> ColumnElement[bool]:
    """Whether a ticket stands in that view of the `person` who asks."""
    is_open = Ticket.status.in_(OPEN)
    return {
        QueueView.MINE: and_(is_open, Ticket.assignee_id == bindparam("person")),
        QueueView.UNASSIGNED: and_(is_open, Ticket.assignee_id.is_(None)),
        QueueView.OPEN: is_open,
        QueueView.WAITING: Ticket.status == Status.WAITING,
        QueueView.RESOLVED: Ticket.status == Status.RESOLVED,
        QueueView.HELD: Ticket.status == Status.HELD,
        QueueView.CLOSED: Ticket.status == Status.CLOSED,
    }[view]


COUNTED = tuple(view for view in QueueView if view is not QueueView.CLOSED)
"""Closed tickets are counted only where one looks at them: they grow without end."""
_COUNTS = select(
    *(select(func.count(Ticket.id)).where(_belongs(view)).scalar_subquery() for view in COUNTED)
)


def _passes(sieve: Sieve) -> list[ColumnElement[bool]]:
    """One condition for each filter that is set."""
    conditions = [_holds(word) for word in sieve.words.split()]
    if sieve.severity:
        conditions.append(Ticket.severity == sieve.severity)
    if sieve.priority:
        conditions.append(Ticket.priority == sieve.priority)
    if sieve.kind:
        conditions.append(Ticket.kind == sieve.kind)
    if sieve.assignee == NOBODY:
        conditions.append(Ticket.assignee_id.is_(None))
    elif sieve.assignee.isdecimal():
        conditions.append(Ticket.assignee_id == int(sieve.assignee[:18]))
    if sieve.organisation:
        conditions.append(Ticket.organisation.has(holds(Organisation.name, sieve.organisation)))
    if sieve.product:
        conditions.append(holds(Ticket.product, sieve.product))
    return conditions


def _holds(word: str) -> ColumnElement[bool]:
    places = [
        holds(column, word)
        for column in (Ticket.title, Ticket.requester_name, Ticket.requester_email)
    ]
    ref = reference_in(word)
    return or_(*places, *([Ticket.ref == ref] if ref else []))


def _order(view: QueueView) -> list[ColumnElement[Any]]:
    """What is due first; then what no time is promised for, then what waits, each in order of arrival: nothing that is
    added later moves it. What is done: newest first."""
    if view is QueueView.RESOLVED:
        return [Ticket.resolved_at.desc(), Ticket.id.desc()]
    if view is QueueView.CLOSED:
        return [Ticket.closed_at.desc(), Ticket.id.desc()]
    arrival: list[ColumnElement[Any]] = [Ticket.opened_at.asc(), Ticket.id.asc()]
    if view is QueueView.HELD:
        return arrival
    is_still = case(
        (Ticket.next_due_at.is_not(None), 0), (Ticket.status != Status.WAITING, 1), else_=2
    )
    return [is_still, Ticket.next_due_at.asc(), *arrival]
