"""Where else a ticket goes: to another level, to development, to a provider outside, up to management."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets.choosing import above
from portal.tickets.conversation import MessageKind
from portal.tickets.due_times import keep_promises, policy_for
from portal.tickets.events import EventKind, awaited
from portal.tickets.handover import Destination, Handover
from portal.tickets.lifecycle import Step
from portal.tickets.steps.assigning import place
from portal.tickets.steps.moving import Words, log, move, say
from portal.tickets.steps.placing import take
from portal.tickets.ticket import Ticket

PROVIDER = "provider"
"""The waiting reason of the policies for somebody outside."""


@dataclass(frozen=True)
class Outside:
    """Who has it there, how to reach them, their own number for it, and when they mean to be done."""

    name: str = ""
    contact: str = ""
    reference: str = ""
    expected_on: date | None = None


def escalate(ticket: Ticket, person: Person, tier: str, words: Words, now: datetime) -> None:
    """Hand the ticket to another level, where the policy's rules give it to somebody, or nobody has it yet.

    `words` tell the client why. Raises Forbidden where it is at that level already, or nobody works there.
    """
    wanted = policy_for(ticket).tier(tier)
    if wanted is None or wanted.is_management:
        raise Forbidden(_("The service policy does not know that level."))
    if tier == ticket.tier:
        raise Forbidden(_("The ticket is at that level already."))
    move(ticket, Step.ESCALATE, person)
    before, ticket.tier, ticket.assignee_id = ticket.tier, tier, None
    handover = _begin(ticket, person, Destination.TIER, now, tier=tier)
    message = say(ticket, MessageKind.REASON, person, words, now)
    log(ticket, EventKind.ESCALATED, person, now, message, before, tier, handover.id)
    place(ticket, now, stays=True)
    keep_promises(ticket, now)


def hand_over(
    ticket: Ticket,
    person: Person,
    to: Destination,
    words: Words,
    now: datetime,
    outside: Outside | None = None,
    is_awaited: bool = False,
) -> None:
    """Bring in development, a provider or management; who has the ticket stays in charge (nobody: who does this).

    `words` tell the client why. `is_awaited`: the ticket waits for the provider, as the policy says.
    Raises Forbidden where it is there already, or nobody is further up.
    """
    opened = open_handovers(ticket)
    tier = _next_above(ticket, opened) if to is Destination.MANAGEMENT else None
    if tier is None and any(each.destination == to for each in opened):
        raise Forbidden(_("It is there already. What they say goes with the handover."))
    before = ticket.tier
    move(ticket, Step.ESCALATE, person)
    if ticket.assignee_id is None and to is not Destination.MANAGEMENT:
        take(ticket, person, now)
    handover = _begin(ticket, person, to, now, tier, outside)
    message = say(ticket, MessageKind.REASON, person, words, now)
    log(ticket, EventKind.ESCALATED, person, now, message, before, to, handover.id)
    expect(ticket, person, handover, handover.expected_on, now)
    if is_awaited and to is Destination.PROVIDER:
        _await_provider(ticket, person, now)
    keep_promises(ticket, now)


def expect(
    ticket: Ticket,
    person: Person,
    handover: Handover,
    on: date | None,
    now: datetime,
    earlier: date | None = None,
) -> None:
    """Note the day on which they mean to be done there, where they name one that is not the `earlier`; the client
    is told."""
    if on is None or on == earlier:
        return
    handover.expected_on = on
    to = handover.destination
    before = awaited(to, earlier) if earlier else None
    after, number = awaited(to, on), handover.id
    log(ticket, EventKind.EXPECTED, person, now, before=before, after=after, subject_id=number)


def open_handovers(ticket: Ticket) -> Sequence[Handover]:
    """Where the ticket is now beside its assignee, the newest first."""
    return db.session.scalars(_OPEN, {"ticket": ticket.id}).all()


def next_above(ticket: Ticket, opened: Sequence[Handover]) -> str | None:
    """The place of the chain that hears of the ticket next; None where nobody is further up."""
    told = (each.tier for each in opened if each.destination == Destination.MANAGEMENT)
    tier = above(policy_for(ticket), next(told, None) or ticket.tier)
    return tier.key if tier else None


def _next_above(ticket: Ticket, opened: Sequence[Handover]) -> str:
    tier = next_above(ticket, opened)
    if tier is None:
        raise Forbidden(_("There is nobody further up: everyone in the chain has been notified."))
    return tier


def _await_provider(ticket: Ticket, person: Person, now: datetime) -> None:
    if policy_for(ticket).waiting_reason(PROVIDER) is None:
        raise Forbidden(_("The service policy does not know that reason to wait."))
    before = ticket.waiting_for
    move(ticket, Step.AWAIT, person)
    ticket.waiting_for, ticket.closes_at = PROVIDER, None
    log(ticket, EventKind.WAITING, person, now, before=before, after=PROVIDER)


def _begin(
    ticket: Ticket,
    person: Person,
    to: Destination,
    now: datetime,
    tier: str | None = None,
    outside: Outside | None = None,
) -> Handover:
    there = vars(outside) if outside else {}
    handover = Handover(
        ticket_id=ticket.id, destination=to, tier=tier, person_id=person.id, at=now, **there
    )
    db.session.add(handover)
    db.session.flush()
    if to is not Destination.TIER:
        ticket.handed_to = to
    return handover


_OPEN = (
    select(Handover)
    .where(Handover.ticket_id == bindparam("ticket"), Handover.returned_at.is_(None))
    .order_by(Handover.id.desc())
)
