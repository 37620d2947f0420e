"""What the letters to the desk say: what happened in a line each, what is late or soon late, and whether it still is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.ground.catalogue import _, _n
from portal.ground.db import db
from portal.ground.language import current_language
from portal.ground.moments import by_words
from portal.people.person import Person
from portal.post.kinds import LATENESS, Part
from portal.post.letter import Letter
from portal.post.links import Obsolete, full_address, plain_address_of
from portal.tickets.clock import Goal
from portal.tickets.conversation import Event
from portal.tickets.due_times import policy_for, watched
from portal.tickets.events import WITH_PERSON, EventKind
from portal.tickets.happened import line_of
from portal.tickets.happened.watching import late
from portal.tickets.holders import holder_words
from portal.tickets.lifecycle import is_open
from portal.tickets.ticket import Ticket

MOST_LINES = 100
"""Of a digest; the rest is counted, and the queue shows it."""


@dataclass(frozen=True)
class TicketLine:
    """A ticket in a digest."""

    ref: str
    title: str
    words: str
    url: str


def for_desk(ticket: Ticket, events: Sequence[Event], now: datetime) -> dict[str, Any]:
    """What a letter to the desk says beside the ticket itself; Obsolete where nothing of it is so any more."""
    policy, language = policy_for(ticket), current_language()
    standing = [event for event in events if is_so(event, ticket, now)]
    if not standing:
        raise Obsolete
    told = [event for event in standing if event.kind != EventKind.ALERTED]  # the letter says it
    severity = policy.severity(ticket.severity)
    tier = policy.tier(ticket.tier)
    return {
        "lines": list(dict.fromkeys(filter(None, (line_for(e, ticket, now) for e in told)))),
        "severity": policy.words(severity.title, language) if severity else ticket.severity,
        "tier": policy.words(tier.title, language) if tier else ticket.tier,
        "holder": holder_words(ticket),
    }


def line_for(event: Event, ticket: Ticket, now: datetime) -> str:
    """The event as a sentence for the desk; for what is late, with the moment."""
    if event.kind not in _LATE:
        line = line_of(event, ticket, policy_for(ticket), person_of(event), for_agent=True)
        return f"{line}." if line else ""
    due_at = _due_at(event, ticket)
    if due_at is None:
        return f"{late(event.after)}."
    time = by_words(due_at, now)
    if due_at < now:
        return _late_since(event.after, time)
    return _used_by(event.after, _share(event, ticket), time)


def person_of(event: Event) -> str:
    """The name of whom the event is about. Who has the ticket by the time it is written may be another."""
    is_about_one = event.kind in WITH_PERSON and event.subject_id is not None
    person = db.session.get(Person, event.subject_id) if is_about_one else None
    return person.name if person else ""


def _late_since(goal: str | None, time: str) -> str:
    return {
        Goal.FIRST_RESPONSE: _("The first response is overdue. It was due by %(time)s.", time=time),
        Goal.RESOLUTION: _("The resolution is overdue. It was due by %(time)s.", time=time),
    }.get(
        Goal(goal or Goal.UPDATES),
        _("The update for the client is overdue. It was due by %(time)s.", time=time),
    )


def _used_by(goal: str | None, share: str, time: str) -> str:
    values = {"n": share, "time": time}
    return {
        Goal.FIRST_RESPONSE: _(
            "The first response is due by %(time)s: %(n)s%% of the time has passed.", **values
        ),
        Goal.RESOLUTION: _(
            "The resolution is due by %(time)s: %(n)s%% of the time has passed.", **values
        ),
    }.get(
        Goal(goal or Goal.UPDATES),
        _(
            "The update for the client is due by %(time)s: %(n)s%% of the time has passed.",
            **values,
        ),
    )


_LATE = LATENESS | {EventKind.CHAIN_TOLD}


def _share(event: Event, ticket: Ticket) -> str:
    """How much of the target was used when this was said, in per cent."""
    if event.kind == EventKind.WARNED:
        return event.before or ""
    chain = policy_for(ticket).chain
    return next((str(link.at) for link in chain if link.tier == event.before), "100")


def is_so(event: Event, ticket: Ticket, now: datetime) -> bool:
    """Whether what the watch said still stands: nobody is called to a reply that was given meanwhile."""
    if event.kind == EventKind.ALERTED:
        return watched(ticket).is_untaken
    if event.kind == EventKind.OVERDUE:
        return event.after in watched(ticket).awaited
    if event.kind not in _LATE:
        return True
    if not is_open(ticket.status):
        return False
    if event.after == Goal.FIRST_RESPONSE:
        return ticket.first_response_at is None
    if event.after == Goal.UPDATES:
        due_at = ticket.update_due_at
        is_warning = event.kind == EventKind.WARNED
        return due_at is not None and (is_warning or due_at < now)
    return ticket.resolution_due_at is not None


def _due_at(event: Event, ticket: Ticket) -> datetime | None:
    return {
        Goal.FIRST_RESPONSE: ticket.first_response_due_at,
        Goal.RESOLUTION: ticket.resolution_due_at,
    }.get(Goal(event.after or Goal.UPDATES), ticket.update_due_at)


def digest(letter: Letter, now: datetime) -> dict[str, Any]:
    """The subject and lines of a digest; Obsolete where nothing of it is so any more."""
    log = select(Event).where(Event.id.in_(letter.values["events"])).order_by(Event.id)
    tickets: dict[int, list[Event]] = {}
    for event in db.session.scalars(log):
        tickets.setdefault(event.ticket_id, []).append(event)
    lines = list(_lines(tickets, now))
    if not lines:
        raise Obsolete
    count = len(lines)
    subject = _n("%(num)s ticket needs attention", "%(num)s tickets need attention", count)
    rest = max(count - MOST_LINES, 0)
    return {
        "subject": subject,
        "lines": lines[:MOST_LINES],
        "more": _n("And %(num)s more.", "And %(num)s more.", rest) if rest else "",
        "url": full_address("desk.queue", view="open"),
    }


def _lines(events_of: dict[int, list[Event]], now: datetime) -> Iterable[TicketLine]:
    """A line for each ticket of which something still stands, the first told first."""
    rows = select(Ticket).where(Ticket.id.in_(events_of))
    tickets = {ticket.id: ticket for ticket in db.session.scalars(rows)}
    for ticket_id, events in events_of.items():
        ticket = tickets[ticket_id]
        said = [line_for(event, ticket, now) for event in events if is_so(event, ticket, now)]
        words = dict.fromkeys(line for line in said if line)
        if words:
            url = plain_address_of(ticket, Part.TEAM)
            yield TicketLine(ticket.ref, ticket.title, " ".join(words), url)
