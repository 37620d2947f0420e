"""What a letter about a ticket has to say: what happened, by whom, what happens next, and where to go on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.ground.catalogue import _, _n
from portal.ground.db import db
from portal.post.kinds import CHANGES, LetterKind, Part
from portal.post.letter import Letter
from portal.post.links import Links, Obsolete
from portal.tickets.closing import Resolution
from portal.tickets.conversation import Event, Message, MessageKind
from portal.tickets.due_times import policy_for
from portal.tickets.happened import line_of
from portal.tickets.lifecycle import Status
from portal.tickets.promises import promise
from portal.tickets.steps import is_rateable
from portal.tickets.ticket import Ticket
from portal.tickets.wording import score_words

PROMISING = frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.CHANGE, LetterKind.COLLEAGUE})
"""The letters that say what happens next."""

RATEABLE = frozenset({LetterKind.RESOLUTION, LetterKind.CLOSED, LetterKind.RATING_REQUEST})


def told(letter: Letter, links: Links, now: datetime) -> dict[str, Any]:
    """The values of the letter's template, in the language that is being spoken."""
    ticket = db.session.get_one(Ticket, letter.ticket_id)
    kind, part = LetterKind(letter.kind), Part(letter.values["part"])
    events = db.session.scalars(
        select(Event).where(Event.id.in_(letter.values["events"])).order_by(Event.id)
    ).all()
    if kind is LetterKind.RATING_REQUEST and ticket.rating:
        raise Obsolete
    if kind in RATEABLE and ticket.status not in {Status.RESOLVED, Status.CLOSED}:
        raise Obsolete
    message = _message(events)
    resolution = _resolution(ticket) if kind in RATEABLE else None
    is_asked = part is Part.REQUESTER and resolution is not None and ticket.rating is None
    may_rate = is_asked and is_rateable(ticket, now)
    return {
        "subject": subject_of(ticket, part, letter.in_reply_to is not None),
        "ticket": ticket,
        "title": title_for(ticket, part),
        "url": links.ticket(ticket, part),
        "actor": next((event.person.name for event in events if event.person), ""),
        "message": message,
        "attached": _attached(message),
        "changes": changes(ticket, events),
        "promise": promise(ticket, now) if kind in PROMISING else None,
        "resolution": resolution,
        "rating": list(zip(score_words(), links.rating(ticket), strict=True)) if may_rate else [],
    }


def title_for(ticket: Ticket, part: Part) -> str:
    """The client's own title; nothing for an address that nobody has shown to be theirs: whoever filed
    the ticket could otherwise have us send their words to a stranger."""
    is_stranger = part is Part.REQUESTER and ticket.requester_id is None and not ticket.is_verified
    return "" if is_stranger else ticket.title


def subject_of(ticket: Ticket, part: Part, is_answer: bool) -> str:
    """One subject for all letters of a ticket, so that a mail program keeps them together."""
    title = title_for(ticket, part) or _("Your request")
    return f"{'Re: ' if is_answer else ''}{title} [{ticket.ref}]"


def changes(ticket: Ticket, events: Sequence[Event]) -> list[str]:
    """What the deed changed, in lines for the client."""
    policy, owner = policy_for(ticket), ticket.assignee.name if ticket.assignee else ""
    lines = (
        line_of(event, ticket, policy, owner, for_agent=False)
        for event in events
        if event.kind in CHANGES
    )
    return [f"{line}." for line in lines if line]


def _message(events: Sequence[Event]) -> Message | None:
    """The words that went with the deed. A note is never among them."""
    said = [event.message for event in events if event.message]
    return next((message for message in said if message.kind != MessageKind.NOTE), None)


def _attached(message: Message | None) -> str:
    count = len(message.attachments) if message else 0
    return _n("%(num)s file is attached.", "%(num)s files are attached.", count) if count else ""


def _resolution(ticket: Ticket) -> Resolution | None:
    latest = select(Resolution).where(Resolution.ticket_id == ticket.id)
    return db.session.scalars(latest.order_by(Resolution.id.desc()).limit(1)).first()
