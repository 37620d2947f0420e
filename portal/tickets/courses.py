"""How the courses of the three goals are written from a ticket's events."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.tickets.events import EventKind
from portal.tickets.goals import Class, Goal, Promised
from portal.tickets.story import STARTS, Facts, Moment, Stamp, is_answer, is_update, story
from portal.tickets.stretches import NOTHING, Course, LineKind, Stretch
from portal.tickets.terms import Terms

_CHANGES = {
    EventKind.RECLASSIFIED: LineKind.RECLASSIFIED,
    EventKind.PLAN_CHANGED: LineKind.PLAN_CHANGED,
}


def courses(
    stamps: Sequence[Stamp], opened_as: Class, terms: Terms, now: datetime
) -> dict[Goal, Course]:
    """The course of each goal up to `now`; none before the clock starts.

    That of the first response ends with the answer, by what was promised at that instant.
    """
    moments = story(stamps, opened_as)
    first = next((n for n, each in enumerate(moments) if each.stamp.kind in STARTS), None)
    if first is None:
        return {}
    now, told = max(now, moments[-1].at), moments[first:]
    answer = next((each for each in moments if is_answer(each.stamp)), None)
    answering = [each for each in told if answer is None or each.at <= answer.at]
    return {
        Goal.FIRST_RESPONSE: _Writer(Goal.FIRST_RESPONSE, terms).write(answering, now, answer),
        Goal.RESOLUTION: _Writer(Goal.RESOLUTION, terms).write(told, now),
        Goal.UPDATES: _Writer(Goal.UPDATES, terms).write(told, now),
    }


class _Writer:
    """Writes one course, from event to event. `wait` and `followed` are those of the facts it stands at."""

    def __init__(self, goal: Goal, terms: Terms) -> None:
        self.goal, self.terms = goal, terms
        self.has_rounds = goal is Goal.UPDATES
        self.stretches: list[Stretch] = []
        self.kept = self.late = 0
        self.paused_at: datetime | None = None
        self.last_pause: tuple[datetime, datetime] | None = None

    def write(
        self, moments: Sequence[Moment], now: datetime, answer: Moment | None = None
    ) -> Course:
        """The course up to `now`, or to the answer."""
        self._stand_at(moments[0].facts)
        self._begin(LineKind.STARTED, moments[0])
        for moment in moments[1:]:
            self._take(moment)
        if answer is not None:
            over = self.facts._replace(is_over=True)
            self._stand_at(over)
            self._turn(LineKind.MET, Moment(answer.stamp, answer.at, over))
        self._close(now)
        return Course(self.goal, tuple(self.stretches), self.kept, self.late)

    def _take(self, moment: Moment) -> None:
        if moment.facts is self.facts and not (self.has_rounds and is_update(moment.stamp)):
            return
        was, wait, followed = self.facts, self.wait, self.followed
        self._stand_at(moment.facts)
        kind = self._kind(moment, was, wait, followed)
        if kind is None:
            return
        if self.has_rounds and not was.is_over and kind in {LineKind.ROUND, LineKind.MET}:
            self._end_round(moment.at)
        if self.has_rounds and kind in {LineKind.ROUND, LineKind.REOPENED}:
            self._begin(kind, moment)
        else:
            self._turn(kind, moment)

    def _stand_at(self, facts: Facts) -> None:
        """Know what the goal stands still for, or what is looked after in place of the updates."""
        self.facts, self.wait, self.followed = facts, None, None
        wait = None if facts.is_over else facts.wait
        if wait and self.has_rounds and self.terms.follows_up(wait):
            self.followed = wait
        elif wait and self.terms.pauses(self.goal, wait):
            self.wait = wait

    def _kind(
        self, moment: Moment, was: Facts, wait: str | None, followed: str | None
    ) -> LineKind | None:
        """What the event is for this goal, which stood at these facts; None: nothing."""
        stamp, facts = moment.stamp, moment.facts
        if facts.is_over:
            return None if was.is_over else LineKind.MET
        if was.is_over:
            return LineKind.REOPENED
        if self.has_rounds and (is_update(stamp) or followed != self.followed):
            return LineKind.ROUND
        if stamp.kind in _CHANGES:
            return _CHANGES[stamp.kind]
        if wait == self.wait:
            return None
        return LineKind.PAUSED if self.wait else LineKind.RESUMED

    def _begin(self, kind: LineKind, moment: Moment) -> None:
        """Count from nothing."""
        self.stretches, self.since = [], moment.at
        self._open(kind, moment, self._promised(), NOTHING)

    def _turn(self, kind: LineKind, moment: Moment) -> None:
        """Go on counting, or stand still, or by another promise, from here on."""
        self._close(moment.at)
        last = self.stretches[-1]
        promised = last.promised if self.facts.asked == self.asked else self._promised()
        self._open(kind, moment, promised, last.before + last.used)

    def _open(
        self, kind: LineKind, moment: Moment, promised: Promised | None, before: timedelta
    ) -> None:
        at, stamp, is_over = moment.at, moment.stamp, moment.facts.is_over
        self._pause(at)
        base = max(self.paused_at or at, self.since)
        self.stretches.append(
            Stretch(kind, stamp, at, at, promised, self.wait, is_over, base, before, NOTHING)
        )

    def _pause(self, at: datetime) -> None:
        """Know since when it stands still; a pause that goes on in the instant in which it ended is the same."""
        if self.wait and self.paused_at is None:
            ended = self.last_pause
            self.paused_at = ended[0] if ended and ended[1] == at else at
        elif not self.wait and self.paused_at is not None:
            self.last_pause = (self.paused_at, at)
            self.paused_at = None

    def _close(self, at: datetime) -> None:
        last = self.stretches[-1]
        last.end = at
        if last.promised and last.is_running:
            last.used = last.promised.hours.between(last.start, at)

    def _end_round(self, at: datetime) -> None:
        """Say of the round that ends whether it was kept; what began in the same instant was none."""
        promised = self.stretches[-1].promised
        if promised is None or at == self.since:
            return
        is_kept = at - self.since < promised.amount  # then no hours need be asked
        if not is_kept:
            self._close(at)
            due_at = Course(self.goal, tuple(self.stretches)).due_at()
            is_kept = due_at is not None and due_at >= at
        self.kept += is_kept
        self.late += not is_kept

    def _promised(self) -> Promised | None:
        """What is promised now; `asked` remembers for which class."""
        self.asked = self.facts.asked
        if self.followed:
            return self.terms.follow_up(self.followed, self.facts.asked, self.since)
        return self.terms.promised(self.goal, self.facts.asked, self.since)
