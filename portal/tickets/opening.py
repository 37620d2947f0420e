"""The one way by which a ticket comes to be, whoever asks: a form, an agent, a letter."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from portal.files.file import File
from portal.files.receiving import keep
from portal.ground.db import Model, db
from portal.people.names import one_line
from portal.people.person import Person
from portal.policy.editions import current_policy, keep_edition
from portal.policy.policy import Policy
from portal.tickets.clock import Stamp
from portal.tickets.conversation import Attachment, Event
from portal.tickets.due_times import keep_promises
from portal.tickets.events import EventKind
from portal.tickets.filing import Answer, ReproductionStep, TrailEntry, TrailKind
from portal.tickets.lifecycle import Status
from portal.tickets.reference import new_reference
from portal.tickets.steps.assigning import place
from portal.tickets.ticket import LastWord, Ticket

TITLE_LENGTH = 200


@dataclass(frozen=True)
class TrailItem:
    """One thing the client searched, was shown, read, or found no help in, before asking."""

    kind: TrailKind
    at: datetime
    words: str = ""
    article_id: int | None = None
    anchor: str = ""


@dataclass(frozen=True)
class Filing:
    """A finished request. `kind`, `severity` and `channel` are keys of the current policy.

    `requester` is None for a guest; `name` and `email` stand for both. `answers` maps question to
    the client's words ('description', 'error_message', …); `files` pairs each file with the number
    of its step (from 1), or None. `plan` None: that of the requester's organisation, else the policy's first.
    `follows` is the number of the closed ticket in whose place it is sent.
    """

    submit_key: str
    title: str
    kind: str
    severity: str
    name: str
    email: str
    language: str
    channel: str = "portal"
    product: str = ""
    topic: str = ""
    requester: Person | None = None
    is_verified: bool = False
    opened_by: Person | None = None
    plan: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    files: list[tuple[File, int | None]] = field(default_factory=list)
    trail: list[TrailItem] = field(default_factory=list)
    held: bool = False
    follows: int | None = None


def open_ticket(filing: Filing, now: datetime) -> Ticket:
    """Open the ticket, with all that came with it, inside `writing()`.

    The same `submit_key` gives the same ticket, however often and however parallel it comes.
    """
    if earlier := _filed(filing.submit_key):
        return earlier
    policy = current_policy()
    ticket = _ticket(filing, policy, now)
    kind = EventKind.HELD if filing.held else EventKind.OPENED
    by_agent = filing.opened_by is not None and filing.opened_by.is_agent
    keep_promises(ticket, now, [Stamp(kind, now, by_agent)])
    savepoint = db.session.begin_nested()
    try:
        keep_edition(policy, now)
        db.session.add(ticket)
        db.session.flush()
        savepoint.commit()
    except IntegrityError:
        savepoint.rollback()
        if earlier := _filed(filing.submit_key):  # a parallel write elsewhere was faster
            return earlier
        raise
    _add_what_came_with_it(ticket, filing)
    author = filing.opened_by or filing.requester
    db.session.add(
        Event(
            ticket_id=ticket.id,
            kind=kind,
            at=now,
            person_id=author.id if author else None,
            by_agent=by_agent,
        )
    )
    if not filing.held and place(ticket, now):
        keep_promises(ticket, now)
    db.session.flush()
    return ticket


def _filed(submit_key: str) -> Ticket | None:
    return db.session.scalars(_FILED, {"submit_key": submit_key}).one_or_none()


# Prepared once: building a query takes longer than running it.
_FILED = select(Ticket).where(Ticket.submit_key == bindparam("submit_key"))
_TAKEN = select(Ticket.id).where(Ticket.ref == bindparam("ref"))


def _ticket(filing: Filing, policy: Policy, now: datetime) -> Ticket:
    requester = filing.requester
    return Ticket(
        ref=_free_reference(),
        submit_key=filing.submit_key,
        title=one_line(filing.title)[:TITLE_LENGTH],
        kind=filing.kind,
        status=Status.HELD if filing.held else Status.OPEN,
        severity=filing.severity,
        priority=policy.priority_of(filing.severity, filing.answers),
        tier=policy.working_tiers[0].key,
        channel=filing.channel,
        product=filing.product,
        topic=filing.topic,
        language=filing.language,
        plan=filing.plan or _plan_of(requester, policy),
        edition=policy.edition,
        requester_id=requester.id if requester else None,
        requester_email=filing.email.strip().lower(),
        requester_name=one_line(filing.name),
        is_verified=filing.is_verified,
        organisation_id=requester.organisation_id if requester else None,
        opened_by_id=filing.opened_by.id if filing.opened_by else None,
        follows_id=filing.follows,
        opened_at=now,
        last_word_at=now,
        last_word_by=LastWord.CLIENT,
    )


def _plan_of(requester: Person | None, policy: Policy) -> str:
    organisation = requester.organisation if requester else None
    return policy.plan_in_force(organisation.plan) if organisation else policy.default_plan


def _free_reference() -> str:
    while True:
        ref = new_reference()
        if db.session.scalar(_TAKEN, {"ref": ref}) is None:
            return ref


def _add_what_came_with_it(ticket: Ticket, filing: Filing) -> None:
    keep(file for file, _number in filing.files)
    steps = [each for each in enumerate(filing.steps, start=1) if each[1].strip()]
    places = {typed: place for place, (typed, _text) in enumerate(steps, start=1)}
    answers = [each for each in filing.answers.items() if each[1].strip()]
    _add(Answer, ticket, [{"question": question, "text": text} for question, text in answers])
    _add(
        ReproductionStep, ticket, [{"number": places[typed], "text": text} for typed, text in steps]
    )
    _add(
        Attachment,
        ticket,
        [
            {"file_id": file.id, "step_number": places.get(typed or 0)}
            for file, typed in filing.files
        ],
    )
    _add(TrailEntry, ticket, [vars(item) for item in filing.trail])


def _add(table: type[Model], ticket: Ticket, rows: list[dict[str, Any]]) -> None:
    """All rows in one statement: a ticket may come with a hundred."""
    if rows:
        plain = cast(Table, table.__table__)
        db.session.execute(insert(plain), [{"ticket_id": ticket.id, **row} for row in rows])
