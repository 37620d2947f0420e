"""To whom the policy's rules give a ticket that comes: at its opening, its release, and at a new level."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select

from portal.ground.db import db
from portal.people.person import Person
from portal.people.roles import Role
from portal.policy.hours import hours_of
from portal.policy.policy import Policy
from portal.tickets.choosing import Candidate, least_loaded, rule_for
from portal.tickets.due_times import policy_for
from portal.tickets.events import EventKind
from portal.tickets.lifecycle import Status
from portal.tickets.steps.moving import log
from portal.tickets.ticket import Ticket


def place(ticket: Ticket, now: datetime, stays: bool = False) -> bool:
    """Follow the first rule that holds: its level, and the person of the level who is next. Whether somebody has it now.

    `stays`: the level was decided by a person. Where no rule holds nothing happens: whoever comes first takes it.
    """
    policy = policy_for(ticket)
    rule = rule_for(policy, _known_of(ticket), stays)
    if rule is None:
        return False
    ticket.tier = rule.tier or ticket.tier
    chosen = None
    if rule.pick == "least-loaded":
        chosen = least_loaded(_at_work(ticket, policy, now))
    ticket.assignee_id = chosen.person_id if chosen else None
    log(
        ticket,
        EventKind.PLACED,
        None,
        now,
        before=str(chosen.load) if chosen else None,
        after=rule.key,
        subject_id=chosen.person_id if chosen else None,
    )
    return chosen is not None


def _known_of(ticket: Ticket) -> dict[str, str]:
    """What a rule may ask about."""
    return {
        "request_type": ticket.kind,
        "severity": ticket.severity,
        "priority": ticket.priority,
        "plan": ticket.plan,
        "language": ticket.language,
        "channel": ticket.channel,
        "tier": ticket.tier,
    }


def _at_work(ticket: Ticket, policy: Policy, now: datetime) -> Iterator[Candidate]:
    """The people of the ticket's level in whose working hours this is; one query."""
    tier = policy.tier(ticket.tier)
    for person, load, newest_at in db.session.execute(_OF_TIER, {"tier": ticket.tier}):
        own = policy.calendar(person.calendar or "")
        calendar = own.key if own else tier.calendar if tier else None
        if calendar is None or hours_of(policy, calendar).is_open(now):
            yield Candidate(person.id, person.language == ticket.language, load, newest_at)


_STAFF = [role for role in Role if role.is_staff]
_OPEN = [Status.OPEN, Status.IN_PROGRESS, Status.WAITING]
_OF_TIER = (
    select(Person, func.count(Ticket.id), func.max(Ticket.opened_at))
    .outerjoin(Ticket, and_(Ticket.assignee_id == Person.id, Ticket.status.in_(_OPEN)))
    .where(Person.tier == bindparam("tier"))
    .where(Person.role.in_(_STAFF), Person.disabled_at.is_(None))
    .group_by(Person.id)
)
