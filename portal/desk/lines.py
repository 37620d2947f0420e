"""A ticket as one line of the queue, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask import url_for

from portal.desk.queue import Waiting
from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.ground.lists import listed
from portal.ground.wording import current_reader, moment
from portal.policy.editions import policy_of
from portal.policy.parts import Plan, Priority, Severity
from portal.search.earlier import Near
from portal.tickets.handover import Destination
from portal.tickets.lifecycle import is_open
from portal.tickets.ticket import LastWord, Ticket
from portal.tickets.time_left import due
from portal.tickets.wording import desk_status

SEVERITY_TONES = ("bad", "warn", "info", "neutral")


Line = tuple[str | int, ...]
"""What a row of the queue says, in the order in which its template names the parts: a hundred rows of
twenty parts are unpacked far faster than they are looked up by name."""


def queue_lines(tickets: Iterable[Waiting], now: datetime) -> list[Line]:
    """The lines of these tickets of the queue: no query."""
    reader, desk, nobody = current_reader(), url_for("desk.queue"), _("Nobody yet")
    speakers = {LastWord.AGENT.value: _("Us"), LastWord.CLIENT.value: _("The client")}
    lines: list[Line] = []
    for ticket in tickets:
        known = _class_words(
            ticket.edition, ticket.severity, ticket.priority, ticket.plan, reader.language
        )
        whose = ticket.organisation_name, ticket.requester_id is None
        left, last = due(ticket, now, reader), moment(ticket.last_word_at, now, reader)
        lines.append(
            (
                *(left.tone, left.exact or "", left.words, left.note, left.percent),
                *(known.tone, known.severity, known.priority),
                *(f"{desk}/{ticket.ref}", ticket.title, ticket.ref, listed(marks(ticket))),
                ticket.requester_name,
                _note(*whose, known.plan, reader.language),
                *(ticket.assignee_name or nobody, place_words(ticket.handed_to)),
                *(speakers[ticket.last_word_by], last.iso, last.exact, last.words),
            )
        )
    return lines


def marks(ticket: Ticket | Waiting) -> list[str]:
    """What waits beside the clock: an objection to answer, a ticket out of scope."""
    known = []
    if ticket.objected_at and is_open(ticket.status):
        known.append(_("Objection to answer"))
    if ticket.out_of_scope:
        known.append(_("Out of scope"))
    return known


def place_words(handed_to: str | None) -> str:
    """Where a ticket is while it is handed over; empty where it is with the desk."""
    if not handed_to:
        return ""
    return {
        Destination.DEVELOPMENT: _("With development"),
        Destination.PROVIDER: _("With a provider"),
        Destination.MANAGEMENT: _("With management"),
    }.get(Destination(handed_to), "")


@dataclass(frozen=True)
class NearLine:
    """Another ticket, as a ticket's page names it."""

    url: str
    ref: str
    title: str
    status: str
    tone: str


def near_line(ticket: Near) -> NearLine:
    """That line: no query."""
    words, tone = desk_status(ticket, current_language())
    return NearLine(url_for("desk.ticket", ref=ticket.ref), ticket.ref, ticket.title, words, tone)


def severity_words(ticket: Ticket) -> tuple[str, str]:
    """The severity as the policy of the ticket calls it, and its tone by rank."""
    known = _words_of(ticket)
    return known.severity, known.tone


def priority_words(ticket: Ticket) -> str:
    """The priority as the policy of the ticket calls it; empty where it has none."""
    return _words_of(ticket).priority


def plan_words(ticket: Ticket) -> str:
    """The plan's title."""
    return _words_of(ticket).plan


def client_note(ticket: Ticket) -> str:
    """The organisation and its plan; of a guest, that it is one."""
    organisation = ticket.organisation.name if ticket.organisation else None
    is_guest = ticket.requester_id is None
    return _note(organisation, is_guest, plan_words(ticket), current_language())


@lru_cache(maxsize=2_000)
def _note(organisation: str | None, is_guest: bool, plan: str, _language: str) -> str:
    """Kept by language: a page of the queue says few of them."""
    if organisation:
        return _("%(name)s, %(plan)s", name=organisation, plan=plan)
    return _("Guest") if is_guest else plan


@dataclass(frozen=True)
class _ClassWords:
    severity: str
    tone: str
    priority: str
    plan: str


def _words_of(ticket: Ticket) -> _ClassWords:
    language = current_language()
    return _class_words(ticket.edition, ticket.severity, ticket.priority, ticket.plan, language)


@lru_cache(maxsize=2_000)
def _class_words(
    edition: str, severity: str, priority: str, plan: str, language: str
) -> _ClassWords:
    """How an edition calls them; their keys where it does not know them. An edition never changes."""
    policy = policy_of(edition)
    rank = policy.severity(severity)

    def title(part: Severity | Priority | Plan | None, key: str) -> str:
        return policy.words(part.title, language) if part else key

    return _ClassWords(
        severity=title(rank, severity),
        tone=SEVERITY_TONES[min(rank.rank, len(SEVERITY_TONES)) - 1] if rank else "neutral",
        priority=title(policy.priority(priority), priority),
        plan=title(policy.plan(plan), plan),
    )
