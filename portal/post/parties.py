"""Who might get a letter about a deed on a ticket, and what each of them is to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from portal.ground.db import db
from portal.people.person import Person
from portal.people.roles import Role
from portal.post.kinds import FOR_THE_DESK, Part
from portal.tickets.conversation import Event
from portal.tickets.due_times import policy_for
from portal.tickets.events import BY_TIME, EventKind
from portal.tickets.handover import Destination, Handover
from portal.tickets.ticket import Colleague, Ticket


@dataclass(frozen=True)
class Party:
    """Someone who may get a letter about a ticket; `person` is None for a guest."""

    part: Part
    to: str
    name: str
    language: str
    person: Person | None


def parties(ticket: Ticket, events: Sequence[Event]) -> Iterator[Party]:
    """Who might be told, the nearest to the deed first: an address that comes twice is told for its first part."""
    yield from _at_the_desk(ticket, events)
    added = {event.subject_id for event in events if event.kind == EventKind.COLLEAGUE_ADDED}
    if added:
        yield from _all(Part.ADDED, db.session.scalars(select(Person).where(Person.id.in_(added))))
    if ticket.requester:
        yield _party(Part.REQUESTER, ticket.requester)
    else:
        name = ticket.requester_name if ticket.is_verified else ""
        yield Party(Part.REQUESTER, ticket.requester_email, name, ticket.language, None)
    colleagues = select(Colleague).where(Colleague.ticket_id == ticket.id)
    for row in db.session.scalars(colleagues.order_by(Colleague.person_id)):
        if row.person.organisation_id == ticket.organisation_id:
            yield _party(Part.COLLEAGUE, row.person)


def _at_the_desk(ticket: Ticket, events: Sequence[Event]) -> Iterator[Party]:
    kinds = {EventKind(event.kind) for event in events}
    owner = ticket.assignee if ticket.assignee and ticket.assignee.disabled_at is None else None
    if EventKind.ALERTED in kinds:
        chain = policy_for(ticket).chain
        yield from _all(Part.ALERTED, people_of(ticket.tier))
        yield from _all(Part.ALERTED, people_of(chain[0].tier if chain else None))
    for event in events:
        if event.kind == EventKind.ESCALATED:
            yield from _all(Part.HANDED, _handed_to(event, owner))
    if owner:
        yield _party(Part.ASSIGNEE, owner)
    elif kinds & FOR_THE_DESK:
        yield from _all(Part.TEAM, people_of(ticket.tier))
    for event in events:
        if event.kind == EventKind.CHAIN_TOLD:
            yield from _all(Part.CHAIN, people_of(event.before))


def people_of(tier: str | None) -> Sequence[Person]:
    """Who works at that level or stands at that place of the chain; the leads, where nobody does."""
    people = db.session.scalars(_OF_TIER, {"tier": tier}).all() if tier else []
    return people or db.session.scalars(_LEADS).all()


_WORKING = select(Person).where(Person.disabled_at.is_(None)).order_by(Person.id)
_STAFF = [role for role in Role if role.is_staff]
_OF_TIER = _WORKING.where(Person.tier == bindparam("tier"), Person.role.in_(_STAFF))
_LEADS = _WORKING.where(Person.role == Role.LEAD)


def _handed_to(event: Event, owner: Person | None) -> Sequence[Person]:
    """Those to whom it was passed on; nobody, where one of them was given it at once or it left the house."""
    handover = db.session.get(Handover, event.subject_id) if event.subject_id else None
    destination = handover.destination if handover else Destination.TIER
    if destination == Destination.MANAGEMENT:
        return people_of(handover.tier if handover else None)
    if destination == Destination.TIER and owner is None:
        return people_of(handover.tier if handover else event.after)
    return ()


def did_it(event: Event, party: Party) -> bool:
    """Whether the deed is this party's own. A guest acts without a person; so does time."""
    if party.person is not None:
        return event.person_id == party.person.id
    return event.person_id is None and not event.by_agent and event.kind not in _OF_TIME


_OF_TIME = BY_TIME | {EventKind.CLOSED, EventKind.PLACED, EventKind.QUOTE_LAPSED}


def _all(part: Part, people: Iterable[Person]) -> Iterator[Party]:
    return (_party(part, person) for person in people)


def _party(part: Part, person: Person) -> Party:
    return Party(part, person.email, person.name, person.language, person)
