"""What time itself has to say of a ticket, and when: warnings, breaches, the chain, alerts, reminders, a closing.

All of it follows from the ticket's events, on which what was said stands too: so each is said once,
whoever asks, however often, and after whatever stop.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.policy.policy import Policy
from portal.tickets.clock import Clock, Goal, Reading, Stamp, State
from portal.tickets.events import EventKind, class_in
from portal.tickets.lifecycle import Status
from portal.tickets.story import is_update

A_TICK = timedelta(microseconds=1)
"""A promise is kept at its moment, and missed after it."""

CLIENT = "client"
"""The waiting reason with which the client is asked."""


@dataclass(frozen=True)
class Watched:
    """What the watch knows of a ticket beside its clock and its events. `has_somebody`: it is given to a person;
    `awaited`: when each day is over by which it was to be done elsewhere, as EXPECTED writes where and which day."""

    severity: str
    status: str
    has_somebody: bool
    waiting_for: str | None
    closes_at: datetime | None
    awaited: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def is_untaken(self) -> bool:
        """Whether nobody works on it: it has nobody, or a rule gave it to somebody who has not begun."""
        if self.status == Status.OPEN:
            return True
        return self.status == Status.IN_PROGRESS and not self.has_somebody


@dataclass(frozen=True)
class Notice:
    """What is to be written on the log; `after` and `before` as `EventKind` says for the kind."""

    kind: EventKind
    after: str | None = None
    before: str | None = None


Moment = tuple[datetime, Notice]


def notices_due(
    watched: Watched, clock: Clock, stamps: Sequence[Stamp], policy: Policy, now: datetime
) -> list[Notice]:
    """What is to be said now. Where several things have come up for the same ears, only the last and strongest."""
    moments = sorted(_moments(watched, clock, stamps, policy), key=lambda moment: moment[0])
    strongest = {_ears(notice): notice for at, notice in moments if at <= now}
    return list(strongest.values())


def next_at(
    watched: Watched, clock: Clock, stamps: Sequence[Stamp], policy: Policy
) -> datetime | None:
    """When there is next something to say if nothing changes; in the past, where it was not said in time."""
    return min((at for at, _notice in _moments(watched, clock, stamps, policy)), default=None)


def _ears(notice: Notice) -> tuple[str | None, ...]:
    """For whom it is: the person in charge of a goal, a place of the chain for a goal, the tier, the client."""
    if notice.kind in {EventKind.WARNED, EventKind.BREACHED}:
        return ("in charge", notice.after)
    if notice.kind is EventKind.CHAIN_TOLD:
        return ("chain", notice.after, notice.before)
    if notice.kind is EventKind.OVERDUE:
        return ("elsewhere", notice.after)
    return (notice.kind,)


def _moments(
    watched: Watched, clock: Clock, stamps: Sequence[Stamp], policy: Policy
) -> Iterator[Moment]:
    """All that was not said yet, each with its moment."""
    for goal, reading in clock.readings.items():
        if reading.met_at is None and reading.state is not State.PAUSED:
            yield from _of_goal(goal, reading, stamps, policy)
    yield from _alert(watched, stamps, policy)
    yield from _of_waiting(watched, stamps, policy)
    yield from _of_elsewhere(watched, stamps)


def _of_goal(
    goal: Goal, reading: Reading, stamps: Sequence[Stamp], policy: Policy
) -> Iterator[Moment]:
    begun = _last(stamps, _makes_promises)
    warn_at = policy.watch.warn_at
    marks = [
        (warn_at, Notice(EventKind.WARNED, goal, str(warn_at))),
        (100, Notice(EventKind.BREACHED, goal)),
        *((link.at, Notice(EventKind.CHAIN_TOLD, goal, link.tier)) for link in policy.chain),
    ]
    for percent, notice in marks:
        at = reading.at_share(percent / 100)
        if at is None:
            continue
        at += A_TICK if percent >= 100 else timedelta()
        if not any(place > begun or at <= stamps[begun].at for place in _said(notice, stamps)):
            yield at, notice


def _makes_promises(stamp: Stamp) -> bool:
    """Whether a promise may be another one since. What was said before counts only where its moment had passed
    by then: the warning of a new round, or of a due time that moved away, is yet to come and a new warning."""
    return is_update(stamp) or stamp.kind in {
        EventKind.OPENED,
        EventKind.RELEASED,
        EventKind.RESUMED,
    }


def _said(notice: Notice, stamps: Sequence[Stamp]) -> list[int]:
    """Where on the log this stands; a breach says more than a warning."""
    kinds = {notice.kind}
    if notice.kind is EventKind.WARNED:
        kinds.add(EventKind.BREACHED)
    return [
        place
        for place, stamp in enumerate(stamps)
        if stamp.kind in kinds
        and stamp.after == notice.after
        and (notice.kind is not EventKind.CHAIN_TOLD or stamp.before == notice.before)
    ]


_CHANGES_HANDS = {
    EventKind.OPENED,
    EventKind.RELEASED,
    EventKind.TAKEN,
    EventKind.ASSIGNED,
    EventKind.ESCALATED,
    EventKind.RETURNED,
    EventKind.WAITING,
    EventKind.OUT_OF_SCOPE,
    EventKind.RESUMED,
    EventKind.REOPENED,
}


def _alert(watched: Watched, stamps: Sequence[Stamp], policy: Policy) -> Iterator[Moment]:
    """At once when it begins to wait for somebody, then again and again."""
    watch = policy.watch
    if watched.severity not in watch.alert or not watched.is_untaken or not stamps:
        return
    begun = _last(stamps, lambda stamp: stamp.kind in _CHANGES_HANDS or _is_graver(stamp))
    said = [stamp for stamp in stamps[begun:] if stamp.kind is EventKind.ALERTED]
    notice = Notice(EventKind.ALERTED, str(len(said) + 1))
    if not said:
        yield stamps[begun].at, notice
    elif watch.alert_every is not None:
        yield said[-1].at + watch.alert_every, notice


def _is_graver(stamp: Stamp) -> bool:
    """Whether it has another severity since."""
    if stamp.kind is not EventKind.RECLASSIFIED:
        return False
    return class_in(stamp.before or "")[0] != class_in(stamp.after or "")[0]


def _of_waiting(watched: Watched, stamps: Sequence[Stamp], policy: Policy) -> Iterator[Moment]:
    """The client's reminders, and after the last of them the closing: nobody finds a ticket closed unwarned."""
    reason = policy.waiting_reason(CLIENT)
    if watched.status != Status.WAITING or watched.waiting_for != CLIENT or reason is None:
        return
    asked = _last(stamps, lambda stamp: stamp.kind is EventKind.WAITING)
    told = [int(s.after or 0) for s in stamps[asked:] if s.kind is EventKind.REMINDED]
    last = max(told, default=0)
    for number, after in enumerate(reason.reminders, start=1):
        if number > last:
            yield stamps[asked].at + after, Notice(EventKind.REMINDED, str(number))
    if last >= len(reason.reminders) and watched.closes_at is not None:
        yield watched.closes_at, Notice(EventKind.CLOSED)


def _of_elsewhere(watched: Watched, stamps: Sequence[Stamp]) -> Iterator[Moment]:
    """Each day that passed without the ticket's coming back, once; another day that is named is another."""
    told = {stamp.after for stamp in stamps if stamp.kind is EventKind.OVERDUE}
    for day, ends_at in watched.awaited.items():
        if day not in told:
            yield ends_at, Notice(EventKind.OVERDUE, day)


def _last(stamps: Sequence[Stamp], is_one: Callable[[Stamp], bool]) -> int:
    """The place of the last such event; 0 where there is none."""
    return max((place for place, stamp in enumerate(stamps) if is_one(stamp)), default=0)
