"""When a calendar is open: its week in runs of equal days, and its own and public holidays to come."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

import holidays

from portal.policy.times import DAYS, Block, Calendar, Holidays

AHEAD = timedelta(days=120)
"""How far holidays are told."""


@dataclass(frozen=True)
class Run:
    """Days of the week that follow each other (0: Monday) and have the same hours; none: closed."""

    first: int
    last: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class DayOff:
    """A day that is not like its weekday: closed, or with hours of its own. `titles` by language, or a name."""

    on: date
    titles: dict[str, str]
    blocks: tuple[Block, ...] = ()


def week_of(calendar: Calendar) -> list[Run]:
    """The week from Monday, days of the same hours in one run."""
    days = [(place, calendar.week.get(day, ())) for place, day in enumerate(DAYS)]  # type: ignore[call-overload]  # DAYS are the literals
    runs = []
    for blocks, group in groupby(days, key=lambda each: each[1]):
        places = [place for place, _blocks in group]
        runs.append(Run(places[0], places[-1], blocks))
    return runs


def days_off(calendar: Calendar, start: date, languages: tuple[str, ...]) -> list[DayOff]:
    """The days to come, from `start` on, that are not like their weekday; the calendar's own win."""
    until = start + AHEAD
    found = {day.on: day for day in _public(calendar.holidays, start, until, languages)}
    for odd in calendar.odd_days:
        if start <= odd.on <= until:
            titles = odd.title or (found[odd.on].titles if odd.on in found else {})
            found[odd.on] = DayOff(odd.on, dict(titles), odd.hours)
    return [found[on] for on in sorted(found)]


@lru_cache(maxsize=64)
def _public(
    of: Holidays | None, start: date, until: date, languages: tuple[str, ...]
) -> tuple[DayOff, ...]:
    if of is None:
        return ()
    years = range(start.year, until.year + 1)
    named = {code: _named(of, code, tuple(years)) for code in languages}
    first = next(iter(named.values()))
    return tuple(
        DayOff(on, {code: names.get(on, first[on]) for code, names in named.items()})
        for on in sorted(first)
        if start <= on <= until
    )


@lru_cache(maxsize=64)
def _named(of: Holidays, language: str, years: tuple[int, ...]) -> dict[date, str]:
    """The public holidays of these years, by the names that language has for them, as far as it is known."""
    known = holidays.country_holidays(of.country).supported_languages
    spoken = next((each for each in known if each.partition("_")[0] == language), None)
    return dict(
        holidays.country_holidays(of.country, subdiv=of.region, years=years, language=spoken)
    )
