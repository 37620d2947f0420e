"""What a policy promises, as tables: one for plans that promise the same, a row for what is told apart."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from portal.policy.parts import ANY, Plan, Priority, RequestType, Severity
from portal.policy.policy import Policy, Targets


@dataclass(frozen=True)
class Row:
    """What is promised for a severity, a priority and kinds of request; None or none: for any of them."""

    severity: Severity | None
    priority: Priority | None
    kinds: tuple[RequestType, ...]
    targets: Targets


@dataclass(frozen=True)
class Table:
    """The rows of plans that promise the same."""

    plans: tuple[Plan, ...]
    rows: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is promised."""
        return not any(is_promise(row.targets) for row in self.rows)


def has_amount(targets: Targets) -> bool:
    """Whether any time is promised in figures, so that a clock runs."""
    return any((targets.first_response, targets.resolution, targets.updates))


def calendars_told(policy: Policy) -> set[str]:
    """The keys of the calendars in which somebody is there or a promised time counts.

    A row that promises nothing, not even in words, says which hours are in force: its calendar counts too.
    """
    keys = {each.calendar for each in policy.channels} | {each.calendar for each in policy.tiers}
    keys |= {plan.emergency.calendar for plan in policy.plans if plan.emergency}
    keys |= {each.follow_up_calendar for each in policy.waiting_reasons if each.follow_up}
    keys |= {row.calendar for row in policy.target_rows if has_amount(row) or not is_promise(row)}
    return {key for key in keys if key}


def tables(policy: Policy) -> list[Table]:
    """A table for each plan; plans that promise the same share one, in the order of the first of them."""
    found: list[Table] = []
    for plan in policy.plans:
        rows = tuple(_rows(policy, plan))
        same = next((each for each in found if _said(each.rows) == _said(rows)), None)
        if same is None:
            found.append(Table((plan,), rows))
        else:
            found[found.index(same)] = replace(same, plans=(*same.plans, plan))
    return found


def is_promise(targets: Targets) -> bool:
    """Whether anything is promised, be it in words."""
    return any(_worth(targets)[1:])


def _rows(policy: Policy, plan: Plan) -> Iterator[Row]:
    """What holds for any kind of request first, then what holds for some kinds alone."""
    classes = _classes(policy, plan)
    general = {each: policy.targets(plan.key, each[0], "", each[1]) for each in classes}
    for (severity, priority), targets in general.items():
        yield _row(policy, severity, priority, targets)
    special: dict[str, Row] = {}
    for kind in _kinds(policy, plan):
        for (severity, priority), targets in _of_kind(policy, plan, kind, classes).items():
            if _worth(targets) == _worth(general.get((severity, priority))):
                continue
            place = repr((severity, priority, _worth(targets)))
            row = special.get(place) or _row(policy, severity, priority, targets)
            special[place] = replace(row, kinds=(*row.kinds, kind))
    yield from special.values()


def _row(policy: Policy, severity: str, priority: str, targets: Targets) -> Row:
    return Row(policy.severity(severity), policy.priority(priority), (), targets)


def _of_kind(
    policy: Policy, plan: Plan, kind: RequestType, classes: list[tuple[str, str]]
) -> dict[tuple[str, str], Targets]:
    """What is promised for a kind of request, in one row where every class is promised the same."""
    possible = [each for each in classes if kind.severity is None or each[0] in {"", kind.severity}]
    given = {each: policy.targets(plan.key, each[0], kind.key, each[1]) for each in possible}
    if len(classes) > 1 and len({_worth(targets) for targets in given.values()}) == 1:
        return {("", ""): next(iter(given.values()))}
    return given


def _classes(policy: Policy, plan: Plan) -> list[tuple[str, str]]:
    """What this plan's targets tell apart: severities, priorities, both, or neither; '' for any."""
    rows = _of_plan(policy, plan)
    by_severity = any(row.severity != ANY for row in rows)
    by_priority = any(row.priority != ANY for row in rows)
    severities = [each.key for each in policy.severities] if by_severity else [""]
    priorities = [each.key for each in policy.priorities] if by_priority else [""]
    return list(product(severities, priorities))


def _kinds(policy: Policy, plan: Plan) -> list[RequestType]:
    named = {row.request_type for row in _of_plan(policy, plan)}
    return [kind for kind in policy.request_types if kind.key in named]


def _of_plan(policy: Policy, plan: Plan) -> list[Targets]:
    return [row for row in policy.target_rows if row.plan in {plan.key, ANY}]


def _worth(targets: Targets | None) -> tuple[object, ...]:
    """What is promised, without for whom: calendar first, then amounts and words."""
    if targets is None:
        return ()
    words = (targets.first_response_words, targets.resolution_words, targets.updates_words)
    return (
        targets.calendar,
        *(targets.first_response, targets.resolution, targets.updates),
        *(tuple(sorted(each.items())) if each else None for each in words),
    )


def _said(rows: tuple[Row, ...]) -> str:
    """Rows as something that can be compared: the same text, the same promises."""
    return repr(
        [
            (
                row.severity and row.severity.key,
                row.priority and row.priority.key,
                tuple(kind.key for kind in row.kinds),
                _worth(row.targets),
            )
            for row in rows
        ]
    )
