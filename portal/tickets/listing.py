"""Lists of tickets for clients: which, in which order, and one line for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from flask import url_for
from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.language import current_time_zone
from portal.ground.matching import holds
from portal.ground.moments import by_words, on_words
from portal.ground.wording import moment
from portal.people.viewer import Viewer
from portal.tickets.arranged.rows import has_to_decide
from portal.tickets.conversation import Message, MessageKind
from portal.tickets.events import OUT_OF_SCOPE
from portal.tickets.filing import Answer
from portal.tickets.lifecycle import Status
from portal.tickets.promises import headline
from portal.tickets.reference import reference_in
from portal.tickets.ticket import Colleague, Ticket
from portal.tickets.wording import last_word, status_words

PAGE = 20
WORDS = 6
DAY = timedelta(days=1)


class State(StrEnum):
    """The states by which clients find their tickets."""

    OPEN = "open"
    YOURS = "yours"
    SOLVED = "solved"
    CLOSED = "closed"


class Whose(StrEnum):
    MINE = "mine"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Sieve:
    """What a list is narrowed to; days are the reader's own and stand for when a ticket was opened."""

    words: str = ""
    state: State | None = None
    since: date | None = None
    until: date | None = None
    whose: Whose = Whose.MINE


@dataclass(frozen=True)
class TicketLine:
    """One ticket for the component `ticket_line`."""

    url: str
    title: str
    ref: str
    status: str
    tone: str
    next: str | None
    last: str
    requester: str | None
    """Whose it is, where that is not the reader."""
    is_closed: bool


def tickets_of(viewer: Viewer, sieve: Sieve, page: int) -> tuple[Sequence[Ticket], int]:
    """One page of 20 (from 1) of what the viewer may see and the sieve lets through, and how many there are.

    What needs the reader comes first, then what is open, then the rest; within each the latest word first.
    """
    conditions = [*_whose(viewer, sieve.whose), *_passes(sieve)]
    wanted = Ticket.visible_to(viewer).where(*conditions)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = (
        wanted.options(joinedload(Ticket.assignee))
        .order_by(urgency(), Ticket.last_word_at.desc(), Ticket.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return db.session.scalars(rows).all(), total


def line_for(
    ticket: Ticket, viewer: Viewer, now: datetime, decision: str | None = None
) -> TicketLine:
    """The ticket in one line: its state, what happens next and when, whose word was the last.

    `decision`: what waits for the client's, as `to_decide` tells.
    """
    status, tone = status_words(ticket)
    is_own = viewer.person is None or ticket.requester_id == viewer.person.id
    last = _(
        "Last message: %(who)s, %(when)s",
        who=last_word(ticket, is_own),
        when=moment(ticket.last_word_at, now).words,
    )
    url = url_for("tickets.ticket", ref=ticket.ref)
    follows = _to_decide(decision) or _next(ticket, now)
    requester = None if is_own else ticket.requester_name
    is_closed = ticket.status == Status.CLOSED
    return TicketLine(
        url, ticket.title, ticket.ref, status, tone, follows, last, requester, is_closed
    )


def _to_decide(decision: str | None) -> str | None:
    match decision:
        case "quote":
            return _("A quote for you to decide")
        case "meeting":
            return _("Please choose a time to meet")
        case _:
            return None


def _next(ticket: Ticket, now: datetime) -> str | None:
    """What happens next and when, in a few words."""
    if ticket.status == Status.CLOSED:
        return None
    if ticket.status == Status.RESOLVED and ticket.closes_at:
        return _("Closes %(when)s if we don’t hear from you", when=on_words(ticket.closes_at, now))
    if ticket.status == Status.WAITING and ticket.waiting_for == "client":
        return _("We need your answer to continue")
    if ticket.waiting_for == OUT_OF_SCOPE:
        return _("Outside the scope of the service: see the ticket for details")
    due_at = ticket.next_due_at
    if due_at is None or due_at < now:
        return headline(ticket, now)
    time = by_words(due_at, now)
    if due_at == ticket.first_response_due_at and ticket.first_response_at is None:
        return _("We’ll reply by %(time)s", time=time)
    if due_at == ticket.resolution_due_at:
        return _("We aim to solve it by %(time)s", time=time)
    return _("You’ll hear from us by %(time)s", time=time)


def _whose(viewer: Viewer, whose: Whose) -> list[ColumnElement[bool]]:
    """Among all that they may see, managers and agents look at their own unless they ask for more."""
    person = viewer.person
    if person is None or (whose is Whose.ORGANISATION and person.is_manager):
        return []
    if not (person.is_manager or person.is_agent):
        return []
    shared = select(Colleague.ticket_id).where(Colleague.person_id == person.id)
    return [or_(Ticket.requester_id == person.id, Ticket.id.in_(shared))]


def _passes(sieve: Sieve) -> list[ColumnElement[bool]]:
    conditions = [_holds(word) for word in sieve.words.split()[:WORDS]]
    if sieve.state:
        conditions.append(_is_in(sieve.state))
    zone = current_time_zone()
    if sieve.since:
        conditions.append(Ticket.opened_at >= datetime.combine(sieve.since, time(), zone))
    if sieve.until and sieve.until < date.max:
        conditions.append(Ticket.opened_at < datetime.combine(sieve.until + DAY, time(), zone))
    return conditions


def _holds(word: str) -> ColumnElement[bool]:
    """The word stands in the reference, the title, what was sent, or a message (never in a note)."""
    ref = reference_in(word)
    # Asked ticket by ticket, so that only the words of those that the reader may see are read.
    said = exists().where(
        Message.ticket_id == Ticket.id,
        Message.kind != MessageKind.NOTE,
        holds(Message.text, word),
    )
    sent = exists().where(Answer.ticket_id == Ticket.id, holds(Answer.text, word))
    return or_(
        Ticket.ref == ref if ref else Ticket.ref.istartswith(word, autoescape=True),
        holds(Ticket.title, word),
        sent,
        said,
    )


def _needs_reader() -> ColumnElement[bool]:
    waits = and_(Ticket.status == Status.WAITING, Ticket.waiting_for == "client")
    return or_(waits, Ticket.status == Status.RESOLVED, has_to_decide())


def _is_in(state: State) -> ColumnElement[bool]:
    return {
        State.OPEN: Ticket.status.not_in([Status.RESOLVED, Status.CLOSED]),
        State.YOURS: _needs_reader(),
        State.SOLVED: Ticket.status == Status.RESOLVED,
        State.CLOSED: Ticket.status == Status.CLOSED,
    }[state]


def urgency() -> ColumnElement[int]:
    """What needs the reader comes first, then what is open, then the rest."""
    return case((_needs_reader(), 0), (Ticket.status != Status.CLOSED, 1), else_=2)
