"""The open spans of a calendar, year by year: its week, less public holidays, with its odd days."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from portal.policy.spans import Offset, Span, offsets, spans_of
from portal.policy.times import Block

DaysOff = Callable[[str, str | None, int], frozenset[date]]
"""The public holidays of a country (ISO 3166), perhaps of one of its regions, in a year."""

LAST_YEAR = 9990
"""Nothing is looked for after it."""


class OpenYear:
    """The open spans of a calendar's year in order, and how much is open up to the end of each."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sums: list[int] = []
        for start, end in sorted(spans):
            if self.ends and start == self.ends[-1]:
                self.ends[-1] = end
                self.sums[-1] += end - start
            else:
                self.starts.append(start)
                self.ends.append(end)
                self.sums.append(self.total + end - start)

    @property
    def total(self) -> int:
        """How much the year has."""
        return self.sums[-1] if self.sums else 0

    def until(self, stamp: int) -> int:
        """How much of it has passed at that moment."""
        place = bisect_right(self.ends, stamp)
        passed = self.sums[place - 1] if place else 0
        if place < len(self.ends) and self.starts[place] < stamp:
            passed += stamp - self.starts[place]
        return passed


@dataclass(frozen=True, eq=False)
class Years:
    """Each year's open spans: made when they are first asked for, and the same whichever thread makes them.

    `week` is Monday's blocks to Sunday's; `holidays` a country and, where it says so, one of its regions; `days_off`
    says which days that are: those of the library, where none are kept.
    """

    zone: ZoneInfo
    week: tuple[tuple[Block, ...], ...]
    odd_days: Mapping[date, tuple[Block, ...]]
    holidays: tuple[str, str | None] | None = None
    days_off: DaysOff | None = None
    _made: dict[int, OpenYear] = field(default_factory=dict, repr=False)
    _days: dict[date, tuple[Span, ...]] = field(default_factory=dict, repr=False)
    _offsets: dict[int, list[Offset]] = field(default_factory=dict, repr=False)
    _free: dict[int, frozenset[date]] = field(default_factory=dict, repr=False)

    def year(self, number: int) -> OpenYear:
        """The open spans of a year of the zone."""
        made = self._made.get(number)
        if made is None:
            made = OpenYear(span for day in _days_of(number) for span in self.of_day(day))
            self._made[number] = made
        return made

    def of_day(self, day: date) -> tuple[Span, ...]:
        """The open spans of one day of the zone, in order."""
        made = self._days.get(day)
        if made is None:
            if day.year not in self._offsets:
                self._offsets[day.year] = offsets(self.zone, day.year)
            spans = spans_of(day, self._blocks(day), self._offsets[day.year])
            made = self._days[day] = tuple(sorted(spans))
        return made

    def may_open_in(self, year: int) -> bool:
        """Whether it may open in that year or after it."""
        if any(self.week):
            return year < LAST_YEAR
        return any(day.year >= year for day, blocks in self.odd_days.items() if blocks)

    def _blocks(self, day: date) -> tuple[Block, ...]:
        if day in self.odd_days:
            return self.odd_days[day]
        if self.holidays and day in self._holidays_in(day.year, *self.holidays):
            return ()
        return self.week[day.weekday()]

    def _holidays_in(self, year: int, country: str, region: str | None) -> frozenset[date]:
        if year not in self._free:
            self._free[year] = (self.days_off or public_holidays)(country, region, year)
        return self._free[year]


def public_holidays(country: str, region: str | None, year: int) -> frozenset[date]:
    """The public holidays of that year.

    The library raises NotImplementedError for a place that it does not know: a policy that names one is refused.
    """
    # Reading this package takes longer than all the rest of a start: only who has holidays pays for it.
    from holidays import country_holidays

    return frozenset(country_holidays(country, subdiv=region, years=year))


def _days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
