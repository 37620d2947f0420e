"""Remote sessions and calls: times are proposed, one is chosen, and what came of it is recorded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets.arrangement import Meeting, MeetingKind, MeetingState, MeetingTime
from portal.tickets.conversation import Message, MessageKind
from portal.tickets.due_times import keep_promises
from portal.tickets.events import EventKind
from portal.tickets.lifecycle import Step
from portal.tickets.steps.arranging.access import was_allowed
from portal.tickets.steps.moving import Words, log, move, say, was_said
from portal.tickets.steps.talking import reply
from portal.tickets.ticket import Ticket

MOST_TIMES = 5
UNANSWERED = (MeetingState.PROPOSED, MeetingState.AGREED)
NONE_FITS = "none"
NOT_NEEDED = "ended"
"""What MEETING_CALLED_OFF holds: no proposed time suits the client; the ticket ended before one was chosen."""


@dataclass(frozen=True)
class Proposal:
    """A kind of meeting, one to five times to choose from, and the number or address for it."""

    kind: MeetingKind
    times: tuple[datetime, ...]
    where: str = ""


def propose_meeting(
    ticket: Ticket,
    person: Person,
    proposal: Proposal,
    words: Words | None,
    now: datetime,
    key: str | None = None,
) -> None:
    """Offer times to the client, with words if there are any; other times that nobody chose yet fall away.

    The same key offers once. Raises Forbidden for times that are none, too many or over, and while
    a meeting is agreed.
    """
    if key and db.session.scalar(select(Meeting.id).where(Meeting.submit_key == key)):
        return
    times = sorted(set(proposal.times))
    if not 1 <= len(times) <= MOST_TIMES:
        raise Forbidden(_("Propose between one and five times."))
    if times[0] <= now:
        raise Forbidden(_("Propose times in the future."))
    move(ticket, Step.PROPOSE_MEETING, person)
    earlier = _open_meeting(ticket)
    if earlier and earlier.state == MeetingState.AGREED:
        raise Forbidden(_("A meeting is agreed already. Record or call off that one first."))
    if earlier:
        earlier.state = MeetingState.CALLED_OFF
        db.session.flush()
    meeting = Meeting(
        ticket_id=ticket.id,
        kind=proposal.kind,
        state=MeetingState.PROPOSED,
        where=proposal.where,
        person_id=person.id,
        proposed_at=now,
        submit_key=key or None,
        times=[MeetingTime(at=at) for at in times],
    )
    db.session.add(meeting)
    db.session.flush()
    message = say(ticket, MessageKind.REPLY, person, words, now) if words else None
    _log(ticket, EventKind.MEETING_PROPOSED, person, meeting, now, message=message)
    keep_promises(ticket, now)


def agree(
    ticket: Ticket, person: Person | None, meeting: Meeting, at: datetime, now: datetime
) -> None:
    """The client chooses one of the times. The same again changes nothing.

    Raises Forbidden where the times are off, and for one that was not proposed or has passed.
    """
    if meeting.state == MeetingState.AGREED and meeting.starts_at == at:
        return
    move(ticket, Step.CHOOSE_TIME, person)
    if meeting.state != MeetingState.PROPOSED or at not in {time.at for time in meeting.times}:
        raise Forbidden(_("These times are no longer on offer."))
    if at <= now:
        raise Forbidden(_("That time has passed. Choose another, or tell us that none fits."))
    meeting.state, meeting.starts_at = MeetingState.AGREED, at
    _log(ticket, EventKind.MEETING_AGREED, person, meeting, now, after=at.isoformat())


def decline_times(
    ticket: Ticket,
    person: Person | None,
    meeting: Meeting,
    words: Words,
    now: datetime,
    key: str | None = None,
) -> None:
    """None of the times suits the client; `words` are a reply to us. The same key says it once."""
    if was_said(key):
        return
    if meeting.state != MeetingState.PROPOSED:
        raise Forbidden(_("These times are no longer on offer."))
    call_off(ticket, person, meeting, words, now, key, why=NONE_FITS)


def call_off(
    ticket: Ticket,
    person: Person | None,
    meeting: Meeting,
    words: Words,
    now: datetime,
    key: str | None = None,
    why: str | None = None,
) -> None:
    """Either side takes it back, with words for the other; `why` as the event holds it. The same key says it once."""
    if was_said(key):
        return
    by_agent = person is not None and person.is_agent
    move(ticket, Step.PROPOSE_MEETING if by_agent else Step.CHOOSE_TIME, person)
    if meeting.state not in UNANSWERED:
        raise Forbidden(_("There is nothing to call off: it was called off or recorded already."))
    meeting.state, message = MeetingState.CALLED_OFF, None
    if by_agent:
        message = say(ticket, MessageKind.REASON, person, words, now, key=key)
    else:
        reply(ticket, person, words, now, key=key)
    _log(ticket, EventKind.MEETING_CALLED_OFF, person, meeting, now, message=message, after=why)
    keep_promises(ticket, now)


def record_meeting(
    ticket: Ticket,
    person: Person,
    meeting: Meeting,
    minutes: int | None,
    note: str,
    now: datetime,
) -> None:
    """Say what came of an agreed meeting: `minutes` for how long it was held, None where it was missed.

    `note` is the desk's. Raises Forbidden before its time, where nothing is agreed, and for a remote
    session while which the client's consent was not in force.
    """
    if meeting.state in {MeetingState.HELD, MeetingState.MISSED} and meeting.minutes == minutes:
        return
    if meeting.state != MeetingState.AGREED or meeting.starts_at is None:
        raise Forbidden(_("You can only record the outcome of a scheduled meeting."))
    if meeting.starts_at > now:
        raise Forbidden(_("It has not begun yet. If it will not take place, call it off."))
    move(ticket, Step.RECORD_MEETING, person)
    if minutes is not None and meeting.kind == MeetingKind.REMOTE_SESSION:
        end = meeting.starts_at + timedelta(minutes=minutes)
        if not was_allowed(ticket, meeting.starts_at, min(end, now)):
            raise Forbidden(
                _(
                    "The client had not given us access to their system, so no session can have been held."
                )
            )
    meeting.state = MeetingState.MISSED if minutes is None else MeetingState.HELD
    meeting.minutes, meeting.note = minutes, note
    came = "missed" if minutes is None else f"held {minutes}"
    _log(ticket, EventKind.MEETING_RECORDED, person, meeting, now, after=came)
    keep_promises(ticket, now)


def drop_meeting(ticket: Ticket, person: Person | None, now: datetime) -> None:
    """The ticket ends: times to choose from, and an agreed one to come, fall away. One that has begun can be recorded."""
    meeting = _open_meeting(ticket)
    if meeting is None or (meeting.starts_at is not None and meeting.starts_at <= now):
        return
    after = NOT_NEEDED if meeting.state == MeetingState.PROPOSED else None
    meeting.state = MeetingState.CALLED_OFF
    _log(ticket, EventKind.MEETING_CALLED_OFF, person, meeting, now, after=after)


def _open_meeting(ticket: Ticket) -> Meeting | None:
    wanted = select(Meeting).where(Meeting.ticket_id == ticket.id, Meeting.state.in_(UNANSWERED))
    return db.session.scalars(wanted).one_or_none()


def _log(
    ticket: Ticket,
    kind: EventKind,
    person: Person | None,
    meeting: Meeting,
    now: datetime,
    message: Message | None = None,
    after: str | None = None,
) -> None:
    log(ticket, kind, person, now, message, meeting.kind, after, subject_id=meeting.id)
