"""How the demo's plans, kinds, channels, levels, reasons and hours fit a policy of another make: by name, else by what they are."""

from portal.policy.policy import Policy, RequestType
from portal.tickets.steps import exclusions

_PLANS = ("standard", "plus", "premium", "enterprise")
_LEVELS = ("level-1", "level-2", "level-3")
_FAILURES = frozenset({"system-error", "configuration-problem", "backup-restore", "call"})
"""The kinds of which the client is asked how bad it is."""

_ALSO_CALLED = {
    "system-error": ("software", "incident", "failure", "problem"),
    "configuration-problem": ("software", "incident", "failure", "problem"),
    "backup-restore": ("software",),
    "call": ("software",),
    "service-request": ("minor-adjustment", "guidance"),
    "improvement-request": ("service-request", "minor-adjustment", "guidance"),
}
"""What other policies call these kinds, before they are told from what they ask."""


def plan_in(policy: Policy, key: str) -> str:
    """The policy's plan of that name, or the one in its place."""
    if policy.plan(key) is not None:
        return key
    return policy.plans[min(_PLANS.index(key), len(policy.plans) - 1)].key


def kind_in(policy: Policy, key: str) -> str:
    """The policy's kind of that name, or one that means the same; else the first that asks how bad it is, or of
    those that do not ask the first of the mildest."""
    for name in (key, *_ALSO_CALLED.get(key, ())):
        if policy.request_type(name) is not None:
            return name
    fit = [each for each in policy.request_types if ("severity" in each.asks) is (key in _FAILURES)]
    return max(fit or policy.request_types, key=lambda each: _mildness(policy, each)).key


def _mildness(policy: Policy, kind: RequestType) -> int:
    """The rank of the severity that the kind always has; 0 where it is asked for."""
    severity = policy.severity(kind.severity or "")
    return severity.rank if severity and "severity" not in kind.asks else 0


def channel_in(policy: Policy, key: str) -> str:
    """The policy's channel of that name, or the portal."""
    return key if policy.channel(key) is not None else "portal"


def tier_in(policy: Policy, key: str) -> str:
    """The policy's tier of that name, or the one in its place; a leader stands above the levels."""
    if policy.tier(key) is not None:
        return key
    levels = policy.working_tiers
    if key in _LEVELS:
        return levels[min(_LEVELS.index(key), len(levels) - 1)].key
    above = [tier for tier in policy.tiers if tier.is_management]
    return (above or list(levels[-1:]))[0].key


def office_in(policy: Policy) -> str | None:
    """The policy's first calendar with a beginning and an end; None where its only hours are all of them."""
    return next((each.key for each in policy.calendars if each.hours != "24x7"), None)


def reason_in(policy: Policy, key: str) -> str:
    """The policy's reason to wait of that name, or that of somebody outside."""
    return key if policy.waiting_reason(key) is not None else "provider"


def exclusion_in(policy: Policy, key: str) -> str:
    """The policy's exclusion of that name, or its first."""
    known = [clause.key for clause in exclusions(policy)]
    return key if key in known else known[0]
