"""What a policy promises, as its file would write it, for tests to hold against the documents."""

from itertools import product

from portal.policy.durations import Term
from portal.policy.policy import Policy
from portal.policy.times import Targets

Promise = tuple[str | None, str | None, str | None]
"""First response, resolution, updates: '30 min', '5 to 15 min', None."""

SILENCE: Promise = (None, None, None)


def written(term: Term | None) -> str | None:
    """The amount as the file writes it."""
    return None if term is None else str(term)


def rows(policy: Policy, plan: str, severity: str, priority: str = "") -> list[Targets]:
    """What stands for that plan and severity, for every request type."""
    return [
        policy.targets(plan, severity, kind.key, priority or policy.priority_of(severity, {}))
        for kind in policy.request_types
    ]


def promises(policy: Policy, plan: str, severity: str, priority: str = "") -> set[Promise]:
    """What is promised for that plan and severity: one promise, where the request type makes no difference."""
    return {
        (written(row.first_response), written(row.resolution), written(row.updates))
        for row in rows(policy, plan, severity, priority)
    }


def answer_sets(policy: Policy) -> list[dict[str, str]]:
    """Every way to answer the questions about impact."""
    answers = [[(q.key, a.key) for a in q.answers] for q in policy.impact_questions]
    return [dict(given) for given in product(*answers)]


def clauses(policy: Policy, part: str) -> list[str]:
    """The keys of the clauses under that heading."""
    return [clause.key for clause in policy.clauses if clause.part == part]
