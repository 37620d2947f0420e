"""What a letter about a ticket has to say: what happened, by whom, what happens next, and where to go on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.ground.catalogue import _, _n
from portal.ground.db import db
from portal.policy.wording import EmergencyShown, emergency_shown
from portal.post.kinds import CHANGES, DESK, LetterKind, Part
from portal.post.letter import Letter
from portal.post.links import Links, Obsolete
from portal.post.noticed import for_desk, person_of
from portal.tickets.arranged.shown import meeting_shown, quote_shown
from portal.tickets.arrangement import Meeting, Quote
from portal.tickets.closing import Resolution
from portal.tickets.conversation import Event, Message, MessageKind
from portal.tickets.due_times import policy_for
from portal.tickets.events import EventKind
from portal.tickets.happened import line_of
from portal.tickets.lifecycle import Status, is_open
from portal.tickets.noticing import CLIENT
from portal.tickets.promises import promise
from portal.tickets.reopening import is_reopenable, reopenable_until
from portal.tickets.steps import is_rateable
from portal.tickets.ticket import Ticket
from portal.tickets.wording import score_words

PROMISING = frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.CHANGE, LetterKind.COLLEAGUE})
"""The letters that say what happens next, and whom to call if it cannot wait."""

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
    message = _message(events) if kind is not LetterKind.REMINDER else _question(ticket)
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
        "emergency": _emergency(ticket, now) if kind in PROMISING else None,
        "reopenable_until": reopenable_until(ticket) if is_reopenable(ticket, now) else None,
        "closes_at": ticket.closes_at if ticket.waiting_for == CLIENT else None,
        "resolution": resolution,
        "rating": list(zip(score_words(), links.rating(ticket), strict=True)) if may_rate else [],
        **_of_its_own(kind, part, ticket, events, now),
    }


def _of_its_own(
    kind: LetterKind, part: Part, ticket: Ticket, events: Sequence[Event], now: datetime
) -> dict[str, Any]:
    """What only letters of this kind say. Obsolete where it is no longer so."""
    if part in DESK:
        return for_desk(ticket, events, now)
    if kind is LetterKind.REMINDER:
        return _reminder(ticket, events)
    subjects = {EventKind(event.kind): event.subject_id for event in events}
    if kind is LetterKind.QUOTE:
        quote = quote_shown(db.session.get_one(Quote, subjects[EventKind.QUOTED]), now)
        if not quote.is_open:
            raise Obsolete
        return {"quote": quote}
    if kind is LetterKind.MEETING:
        of = subjects.get(EventKind.MEETING_AGREED) or subjects.get(EventKind.MEETING_PROPOSED)
        meeting = meeting_shown(db.session.get_one(Meeting, of), now)
        if meeting.outcome:
            raise Obsolete
        return {"meeting": meeting}
    return {}


def _reminder(ticket: Ticket, events: Sequence[Event]) -> dict[str, Any]:
    """Whether it is the last one before the ticket closes. Obsolete once the client has answered."""
    if ticket.waiting_for != CLIENT:
        raise Obsolete
    reason = policy_for(ticket).waiting_reason(CLIENT)
    number = max((int(e.after or 0) for e in events if e.kind == EventKind.REMINDED), default=0)
    return {"is_last": reason is not None and number >= len(reason.reminders)}


def _question(ticket: Ticket) -> Message | None:
    """The words with which the client was asked."""
    asked = select(Event).where(
        Event.ticket_id == ticket.id, Event.kind == EventKind.WAITING, Event.after == CLIENT
    )
    event = db.session.scalars(asked.order_by(Event.id.desc()).limit(1)).first()
    return event.message if event else None


def _emergency(ticket: Ticket, now: datetime) -> EmergencyShown | None:
    """Whom the client may call; nobody, once the ticket has ended."""
    if not is_open(ticket.status):
        return None
    return emergency_shown(policy_for(ticket), ticket.plan, ticket.severity, now)


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
    """What the deed changed, in lines for the client; by when it is to be done elsewhere is said with who has it."""
    policy = policy_for(ticket)
    is_handed = any(event.kind == EventKind.ESCALATED for event in events)
    told = CHANGES - {EventKind.EXPECTED} if is_handed else CHANGES
    lines = (
        line_of(event, ticket, policy, person_of(event), for_agent=False)
        for event in events
        if event.kind in told
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
