"""The queue: which tickets a view holds, what stands first, and how many there are in each; two queries a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from portal.desk.looking import holds
from portal.desk.sieve import NOBODY, QueueView, Sieve
from portal.ground.db import db
from portal.people.person import Organisation, Person
from portal.tickets.lifecycle import Status
from portal.tickets.reference import reference_in
from portal.tickets.ticket import Ticket

PAGE = 25
MOST_PAGES = 400
OPEN = (Status.OPEN, Status.IN_PROGRESS, Status.WAITING)


@dataclass(frozen=True)
class QueuePage:
    """One page of a view: tickets with client, organisation and assignee loaded, and each view's count.

    `total` is how many tickets the view holds under its filters.
    """

    tickets: Sequence[Ticket]
    counts: dict[QueueView, int]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, min(MOST_PAGES, -(-self.total // PAGE)))


def queue_page(view: QueueView, sieve: Sieve, person: Person, page: int) -> QueuePage:
    """A page of the queue, from 1, what is due first at its head. Reads stored due times only."""
    page = min(max(page, 1), MOST_PAGES)
    wanted = [_belongs(view, person), *_passes(sieve)]
    numbers: Sequence[int] = db.session.execute(_numbers(person, wanted)).one()
    counts = dict(zip(QueueView, numbers[:-1], strict=True))
    rows = (
        select(Ticket)
        .where(*wanted)
        .options(joinedload(Ticket.organisation), joinedload(Ticket.assignee))
        .order_by(*_order(view))
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return QueuePage(db.session.scalars(rows).all(), counts, numbers[-1], page)


def _numbers(person: Person, wanted: list[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """Every view's count, and last how many tickets are wanted, in one row."""
    each = [_count(_belongs(view, person)) for view in QueueView]
    return select(*each, _count(*wanted))


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count(Ticket.id)).where(*conditions).scalar_subquery()


def _belongs(view: QueueView, person: Person) -> ColumnElement[bool]:
    is_open = Ticket.status.in_(OPEN)
    return {
        QueueView.MINE: and_(is_open, Ticket.assignee_id == person.id),
        QueueView.UNASSIGNED: and_(is_open, Ticket.assignee_id.is_(None)),
        QueueView.OPEN: is_open,
        QueueView.WAITING: Ticket.status == Status.WAITING,
        QueueView.RESOLVED: Ticket.status == Status.RESOLVED,
        QueueView.HELD: Ticket.status == Status.HELD,
        QueueView.CLOSED: Ticket.status == Status.CLOSED,
    }[view]


def _passes(sieve: Sieve) -> list[ColumnElement[bool]]:
    """One condition for each filter that is set."""
    conditions = [_holds(word) for word in sieve.words.split()]
    if sieve.severity:
        conditions.append(Ticket.severity == sieve.severity)
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
    """What is due first; then what is paused, longest silent first. What is done: newest first."""
    if view is QueueView.RESOLVED:
        return [Ticket.resolved_at.desc(), Ticket.id.desc()]
    if view is QueueView.CLOSED:
        return [Ticket.closed_at.desc(), Ticket.id.desc()]
    if view is QueueView.HELD:
        return [Ticket.opened_at.asc(), Ticket.id.asc()]
    is_still = case((Ticket.next_due_at.is_(None), 1), else_=0)
    return [is_still, Ticket.next_due_at.asc(), Ticket.last_word_at.asc(), Ticket.id.asc()]
