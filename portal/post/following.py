"""How post reacts to what happened: an event on a ticket, or a promise in the outbox, becomes letters."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from portal.ground.db import db
from portal.ground.following import Follower
from portal.ground.outbox import OutboxLetter
from portal.ground.site import current_site
from portal.ground.tokens import new_token
from portal.people.person import Person
from portal.post.kinds import Deed, LetterKind, Part, letter_for
from portal.post.letter import Letter, LetterState
from portal.post.parties import Party, did_it, parties
from portal.tickets.conversation import Event
from portal.tickets.events import EventKind
from portal.tickets.ticket import Ticket

A_WHILE = timedelta(minutes=1)
PATIENCE = {
    LetterKind.RATING_REQUEST: timedelta(hours=1),
    LetterKind.NOTICE: A_WHILE,
    LetterKind.CHAIN: A_WHILE,
}
"""How long a letter waits first: whoever has just confirmed on the page is being asked there already,
and many notices at once become one letter (`gathering`)."""


def _react_to_events(rows: Sequence[Event], _prepared: Any) -> None:
    deeds = {(row.ticket_id, row.at, row.person_id, row.by_agent): row for row in rows}
    for event in deeds.values():
        ticket = db.session.get_one(Ticket, event.ticket_id)
        events = siblings(event)
        deed = deed_of(ticket, events)
        told: set[str] = set()
        for party in parties(ticket, events):
            if party.to in told:
                continue
            kind = letter_for(deed, party.part, did_it(events[0], party))
            if kind is None:
                continue
            told.add(party.to)
            values: dict[str, Any] = {"events": [one.id for one in events], "part": party.part}
            if party.person:
                values["person"] = party.person.id
            cause = f"event {events[0].id}"
            add_letter(cause, party, kind, values, ticket.id, event.at)


def siblings(event: Event) -> list[Event]:
    """All events of the same deed: what one person did to the ticket in one transaction has one time."""
    deed = select(Event).where(
        Event.ticket_id == event.ticket_id,
        Event.at == event.at,
        Event.person_id.is_not_distinct_from(event.person_id),
        Event.by_agent == event.by_agent,
    )
    return list(db.session.scalars(deed.order_by(Event.id)))


def deed_of(ticket: Ticket, events: Sequence[Event]) -> Deed:
    """What the rules need to know of these events, all of one deed."""
    return Deed(
        kinds=frozenset(EventKind(event.kind) for event in events if not _is_silent(event)),
        by_agent=events[0].by_agent,
        asks_client=any(e.kind == EventKind.WAITING and e.after == "client" for e in events),
        is_held=_is_held(ticket.id, events[-1].id),
        is_rated=ticket.rating is not None,
    )


def _is_silent(event: Event) -> bool:
    """A rule that gave the ticket to nobody; an access that ended because the ticket did."""
    if event.kind == EventKind.PLACED:
        return event.subject_id is None
    return (
        event.kind == EventKind.ACCESS_WITHDRAWN and event.person_id is None and bool(event.after)
    )


def _is_held(ticket_id: int, until: int) -> bool:
    """Whether nothing had opened or released the ticket by this event."""
    let_through = select(Event.id).where(
        Event.ticket_id == ticket_id,
        Event.id <= until,
        Event.kind.in_([EventKind.OPENED, EventKind.RELEASED]),
    )
    return db.session.scalar(let_through.limit(1)) is None


def _react_to_outbox(rows: Sequence[OutboxLetter], _prepared: Any) -> None:
    for row in rows:
        person = db.session.scalar(select(Person).where(Person.email == row.to))
        values = dict(row.values)
        if person:
            values["person"] = person.id
        name = str(values.pop("name", "")) or (person.name if person else "")
        party = Party(Part.REQUESTER, row.to, name, row.language, None)
        add_letter(f"outbox {row.id}", party, LetterKind(row.kind), values, None, row.created_at)


def add_letter(
    cause: str,
    party: Party,
    kind: LetterKind,
    values: dict[str, Any],
    ticket_id: int | None,
    at: datetime,
) -> None:
    """Write the letter's row, inside `writing()`; nothing happens where it exists, or where the person is disabled."""
    if party.person is not None and party.person.disabled_at is not None:
        return
    same = select(Letter.id).where(
        Letter.cause == cause, Letter.to == party.to, Letter.kind == kind
    )
    if db.session.scalar(same) is not None:
        return
    site, key = current_site(), new_token()
    is_spoken = party.language in site.languages
    db.session.add(
        Letter(
            key=key,
            cause=cause,
            to=party.to,
            name=party.name,
            kind=kind,
            language=party.language if is_spoken else site.languages[0],
            values=values,
            ticket_id=ticket_id,
            message_id=f"<{key}@{urlsplit(site.base_url).hostname or 'localhost'}>",
            in_reply_to=_first_about(ticket_id, party.to) if ticket_id else None,
            state=LetterState.WAITING,
            created_at=at,
            next_at=at + PATIENCE.get(kind, timedelta()),
        )
    )
    db.session.flush()


def _first_about(ticket_id: int, to: str) -> str | None:
    """The Message-ID of the first letter about the ticket to this address: the root of its thread."""
    first = select(Letter.message_id).where(Letter.ticket_id == ticket_id, Letter.to == to)
    return db.session.scalar(first.order_by(Letter.id).limit(1))


EVENTS: Follower[Any] = Follower(
    "letters of events",
    Event,
    write=_react_to_events,
    batch=20,  # an event may be many letters: a storm of them must not keep people's own writes waiting
)
OUTBOX: Follower[Any] = Follower("letters of the outbox", OutboxLetter, write=_react_to_outbox)
