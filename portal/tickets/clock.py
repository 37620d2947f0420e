"""The clock of a ticket, computed from what happened to it: due times, time used and left, pauses, and what was kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from portal.tickets.courses import courses
from portal.tickets.events import OUT_OF_SCOPE, EventKind
from portal.tickets.goals import Class, Goal, Promised
from portal.tickets.story import Stamp, is_answer
from portal.tickets.stretches import NOTHING, Course
from portal.tickets.terms import Terms

__all__ = ["Class", "Clock", "EndedBy", "Goal", "Pause", "Promised", "Reading", "Stamp", "State"]

CLIENT = "client"


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    """Stands still; it may have been missed before (then its share is above 1)."""
    MET = "met"
    MISSED = "missed"
    """Past its time, whether or not it was done since."""


class EndedBy(StrEnum):
    """What lets a paused clock run again."""

    CLIENT = "client"
    """The client's answer."""
    DECISION = "decision"
    """The decision about what is out of scope: a quote accepted, or taken back into scope."""
    DESK = "desk"
    """An agent who goes on, once what is awaited has come."""


@dataclass(frozen=True)
class Pause:
    """Why a goal stands still (the key of a waiting reason, or 'scope'), and since when."""

    reason: str
    since: datetime

    @property
    def ended_by(self) -> EndedBy:
        return {CLIENT: EndedBy.CLIENT, OUT_OF_SCOPE: EndedBy.DECISION}.get(
            self.reason, EndedBy.DESK
        )


@dataclass(frozen=True)
class Reading:
    """One goal: what was promised, how much of it is used, when it is due.

    `due_at` is the moment at which the target is used up, as far as is known at the moment of
    reading; while it is paused, when it was due as the pause began: it moves on by as much as the
    pause lasts. `since` is when it began to count (updates: the present round); `met_at` when it was
    done (resolution: while the ticket stays resolved).
    """

    target: timedelta
    used: timedelta
    due_at: datetime
    state: State
    since: datetime
    met_at: datetime | None
    pause: Pause | None
    promised: Promised
    _course: Course = field(repr=False, compare=False)

    @property
    def left(self) -> timedelta:
        """What is left of the target; negative where more was used."""
        return self.target - self.used

    @property
    def late_by(self) -> timedelta:
        """By how much it is missed, in the hours it is measured in; nothing where it is in time."""
        return max(self.used - self.target, NOTHING)

    @property
    def share(self) -> float:
        """How much of the target is used; above 1: missed."""
        return self.used / self.target

    def at_share(self, fraction: float) -> datetime | None:
        """When that share of the target was used, or will be if nothing changes; None while paused or met."""
        if self.met_at is not None or self.pause is not None:
            return None
        return self._course.reached_at(self.target * fraction)


@dataclass(frozen=True)
class Clock:
    """All that the events say of the promises. None where nothing is promised, or no longer asked."""

    first_response: Reading | None = None
    resolution: Reading | None = None
    update: Reading | None = None
    first_response_at: datetime | None = None
    resolved_at: datetime | None = None
    paused_at: datetime | None = None

    @property
    def readings(self) -> dict[Goal, Reading]:
        """What there is, by goal."""
        every = {
            Goal.FIRST_RESPONSE: self.first_response,
            Goal.RESOLUTION: self.resolution,
            Goal.UPDATES: self.update,
        }
        return {goal: reading for goal, reading in every.items() if reading is not None}

    @property
    def next_due_at(self) -> datetime | None:
        """The nearest due time of what is not done and not paused; None when nothing runs."""
        running = (each for each in self.readings.values() if each.met_at is None)
        return min((each.due_at for each in running if each.pause is None), default=None)


def read(stamps: Sequence[Stamp], opened_as: Class, terms: Terms, now: datetime) -> Clock:
    """The clock at `now`, from the ticket's events in the order of the log.

    It starts when the ticket is opened or, if it was held, released. Time is counted in the hours
    in force when it passed, and stays counted when the class changes; the target is that of the present
    class. Where nothing is promised nothing counts: a promise that comes with a new class begins with
    it. While a ticket is resolved or closed all stands still.
    """
    known = courses(stamps, opened_as, terms, now)
    answered_at = next((stamp.at for stamp in stamps if is_answer(stamp)), None)
    resolved_at = _resolved_at(stamps)
    if not known:
        return Clock()
    is_over = known[Goal.RESOLUTION].last.is_over
    first = known[Goal.FIRST_RESPONSE]
    return Clock(
        first_response=_reading(first) if answered_at or not is_over else None,
        resolution=_reading(known[Goal.RESOLUTION]),
        update=None if is_over else _reading(known[Goal.UPDATES]),
        first_response_at=answered_at,
        resolved_at=resolved_at,
        paused_at=min((c.paused_at for c in known.values() if c.paused_at), default=None),
    )


def _reading(course: Course) -> Reading | None:
    last, due_at = course.last, course.due_at()
    if last.promised is None or due_at is None:
        return None
    met_at = last.start if last.is_over else None
    if last.wait is not None:
        state = State.PAUSED
    elif due_at < (met_at or last.end):
        state = State.MISSED
    else:
        state = State.RUNNING if met_at is None else State.MET
    pause = Pause(last.wait, course.paused_at) if last.wait and course.paused_at else None
    target = last.promised.amount
    since = course.stretches[0].start
    return Reading(target, course.used, due_at, state, since, met_at, pause, last.promised, course)


def _resolved_at(stamps: Sequence[Stamp]) -> datetime | None:
    """When it was last resolved, if it was not reopened since."""
    resolved_at: datetime | None = None
    for stamp in stamps:
        if stamp.kind is EventKind.RESOLVED:
            resolved_at = stamp.at
        elif stamp.kind is EventKind.REOPENED:
            resolved_at = None
    return resolved_at
