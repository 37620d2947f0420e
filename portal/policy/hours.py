"""The arithmetic of a calendar: whether it is open, how much of its time has passed, and when so much will have."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from portal.policy.durations import Term
from portal.policy.policy import Policy
from portal.policy.spans import moment_of, stamp_of
from portal.policy.times import DAYS, Block, Calendar
from portal.policy.years import DaysOff, Years

_DAY, _MICROSECOND, _NOTHING = timedelta(days=1), timedelta(microseconds=1), timedelta()
_WHOLE_DAY: tuple[Block, ...] = ((time(), time()),)
_ALWAYS = (_WHOLE_DAY,) * 7
_TURNS = {(12, 31), (1, 1)}


@dataclass(frozen=True, eq=False)
class Hours:
    """When a calendar is open: at every moment at which the clock on its wall stands within its hours.

    What passes is measured as it passes: from 09:00 to 18:00 on a day on which the clock is put back in
    between are ten hours. Moments are aware; results are UTC. `is_always`: round the clock, every day.
    """

    key: str
    zone: ZoneInfo
    is_always: bool
    years: Years

    def is_open(self, at: datetime) -> bool:
        """Whether its time passes at that moment. A block holds its first moment and not its last."""
        year, stamp = self.years.year(self._local_year(at)), stamp_of(at)
        place = bisect_right(year.starts, stamp) - 1
        return place >= 0 and stamp < year.ends[place]

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much of its time passes from one moment to the other; negative where the end comes first."""
        if self.is_always:
            return end - start
        if end < start:
            return -self.between(end, start)
        year, first, last = self.years.year, self._local_year(start), self._local_year(end)
        passed = year(last).until(stamp_of(end)) - year(first).until(stamp_of(start))
        if first != last:
            passed += sum(year(number).total for number in range(first, last))
        return timedelta(microseconds=passed)

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment, not before `start`, at which so much of its time has passed since.

        Raises ValueError for a negative amount, and where the calendar does not open often enough.
        """
        if amount < _NOTHING:
            raise ValueError("time runs forward only")
        if amount == _NOTHING or self.is_always:
            return (start + amount).astimezone(UTC)
        number = self._local_year(start)
        wanted = self.years.year(number).until(stamp_of(start)) + amount // _MICROSECOND
        while wanted > (year := self.years.year(number)).total:
            wanted -= year.total
            number += 1
            self._must_open_in(number)
        place = bisect_left(year.sums, wanted)
        return moment_of(year.ends[place] - (year.sums[place] - wanted))

    def end_of(self, term: Term, start: datetime) -> datetime:
        """When the far end of the term is reached. Raises ValueError where the calendar never opens.

        So many business days are over at the same time of day so many open days later; at the end of
        that day's hours where it is closed then, or where it was closed at the start.
        """
        length = term.length
        if length is not None:
            return self.add(start, length)
        local = start.astimezone(self.zone)
        day = self._open_day_after(local.date(), term.most)
        if self.is_open(start):
            end = datetime.combine(day, local.time(), self.zone).astimezone(UTC)
            if self.is_open(end):
                return end
        return self.blocks_on(day)[-1][1]

    def amount(self, term: Term, start: datetime) -> timedelta:
        """How much of its time the term is, when it begins at `start`. Raises as `end_of`."""
        length = term.length
        return self.between(start, self.end_of(term, start)) if length is None else length

    def next_opening(self, at: datetime) -> datetime | None:
        """The first moment, from `at` on, at which it is open; None where it does not open any more."""
        if self.is_open(at):
            return at.astimezone(UTC)
        number, stamp = self._local_year(at), stamp_of(at)
        while self.years.may_open_in(number):
            starts = self.years.year(number).starts
            place = bisect_left(starts, stamp)
            if place < len(starts):
                return moment_of(starts[place])
            number += 1
        return None

    def closes_at(self, at: datetime) -> datetime | None:
        """The end of the hours in which it is open at that moment; None where it is closed, or never closes."""
        if self.is_always or not self.is_open(at):
            return None
        end, number = stamp_of(at), self._local_year(at)
        while self.years.may_open_in(number):
            year = self.years.year(number)
            place = bisect_right(year.starts, end) - 1
            if place < 0 or year.ends[place] <= end:
                return moment_of(end)
            end, number = year.ends[place], number + 1
        return None

    def blocks_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """From when to when it is open on that day of its zone, in order; nothing where it is closed."""
        return [(moment_of(start), moment_of(end)) for start, end in self.years.of_day(day)]

    def spans(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """The open spans between the two moments, in order: their lengths add up to `between`."""
        if self.is_always:
            return [(start.astimezone(UTC), end.astimezone(UTC))] if start < end else []
        first, last = stamp_of(start), stamp_of(end)
        numbers = range(self._local_year(start), self._local_year(end) + 1)
        return [
            (moment_of(max(opens, first)), moment_of(min(closes, last)))
            for year in map(self.years.year, numbers)
            for opens, closes in zip(year.starts, year.ends, strict=True)
            if max(opens, first) < min(closes, last)
        ]

    def _local_year(self, at: datetime) -> int:
        if at.tzinfo is UTC and (at.month, at.day) not in _TURNS:
            return at.year  # no zone is a day away: quicker than asking the zone
        return at.astimezone(self.zone).year

    def _open_day_after(self, day: date, count: int) -> date:
        while count:
            day += _DAY
            if self.years.of_day(day):
                count -= 1
            else:
                self._must_open_in(day.year)
        return day

    def _must_open_in(self, year: int) -> None:
        if not self.years.may_open_in(year):
            raise ValueError(f"the calendar {self.key} does not open often enough for that")


def hours_of(policy: Policy, calendar: str) -> Hours:
    """The hours of that calendar of the policy. Raises LookupError where the policy has none of the name."""
    known = _known.get((id(policy), calendar))
    if known is None or known[0] is not policy:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        known = _known[id(policy), calendar] = (policy, _made(policy, calendar))
    return known[1]


def _made(policy: Policy, key: str) -> Hours:
    calendar = policy.calendar(key)
    if calendar is None:
        raise LookupError(f"the policy {policy.name} has no calendar {key}")
    return _shared(
        key,
        calendar.time_zone or policy.time_zone,
        _week(calendar),
        tuple((odd.on, odd.hours) for odd in calendar.odd_days),
        (calendar.holidays.country, calendar.holidays.region) if calendar.holidays else None,
        policy.days_off if calendar.holidays else None,
    )


def _week(calendar: Calendar) -> tuple[tuple[Block, ...], ...]:
    if calendar.hours == "24x7":
        return _ALWAYS
    week = {str(day): blocks for day, blocks in calendar.week.items()}
    return tuple(week.get(day, ()) for day in DAYS)


@lru_cache(maxsize=256)
def _shared(
    key: str,
    zone_name: str,
    week: tuple[tuple[Block, ...], ...],
    odd_days: tuple[tuple[date, tuple[Block, ...]], ...],
    holidays: tuple[str, str | None] | None,
    days_off: DaysOff | None,
) -> Hours:
    """Editions that write a calendar alike share what is counted of it, but for the holidays that each keeps."""
    zone = ZoneInfo(zone_name)
    is_always = week == _ALWAYS and not odd_days and holidays is None
    return Hours(key, zone, is_always, Years(zone, week, dict(odd_days), holidays, days_off))


_MOST_KNOWN = 512
_known: dict[tuple[int, str], tuple[Policy, Hours]] = {}
"""By the policy's identity: it is frozen, and kept here, so that no other can take its place."""
