"""When what happens in a ticket's life: the time between the deeds from its filing to its end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from portal.demo.paths import Pace, path_of
from portal.demo.rhythm import awake, spread
from portal.demo.story import BY_CLIENT, Beat, Deed
from portal.policy.hours import Hours

CLIENT_HOURS = (8, 20)
DESK_HOURS = (7, 23)
LEAST = timedelta(minutes=15)
"""What even the quickest solution takes after the first word."""

LATELY = timedelta(hours=30)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

APART = 2 * HOUR
"""At least so long after a session was agreed to it has been held."""
_WORTH = {Deed.NOTE: 0.3, Deed.TAKE_OVER: 0.5, Deed.TRY_NO: 0.5, Deed.RESOLVE: 1.6}
"""How much of the desk's time a deed takes, against the others."""


@dataclass
class Thread:
    """The time of one story as it goes on."""

    at: datetime
    zone: ZoneInfo
    chance: Random
    sleeps: bool
    hours: Hours | None = None
    beats: list[Beat] = field(default_factory=list)

    def go(self, deed: Deed, after: timedelta) -> None:
        """Do this so much later, when whoever does it is up."""
        at = self.at + max(after, MINUTE) + timedelta(seconds=self.chance.randrange(60))
        if deed in BY_CLIENT:
            at = awake(at, self.zone, self.chance, CLIENT_HOURS, works_weekends=not self.sleeps)
        elif self.hours is not None:
            at = _at_desk(at, self.hours, self.chance)
        elif self.sleeps:
            at = awake(at, self.zone, self.chance, DESK_HOURS, works_weekends=True)
        self.at = at
        self.beats.append(Beat(at, deed))


def plot(opened_at: datetime, pace: Pace, zone: ZoneInfo, chance: Random) -> tuple[Beat, ...]:
    """A whole life: filed, worked on, ended. What lies in the future is for the caller to leave out."""
    thread = Thread(opened_at, zone, chance, sleeps=pace.rank > 2, hours=pace.hours)
    thread.beats.append(Beat(opened_at, Deed.OPEN))
    path = path_of(pace, chance)
    _work(thread, path, pace)
    if path[-1] is Deed.RESOLVE:
        _end(thread, pace)
    return tuple(thread.beats)


def literal(
    now: datetime,
    ago: timedelta,
    deeds: Sequence[tuple[Deed, float]],
    took: timedelta | None = None,
    hours: Hours | None = None,
) -> tuple[Beat, ...]:
    """A life as it is told: filed `ago`, then each deed at its share of what it `took`, if not the time until now.

    Of a desk with `hours`, what is recent is told in these; of what is longer ago each deed waits for them.
    """
    opened_at, span = now - ago, took or ago
    moments = [opened_at + span * share for _deed, share in deeds]
    if hours is not None and ago <= LATELY:
        opened_at = _so_long_before(now, ago, hours)
        moments = [hours.add(opened_at, span * share) for _deed, share in deeds]
    elif hours is not None:
        moments = [_open_at(at, hours) for at in moments]
    beats = (Beat(at, deed) for at, (deed, _share) in zip(moments, deeds, strict=True))
    return (Beat(opened_at, Deed.OPEN), *beats)


def _so_long_before(now: datetime, amount: timedelta, hours: Hours) -> datetime:
    """The moment since which so much of the desk's time has passed."""
    for start, end in reversed(hours.spans(now - 6 * LATELY, now)):
        if amount <= end - start:
            return end - amount
        amount -= end - start
    return now - 6 * LATELY


def _at_desk(at: datetime, hours: Hours, chance: Random) -> datetime:
    """The moment itself where the desk works then, else some time after it begins to."""
    if hours.is_open(at):
        return at
    return _open_at(at, hours) + chance.randrange(4, 50) * MINUTE


def _open_at(at: datetime, hours: Hours) -> datetime:
    return hours.next_opening(at) or at


def _work(thread: Thread, path: Sequence[Deed], pace: Pace) -> None:
    """The desk's part: a first word, mostly in time, then the rest, mostly in time as well."""
    chance = thread.chance
    first = pace.first * chance.lognormvariate(-1.1, 0.7)
    rest = max(pace.resolution * chance.lognormvariate(-1.0, 0.6) - first, LEAST)
    if pace.rank == 1:
        rest = max(rest, 6 * LEAST)  # nobody outside mends an outage in a few minutes
    ours = [deed for deed in path if deed not in BY_CLIENT and deed is not Deed.TAKE]
    total = sum(_WORTH.get(deed, 1) for deed in ours[1:]) or 1
    is_first = True
    for deed in path:
        if deed is Deed.SHARE:
            thread.go(deed, 4 * MINUTE)
        elif deed is Deed.TAKE:
            thread.go(deed, first * 0.5)
            first *= 0.5
        elif deed in BY_CLIENT:
            thread.go(deed, spread(chance, (12 if pace.rank < 3 else 55) * MINUTE, 0.9))
        elif is_first:
            thread.go(deed, first)
            is_first = False
        elif deed is Deed.MEET:
            thread.go(deed, max(APART, rest / total))
        else:
            thread.go(deed, rest * (_WORTH.get(deed, 1) / total))


def _end(thread: Thread, pace: Pace) -> None:
    """What the client makes of the solution: confirms, rates, reopens, or says nothing."""
    chance = thread.chance
    turn = chance.random()
    if turn < 0.07 and pace.is_trouble:
        thread.go(Deed.REOPEN, spread(chance, 20 * HOUR, 0.5))
        thread.go(Deed.UPDATE, pace.first * 0.3)
        thread.go(Deed.RESOLVE, pace.resolution * 0.3)
        turn = 0.07 + chance.random() * 0.93
    resolved_at = thread.at
    if turn < 0.58:
        thread.go(Deed.CONFIRM, spread(chance, 3 * HOUR, 1.0))
        if thread.at >= resolved_at + pace.close_after:
            thread.beats.pop()
        elif chance.random() < 0.7:
            thread.go(Deed.RATE, spread(chance, 2 * MINUTE, 0.4))
            return
        else:
            return
    if turn > 0.82:
        thread.go(Deed.RATE, spread(chance, 9 * HOUR, 1.0))
    thread.beats.append(Beat(resolved_at + pace.close_after + timedelta(seconds=20), Deed.LAPSE))
