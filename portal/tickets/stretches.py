"""The course of a goal: from one change to the next, whether its time ran, in which hours, and how much of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.tickets.goals import Goal, Promised
from portal.tickets.story import Stamp

NOTHING = timedelta()


class LineKind(StrEnum):
    """What begins a stretch of a goal's time."""

    STARTED = "started"
    ROUND = "round"
    """The interval of updates begins anew."""
    PAUSED = "paused"
    RESUMED = "resumed"
    RECLASSIFIED = "reclassified"
    PLAN_CHANGED = "plan_changed"
    MET = "met"
    """Answered, resolved or closed: nothing counts after it, unless it is reopened."""
    REOPENED = "reopened"


@dataclass(slots=True)
class Stretch:
    """From one change to the next: it grows until that is known. `before`: what was used when it began; `used`: what it added.

    `wait`: what paused it (key of a waiting reason, or 'scope'). `base`: from when on it would run if nothing
    held it: its start, or that of the whole pause.
    """

    kind: LineKind
    stamp: Stamp
    start: datetime
    end: datetime
    promised: Promised | None
    wait: str | None
    is_over: bool
    base: datetime
    before: timedelta
    used: timedelta

    @property
    def is_running(self) -> bool:
        """Whether time counted in it."""
        return self.promised is not None and self.wait is None and not self.is_over


@dataclass(frozen=True)
class Course:
    """The stretches of a goal; of the updates, those of the last round.

    `kept` and `late` count the rounds that are over.
    """

    goal: Goal
    stretches: tuple[Stretch, ...]
    kept: int = 0
    late: int = 0

    @property
    def last(self) -> Stretch:
        return self.stretches[-1]

    @property
    def paused_at(self) -> datetime | None:
        """Since when it stands still for a wait; of a round that began in it, since then."""
        return self.last.base if self.last.wait else None

    @property
    def used(self) -> timedelta:
        """All that counted."""
        return self.last.before + self.last.used

    def reached_at(self, amount: timedelta, place: int = -1) -> datetime | None:
        """When so much was used, or would be if from the stretch at `place` on nothing changed but that it ran.

        While it is paused: when it would have been, had the pause not begun. None where nothing is promised.
        """
        last = self.stretches[place]
        if last.promised is None:
            return None
        if last.before < amount:
            return last.promised.hours.add(last.base, amount - last.before)
        for each in self.stretches:
            if each.promised and each.before + each.used >= amount:
                return each.promised.hours.add(each.start, amount - each.before)
        return last.base

    def due_at(self, place: int = -1) -> datetime | None:
        """When the target of the stretch at `place` is used up, as it stood then."""
        promised = self.stretches[place].promised
        return self.reached_at(promised.amount, place) if promised else None
