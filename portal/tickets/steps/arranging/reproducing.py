"""An agent's attempt to see the problem happen (S2 4.2)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.ground.db import db
from portal.people.person import Person
from portal.tickets.arrangement import ReproductionAttempt, Result
from portal.tickets.due_times import keep_promises
from portal.tickets.events import EventKind
from portal.tickets.lifecycle import Step
from portal.tickets.steps.moving import log, move
from portal.tickets.ticket import Ticket


@dataclass(frozen=True)
class Attempt:
    """Where it was tried, in which version, through which of the client's steps (by number), and what came of it.

    `note` is the desk's alone.
    """

    environment: str
    result: Result
    version: str = ""
    steps: tuple[int, ...] = ()
    note: str = ""


def reproduce(
    ticket: Ticket, person: Person, attempt: Attempt, now: datetime, key: str | None = None
) -> None:
    """Keep an attempt; the client reads its result. The same key keeps it once."""
    made = select(ReproductionAttempt.id).where(ReproductionAttempt.submit_key == key)
    if key and db.session.scalar(made):
        return
    move(ticket, Step.REPRODUCE, person)
    row = ReproductionAttempt(
        ticket_id=ticket.id,
        environment=attempt.environment,
        version=attempt.version,
        result=attempt.result,
        steps=list(attempt.steps),
        note=attempt.note,
        person_id=person.id,
        at=now,
        submit_key=key or None,
    )
    db.session.add(row)
    db.session.flush()
    log(ticket, EventKind.REPRODUCED, person, now, after=attempt.result, subject_id=row.id)
    keep_promises(ticket, now)
