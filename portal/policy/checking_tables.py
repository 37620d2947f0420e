"""What must hold of the tables whose first fitting row stands: severity, priority, assignment."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Protocol

from portal.policy.checking_questions import conditions
from portal.policy.mistake import Mistake, _l, one_of, unknown
from portal.policy.parts import When, holds
from portal.policy.policy import Policy


class _Row(Protocol):
    @property
    def when(self) -> When: ...


def decisions(policy: Policy) -> Iterator[Mistake]:
    """From the answers about impact to severity."""
    severities = {severity.key for severity in policy.severities}
    for place, row in enumerate(policy.decisions):
        if row.severity not in severities:
            at = ("decision", place, "severity")
            yield unknown(at, row.severity, severities, "severity")
    yield from _whole("decision", policy.decisions, _answers(policy))


def priorities(policy: Policy) -> Iterator[Mistake]:
    """From severity and impact to priority: the scale and its table come together."""
    known = {priority.key for priority in policy.priorities}
    if known and not policy.priority_decisions:
        yield Mistake(
            ("priority",),
            _l("No decision leads to a priority."),
            _l("Add [[priority_decision]] rows, the last one without 'when'."),
        )
    for place, row in enumerate(policy.priority_decisions):
        if row.priority not in known:
            yield unknown(("priority_decision", place, "priority"), row.priority, known, "priority")
    given = {"severity": {severity.key for severity in policy.severities}} | _answers(policy)
    if policy.priority_decisions:
        yield from _whole("priority_decision", policy.priority_decisions, given)


def assignment_rules(policy: Policy) -> Iterator[Mistake]:
    """Where a ticket goes: the rules name what is known, and each can be reached."""
    known = {
        "request_type": {kind.key for kind in policy.request_types},
        "severity": {severity.key for severity in policy.severities},
        "priority": {priority.key for priority in policy.priorities},
        "plan": {plan.key for plan in policy.plans},
        "language": set(policy.languages),
        "channel": {channel.key for channel in policy.channels},
        "tier": {tier.key for tier in policy.working_tiers},
    }
    for place, rule in enumerate(policy.assignment_rules):
        at = ("assignment", place)
        yield from conditions((*at, "when"), rule.when, known)
        if rule.tier is not None and rule.tier not in known["tier"]:
            words = _l(
                "'%(name)s' is unknown: no [[tier]] that works on tickets has this key.",
                name=rule.tier,
            )
            yield Mistake((*at, "tier"), words, one_of(rule.tier, known["tier"]))
        for before, earlier in enumerate(policy.assignment_rules[:place]):
            if _always_holds_with(earlier.when, rule.when, known):
                yield Mistake(
                    at,
                    _l(
                        "This row is never reached: row %(nth)s, '%(key)s', always matches first.",
                        nth=before + 1,
                        key=earlier.key,
                    ),
                    _l("Remove it, or move it up."),
                )
                break


def _always_holds_with(earlier: When, later: When, known: Mapping[str, set[str]]) -> bool:
    """Whether the earlier condition holds wherever the later one does."""
    return all(
        set(later.get(name, known.get(name, ()))) <= set(values) for name, values in earlier.items()
    )


def _answers(policy: Policy) -> dict[str, set[str]]:
    return {q.key: {answer.key for answer in q.answers} for q in policy.impact_questions}


def _whole(name: str, rows: Sequence[_Row], given: dict[str, set[str]]) -> Iterator[Mistake]:
    """The rows name what is known, each can be reached, and one holds for whatever is given."""
    wrong = [
        mistake
        for place, row in enumerate(rows)
        for mistake in conditions((name, place, "when"), row.when, given)
    ]
    yield from wrong
    if rows[-1].when:
        yield Mistake(
            (name, len(rows) - 1),
            _l("The last [[%(table)s]] doesn’t match every answer.", table=name),
            _l("End with a [[%(table)s]] without 'when'.", table=name),
        )
    elif not wrong:
        reached = _reached(rows, given)
        for place in range(len(rows)):
            if place not in reached:
                yield Mistake(
                    (name, place),
                    _l("This row is never reached: an earlier one always matches first."),
                    _l("Remove it, or move it up."),
                )


def _reached(rows: Sequence[_Row], given: dict[str, set[str]]) -> set[int]:
    """The places of the rows that stand for some answers; only what the rows name is tried."""
    named = sorted({question for row in rows for question in row.when})
    reached: set[int] = set()
    for each in product(*(sorted(given[question]) for question in named)):
        answers = dict(zip(named, each, strict=True))
        reached.add(next(place for place, row in enumerate(rows) if holds(row.when, answers)))
        if len(reached) == len(rows):
            break
    return reached
