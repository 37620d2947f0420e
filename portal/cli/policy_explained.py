"""Why a policy promises what it promises: the rows that fit, the one that stands, and when each goal is due."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.cli.columns import columns
from portal.cli.policy_shown import named
from portal.policy.hours import hours_of
from portal.policy.parts import ANY
from portal.policy.policy import Policy
from portal.policy.times import Targets
from portal.policy.toml_lines import Path, line_of, lines_of
from portal.tickets.goals import Class, Goal, Promised
from portal.tickets.terms import Terms

_At = Callable[[Path], str]
"""Where a key of the file stands: 'my.toml:12'."""


@dataclass(frozen=True)
class Question:
    """What somebody asks of a policy: keys of it, and when."""

    plan: str
    severity: str
    kind: str
    priority: str
    channel: str
    at: datetime


def explained(policy: Policy, source: str, asked: Question) -> Iterator[str]:
    """The lines: what is asked, what is promised and due, which row says so and why, what was stricter."""
    lines = lines_of(policy.text)

    def at(path: Path) -> str:
        return f"{source}:{line_of(path, lines)}"

    zone = ZoneInfo(policy.time_zone)
    priority = f", priority {asked.priority}" if asked.priority else ""
    yield (
        f"{policy.name}: severity {asked.severity}{priority}, plan {asked.plan}, "
        f"{asked.kind}, by {asked.channel}"
    )
    yield f"asked on {_local(asked.at, zone)}"
    yield ""
    row = policy.targets(asked.plan, asked.severity, asked.kind, asked.priority)
    terms = Terms(policy, asked.channel)
    named_class = Class(asked.plan, asked.severity, asked.kind, asked.priority)
    found = {goal: terms.promised(goal, named_class, asked.at) for goal in Goal}
    yield from columns([_goal(policy, row, *each, asked.at) for each in found.items()])
    yield ""
    yield from _standing(policy, row, asked, at)
    yield from _channel(policy, row, asked, at)


def _goal(
    policy: Policy, row: Targets, goal: Goal, promise: Promised | None, start: datetime
) -> list[str]:
    """One goal: its name, the amount with its calendar, the moment at which it would be due, the words."""
    name = goal.replace("-", " ")
    words = policy.words(getattr(row, f"{goal.replace('-', '_')}_words"), "en")
    if promise is None:
        return [name, f"in words: “{words}”" if words else "nothing is promised", "", ""]
    due = promise.hours.add(start, promise.amount)
    return [
        name,
        f"{promise.term} of {promise.hours.key}",
        f"due {_local(due, promise.hours.zone)}",
        f"“{words}”" if words else "",
    ]


def _standing(policy: Policy, row: Targets, asked: Question, at: _At) -> Iterator[str]:
    """The rows that fit, and why the first of them stands."""
    wanted = {
        "plan": asked.plan,
        "request_type": asked.kind,
        "priority": asked.priority,
        "severity": asked.severity,
    }
    fitting = [
        (at(("target", place)), each)
        for place, each in enumerate(policy.target_rows)
        if all(getattr(each, name) in {value, ANY} for name, value in wanted.items())
    ]
    if not fitting:
        yield "No row of the targets fits: nothing is promised."
        return
    yield "The row that stands:"
    yield from (f"  {where}  {named(each)}" for where, each in fitting if each is row)
    others = [(where, each) for where, each in fitting if each is not row]
    if not others:
        yield "It is the only one that fits."
        return
    yield (
        "It names most of plan, request type, priority and severity, in this order. "
        "These fit too, and name less:"
    )
    yield from (f"  {where}  {named(each)}" for where, each in others)


def _channel(policy: Policy, row: Targets, asked: Question, at: _At) -> Iterator[str]:
    """The channel's own first response beside the row's: which one is the stricter."""
    places = [place for place, each in enumerate(policy.channels) if each.key == asked.channel]
    channel = policy.channels[places[0]]
    if channel.first_response is None or channel.calendar is None:
        return
    yield ""
    where = at(("channel", places[0], "first_response"))
    if channel.plans and asked.plan not in channel.plans:
        yield f"The channel promises a first response, {where}, but not to the plan {asked.plan}."
        return
    own = hours_of(policy, channel.calendar)
    due = own.end_of(channel.first_response, asked.at)
    yield (
        f"The channel promises a first response too, {where}: "
        f"{channel.first_response} of {channel.calendar}, due {_local(due, own.zone)}."
    )
    if row.first_response is None:
        yield "The row promises none, so the channel's stands."
        return
    plan_due = hours_of(policy, row.calendar).end_of(row.first_response, asked.at)
    if due == plan_due:
        yield "Both are due at once."
    else:
        yield f"The {'channel' if due < plan_due else 'row'}'s is the stricter, so it stands."


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %Y-%m-%d %H:%M} ({zone.key})"
