"""What must hold of calendars: hours that do not overlap, days named once, holidays that the library knows."""

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from portal.policy.mistake import Mistake, Path, _l, one_of
from portal.policy.policy import Policy
from portal.policy.times import Blocks, Calendar, Holidays, hours_written


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
                words = _l("%(day)s appears twice.", day=odd.on)
                remedy = _l("Keep one, with all the hours of that day.")
                yield Mistake((*at, "day", nth, "on"), words, remedy)
            seen.add(odd.on)
        if calendar.holidays:
            yield from _holidays((*at, "holidays"), calendar.holidays)


def _hours(at: Path, calendar: Calendar) -> Iterator[Mistake]:
    if calendar.hours and calendar.week:
        words = _l("This calendar is open 24 hours every day, but it also has weekly hours.")
        yield Mistake((*at, "hours"), words, _l("Keep either 'hours' or 'week'."))
    elif calendar.hours is None and not any(calendar.week.values()):
        yield Mistake(
            at,
            _l("'%(key)s' has no hours, so nothing would ever be due.", key=calendar.key),
            _l('Write hours = "24x7", or week = {mon = ["09:00-18:00"], …}.'),
        )
    for name, is_there in (("holidays", calendar.holidays), ("day", calendar.odd_days)):
        if calendar.hours and is_there:
            yield Mistake(
                (*at, name),
                _l("This calendar is open 24 hours every day, so no day can be different."),
                _l("Remove it, or write 'week' instead of 'hours'."),
            )


def _blocks(at: Path, blocks: Blocks) -> Iterator[Mistake]:
    for nth, (earlier, later) in enumerate(pairwise(blocks), start=1):
        (start, end), (following, _) = earlier, later
        both = {"later": hours_written(later), "earlier": hours_written(earlier)}
        if following <= start:
            words = _l("'%(later)s' begins before '%(earlier)s', which is listed first.", **both)
            remedy = _l("List the hours of a day from first to last.")
            yield Mistake((*at, nth), words, remedy)
        elif end.hour == end.minute == 0 or following < end:
            words = _l("'%(later)s' overlaps '%(earlier)s'.", **both)
            yield Mistake((*at, nth), words, _l("Combine them, or separate them."))


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
        words = _l(
            "No public holidays are available for the country '%(country)s'.",
            country=chosen.country,
        )
        remedy = _l(
            "Use an ISO 3166 code, such as: %(codes)s. Or remove it and add each holiday as a [[calendar.day]].",
            codes=", ".join(near),
        )
        return Mistake((*at, "country"), words, remedy)
    if regions := known[chosen.country]:
        region = str(chosen.region)
        words = _l(
            "'%(region)s' isn’t a known region of %(country)s.",
            region=region,
            country=chosen.country,
        )
        return Mistake((*at, "region"), words, one_of(region, regions))
    return Mistake(
        (*at, "region"),
        _l("Public holidays aren’t available by region for %(country)s.", country=chosen.country),
        _l("Remove the region, and add its holidays as [[calendar.day]]."),
    )
