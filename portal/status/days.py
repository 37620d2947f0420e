"""When a calendar is open: its week in runs of equal days, and its own and public holidays to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

import holidays

from portal.policy.policy import Policy
from portal.policy.times import DAYS, Block, Calendar, Holidays
from portal.policy.years import DaysOff, public_holidays

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


def days_off(policy: Policy, calendar: Calendar, start: date) -> list[DayOff]:
    """The days to come, from `start` on, that are not like their weekday; the calendar's own win.

    Which days are public holidays says the policy, as it keeps them; how they are called, the library.
    """
    until, off = start + AHEAD, policy.days_off or public_holidays
    found = {day.on: day for day in _public(calendar.holidays, start, until, policy.languages, off)}
    for odd in calendar.odd_days:
        if start <= odd.on <= until:
            titles = odd.title or (found[odd.on].titles if odd.on in found else {})
            found[odd.on] = DayOff(odd.on, dict(titles), odd.hours)
    return [found[on] for on in sorted(found)]


def _public(
    of: Holidays | None, start: date, until: date, languages: tuple[str, ...], off: DaysOff
) -> Iterator[DayOff]:
    if of is None:
        return
    years = tuple(range(start.year, until.year + 1))
    named = {code: _named(of, code, years) for code in languages}
    first = named[languages[0]]
    for on in sorted(day for year in years for day in off(of.country, of.region, year)):
        if start <= on <= until:
            titles = {code: names.get(on) or first.get(on, "") for code, names in named.items()}
            yield DayOff(on, titles)


@lru_cache(maxsize=64)
def _named(of: Holidays, language: str, years: tuple[int, ...]) -> dict[date, str]:
    """The public holidays of these years, by the names that language has for them, as far as it is known."""
    known = holidays.country_holidays(of.country).supported_languages
    spoken = next((each for each in known if each.partition("_")[0] == language), None)
    return dict(
        holidays.country_holidays(of.country, subdiv=of.region, years=years, language=spoken)
    )
