"""Who else sees a ticket: colleagues of the same organisation, added and removed."""

from datetime import datetime

from sqlalchemy import select

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.person import Person
from portal.people.refusal import Invalid
from portal.tickets.events import EventKind
from portal.tickets.lifecycle import Step
from portal.tickets.steps.moving import log, move
from portal.tickets.ticket import Colleague, Ticket


def colleague_by_address(ticket: Ticket, email: str) -> Person:
    """The person of the ticket's organisation with this address, who does not see the ticket yet.

    Raises Invalid at 'email', the same for an unknown address and for one of another organisation.
    """
    person = db.session.scalars(
        select(Person).where(Person.email == email.strip().lower(), Person.disabled_at.is_(None))
    ).one_or_none()
    if (
        person is None
        or ticket.organisation_id is None
        or person.organisation_id != ticket.organisation_id
    ):
        raise Invalid("email", _("There’s nobody with that address in this organisation."))
    if person.id == ticket.requester_id or _share(ticket, person):
        raise Invalid("email", _("%(name)s already has access to this ticket.", name=person.name))
    return person


def add_colleague(ticket: Ticket, person: Person | None, colleague: Person, now: datetime) -> None:
    """Let a colleague see the ticket and write on it. Twice is once."""
    move(ticket, Step.ADD_COLLEAGUE, person)
    if colleague.organisation_id is None or colleague.organisation_id != ticket.organisation_id:
        raise Invalid("email", _("There’s nobody with that address in this organisation."))
    if _share(ticket, colleague) is None:
        db.session.add(Colleague(ticket_id=ticket.id, person_id=colleague.id, added_at=now))
        log(ticket, EventKind.COLLEAGUE_ADDED, person, now, subject_id=colleague.id)


def remove_colleague(
    ticket: Ticket, person: Person | None, colleague: Person, now: datetime
) -> None:
    """Take a colleague off the ticket again; a colleague may leave on their own. Twice is once."""
    if person is None or person.id != colleague.id:
        move(ticket, Step.REMOVE_COLLEAGUE, person)
    shared = _share(ticket, colleague)
    if shared is not None:
        db.session.delete(shared)
        log(ticket, EventKind.COLLEAGUE_REMOVED, person, now, subject_id=colleague.id)


def _share(ticket: Ticket, person: Person) -> Colleague | None:
    return db.session.get(Colleague, (ticket.id, person.id))
