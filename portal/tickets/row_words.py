"""Which row of the policy's table a promise comes from, in a sentence."""

from portal.ground.catalogue import _
from portal.ground.lists import listed
from portal.policy.policy import Policy, Targets
from portal.tickets.goals import Goal
from portal.tickets.ledger import Account


def row_words(account: Account, row: Targets, policy: Policy, channel: str, language: str) -> str:
    """Which `row` says so; or that the channel, or what the ticket waits for, does."""
    promised = account.promised
    of_row = {
        Goal.FIRST_RESPONSE: row.first_response,
        Goal.RESOLUTION: row.resolution,
        Goal.UPDATES: row.updates,
    }[account.goal]
    if promised and (promised.term, promised.hours.key) != (of_row, row.calendar):
        if account.goal is Goal.UPDATES:
            return _("This applies while we wait.")
        known = policy.channel(channel)
        title = policy.words(known.title, language) if known else channel
        return _("This applies to requests received through %(channel)s.", channel=title)
    named = {
        "plan": policy.plan(row.plan),
        "kind": policy.request_type(row.request_type),
        "priority": policy.priority(row.priority),
        "severity": policy.severity(row.severity),
    }
    parts = [
        _named(name, policy.words(part.title, language))
        for name, part in named.items()
        if part is not None
    ]
    if not parts:
        return _("This applies to every request.")
    return _("This applies to: %(row)s.", row=listed(parts))


def _named(name: str, title: str) -> str:
    """One of the things that a row of the policy's table is for."""
    return {
        "plan": _("plan %(title)s", title=title),
        "kind": _("requests of the kind “%(title)s”", title=title),
        "priority": _("priority %(title)s", title=title),
        "severity": _("severity %(title)s", title=title),
    }[name]
