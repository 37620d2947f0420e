"""How hours by the clock on the wall become spans of UTC, whatever that clock skips or shows twice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.policy.times import Block

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = EPOCH.date().toordinal()
_SECOND = 10**6
DAY = 86_400 * _SECOND
"""In microseconds, as all that is counted here: whole numbers, so that sums are exact."""

Span = tuple[int, int]


def stamp_of(at: datetime) -> int:
    """The moment as microseconds since 1970."""
    passed = at - EPOCH
    return passed.days * DAY + passed.seconds * _SECOND + passed.microseconds


def moment_of(stamp: int) -> datetime:
    """The moment, in UTC, that `stamp_of` made a number."""
    return EPOCH + timedelta(microseconds=stamp)


@dataclass(frozen=True)
class Offset:
    """From when to when (UTC) the clock on the wall is ahead of UTC by so much."""

    start: int
    end: int
    ahead: int


def offsets(zone: ZoneInfo, year: int) -> list[Offset]:
    """How far the zone's clock is ahead of UTC, in the year and two days on either side, in order."""
    at = stamp_of(datetime(year, 1, 1, tzinfo=UTC)) - 2 * DAY
    end = stamp_of(datetime(year, 12, 31, tzinfo=UTC)) + 3 * DAY
    found, start, ahead = [], at, _ahead(zone, at)
    while at < end:
        later = _ahead(zone, at + DAY)
        if later != ahead:
            change = _change(zone, at, ahead)
            found.append(Offset(start, change, ahead))
            start, ahead = change, later
        at += DAY
    return [*found, Offset(start, end, ahead)]


def _ahead(zone: ZoneInfo, stamp: int) -> int:
    offset = moment_of(stamp).astimezone(zone).utcoffset() or timedelta()
    return offset // timedelta(microseconds=1)


def _change(zone: ZoneInfo, start: int, ahead: int) -> int:
    """The second of the day from `start` on at which the clock is changed."""
    low, high = 0, DAY // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if _ahead(zone, start + middle * _SECOND) == ahead:
            low = middle
        else:
            high = middle
    return start + high * _SECOND


def spans_of(day: date, blocks: Iterable[Block], known: Iterable[Offset]) -> Iterator[Span]:
    """The moments of the day at which the clock on the wall stands within the blocks.

    What the clock skips is not there; what it shows twice is there twice (then a block may be two spans).
    """
    midnight = (day.toordinal() - _FIRST_DAY) * DAY
    for start, end in blocks:
        opens = midnight + _since_midnight(start)
        closes = midnight + (_since_midnight(end) or DAY)
        for offset in known:
            first = max(opens - offset.ahead, offset.start)
            last = min(closes - offset.ahead, offset.end)
            if first < last:
                yield first, last


def _since_midnight(at: time) -> int:
    return ((at.hour * 60 + at.minute) * 60 + at.second) * _SECOND + at.microsecond
