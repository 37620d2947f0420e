"""Who has a ticket, how it is classified, and on which plan it is served."""

from datetime import datetime

from sqlalchemy import select

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.policy.policy import IMPACT
from portal.tickets.conversation import MessageKind
from portal.tickets.due_times import keep_promises, policy_for
from portal.tickets.events import EventKind, classification
from portal.tickets.filing import Answer
from portal.tickets.lifecycle import Status, Step
from portal.tickets.steps.assigning import place
from portal.tickets.steps.moving import Words, log, move, say
from portal.tickets.ticket import Ticket


def release(ticket: Ticket, person: Person, now: datetime) -> None:
    """Let a held filing go on as a ticket: its clock starts now, and the policy's rules say to whom it goes."""
    move(ticket, Step.RELEASE, person)
    log(ticket, EventKind.RELEASED, person, now)
    place(ticket, now)
    keep_promises(ticket, now)


def take(ticket: Ticket, person: Person, now: datetime) -> None:
    """Have the ticket oneself, or begin with one that a rule gave to oneself. Twice is once."""
    is_new = ticket.status == Status.OPEN
    move(ticket, Step.TAKE, person)
    if is_new or ticket.assignee_id != person.id:
        ticket.assignee_id = person.id
        log(ticket, EventKind.TAKEN, person, now, subject_id=person.id)
        keep_promises(ticket, now)


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
        keep_promises(ticket, now)


def reclassify(
    ticket: Ticket, person: Person, severity: str, kind: str, words: Words, now: datetime
) -> None:
    """Change severity or request type (keys of the ticket's policy); the priority follows. `words` tell the client why,
    and answer an objection where there is one.

    Raises Forbidden where nothing would change or the policy does not know a key.
    """
    policy = policy_for(ticket)
    if policy.severity(severity) is None or policy.request_type(kind) is None:
        raise Forbidden(_("The service policy does not know that class."))
    if (severity, kind) == (ticket.severity, ticket.kind):
        raise Forbidden(_("The ticket already has that classification."))
    move(ticket, Step.RECLASSIFY, person)
    before = classification(ticket.severity, ticket.kind, ticket.priority)
    ticket.severity, ticket.kind, ticket.objected_at = severity, kind, None
    ticket.priority = policy.priority_of(severity, _impact(ticket))
    message = say(ticket, MessageKind.REASON, person, words, now)
    after = classification(severity, kind, ticket.priority)
    log(ticket, EventKind.RECLASSIFIED, person, now, message, before=before, after=after)
    keep_promises(ticket, now)


def move_plan(ticket: Ticket, person: Person, plan: str, words: Words, now: datetime) -> None:
    """Serve the ticket on another plan of its own policy; `words` tell the client why.

    Raises Forbidden where it is on that plan or the policy does not know it.
    """
    if policy_for(ticket).plan(plan) is None:
        raise Forbidden(_("The service policy of this ticket does not know that plan."))
    if plan == ticket.plan:
        raise Forbidden(_("The ticket is already on that plan."))
    move(ticket, Step.MOVE_PLAN, person)
    before, ticket.plan = ticket.plan, plan
    message = say(ticket, MessageKind.REASON, person, words, now)
    log(ticket, EventKind.PLAN_CHANGED, person, now, message, before=before, after=plan)
    keep_promises(ticket, now)


def _impact(ticket: Ticket) -> dict[str, str]:
    """What the client answered about the effect on their work."""
    answers = select(Answer.question, Answer.text).where(Answer.ticket_id == ticket.id)
    impact = answers.where(Answer.question.startswith(IMPACT))
    return {row.question: row.text for row in db.session.execute(impact)}
