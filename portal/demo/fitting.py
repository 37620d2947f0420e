"""How the demo's plans, kinds, channels and levels fit a policy of another make: by name, else by what they are."""

from portal.policy.policy import Policy

_PLANS = ("standard", "plus", "premium", "enterprise")
_LEVELS = ("level-1", "level-2", "level-3")
_FAILURES = frozenset({"system-error", "configuration-problem", "backup-restore", "call"})
"""The kinds of which the client is asked how bad it is."""


def plan_in(policy: Policy, key: str) -> str:
    """The policy's plan of that name, or the one in its place."""
    if policy.plan(key) is not None:
        return key
    return policy.plans[min(_PLANS.index(key), len(policy.plans) - 1)].key


def kind_in(policy: Policy, key: str) -> str:
    """The policy's kind of that name, or the first that asks, or does not ask, how bad it is."""
    if policy.request_type(key) is not None:
        return key
    fit = [each for each in policy.request_types if ("severity" in each.asks) is (key in _FAILURES)]
    return (fit or policy.request_types)[0].key


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
