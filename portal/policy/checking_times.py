"""What must hold of calendars: hours that do not overlap, days named once, holidays that the library knows."""

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from portal.policy.mistake import Mistake, Path, unknown
from portal.policy.policy import Policy
from portal.policy.times import Blocks, Calendar, Holidays


def calendars(policy: Policy) -> Iterator[Mistake]:
    """Each is open at some time, says so once, and in order."""
    for place, calendar in enumerate(policy.calendars):
        at = ("calendar", place)
        yield from _hours(at, calendar)
        for day, blocks in calendar.week.items():
            yield from _blocks((*at, "week", day), blocks)
        seen = set()
        for nth, odd in enumerate(calendar.odd_days):
            yield from _blocks((*at, "day", nth, "hours"), odd.hours)
            if odd.on in seen:
                remedy = "keep one, with all the hours of that day"
                yield Mistake((*at, "day", nth, "on"), f"{odd.on} is there twice", remedy)
            seen.add(odd.on)
        if calendar.holidays:
            yield from _holidays((*at, "holidays"), calendar.holidays)


def _hours(at: Path, calendar: Calendar) -> Iterator[Mistake]:
    if calendar.hours and calendar.week:
        yield Mistake(
            (*at, "hours"), "is round the clock and has a week of hours too", "keep one of the two"
        )
    elif calendar.hours is None and not any(calendar.week.values()):
        yield Mistake(
            at,
            f"'{calendar.key}' has no hours at all: nothing would ever be due",
            'add hours = "24x7", or week = {mon = ["09:00-18:00"], …}',
        )
    for name, is_there in (("holidays", calendar.holidays), ("day", calendar.odd_days)):
        if calendar.hours and is_there:
            yield Mistake(
                (*at, name),
                "round the clock no day is different",
                "remove it, or write a week instead of hours",
            )


def _blocks(at: Path, blocks: Blocks) -> Iterator[Mistake]:
    for nth, ((start, end), (following, _)) in enumerate(pairwise(blocks), start=1):
        if following <= start:
            remedy = "write the hours of a day from the first to the last"
            yield Mistake((*at, nth), "begins before the hours written before it", remedy)
        elif end.hour == end.minute == 0 or following < end:
            yield Mistake((*at, nth), "overlaps the hours before it", "join them, or part them")


def _holidays(at: Path, chosen: Holidays) -> Iterator[Mistake]:
    # Reading this package takes longer than all the rest of a start: only who has holidays pays for it,
    # and for the list of all countries only who is mistaken.
    import holidays

    try:
        holidays.country_holidays(chosen.country, subdiv=chosen.region)
    except (
        NotImplementedError
    ):  # what the library raises for a place whose holidays it does not know
        yield _no_holidays(at, chosen, holidays.list_supported_countries(include_aliases=True))


def _no_holidays(at: Path, chosen: Holidays, known: Mapping[str, Collection[str]]) -> Mistake:
    """What is wrong, by the countries that are known with their regions."""
    if chosen.country not in known:
        near = sorted(key for key in known if len(key) == 2 and key[0] == chosen.country[0])
        remedy = (
            f"use an ISO 3166 code, as these of the same first letter: {', '.join(near)}; "
            "or remove it and write each holiday as a [[calendar.day]]"
        )
        return Mistake((*at, "country"), f"no holidays are known for '{chosen.country}'", remedy)
    if regions := known[chosen.country]:
        what = f"region of {chosen.country}"
        return unknown((*at, "region"), str(chosen.region), regions, what)
    return Mistake(
        (*at, "region"),
        f"the holidays of {chosen.country} are not known by region",
        "remove the region; write its own holidays as [[calendar.day]]",
    )
