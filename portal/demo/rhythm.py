"""When people write and when they answer: working hours, quiet nights, thin weekends."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)

_BUSY = (0, 0, 0, 0, 0, 0, 1, 3, 7, 10, 10, 9, 7, 6, 7, 9, 9, 7, 4, 2, 2, 1, 1, 0)
"""How much is written in each hour of a working day, against the busiest."""
_WEEKEND = 0.22


def moments(
    start: datetime, end: datetime, count: int, zone: ZoneInfo, chance: Random
) -> list[datetime]:
    """So many moments between the two, in order, as people write: by day, on working days."""
    found: list[datetime] = []
    span = (end - start).total_seconds()
    while len(found) < count:
        at = start + timedelta(seconds=chance.random() * span)
        if chance.random() * max(_BUSY) < _weight(at.astimezone(zone)):
            found.append(at)
    return sorted(found)


def awake(
    at: datetime, zone: ZoneInfo, chance: Random, hours: Sequence[int], works_weekends: bool = False
) -> datetime:
    """The moment itself where it lies within the hours (first, last), else some time after the next morning's start."""
    local, (first, last) = at.astimezone(zone), hours
    is_late = local.hour >= last
    while not first <= local.hour < last or (local.weekday() >= 5 and not works_weekends):
        day = local.date() + (DAY if is_late or local.hour >= first else timedelta())
        minutes = chance.randrange(5, 100)
        local = datetime.combine(day, time(first), zone) + timedelta(minutes=minutes)
        is_late = False
    return local.astimezone(at.tzinfo)


def spread(chance: Random, middle: timedelta, width: float) -> timedelta:
    """A length of time around `middle`: as often shorter as longer, now and then much longer."""
    return middle * chance.lognormvariate(0, width)


def _weight(local: datetime) -> float:
    return _BUSY[local.hour] * (_WEEKEND if local.weekday() >= 5 else 1)
