"""What is no mistake in a policy file, but may not mean what its author meant."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from portal.policy.durations import Term, Unit
from portal.policy.mistake import Mistake, Path, _l
from portal.policy.policy import Policy
from portal.policy.times import Block
from portal.policy.toml_lines import line_of, lines_of

_DAY = timedelta(days=1)


def hints(policy: Policy) -> list[tuple[int, Mistake]]:
    """Each hint with its line: 'days' and 'weeks' that are counted in the open hours of a calendar."""
    lines = lines_of(policy.text)
    return [(line_of(hint.path, lines), hint) for hint in _long_days(policy)]


def _long_days(policy: Policy) -> Iterator[Mistake]:
    """A day is 24 hours of its calendar: where that is open for eight a day, it lasts for three."""
    open_hours = {
        calendar.key: sum(
            (_length(each) for day in calendar.week.values() for each in day), timedelta()
        )
        for calendar in policy.calendars
        if not calendar.hours
    }
    for path, term, calendar in _counted(policy):
        if calendar in open_hours and term.length and term.unit in {Unit.DAYS, Unit.WEEKS}:
            yield Mistake(
                path,
                _l(
                    "'%(term)s' means %(hours)s of opening hours, and '%(calendar)s' is open %(week)s a week.",
                    term=term,
                    hours=_hours(term.length),
                    calendar=calendar,
                    week=_hours(open_hours[calendar]),
                ),
                _l("If you mean days when you’re open, write 'business days'."),
            )


def _counted(policy: Policy) -> Iterator[tuple[Path, Term, str]]:
    """Every amount that runs in a calendar, with its path."""
    for place, row in enumerate(policy.target_rows):
        for name in ("first_response", "resolution", "updates"):
            if term := getattr(row, name):
                yield ("target", place, name), term, row.calendar
    for place, channel in enumerate(policy.channels):
        if channel.first_response and channel.calendar:
            yield ("channel", place, "first_response"), channel.first_response, channel.calendar
    for place, reason in enumerate(policy.waiting_reasons):
        if reason.follow_up and reason.follow_up_calendar:
            yield (
                ("waiting_reason", place, "follow_up"),
                reason.follow_up,
                reason.follow_up_calendar,
            )


def _length(block: Block) -> timedelta:
    start, end = (datetime.combine(date.min, at) for at in block)
    return (end - start) % _DAY or _DAY


def _hours(amount: timedelta) -> str:
    """'42 h', '42 h 30 min': the same in every language."""
    hours, rest = divmod(amount, timedelta(hours=1))
    return f"{hours} h {rest // timedelta(minutes=1)} min" if rest else f"{hours} h"
