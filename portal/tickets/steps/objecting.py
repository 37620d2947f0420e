"""When the client sees a reclassification differently: once for each, and the answer to it."""

from datetime import datetime

from sqlalchemy import bindparam, select

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets.conversation import Event, MessageKind
from portal.tickets.due_times import keep_promises
from portal.tickets.events import EventKind
from portal.tickets.lifecycle import Step
from portal.tickets.steps.moving import Words, log, move, say, steps_for, was_said
from portal.tickets.ticket import Ticket


def object_to(
    ticket: Ticket, person: Person | None, words: Words, now: datetime, key: str | None = None
) -> None:
    """The client does not agree with the last reclassification, and says why. The same key says it once.

    Raises Forbidden where there was none, or it was objected to already.
    """
    if was_said(key):
        return
    move(ticket, Step.OBJECT, person)
    if not _is_unopposed(ticket):
        raise Forbidden(_("You’ve already told us. We’ll answer you here."))
    ticket.objected_at = now
    message = say(ticket, MessageKind.REASON, person, words, now, key=key)
    log(ticket, EventKind.OBJECTED, person, now, message)
    keep_promises(ticket, now)


def answer_objection(ticket: Ticket, person: Person, words: Words, now: datetime) -> None:
    """Tell the client why it stays as it is. (Reclassifying once more is an answer, too.)"""
    move(ticket, Step.ANSWER_OBJECTION, person)
    if ticket.objected_at is None:
        raise Forbidden(_("No objection waits for an answer."))
    ticket.objected_at = None
    message = say(ticket, MessageKind.REASON, person, words, now)
    log(ticket, EventKind.OBJECTION_ANSWERED, person, now, message)
    keep_promises(ticket, now)


def is_open_to(ticket: Ticket, person: Person | None) -> bool:
    """Whether this person (None: a guest by the ticket's link) can object now. One query at most."""
    return Step.OBJECT in steps_for(ticket, person) and _is_unopposed(ticket)


def _is_unopposed(ticket: Ticket) -> bool:
    """Whether the last that was said about the ticket's class is a reclassification."""
    said = db.session.scalar(_LAST_SAID, {"ticket": ticket.id})
    return said == EventKind.RECLASSIFIED


_LAST_SAID = (
    select(Event.kind)
    .where(
        Event.ticket_id == bindparam("ticket"),
        Event.kind.in_([EventKind.RECLASSIFIED, EventKind.OBJECTED]),
    )
    .order_by(Event.id.desc())
    .limit(1)
)
