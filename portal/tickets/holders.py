"""Who has a ticket, in a sentence for its client: a person, a level of the team, or whoever it was handed to."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import bindparam, select

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.language import current_language
from portal.ground.wording import day
from portal.tickets.days import end_of
from portal.tickets.due_times import policy_for
from portal.tickets.handover import Destination, Handover
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Ticket


def who_has_it(ticket: Ticket, now: datetime, is_named: bool) -> Iterator[str]:
    """`is_named`: the headline does not name the person."""
    if ticket.handed_to:
        yield from _handed_over(ticket, now)
    elif ticket.assignee and (is_named or ticket.status != Status.IN_PROGRESS):
        yield assigned_words(ticket.assignee.name, is_begun(ticket))
    elif ticket.assignee is None:
        policy = policy_for(ticket)
        tier = policy.tier(ticket.tier)
        if tier is None or tier == policy.tiers[0]:
            yield _("Assigned to our support team.")
        else:
            title = policy.words(tier.title, current_language())
            yield _("It is with our team: %(tier)s.", tier=title)


def is_begun(ticket: Ticket) -> bool:
    """Whether whoever a rule gave it to has taken it: until then it is still open, and the desk is alerted."""
    return ticket.status != Status.OPEN


def assigned_words(name: str, has_begun: bool) -> str:
    """Who has it, for clients and the desk alike."""
    if has_begun:
        return _("Assigned to %(name)s.", name=name)
    return _("Assigned to %(name)s, who hasn’t started yet.", name=name)


def holder_words(ticket: Ticket) -> str:
    """Who has it, as the desk reads it beside a ticket's title."""
    return assigned_to(ticket.assignee.name if ticket.assignee else None, is_begun(ticket))


def assigned_to(name: str | None, has_begun: bool) -> str:
    """The same of a name; None: nobody has it."""
    if name is None:
        return _("Not assigned yet")
    if has_begun:
        return _("Assigned to %(name)s", name=name)
    return _("Assigned to %(name)s, not started", name=name)


def _handed_over(ticket: Ticket, now: datetime) -> Iterator[str]:
    handover = db.session.scalars(_HANDOVER, {"ticket": ticket.id, "to": ticket.handed_to}).first()
    match ticket.handed_to:
        case Destination.DEVELOPMENT:
            yield _("Our developers have it.")
        case Destination.MANAGEMENT:
            yield _("Our management is handling this.")
        case _ if handover and handover.name:
            yield _("It is with an outside provider: %(name)s.", name=handover.name)
        case _:
            yield _("It is with an outside provider.")
    if handover and handover.expected_on:
        yield _by_when(handover.expected_on, now)


def _by_when(on: date, now: datetime) -> str:
    """On which day they mean to be done there, and what follows where they are not."""
    if now < end_of(on):
        return _(
            "They expect to be done by %(day)s. If it takes longer, we ask them, and tell you what they say.",
            day=day(on),
        )
    return _(
        "They expected to be done by %(day)s. It takes longer: we ask them, and tell you what they say.",
        day=day(on),
    )


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
