"""Who has a ticket, at which tier, and how it is classified."""

from datetime import datetime

from portal.ground.catalogue import _
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets.conversation import MessageKind
from portal.tickets.due_times import keep_promises, policy_for
from portal.tickets.events import EventKind, classification
from portal.tickets.lifecycle import Step
from portal.tickets.steps.moving import Words, log, move, say
from portal.tickets.ticket import Ticket


def release(ticket: Ticket, person: Person, now: datetime) -> None:
    """Let a held filing go on as a ticket: its clock starts now."""
    move(ticket, Step.RELEASE, person)
    log(ticket, EventKind.RELEASED, person, now)
    keep_promises(ticket, now)


def take(ticket: Ticket, person: Person, now: datetime) -> None:
    """Have the ticket oneself. Twice is once."""
    move(ticket, Step.TAKE, person)
    if ticket.assignee_id != person.id:
        ticket.assignee_id = person.id
        log(ticket, EventKind.TAKEN, person, now, subject_id=person.id)


def assign(ticket: Ticket, person: Person, assignee: Person, now: datetime) -> None:
    """Give the ticket to a person of the desk. Raises Forbidden where that person does not work there."""
    if not assignee.is_agent or assignee.disabled_at is not None:
        raise Forbidden(_("%(name)s does not work at the desk.", name=assignee.name))
    if assignee.id == person.id:
        take(ticket, person, now)
        return
    move(ticket, Step.ASSIGN, person)
    if ticket.assignee_id != assignee.id:
        ticket.assignee_id = assignee.id
        log(ticket, EventKind.ASSIGNED, person, now, subject_id=assignee.id)


def reclassify(
    ticket: Ticket, person: Person, severity: str, kind: str, words: Words, now: datetime
) -> None:
    """Change severity or request type (keys of the ticket's policy); `words` tell the client why.

    Raises Forbidden where nothing would change or the policy does not know a key.
    """
    policy = policy_for(ticket)
    if policy.severity(severity) is None or policy.request_type(kind) is None:
        raise Forbidden(_("The service policy does not know that class."))
    if (severity, kind) == (ticket.severity, ticket.kind):
        raise Forbidden(_("The ticket is classified like that already."))
    move(ticket, Step.RECLASSIFY, person)
    before = classification(ticket.severity, ticket.kind)
    ticket.severity, ticket.kind = severity, kind
    message = say(ticket, MessageKind.REASON, person, words, now)
    after = classification(severity, kind)
    log(ticket, EventKind.RECLASSIFIED, person, now, message, before=before, after=after)
    keep_promises(ticket, now)


def escalate(ticket: Ticket, person: Person, tier: str, words: Words, now: datetime) -> None:
    """Hand the ticket to another tier, where nobody has it yet; `words` tell the client why.

    Raises Forbidden where it is at that tier already or the policy does not know it.
    """
    if policy_for(ticket).tier(tier) is None:
        raise Forbidden(_("The service policy does not know that level."))
    if tier == ticket.tier:
        raise Forbidden(_("The ticket is at that level already."))
    move(ticket, Step.ESCALATE, person)
    before, ticket.tier, ticket.assignee_id = ticket.tier, tier, None
    message = say(ticket, MessageKind.REASON, person, words, now)
    log(ticket, EventKind.ESCALATED, person, now, message, before=before, after=tier)
    keep_promises(ticket, now)
