"""What every step has in common: is it allowed, where does it lead, and what is left on the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.files.file import File
from portal.files.receiving import keep
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.rendering import render_message
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.people.roles import Role
from portal.tickets.conversation import Attachment, Event, Message, MessageKind
from portal.tickets.events import EventKind
from portal.tickets.lifecycle import NEXT, Status, Step, allowed_steps
from portal.tickets.ticket import LastWord, Ticket


@dataclass(frozen=True)
class Words:
    """What someone wrote: as typed, and rendered."""

    text: str
    html: str


def render(text: str) -> Words:
    """The words of a form, rendered: part of a view's prepare beat."""
    return Words(text, render_message(text))


def owns(ticket: Ticket, person: Person | None) -> bool:
    """Whether the person (None: a guest by the ticket's link) decides on the ticket, not only sees it."""
    if person is None or ticket.requester_id == person.id:
        return True
    return (
        person.is_manager
        and person.organisation_id is not None
        and ticket.organisation_id == person.organisation_id
    )


def steps_for(ticket: Ticket, person: Person | None) -> frozenset[Step]:
    """The steps that this viewer of the ticket may take now."""
    role = person.role if person else Role.CLIENT
    known = allowed_steps(role, owns(ticket, person), ticket.status)
    return known - (_IN_SCOPE_ONLY if ticket.out_of_scope else _OUT_OF_SCOPE_ONLY)


# What is outside the contract waits for its quote, and for nothing else.
_IN_SCOPE_ONLY = {Step.ASK_CLIENT, Step.AWAIT, Step.RESUME, Step.MARK_OUT_OF_SCOPE}
_OUT_OF_SCOPE_ONLY = {Step.QUOTE, Step.ANSWER_QUOTE, Step.MARK_IN_SCOPE}


def move(ticket: Ticket, step: Step, person: Person | None) -> None:
    """Take the step's place in the lifecycle. Raises Forbidden, with the reason, where it is not allowed."""
    if step not in steps_for(ticket, person):
        raise Forbidden(_why_not(ticket, step))
    follow(ticket, step)


def follow(ticket: Ticket, step: Step) -> None:
    """Go where the step leads, whoever takes it: for what follows by itself from an allowed step."""
    ticket.status = NEXT[Status(ticket.status), step]
    if ticket.status != Status.WAITING:
        ticket.waiting_for = ticket.out_of_scope = None


def log(
    ticket: Ticket,
    kind: EventKind,
    person: Person | None,
    now: datetime,
    message: Message | None = None,
    before: str | None = None,
    after: str | None = None,
    subject_id: int | None = None,
) -> Event:
    """Append what happened. What each kind holds is said in `tickets.events`."""
    event = Event(
        ticket_id=ticket.id,
        kind=kind,
        at=now,
        person_id=person.id if person else None,
        by_agent=person is not None and person.is_agent,
        message=message,
        before=before,
        after=after,
        subject_id=subject_id,
    )
    db.session.add(event)
    return event


def say(
    ticket: Ticket,
    kind: MessageKind,
    person: Person | None,
    words: Words,
    now: datetime,
    files: Sequence[File] = (),
    channel: str = "portal",
    key: str | None = None,
) -> Message:
    """Put words on the ticket, with their files. All but a note is the ticket's last word."""
    by_agent = person is not None and person.is_agent
    message = Message(
        ticket_id=ticket.id,
        kind=kind,
        person_id=person.id if person else None,
        name=person.name if person else ticket.requester_name,
        by_agent=by_agent,
        channel=channel,
        text=words.text,
        html=words.html,
        at=now,
        submit_key=key,
    )
    db.session.add(message)
    db.session.flush()
    attach(ticket, files, message, is_internal=kind is MessageKind.NOTE)
    if kind is not MessageKind.NOTE:
        ticket.last_word_at = now
        ticket.last_word_by = LastWord.AGENT if by_agent else LastWord.CLIENT
    return message


def attach(
    ticket: Ticket, files: Sequence[File], message: Message | None = None, is_internal: bool = False
) -> None:
    """These files belong to the ticket from now on."""
    keep(files)
    db.session.add_all(
        Attachment(
            ticket_id=ticket.id,
            file_id=file.id,
            message_id=message.id if message else None,
            is_internal=is_internal,
        )
        for file in files
    )


def was_said(key: str | None) -> bool:
    """Whether a form with this key has been taken already."""
    return (
        key is not None
        and db.session.scalar(select(Message.id).where(Message.submit_key == key)) is not None
    )


def _why_not(ticket: Ticket, step: Step) -> str:
    if ticket.status == Status.HELD:
        return _("A person has to look at this request first.")
    if ticket.status == Status.CLOSED:
        return _("This ticket is closed. Reopen it to continue.")
    if ticket.status == Status.RESOLVED:
        return _("This ticket is solved. If it still happens, open it again.")
    if step in {Step.CONFIRM, Step.REOPEN, Step.RATE}:
        return _("Only the person who sent the request can do that, once the ticket is resolved.")
    return _("That action isn’t available on this ticket right now.")
