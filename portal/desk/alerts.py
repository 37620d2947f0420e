"""What must not wait: tickets so grave that the policy alerts the team, and that nobody has taken."""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import bindparam, or_, select

from portal.ground.db import db
from portal.ground.language import current_language
from portal.ground.wording import Moment, moment
from portal.policy.editions import current_policy, policy_of
from portal.policy.policy import Policy
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Ticket

MOST = 10


@dataclass(frozen=True)
class AlertLine:
    """A ticket that nobody has taken; `severity` and `tier` in the reader's words, `since` it was opened."""

    ref: str
    title: str
    severity: str
    tier: str
    since: Moment
    url: str


def untaken() -> list[AlertLine]:
    """The ten that have waited longest. One query on one index; none where the policy alerts nobody.

    A severity that the policy in force does not alert about is not looked for under older editions either.
    """
    alerting = current_policy().watch.alert
    if not alerting:
        return []
    lines = []
    for row in db.session.execute(_UNTAKEN, {"severities": alerting}):
        policy = policy_of(row.edition)
        if row.severity in policy.watch.alert:
            lines.append(
                _line(row.ref, row.title, row.severity, row.tier, moment(row.opened_at), policy)
            )
    return lines


# Prepared once. What a rule gave to somebody who has not begun is still open: it is not taken.
_UNTAKEN = (
    select(Ticket.ref, Ticket.title, Ticket.severity, Ticket.tier, Ticket.opened_at, Ticket.edition)
    .where(
        Ticket.severity.in_(bindparam("severities", expanding=True)),
        Ticket.status.in_([Status.OPEN, Status.IN_PROGRESS]),
        or_(Ticket.status == Status.OPEN, Ticket.assignee_id.is_(None)),
    )
    .order_by(Ticket.opened_at)
    .limit(MOST)
)


def _line(
    ref: str, title: str, severity: str, tier: str, since: Moment, policy: Policy
) -> AlertLine:
    language, rank, level = current_language(), policy.severity(severity), policy.tier(tier)
    return AlertLine(
        ref=ref,
        title=title,
        severity=policy.words(rank.title, language) if rank else severity,
        tier=policy.words(level.title, language) if level else tier,
        since=since,
        url=url_for("desk.ticket", ref=ref),
    )
