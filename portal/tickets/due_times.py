"""When what was promised is due: computed from a ticket's events by its own policy, and stored for queries."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from portal.ground.db import db
from portal.policy.days_kept import keep_days
from portal.policy.editions import policy_of
from portal.policy.policy import Policy, Targets
from portal.tickets import clock, ledger, noticing
from portal.tickets.clock import Class, Clock, Goal, Promised, Stamp
from portal.tickets.conversation import Event
from portal.tickets.events import EventKind
from portal.tickets.handover import days_awaited
from portal.tickets.ledger import Ledger
from portal.tickets.story import opened_as
from portal.tickets.terms import Terms
from portal.tickets.ticket import Ticket


def policy_for(ticket: Ticket) -> Policy:
    """The policy under which this ticket's promises were made."""
    return policy_of(ticket.edition)


def class_of(ticket: Ticket) -> Class:
    """What decides on its promises now."""
    return Class(ticket.plan, ticket.severity, ticket.kind, ticket.priority or "")


def targets_of(ticket: Ticket) -> Targets:
    """What is promised for the ticket as it is classified now."""
    return policy_for(ticket).targets(*class_of(ticket))


def promised(
    policy: Policy,
    plan: str,
    severity: str,
    kind: str,
    priority: str,
    channel: str,
    start: datetime,
) -> Mapping[Goal, Promised]:
    """What the policy promises, from `start` on, for a request of that class by that channel; no ticket is needed."""
    terms, asked = terms_of(policy, channel), Class(plan, severity, kind, priority)
    given = {goal: terms.promised(goal, asked, start) for goal in Goal}
    return {goal: each for goal, each in given.items() if each is not None}


def terms_of(policy: Policy, channel: str) -> Terms:
    """What the policy says to the clock of a request that came by that channel."""
    known = _terms.get((id(policy), channel))
    if known is None or known.policy is not policy:
        if len(_terms) >= _MOST_TERMS:
            _terms.clear()
        known = _terms[id(policy), channel] = Terms(policy, channel)
    return known


_MOST_TERMS = 512
_terms: dict[tuple[int, str], Terms] = {}
"""By the policy's identity (each keeps its own, so that no other can take its place)."""


def stamps_of(ticket: Ticket) -> list[Stamp]:
    """What the clock reads of all the ticket's events, in the order of the log (one query)."""
    rows = db.session.execute(_LOG, {"ticket": ticket.id})
    return [
        Stamp(_KINDS[kind], at, by_agent, after, before)
        for kind, at, by_agent, after, before in rows
    ]


_KINDS: dict[str, EventKind] = {kind.value: kind for kind in EventKind}
"""Looked up: calling the class for each event of a long log takes longer than the rest of its stamp."""

# Prepared once: building a query takes longer than running it.
_LOG = (
    select(Event.kind, Event.at, Event.by_agent, Event.after, Event.before)
    .where(Event.ticket_id == bindparam("ticket"))
    .order_by(Event.id)
)


def clock_of(ticket: Ticket, now: datetime) -> Clock:
    """The clock at `now`, from all events of the ticket (one query)."""
    return clock_from(ticket, stamps_of(ticket), now)


def clock_from(ticket: Ticket, stamps: Sequence[Stamp], now: datetime) -> Clock:
    """The clock at `now`, where the caller has all events of the ticket."""
    terms = terms_of(policy_for(ticket), ticket.channel)
    return clock.read(stamps, opened_as(stamps, class_of(ticket)), terms, now)


def ledger_of(ticket: Ticket, now: datetime) -> Ledger:
    """The ledger at `now`, from all events of the ticket (one query)."""
    stamps, terms = stamps_of(ticket), terms_of(policy_for(ticket), ticket.channel)
    return ledger.ledger(stamps, opened_as(stamps, class_of(ticket)), terms, now)


def keep_promises(ticket: Ticket, now: datetime, stamps: Sequence[Stamp] | None = None) -> None:
    """Store what the clock says, for lists, queues and the watch. The only writer of these columns; inside `writing()`.

    `stamps` are the ticket's events where the caller has them all; else they are read.
    """
    if stamps is None:
        stamps = stamps_of(ticket)
    known = clock_from(ticket, stamps, now)
    keep_days(ticket.edition)
    first, resolution, update = known.first_response, known.resolution, known.update
    ticket.first_response_due_at = first.due_at if first else None
    ticket.first_response_at = known.first_response_at
    ticket.resolution_due_at = resolution.due_at if resolution else None
    ticket.update_due_at = update.due_at if update else None
    ticket.next_due_at = known.next_due_at
    ticket.paused_at = known.paused_at
    ticket.resolved_at = known.resolved_at
    ticket.watch_at = noticing.next_at(watched(ticket), known, stamps, policy_for(ticket))


def watched(ticket: Ticket) -> noticing.Watched:
    """What the watch knows of the ticket beside its clock and its events."""
    return noticing.Watched(
        severity=ticket.severity,
        status=ticket.status,
        has_somebody=ticket.assignee_id is not None,
        waiting_for=ticket.waiting_for,
        closes_at=ticket.closes_at,
        awaited=days_awaited(ticket.id) if ticket.handed_to else {},
    )
