"""Who has a ticket, in a sentence for its client: a person, a level of the team, or whoever it was handed to."""

from collections.abc import Iterator

from sqlalchemy import bindparam, select

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.language import current_language
from portal.ground.wording import day
from portal.tickets.due_times import policy_for
from portal.tickets.handover import Destination, Handover
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Ticket


def who_has_it(ticket: Ticket, is_named: bool) -> Iterator[str]:
    """`is_named`: the headline does not name the person."""
    if ticket.handed_to:
        yield from _handed_over(ticket)
    elif ticket.assignee and (is_named or ticket.status != Status.IN_PROGRESS):
        yield _("%(name)s has it.", name=ticket.assignee.name)
    elif ticket.assignee is None:
        policy = policy_for(ticket)
        tier = policy.tier(ticket.tier)
        if tier is None or tier == policy.tiers[0]:
            yield _("It is with our support team.")
        else:
            title = policy.words(tier.title, current_language())
            yield _("It is with our team: %(tier)s.", tier=title)


def _handed_over(ticket: Ticket) -> Iterator[str]:
    handover = db.session.scalars(_HANDOVER, {"ticket": ticket.id, "to": ticket.handed_to}).first()
    match ticket.handed_to:
        case Destination.DEVELOPMENT:
            yield _("Our development team has it.")
        case Destination.MANAGEMENT:
            yield _("Our management is looking after it.")
        case _ if handover and handover.name:
            yield _("It is with a provider of ours: %(name)s.", name=handover.name)
        case _:
            yield _("It is with a provider of ours.")
    if handover and handover.expected_on:
        yield _("They expect to be done by %(day)s.", day=day(handover.expected_on))


_HANDOVER = (
    select(Handover)
    .where(
        Handover.ticket_id == bindparam("ticket"),
        Handover.destination == bindparam("to"),
        Handover.returned_at.is_(None),
    )
    .order_by(Handover.id.desc())
    .limit(1)
)
