"""The clock of a ticket, computed from what happened to it: due times, time used, pauses, and what was kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.tickets.events import EventKind

NOTHING = timedelta()


class Goal(StrEnum):
    """The three things that are promised; the names are those of the policy file."""

    FIRST_RESPONSE = "first-response"
    RESOLUTION = "resolution"
    UPDATES = "updates"


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    """Stands still; it may have been missed before (then its share is above 1)."""
    MET = "met"
    MISSED = "missed"
    """Past its time, whether or not it was done since."""


@dataclass(frozen=True)
class Stamp:
    """What the clock reads of an event."""

    kind: EventKind
    at: datetime
    by_agent: bool = False
    after: str | None = None


@dataclass(frozen=True)
class Reading:
    """One goal: what was promised, how much of it is used, when it is due.

    While it is paused `due_at` is when it was due as the pause began: it moves on by as much as the
    pause lasts. `met_at` is when it was done (resolution: while the ticket stays resolved).
    """

    target: timedelta
    used: timedelta
    due_at: datetime
    state: State
    met_at: datetime | None = None

    @property
    def share(self) -> float:
        """How much of the target is used; above 1: missed."""
        return self.used / self.target


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
    def next_due_at(self) -> datetime | None:
        """The nearest due time of what is not done and not paused; None when nothing runs."""
        readings = (self.first_response, self.resolution, self.update)
        due = [
            each.due_at
            for each in readings
            if each and each.met_at is None and each.state is not State.PAUSED
        ]
        return min(due, default=None)


ANSWERS = frozenset({EventKind.REPLIED, EventKind.WAITING, EventKind.RESOLVED})
"""An agent's words that are a first response."""

UPDATES = ANSWERS | {EventKind.ESCALATED, EventKind.RECLASSIFIED, EventKind.REOPENED}
"""After which the interval of updates begins anew; a reopening by the client begins it too."""

_STARTS = frozenset({EventKind.OPENED, EventKind.RELEASED})
_ENDS = frozenset({EventKind.RESOLVED, EventKind.CONFIRMED, EventKind.CLOSED})
_Span = tuple[datetime, datetime | None]


def read(
    stamps: Sequence[Stamp],
    targets: Mapping[Goal, timedelta],
    pauses: Mapping[str, Iterable[str]],
    now: datetime,
) -> Clock:
    """The clock at `now`, from the events of the ticket in their order.

    `targets` holds what is promised now (a reclassified ticket is measured by its present class from
    the start); `pauses` says for each waiting reason which goals stand still. The clock starts
    when the ticket is opened or, if it was held, released. While a ticket is resolved or closed all stands still.
    """
    started = next((stamp.at for stamp in stamps if stamp.kind in _STARTS), None)
    resolved_at = _resolved_at(stamps)
    answered_at = next((s.at for s in stamps if s.by_agent and s.kind in ANSWERS), None)
    if started is None:
        return Clock()
    standing = {goal: _standing(stamps, goal, pauses) for goal in Goal}
    ended_at = _ended_at(stamps)
    open_spans = [spans[-1][0] for spans in standing.values() if spans and spans[-1][1] is None]
    told_at = max(
        (
            s.at
            for s in stamps
            if s.kind in UPDATES and (s.by_agent or s.kind is EventKind.REOPENED)
        ),
        default=started,
    )

    def reading(goal: Goal, since: datetime, met_at: datetime | None) -> Reading | None:
        if goal not in targets:
            return None
        return _reading(targets[goal], since, met_at, standing[goal], now)

    first = reading(Goal.FIRST_RESPONSE, started, answered_at)
    return Clock(
        first_response=first if answered_at or ended_at is None else None,
        resolution=reading(Goal.RESOLUTION, started, ended_at),
        update=reading(Goal.UPDATES, told_at, None) if ended_at is None else None,
        first_response_at=answered_at,
        resolved_at=resolved_at,
        paused_at=min(open_spans) if open_spans and ended_at is None else None,
    )


def _reading(
    target: timedelta,
    since: datetime,
    met_at: datetime | None,
    standing: Sequence[_Span],
    now: datetime,
) -> Reading:
    is_paused = met_at is None and bool(standing) and standing[-1][1] is None
    until = met_at or now
    if is_paused:
        until = max(since, standing[-1][0])
    still = sum((_within(span, since, until) for span in standing), NOTHING)
    used = until - since - still
    if is_paused:
        state = State.PAUSED
    elif used > target:
        state = State.MISSED
    else:
        state = State.RUNNING if met_at is None else State.MET
    return Reading(target, used, since + target + still, state, met_at)


def _within(span: _Span, since: datetime, until: datetime) -> timedelta:
    """How much of the span lies between the two."""
    start, end = max(span[0], since), min(span[1] or until, until)
    return max(end - start, NOTHING)


def _standing(
    stamps: Sequence[Stamp], goal: Goal, pauses: Mapping[str, Iterable[str]]
) -> list[_Span]:
    """When this goal stood still: from, and to (None: it still does)."""
    spans: list[_Span] = []
    waiting_for: str | None = None
    is_over = False
    for stamp in stamps:
        if stamp.kind is EventKind.WAITING:
            waiting_for = stamp.after
        elif stamp.kind in {EventKind.RESUMED, EventKind.REOPENED}:
            waiting_for, is_over = None, False
        elif stamp.kind in _ENDS:
            waiting_for, is_over = None, True
        stands = is_over or (waiting_for is not None and goal in pauses.get(waiting_for, ()))
        is_standing = bool(spans) and spans[-1][1] is None
        if stands and not is_standing:
            spans.append((stamp.at, None))
        elif is_standing and not stands:
            spans[-1] = (spans[-1][0], stamp.at)
    return spans


def _ended_at(stamps: Sequence[Stamp]) -> datetime | None:
    """Since when the ticket has been resolved or closed; None while it is open."""
    ended_at: datetime | None = None
    for stamp in stamps:
        if stamp.kind in _ENDS:
            ended_at = ended_at or stamp.at
        elif stamp.kind is EventKind.REOPENED:
            ended_at = None
    return ended_at


def _resolved_at(stamps: Sequence[Stamp]) -> datetime | None:
    """When it was last resolved, if it was not reopened since."""
    resolved_at: datetime | None = None
    for stamp in stamps:
        if stamp.kind is EventKind.RESOLVED:
            resolved_at = stamp.at
        elif stamp.kind is EventKind.REOPENED:
            resolved_at = None
    return resolved_at
