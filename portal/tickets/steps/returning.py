"""How a ticket comes back from where it was handed to, and what is heard from there meanwhile."""

from datetime import datetime

from sqlalchemy import bindparam, select

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets.conversation import Event, MessageKind
from portal.tickets.due_times import keep_promises
from portal.tickets.events import EventKind
from portal.tickets.handover import Destination, Handover
from portal.tickets.lifecycle import Step
from portal.tickets.steps.assigning import place
from portal.tickets.steps.handing import PROVIDER, Outside, expect, open_handovers
from portal.tickets.steps.moving import Words, follow, log, move, say
from portal.tickets.ticket import Ticket


def take_back(
    ticket: Ticket, person: Person, handover: Handover, words: Words, now: datetime
) -> None:
    """It is back from there; `words` tell the client what came of it. From a level it returns to the one before.

    A wait for the provider ends with it. Raises Forbidden where it is back already.
    """
    if handover.ticket_id != ticket.id or handover.returned_at is not None:
        raise Forbidden(_("It is back from there already."))
    move(ticket, Step.TAKE_BACK, person)
    handover.returned_at = now
    is_of_tier = handover.destination == Destination.TIER
    was = handover.tier if is_of_tier else handover.destination
    message = say(ticket, MessageKind.REASON, person, words, now)
    log(ticket, EventKind.RETURNED, person, now, message, before=was, subject_id=handover.id)
    if is_of_tier:
        _go_down(ticket, handover, now)
    _say_where(ticket)
    if handover.destination == Destination.PROVIDER and ticket.waiting_for == PROVIDER:
        follow(ticket, Step.RESUME)
        log(ticket, EventKind.RESUMED, person, now, before=PROVIDER)
    keep_promises(ticket, now)


def add_news(
    ticket: Ticket,
    person: Person,
    handover: Handover,
    news: Outside,
    words: Words,
    now: datetime,
) -> None:
    """What they say meanwhile: a note for the desk, and their number and day where these are new (empty: as before).

    A new day is told to the client.
    """
    if handover.ticket_id != ticket.id or handover.returned_at is not None:
        raise Forbidden(_("It is back from there already."))
    move(ticket, Step.NOTE, person)
    handover.reference = news.reference or handover.reference
    message = say(ticket, MessageKind.NOTE, person, words, now)
    log(ticket, EventKind.NOTED, person, now, message)
    expect(ticket, person, handover, news.expected_on, now, earlier=handover.expected_on)
    keep_promises(ticket, now)


def end_all(ticket: Ticket, now: datetime) -> None:
    """A ticket that is solved or closed is nowhere else any more; nothing needs to be said."""
    for handover in open_handovers(ticket):
        handover.returned_at = now
    ticket.handed_to = None


def _say_where(ticket: Ticket) -> None:
    """The newest place beside our own levels where the ticket still is."""
    outside = (each for each in open_handovers(ticket) if each.destination != Destination.TIER)
    ticket.handed_to = next((each.destination for each in outside), None)


def _go_down(ticket: Ticket, handover: Handover, now: datetime) -> None:
    """To the level from which this handover took it; from those above it comes back by the way."""
    for each in open_handovers(ticket):
        if each.destination == Destination.TIER and each.id > handover.id:
            each.returned_at = now
    ticket.tier, ticket.assignee_id = _tier_before(handover) or ticket.tier, None
    place(ticket, now, stays=True)


def _tier_before(handover: Handover) -> str | None:
    """The level from which this handover took the ticket, as the log tells."""
    return db.session.scalars(
        _BEFORE, {"handover": handover.id, "ticket": handover.ticket_id}
    ).one()


_BEFORE = select(Event.before).where(
    Event.ticket_id == bindparam("ticket"),
    Event.kind == EventKind.ESCALATED,
    Event.subject_id == bindparam("handover"),
)
