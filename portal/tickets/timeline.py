"""What happened on a ticket, oldest first: what was sent, messages, and small lines for events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.language import current_language
from portal.ground.wording import Moment, moment
from portal.people.person import Person
from portal.people.viewer import Viewer
from portal.policy.policy import Policy
from portal.tickets.attached import FileLine
from portal.tickets.closing import Resolution
from portal.tickets.conversation import Event, Message, MessageKind
from portal.tickets.due_times import policy_for
from portal.tickets.events import FOR_AGENTS, WITH_PERSON, EventKind
from portal.tickets.filed import Filed, filed_with
from portal.tickets.happened import ICONS, line_of
from portal.tickets.lifecycle import is_open
from portal.tickets.ticket import Ticket


@dataclass(frozen=True)
class Entry:
    """A message (`is_message`: author, role, html, files, own, internal) or an event (icon, words)."""

    is_message: bool
    when: Moment
    anchor: str
    author: str = ""
    role: str = ""
    html: Markup = field(default_factory=Markup)
    files: list[FileLine] = field(default_factory=list)
    own: bool = False
    internal: bool = False
    icon: str = ""
    words: str = ""


@dataclass(frozen=True)
class _Reader:
    """What is known while a ticket's timeline is told."""

    ticket: Ticket
    policy: Policy
    filed: Filed
    person: Person | None
    for_agent: bool
    names: dict[int, str]
    resolutions: dict[int, Resolution]


def timeline(
    ticket: Ticket, for_agent: bool, viewer: Viewer | None = None, filed: Filed | None = None
) -> list[Entry]:
    """All that the reader may see of what happened, ready for the components `message` and `event`.

    `viewer` marks their own words; `filed`, where the caller has it, saves its queries.
    """
    events = _events(ticket)
    reader = _Reader(
        ticket=ticket,
        policy=policy_for(ticket),
        filed=filed or filed_with(ticket),
        person=viewer.person if viewer else None,
        for_agent=for_agent,
        names=_names(events),
        resolutions=_earlier_resolutions(ticket, events),
    )
    entries = [_filing(reader)]
    for event in events:
        if for_agent or event.kind not in FOR_AGENTS:
            entries.extend(_entries(event, reader))
    return entries


def _events(ticket: Ticket) -> Sequence[Event]:
    return db.session.scalars(_LOG, {"ticket": ticket.id}).all()


_LOG = (
    select(Event)
    .where(Event.ticket_id == bindparam("ticket"))
    .order_by(Event.id)
    .options(joinedload(Event.person), joinedload(Event.message).joinedload(Message.person))
)


def _names(events: Sequence[Event]) -> dict[int, str]:
    """The names of the people that events are about, by id."""
    names = {event.person.id: event.person.name for event in events if event.person}
    wanted = {e.subject_id for e in events if e.kind in WITH_PERSON and e.subject_id} - set(names)
    if wanted:
        found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
        names.update((row.id, row.name) for row in found)
    return names


def _earlier_resolutions(ticket: Ticket, events: Sequence[Event]) -> dict[int, Resolution]:
    """Solutions that stand in the timeline; the last one, while it stands, has its card on the page."""
    wanted = [event.subject_id for event in events if event.kind == EventKind.RESOLVED]
    if not is_open(ticket.status):
        wanted = wanted[:-1]
    if not wanted:
        return {}
    found = db.session.scalars(select(Resolution).where(Resolution.id.in_(wanted)))
    return {resolution.id: resolution for resolution in found}


def _filing(reader: _Reader) -> Entry:
    """The first entry: what the client sent."""
    ticket = reader.ticket
    return Entry(
        is_message=True,
        when=moment(ticket.opened_at),
        anchor="filed",
        author=ticket.requester_name,
        html=reader.filed.html,
        files=reader.filed.attached.with_filing,
        own=_is_own(reader, ticket.requester_id, by_agent=False),
    )


def _entries(event: Event, reader: _Reader) -> Iterator[Entry]:
    when, message = moment(event.at), event.message
    if message is not None:
        yield _said(message, when, reader)
    subject = reader.names.get(event.subject_id or 0, "") if event.kind in WITH_PERSON else ""
    words = line_of(event, reader.ticket, reader.policy, subject, reader.for_agent)
    if words:
        yield Entry(
            is_message=False,
            when=when,
            anchor=f"event-{event.id}",
            icon=ICONS.get(EventKind(event.kind), "circle-dot"),
            words=words,
        )
    resolution = reader.resolutions.get(event.subject_id or 0)
    if event.kind == EventKind.RESOLVED and resolution is not None:
        yield Entry(
            is_message=True,
            when=when,
            anchor=f"solution-{resolution.id}",
            author=event.person.name if event.person else "",
            role=_("Solution at that time"),
            html=Markup(resolution.solution_html),  # noqa: S704 (sanitised when it was written)
        )


def _said(message: Message, when: Moment, reader: _Reader) -> Entry:
    role = _("Support") if message.by_agent else ""
    if message.channel != "portal":
        channel = reader.policy.channel(message.channel)
        words = reader.policy.words(channel.title, current_language()) if channel else ""
        role = " · ".join(part for part in (role, words) if part)
    return Entry(
        is_message=True,
        when=when,
        anchor=f"message-{message.id}",
        author=message.person.name if message.person else message.name,
        role=role,
        html=Markup(message.html),  # noqa: S704 (sanitised when it was written)
        files=reader.filed.attached.with_message.get(message.id, []),
        own=_is_own(reader, message.person_id, message.by_agent),
        internal=message.kind == MessageKind.NOTE,
    )


def _is_own(reader: _Reader, person_id: int | None, by_agent: bool) -> bool:
    """Whether the reader wrote it; a guest who follows the ticket wrote what no person did."""
    if reader.person is None:
        return person_id is None and not by_agent and not reader.for_agent
    return person_id == reader.person.id
