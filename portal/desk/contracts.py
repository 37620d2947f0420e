"""What a new plan of an organisation means for the tickets that it has open."""

from datetime import datetime

from sqlalchemy import func, select

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.language import force_locale
from portal.people.person import Organisation, Person
from portal.tickets import steps
from portal.tickets.due_times import policy_for
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Ticket

_OPEN = [Status.OPEN, Status.IN_PROGRESS, Status.WAITING]


def open_tickets(organisation: Organisation) -> int:
    """How many tickets of the organisation are open."""
    query = select(func.count()).where(
        Ticket.organisation_id == organisation.id, Ticket.status.in_(_OPEN)
    )
    return db.session.scalar(query) or 0


def move_open_tickets(organisation: Organisation, person: Person, now: datetime) -> tuple[int, int]:
    """Serve the organisation's open tickets on its plan, too; each client reads why, in the ticket's language.

    How many were moved, and how many stay, since their edition of the policy does not know the plan.
    """
    query = select(Ticket).where(
        Ticket.organisation_id == organisation.id,
        Ticket.status.in_(_OPEN),
        Ticket.plan != organisation.plan,
    )
    moved = stay = 0
    for ticket in db.session.scalars(query.order_by(Ticket.id)).all():
        policy = policy_for(ticket)
        plan = policy.plan(organisation.plan)
        if plan is None:
            stay += 1
            continue
        with force_locale(ticket.language):
            title = policy.words(plan.title, ticket.language)
            why = _(
                "%(organisation)s is on the plan %(plan)s now, and so is this ticket.",
                organisation=organisation.name,
                plan=title,
            )
        steps.move_plan(ticket, person, plan.key, steps.render(why), now)
        moved += 1
    return moved, stay
