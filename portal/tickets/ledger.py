"""The ledger of a ticket: every start, pause, resumption and change of a promise, and how much time each stretch added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.policy.hours import Hours
from portal.tickets.courses import courses
from portal.tickets.goals import Class, Goal, Promised
from portal.tickets.story import Stamp
from portal.tickets.stretches import NOTHING, Course, LineKind
from portal.tickets.terms import Terms

__all__ = ["Account", "Ledger", "Line", "LineKind", "ledger"]


@dataclass(frozen=True)
class Line:
    """At `at` `kind` happened; from there until `until` so much was `used`, and `total` is what was used by then.

    Where it is not running nothing is used; `stood` is what passed of its hours without counting.
    `reason` is what paused it (of a resumption: what ended), `before` and `after` are the event's own.
    `due_at` and `target` hold from here on; `…_before` are those of the line before. None: no promise.
    """

    at: datetime
    until: datetime
    kind: LineKind
    is_running: bool
    used: timedelta
    stood: timedelta
    total: timedelta
    hours: Hours | None
    target: timedelta | None
    due_at: datetime | None
    hours_before: Hours | None = None
    target_before: timedelta | None = None
    due_before: datetime | None = None
    reason: str | None = None
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class Account:
    """One goal's lines, the oldest first: their amounts add up to `used`, exactly.

    Of the updates the lines are those of the last round; `kept` and `late` count the rounds that are
    over. Target and due time are None where nothing is promised (any more).
    """

    goal: Goal
    lines: list[Line]
    used: timedelta
    target: timedelta | None
    due_at: datetime | None
    promised: Promised | None
    kept: int = 0
    late: int = 0


@dataclass(frozen=True)
class Ledger:
    """The accounts of a ticket: of what is promised, or once was."""

    goals: Mapping[Goal, Account]


def ledger(stamps: Sequence[Stamp], opened_as: Class, terms: Terms, now: datetime) -> Ledger:
    """The ledger at `now`, from the same events and terms as the clock, and with the same numbers."""
    known = courses(stamps, opened_as, terms, now)
    return Ledger(
        {
            goal: _account(course)
            for goal, course in known.items()
            if any(stretch.promised for stretch in course.stretches) or course.kept or course.late
        }
    )


def _account(course: Course) -> Account:
    lines: list[Line] = []
    for place in range(len(course.stretches)):
        lines.append(_line(course, place, lines[-1] if lines else None))
    return Account(
        goal=course.goal,
        lines=lines,
        used=course.used,
        target=lines[-1].target,
        due_at=lines[-1].due_at,
        promised=course.last.promised,
        kept=course.kept,
        late=course.late,
    )


def _line(course: Course, place: int, earlier: Line | None) -> Line:
    stretch = course.stretches[place]
    promised, stamp = stretch.promised, stretch.stamp
    stood = NOTHING
    if promised and not stretch.is_running:
        stood = promised.hours.between(stretch.start, stretch.end)
    return Line(
        at=stretch.start,
        until=stretch.end,
        kind=stretch.kind,
        is_running=stretch.is_running,
        used=stretch.used,
        stood=stood,
        total=stretch.before + stretch.used,
        hours=promised.hours if promised else None,
        target=promised.amount if promised else None,
        due_at=course.due_at(place),
        hours_before=earlier.hours if earlier else None,
        target_before=earlier.target if earlier else None,
        due_before=earlier.due_at if earlier else None,
        reason=stamp.before if stretch.kind is LineKind.RESUMED else stretch.wait,
        before=stamp.before if stretch.kind is not LineKind.ROUND else stamp.kind,
        after=stamp.after if stretch.kind is not LineKind.MET else stamp.kind,
    )
