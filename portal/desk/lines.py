"""A ticket as one line of the queue, in words."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.ground.wording import Moment, moment
from portal.tickets.due_times import policy_for
from portal.tickets.promises import Due, due
from portal.tickets.ticket import LastWord, Ticket
from portal.tickets.wording import status_words

SEVERITY_TONES = ("bad", "warn", "info", "neutral")


@dataclass(frozen=True)
class Line:
    """What a row of the queue says. `severity_tone` goes with words, never alone."""

    url: str
    ref: str
    title: str
    due: Due
    severity: str
    severity_tone: str
    client: str
    client_note: str
    assignee: str
    last_by: str
    last_at: Moment


def line(ticket: Ticket, now: datetime) -> Line:
    """The line of a ticket whose organisation and assignee are loaded: no query."""
    severity, tone = severity_words(ticket)
    by_us = ticket.last_word_by == LastWord.AGENT
    return Line(
        url=url_for("desk.ticket", ref=ticket.ref),
        ref=ticket.ref,
        title=ticket.title,
        due=due(ticket, now),
        severity=severity,
        severity_tone=tone,
        client=ticket.requester_name,
        client_note=client_note(ticket),
        assignee=ticket.assignee.name if ticket.assignee else _("Nobody yet"),
        last_by=_("Us") if by_us else _("The client"),
        last_at=moment(ticket.last_word_at, now),
    )


@dataclass(frozen=True)
class NearLine:
    """Another ticket, as a ticket's page names it."""

    url: str
    ref: str
    title: str
    status: str
    tone: str


def near_line(ticket: Ticket) -> NearLine:
    """That line: no query."""
    words, tone = status_words(ticket)
    return NearLine(url_for("desk.ticket", ref=ticket.ref), ticket.ref, ticket.title, words, tone)


def severity_words(ticket: Ticket) -> tuple[str, str]:
    """The severity as the policy of the ticket calls it, and its tone by rank."""
    policy = policy_for(ticket)
    severity = policy.severity(ticket.severity)
    if severity is None:
        return ticket.severity, "neutral"
    tone = SEVERITY_TONES[min(severity.rank, len(SEVERITY_TONES)) - 1]
    return policy.words(severity.title, current_language()), tone


def plan_words(ticket: Ticket) -> str:
    """The plan's title."""
    policy = policy_for(ticket)
    plan = policy.plan(ticket.plan)
    return policy.words(plan.title, current_language()) if plan else ticket.plan


def client_note(ticket: Ticket) -> str:
    """The organisation and its plan; of a guest, that it is one."""
    if ticket.organisation:
        return _("%(name)s, %(plan)s", name=ticket.organisation.name, plan=plan_words(ticket))
    return plan_words(ticket) if ticket.requester_id else _("Guest")
