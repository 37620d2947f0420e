"""What must not wait: tickets so grave that the policy alerts the team, and that nobody has taken."""

from dataclasses import dataclass
from functools import lru_cache

from flask import url_for
from sqlalchemy import bindparam, or_, select

from portal.ground.db import db
from portal.ground.now import now
from portal.ground.wording import Moment, current_reader, moment
from portal.people.person import Person
from portal.policy.editions import current_policy, policy_of
from portal.tickets.holders import assigned_to
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Ticket

MOST = 10


@dataclass(frozen=True)
class AlertLine:
    """A ticket that nobody has started; `severity` and `tier` in the reader's words, `holder` to whom a rule gave it,
    `since` it was opened. `taking` is where the deed is sent."""

    ref: str
    title: str
    severity: str
    tier: str
    holder: str
    since: Moment
    url: str
    taking: str


def untaken() -> list[AlertLine]:
    """The ten that have waited longest. One query on one index; none where the policy alerts nobody.

    A severity that the policy in force does not alert about is not looked for under older editions either.
    """
    alerting = current_policy().watch.alert
    if not alerting:
        return []
    reader, desk, at = current_reader(), url_for("desk.queue"), now()
    lines = []
    rows = db.session.execute(_UNTAKEN, {"severities": alerting})
    for ref, title, severity, tier, opened_at, edition, name in rows:
        if severity in policy_of(edition).watch.alert:
            called = _called(edition, severity, tier, reader.language)
            since = moment(opened_at, at, reader)
            url = f"{desk}/{ref}"
            holder = assigned_to(name, has_begun=True)
            lines.append(AlertLine(ref, title, *called, holder, since, url, f"{url}/taking"))
    return lines


# Prepared once. What a rule gave to somebody who has not begun is still open: it is not taken.
_UNTAKEN = (
    select(
        *(Ticket.ref, Ticket.title, Ticket.severity, Ticket.tier, Ticket.opened_at, Ticket.edition),
        Person.name,
    )
    .outerjoin(Person, Ticket.assignee_id == Person.id)
    .where(
        Ticket.severity.in_(bindparam("severities", expanding=True)),
        Ticket.status.in_([Status.OPEN, Status.IN_PROGRESS]),
        or_(Ticket.status == Status.OPEN, Ticket.assignee_id.is_(None)),
    )
    .order_by(Ticket.opened_at)
    .limit(MOST)
)


@lru_cache(maxsize=2_000)
def _called(edition: str, severity: str, tier: str, language: str) -> tuple[str, str]:
    """How an edition calls them; their keys where it does not know them. An edition never changes."""
    policy = policy_of(edition)
    rank, level = policy.severity(severity), policy.tier(tier)
    return (
        policy.words(rank.title, language) if rank else severity,
        policy.words(level.title, language) if level else tier,
    )
