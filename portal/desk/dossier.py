"""All that the desk knows about one ticket, gathered for its page; as many queries as there are kinds of thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.desk.cards import ArticleCard, article_cards
from portal.desk.clock import clock_rows
from portal.desk.lines import (
    NearLine,
    client_note,
    marks,
    near_line,
    place_words,
    plan_words,
    priority_words,
    severity_words,
)
from portal.desk.trail import TrailLine, trail
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.language import current_language
from portal.ground.moments import short_time
from portal.ground.wording import language_words
from portal.people.person import Person
from portal.people.viewer import Viewer
from portal.search.earlier import Near, alike
from portal.search.finding import Hit, similar_sections
from portal.search.narrowing import all_topics, product_words
from portal.tickets.closing import Resolution
from portal.tickets.due_times import policy_for
from portal.tickets.filed import Filed, filed_with
from portal.tickets.holders import holder_words
from portal.tickets.lifecycle import Status, Step
from portal.tickets.linked import linked_to
from portal.tickets.promises import Promise, promise
from portal.tickets.steps import steps_for
from portal.tickets.ticket import Colleague, Ticket
from portal.tickets.time_left import Due, due
from portal.tickets.timeline import Entry, timeline
from portal.tickets.wording import desk_status

SUGGESTED = 3


@dataclass(frozen=True)
class Dossier:
    """One ticket for the desk. `cards` are the articles that its resolution names, by number."""

    allowed: frozenset[Step]
    entries: list[Entry]
    filed: Filed
    promise: Promise
    due: Due
    clock: list[tuple[str, str]]
    client: list[tuple[str, str]]
    request: list[tuple[str, str]]
    status: tuple[str, str]
    holder: str
    follows: list[Ticket]
    followed_by: list[Ticket]
    severity: tuple[str, str]
    priority: str
    marks: list[str]
    client_note: str
    trail: list[TrailLine]
    alike: list[NearLine]
    suggested: list[Hit]
    colleagues: Sequence[Person]
    resolution: Resolution | None
    cards: dict[int, ArticleCard]


def ticket_at_desk(ref: str, viewer: Viewer) -> Select[Ticket]:
    """The ticket with its client, organisation, assignee and rating, for who works at the desk."""
    whole = (Ticket.organisation, Ticket.assignee, Ticket.requester, Ticket.rating)
    found = Ticket.visible_to(viewer).where(Ticket.ref == ref)
    return found.options(*(joinedload(part) for part in whole))


def dossier(ticket: Ticket, viewer: Viewer, now: datetime) -> Dossier:
    """Everything about the ticket, as the desk reads it."""
    filed = filed_with(ticket)
    follows, followed_by = linked_to(ticket, viewer)
    resolution = latest_resolution(ticket)
    words = f"{ticket.title}\n{filed.description}\n{filed.error_message}"
    return Dossier(
        allowed=steps_for(ticket, viewer.person),
        entries=timeline(ticket, for_agent=True, viewer=viewer, filed=filed),
        filed=filed,
        promise=promise(ticket, now),
        due=due(ticket, now),
        clock=clock_rows(ticket, now),
        priority=priority_words(ticket),
        marks=[*marks(ticket), *filter(None, [place_words(ticket.handed_to)])],
        client=_client(ticket),
        request=_request(ticket),
        status=desk_status(ticket, current_language()),
        holder=holder_words(ticket),
        follows=follows,
        followed_by=followed_by,
        severity=severity_words(ticket),
        client_note=client_note(ticket),
        trail=trail(filed.trail, viewer),
        alike=[near_line(other) for other in _alike(ticket)],
        suggested=similar_sections(words, viewer, ticket.language, SUGGESTED),
        colleagues=_colleagues(ticket),
        resolution=resolution,
        cards=article_cards([resolution.article_id] if resolution else [], viewer),
    )


def latest_resolution(ticket: Ticket) -> Resolution | None:
    """How the ticket was last resolved; None where it never was."""
    query = select(Resolution).where(Resolution.ticket_id == ticket.id)
    return db.session.scalars(query.order_by(Resolution.id.desc()).limit(1)).one_or_none()


def _colleagues(ticket: Ticket) -> Sequence[Person]:
    query = select(Person).join(Colleague, Colleague.person_id == Person.id)
    still = Person.organisation_id == ticket.organisation_id
    return db.session.scalars(
        query.where(Colleague.ticket_id == ticket.id, still).order_by(Person.name)
    ).all()


def _alike(ticket: Ticket) -> Sequence[Near]:
    others = select(Ticket).where(Ticket.id != ticket.id, Ticket.status != Status.HELD)
    return alike(ticket.title, ticket.language, others, ticket.product)


def _client(ticket: Ticket) -> list[tuple[str, str]]:
    address = ticket.requester_email
    if not ticket.is_verified:
        address = _("%(address)s (not verified)", address=address)
    organisation = ticket.organisation.name if ticket.organisation else _("None")
    rows = [
        (_("Name"), ticket.requester_name),
        (_("Address"), address),
        (_("Organisation"), organisation),
        (_("Plan"), plan_words(ticket)),
        (_("Language"), language_words(ticket.language)),
    ]
    return rows if ticket.requester_id else [*rows, (_("Signed in"), _("No, a guest"))]


def _request(ticket: Ticket) -> list[tuple[str, str]]:
    policy, language = policy_for(ticket), current_language()
    kind, channel, tier = (
        policy.request_type(ticket.kind),
        policy.channel(ticket.channel),
        policy.tier(ticket.tier),
    )
    rows = [
        (_("Severity"), severity_words(ticket)[0]),
        (_("Kind"), policy.words(kind.title, language) if kind else ticket.kind),
        (_("Channel"), policy.words(channel.title, language) if channel else ticket.channel),
        (_("Level"), policy.words(tier.title, language) if tier else ticket.tier),
        (_("Created"), short_time(ticket.opened_at)),
    ]
    if ticket.priority:
        rows.insert(1, (_("Priority"), priority_words(ticket)))
    if ticket.product:
        words = product_words(ticket.product, all_topics(), current_language())
        rows.append((_("Product"), words))
    return rows
