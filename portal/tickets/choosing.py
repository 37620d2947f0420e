"""Who shall have a ticket: which rule of the policy stands, who of the level is next, who is above."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.policy.parts import AssignmentRule, Tier, holds
from portal.policy.policy import Policy


@dataclass(frozen=True)
class Candidate:
    """Someone of the level who is at work. `load`: how many open tickets they have; `newest_at`: since when the
    newest of them is open (None: they have none)."""

    person_id: int
    speaks_the_language: bool
    load: int
    newest_at: datetime | None


def rule_for(
    policy: Policy, given: Mapping[str, str], stays: bool = False
) -> AssignmentRule | None:
    """The first rule that holds; None where none does. `given` says request_type, severity, priority, plan, language,
    channel and tier. `stays`: the level is decided, so a rule that leads to another one does not count."""
    return next(
        (
            rule
            for rule in policy.assignment_rules
            if holds(rule.when, given) and not (stays and rule.tier not in {None, given["tier"]})
        ),
        None,
    )


def least_loaded(candidates: Iterable[Candidate]) -> Candidate | None:
    """Who is next: of those who speak the client's language (else of all) the one with the fewest open tickets,
    then the one whose newest ticket is the oldest."""
    return min(candidates, key=_order, default=None)


def _order(candidate: Candidate) -> tuple[bool, int, float, int]:
    newest = candidate.newest_at.timestamp() if candidate.newest_at else 0.0
    return not candidate.speaks_the_language, candidate.load, newest, candidate.person_id


def above(policy: Policy, key: str) -> Tier | None:
    """The next place of the chain above this tier: of a place of the chain the one after it, of any other
    tier the chain's first. Without a chain, management in the order of the file. None at its end."""
    keys = list(dict.fromkeys(link.tier for link in policy.chain))
    keys = keys or [tier.key for tier in policy.tiers if tier.is_management]
    place = keys.index(key) + 1 if key in keys else 0
    return policy.tier(keys[place]) if place < len(keys) else None
