"""What the laws of the clock are tried on: a policy with hours in three zones, and an independent count by the minute.

`LAWS=2000` in the environment tries each law on so many cases; 200 otherwise.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from portal.policy.loading import parse
from portal.policy.policy import Policy
from portal.tickets.clock import Class, Goal, Stamp
from portal.tickets.events import EventKind as K
from portal.tickets.events import classification

LAW = settings(max_examples=int(os.environ.get("LAWS", "200")))
MIN, H, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

ZONES = {
    "santiago": "America/Santiago",  # 2026-09-06 has no midnight
    "madrid": "Europe/Madrid",
    "lord-howe": "Australia/Lord_Howe",  # the clock is changed by half an hour
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHAPES: dict[str, dict[str, list[tuple[str, str]]]] = {
    "office": {day: [("09:00", "13:00"), ("15:00", "18:00")] for day in WEEKDAYS[:5]}
    | {"sat": [("10:00", "14:00")]},
    "night": {day: [("00:00", "06:00"), ("22:00", "24:00")] for day in WEEKDAYS},
    "edge": {day: [("00:30", "02:15"), ("23:20", "24:00")] for day in WEEKDAYS},
}
"""Shapes of a week: an office, a night shift, and hours that begin or end where clocks are changed."""
ODD_DAYS: dict[str, list[tuple[str, str]]] = {
    "2026-12-24": [("09:00", "12:00")],
    "2026-12-25": [],
    "2028-02-29": [("00:00", "24:00")],
}
CALENDARS = [f"{zone}-{shape}" for zone in ZONES for shape in SHAPES]
TIMES_OF_CHANGE = [
    datetime(2026, 9, 6, 4, tzinfo=UTC),  # Santiago goes forward at midnight
    datetime(2026, 4, 5, 3, tzinfo=UTC),  # Santiago goes back; so does Lord Howe, half an hour
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Madrid goes forward
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # Madrid goes back
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),  # Lord Howe goes forward
    datetime(2026, 12, 25, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, tzinfo=UTC),
    datetime(2028, 2, 29, 12, tzinfo=UTC),
]


def _written(blocks: Sequence[tuple[str, str]]) -> str:
    return "[" + ", ".join(f'"{start}-{end}"' for start, end in blocks) + "]"


def _calendars() -> Iterator[str]:
    for zone, name in ZONES.items():
        for shape, week in SHAPES.items():
            yield f'[[calendar]]\nkey = "{zone}-{shape}"\ntitle = {{en = "x"}}\ntime_zone = "{name}"'
            yield "week = {" + ", ".join(f"{d} = {_written(b)}" for d, b in week.items()) + "}"
            for on, blocks in ODD_DAYS.items():
                yield f"  [[calendar.day]]\n  on = {on}\n  hours = {_written(blocks)}"


def _targets() -> Iterator[str]:
    """Severity by severity another calendar; the plan 'plus' halves the amounts; 'low' promises little."""
    for zone in ZONES:
        for severity, shape, hours in (("high", "office", 6), ("mid", "night", 10)):
            for plan, share in (("basic", 1), ("plus", 2)):
                yield "[[target]]"
                yield f'plan = "{plan}"\nseverity = "{zone}-{severity}"\ncalendar = "{zone}-{shape}"'
                yield f'first_response = "{90 // share} min"\nresolution = "{hours // share} h"'
                yield f'updates = "{150 // share} min"'
        yield f'[[target]]\nseverity = "{zone}-low"\ncalendar = "always"\nfirst_response = "3 h"'


SEVERITIES = [f"{zone}-{severity}" for zone in ZONES for severity in ("high", "mid", "low")]


def _severities() -> str:
    return "\n".join(
        f'[[severity]]\nkey = "{key}"\ntitle = {{en = "x"}}\ndefinition = {{en = "x"}}'
        for key in SEVERITIES
    )


TEXT = """
name = "clockwork"
languages = ["en"]
title = {en = "Clockwork"}

[[calendar]]
key = "always"
title = {en = "round the clock"}
hours = "24x7"

[[plan]]
key = "basic"
title = {en = "Basic"}

[[plan]]
key = "plus"
title = {en = "Plus"}

[[channel]]
key = "portal"
title = {en = "Portal"}

[[channel]]
key = "chat"
title = {en = "Chat"}
calendar = "madrid-office"
first_response = "30 min"

[[request_type]]
key = "incident"
title = {en = "Incident"}
help = {en = "x"}
asks = ["what", "severity"]

[[decision]]
severity = "madrid-high"

[[waiting_reason]]
key = "client"
title = {en = "your answer"}
pauses = ["first-response", "resolution", "updates"]

[[waiting_reason]]
key = "provider"
title = {en = "a provider"}
pauses = ["resolution"]

[[waiting_reason]]
key = "parts"
title = {en = "parts"}
pauses = ["resolution"]
follow_up = "5 h"
follow_up_calendar = "madrid-office"

[[tier]]
key = "first"
title = {en = "First"}
takes = {en = "Everything"}

[closing]
unanswered = "2 days"
reopenable = "1 week"
rating_changeable = "7 days"

[retention]
drafts = "10 days"
tracking_links = "20 days"

[limits]
files = 3
file_megabytes = 5
guest_per_address = 1
guest_per_network = 2
guest_window = "2 h"
"""


def clockwork() -> Policy:
    """The policy, read from its text."""
    parts = [TEXT, *_calendars(), _severities(), *_targets()]
    return parse("\n".join(parts), "clockwork.toml")


moments = st.builds(
    lambda near, minutes: near + minutes * MIN,
    st.sampled_from(TIMES_OF_CHANGE),
    st.integers(-2 * 24 * 60, 2 * 24 * 60),
)
"""Whole minutes, within two days of something odd."""


@cache
def is_open(calendar: str, at: datetime) -> bool:
    """Whether the clock on the wall stands within the hours: the oracle's own reading of the shapes."""
    if calendar == "always":
        return True
    zone, shape = calendar.rsplit("-", 1)
    wall = at.astimezone(ZoneInfo(ZONES[zone]))
    shown = f"{wall:%H:%M}"
    week = SHAPES[shape].get(WEEKDAYS[wall.weekday()], [])
    blocks = ODD_DAYS.get(date.isoformat(wall.date()), week)
    return any(start <= shown < end for start, end in blocks)


def minutes_open(calendar: str, start: datetime, end: datetime) -> int:
    """How many minutes of the two moments between pass in the hours, counted one by one."""
    count = (end - start) // MIN
    return sum(is_open(calendar, start + n * MIN) for n in range(count))


@dataclass
class Tick:
    """The oracle's state of one goal, pushed on minute by minute."""

    used: int = 0
    reached_at: datetime | None = None


HELD_BY = {"client": set(Goal), "provider": {Goal.RESOLUTION}, "parts": {Goal.RESOLUTION}}
NEWS = {K.REPLIED, K.WAITING, K.RESOLVED, K.OUT_OF_SCOPE, K.RECLASSIFIED, K.PLAN_CHANGED}
AMOUNTS = {
    "high": {Goal.FIRST_RESPONSE: 90, Goal.RESOLUTION: 360, Goal.UPDATES: 150},
    "mid": {Goal.FIRST_RESPONSE: 90, Goal.RESOLUTION: 600, Goal.UPDATES: 150},
}
CALENDAR_OF = {"high": "office", "mid": "night"}


def promise(goal: Goal, asked: Class) -> tuple[str, int] | None:
    """Calendar and minutes that the policy above promises, by its own tables."""
    zone, severity = asked.severity.rsplit("-", 1)
    if severity == "low":
        return ("always", 180) if goal is Goal.FIRST_RESPONSE else None
    return f"{zone}-{CALENDAR_OF[severity]}", AMOUNTS[severity][goal] // (
        1 + (asked.plan == "plus")
    )


def count(
    goal: Goal, stamps: Sequence[Stamp], asked: Class, now: datetime
) -> tuple[int, datetime | None, int | None]:
    """Minutes used up to `now`, when the present target was reached (if it was), and that target.

    Walks the wall minute by minute with the events in hand; knows nothing of spans, sums or stretches.
    """
    wait, out, over, answered, follow = None, False, False, False, None
    used, history, at = 0, list[tuple[datetime, int]](), stamps[0].at
    pending, target = list(stamps), None
    while True:
        while pending and pending[0].at <= at:
            stamp = pending.pop(0)
            if stamp.kind is K.RECLASSIFIED and stamp.after:
                asked = asked._replace(severity=stamp.after.split()[0])
            elif stamp.kind is K.PLAN_CHANGED and stamp.after:
                asked = asked._replace(plan=stamp.after)
            elif stamp.kind is K.WAITING:
                wait = stamp.after
            elif stamp.kind is K.OUT_OF_SCOPE:
                out, wait = True, None
            elif stamp.kind is K.RESUMED:
                out, wait = False, None
            elif stamp.kind in {K.RESOLVED, K.CLOSED}:
                out, wait, over = False, None, True
            elif stamp.kind is K.REOPENED:
                over = False
            told = stamp.kind is K.REOPENED or (stamp.by_agent and stamp.kind in NEWS)
            follows = "parts" if wait == "parts" and not out else None
            if goal is Goal.UPDATES and (told or follows != follow):
                used, history = 0, []
            follow = follows
            answered |= stamp.by_agent and stamp.kind in {
                K.REPLIED,
                K.WAITING,
                K.RESOLVED,
                K.OUT_OF_SCOPE,
            }
        promised = promise(goal, asked)
        if goal is Goal.UPDATES and follow:
            promised = ("madrid-office", 300)
        target = promised[1] if promised else None
        if at >= now or (answered and goal is Goal.FIRST_RESPONSE):
            break
        still = over or out or (goal in HELD_BY.get(wait or "", ()) and not follow_of(goal, follow))
        if promised and not still and is_open(promised[0], at):
            used += 1
            history.append((at + MIN, used))
        at += MIN
    reached = next((when for when, so_much in history if target and so_much >= target), None)
    return used, reached, target


def follow_of(goal: Goal, follow: str | None) -> bool:
    return goal is Goal.UPDATES and follow is not None


GAPS = st.sampled_from([0, 0, 1, 7, 45, 240, 600, 1500])
DEEDS = st.sampled_from(
    [
        "reply",
        "answer",
        "note",
        "told",
        "client",
        "provider",
        "parts",
        "resume",
        "scope",
        "reclassify",
        "plan",
        "resolve",
        "close",
        "reopen",
    ]
)


@dataclass(frozen=True)
class Tale:
    """A ticket's life: how it was opened, what happened, and a moment after it."""

    asked: Class
    stamps: tuple[Stamp, ...]
    now: datetime


@st.composite
def tales(draw: st.DrawFn, most: int = 8) -> Tale:
    """Lives that the lifecycle allows: no wait while it is over, no end of a wait that is none."""
    at = draw(moments)
    asked = Class("basic", draw(st.sampled_from(SEVERITIES)), "incident")
    stamps, present, state = [Stamp(K.OPENED, at)], asked, "open"
    for gap, deed in draw(st.lists(st.tuples(GAPS, DEEDS), max_size=most)):
        at += gap * MIN
        taken = _taken(draw, deed, state, present, at)
        if taken is not None:
            stamp, state, present = taken
            stamps.append(stamp)
    return Tale(asked, tuple(stamps), at + draw(st.integers(0, 3 * 24 * 60)) * MIN)


def _taken(
    draw: st.DrawFn, deed: str, state: str, present: Class, at: datetime
) -> tuple[Stamp, str, Class] | None:
    """The event of a deed, the state after it, and the class; None where the deed is not possible."""
    is_over = state == "over"
    if deed in {"note", "answer", "told"} or (deed == "reply" and not is_over):
        kind = {"note": K.NOTED, "told": K.TAKEN}.get(deed, K.REPLIED)
        return Stamp(kind, at, deed != "answer"), state, present
    if deed == "reopen" and is_over:
        return Stamp(K.REOPENED, at), "open", present
    if is_over or deed in {"reopen", "reply"}:
        return None
    if deed in {"resolve", "close"}:
        return Stamp(K.RESOLVED if deed == "resolve" else K.CLOSED, at, True), "over", present
    if deed == "reclassify":
        changed = present._replace(severity=draw(st.sampled_from(SEVERITIES)))
        words = [classification(each.severity, each.kind) for each in (present, changed)]
        stamp = Stamp(K.RECLASSIFIED, at, True, words[1], words[0])
        return stamp, state, changed
    if deed == "plan":
        changed = present._replace(plan="plus" if present.plan == "basic" else "basic")
        by_agent = draw(st.booleans())
        stamp = Stamp(K.PLAN_CHANGED, at, by_agent, changed.plan, present.plan)
        return stamp, state, changed
    if deed == "scope":
        return Stamp(K.OUT_OF_SCOPE, at, True, "misuse"), "scope", present
    if deed == "resume":
        return (
            None if state == "open" else (Stamp(K.RESUMED, at, False, None, state), "open", present)
        )
    if state == "scope":
        return None
    return Stamp(K.WAITING, at, True, deed), deed, present
