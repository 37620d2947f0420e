"""A calendar's arithmetic: by hand where clocks are changed, by law, and against a count by the minute."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.policy.durations import Term, Unit
from portal.policy.hours import Hours, hours_of
from portal.policy.loading import reread
from portal.policy.policy import Policy
from tests.clockwork import CALENDARS, LAW, MIN, TEXT, clockwork, minutes_open, moments

H, DAY = timedelta(hours=1), timedelta(days=1)
SANTIAGO, MADRID = ZoneInfo("America/Santiago"), ZoneInfo("Europe/Madrid")
POLICY = clockwork()
amounts = st.integers(0, 6 * 24 * 60).map(lambda minutes: minutes * MIN)
calendars = st.sampled_from(CALENDARS).map(lambda key: hours_of(POLICY, key))


def hours(lines: str, zone: str = "America/Santiago") -> Hours:
    """The hours of one calendar, as a policy file writes it."""
    calendar = f'[[calendar]]\nkey = "it"\ntitle = {{en = "x"}}\ntime_zone = "{zone}"\n{lines}'
    text = TEXT.replace('"madrid-office"', '"it"').replace('"madrid-high"', '"high"')
    severity = '[[severity]]\nkey = "high"\ntitle = {en = "x"}\ndefinition = {en = "x"}'
    return hours_of(reread("\n".join([text, calendar, severity]), "it.toml"), "it")


def every_day(*blocks: str) -> str:
    written = ", ".join(f'"{block}"' for block in blocks)
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return "week = {" + ", ".join(f"{day} = [{written}]" for day in days) + "}"


OFFICE = (
    'week = {mon = ["09:00-18:00"], tue = ["09:00-18:00"], fri = ["09:00-13:00", "15:00-17:00"]}'
)


def there(*parts: int, zone: ZoneInfo = SANTIAGO, fold: int = 0) -> datetime:
    year, month, day, *clock = parts
    return datetime(year, month, day, *clock, tzinfo=zone, fold=fold).astimezone(UTC)


def business_days(count: int) -> Term:
    return Term(count, Unit.BUSINESS_DAYS)


def test_round_the_clock_time_just_passes() -> None:
    always = hours_of(POLICY, "always")
    start = there(2026, 9, 5, 12)
    assert always.is_always
    assert always.add(start, 30 * H) == start + 30 * H
    assert always.between(start, start + 400 * DAY) == 400 * DAY
    assert always.closes_at(start) is None
    assert always.next_opening(start) == start


def test_only_opening_hours_count() -> None:
    office = hours(OFFICE)
    tuesday, friday = there(2026, 6, 2, 17), there(2026, 6, 5, 9)
    assert office.between(tuesday, friday) == 1 * H, "Wednesday and Thursday are closed"
    assert office.add(tuesday, 3 * H) == there(2026, 6, 5, 11)
    assert office.add(tuesday, 7 * H) == there(2026, 6, 5, 17), "over the lunch break of Friday"
    assert office.add(tuesday, 1 * H) == there(2026, 6, 2, 18), (
        "the first moment, not the next opening"
    )
    assert office.between(friday, tuesday) == -1 * H


def test_a_block_holds_its_first_moment_and_not_its_last() -> None:
    office = hours(OFFICE)
    assert office.is_open(there(2026, 6, 5, 9))
    assert not office.is_open(there(2026, 6, 5, 13))
    assert office.next_opening(there(2026, 6, 5, 13)) == there(2026, 6, 5, 15)
    assert office.next_opening(there(2026, 6, 5, 17)) == there(2026, 6, 8, 9)
    assert office.closes_at(there(2026, 6, 5, 9)) == there(2026, 6, 5, 13)
    assert office.closes_at(there(2026, 6, 5, 14)) is None


def test_the_day_without_midnight_begins_at_one() -> None:
    """America/Santiago, 2026-09-06: after 23:59 comes 01:00."""
    night = hours(every_day("00:00-08:00"))
    day = date(2026, 9, 6)
    assert night.blocks_on(day) == [(there(2026, 9, 6, 1), there(2026, 9, 6, 8))]
    assert night.between(there(2026, 9, 5, 23), there(2026, 9, 6, 9)) == 7 * H
    assert night.add(there(2026, 9, 5, 23), 1 * H) == there(2026, 9, 6, 2)
    assert night.next_opening(there(2026, 9, 5, 23)) == datetime(2026, 9, 6, 4, tzinfo=UTC)


def test_a_block_that_falls_into_the_gap_is_not_there() -> None:
    gone = hours(every_day("00:10-00:50"))
    assert gone.blocks_on(date(2026, 9, 6)) == []
    begins = hours(every_day("00:30-02:00"))
    assert begins.blocks_on(date(2026, 9, 6)) == [(there(2026, 9, 6, 1), there(2026, 9, 6, 2))]
    ends = hours(every_day("22:00-24:00"))
    assert ends.between(there(2026, 9, 5, 21), there(2026, 9, 6, 3)) == 2 * H


def test_what_the_clock_shows_twice_counts_twice() -> None:
    """Europe/Madrid, 2026-10-25: 02:00 to 03:00 comes twice."""
    whole = hours(every_day("00:00-24:00"), "Europe/Madrid")
    assert (
        whole.between(there(2026, 10, 25, zone=MADRID), there(2026, 10, 26, zone=MADRID)) == 25 * H
    )
    assert whole.between(there(2026, 3, 29, zone=MADRID), there(2026, 3, 30, zone=MADRID)) == 23 * H
    begins = hours(every_day("02:30-04:00"), "Europe/Madrid")
    first = there(2026, 10, 25, 2, 30, zone=MADRID)
    assert begins.blocks_on(date(2026, 10, 25)) == [
        (first, first + H / 2),
        (first + H, first + 2.5 * H),
    ], "between the two it is 02:10 once more"
    ends = hours(every_day("01:00-02:30"), "Europe/Madrid")
    assert ends.between(first - 4 * H, first + 9 * H) == 2 * H


def test_a_leap_day_and_a_years_end_are_days_like_others() -> None:
    office = hours(every_day("10:00-12:00"))
    assert office.between(there(2028, 2, 28), there(2028, 3, 1)) == 4 * H
    assert office.add(there(2028, 2, 29, 11), 2 * H) == there(2028, 3, 1, 11)
    assert office.between(there(2026, 12, 31, 11), there(2027, 1, 1, 11)) == 2 * H
    assert office.add(there(2026, 12, 31, 11), 1000 * 2 * H) == there(2029, 9, 26, 11)
    nights = hours(every_day("00:00-06:00", "20:00-24:00"))
    assert nights.closes_at(there(2026, 12, 31, 22)) == there(2027, 1, 1, 6)


def test_public_holidays_are_closed_and_odd_days_win() -> None:
    lines = (
        every_day("09:00-17:00")
        + '\nholidays = {country = "CL"}\n'
        + '  [[calendar.day]]\n  on = 2026-09-18\n  hours = ["10:00-12:00"]\n'
        + "  [[calendar.day]]\n  on = 2026-09-22\n"
    )
    chile = hours(lines)
    assert chile.blocks_on(date(2026, 9, 18)) == [(there(2026, 9, 18, 10), there(2026, 9, 18, 12))]
    assert chile.blocks_on(date(2026, 9, 19)) == [], "Glorias del Ejército"
    assert chile.blocks_on(date(2026, 9, 22)) == [], "closed on a day of its own"
    assert chile.between(there(2026, 9, 18), there(2026, 9, 23)) == (2 + 8 + 8) * H


def test_a_region_has_holidays_of_its_own() -> None:
    catalonia = hours(
        every_day("09:00-17:00") + '\nholidays = {country = "ES", region = "CT"}', "Europe/Madrid"
    )
    spain = hours(every_day("09:00-17:00") + '\nholidays = {country = "ES"}', "Europe/Madrid")
    saint_stephen = date(2025, 12, 26)
    assert catalonia.blocks_on(saint_stephen) == []
    assert len(spain.blocks_on(saint_stephen)) == 1


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ((2026, 6, 1, 10), 1, (2026, 6, 2, 10)),
        ((2026, 6, 1, 10), 2, (2026, 6, 5, 10)),
        ((2026, 6, 1, 17, 30), 2, (2026, 6, 5, 17)),  # Friday closes earlier
        ((2026, 6, 2, 14), 1, (2026, 6, 5, 17)),  # the break of Friday
        ((2026, 6, 1, 20), 1, (2026, 6, 2, 18)),  # after hours
        ((2026, 6, 6, 9), 1, (2026, 6, 8, 18)),  # a closed day
        ((2026, 6, 1, 3), 3, (2026, 6, 8, 18)),
    ],
)
def test_business_days_are_days_on_which_it_opens(
    start: tuple[int, ...], count: int, end: tuple[int, ...]
) -> None:
    office, begins = hours(OFFICE), there(*start)
    assert office.end_of(business_days(count), begins) == there(*end)
    amount = office.amount(business_days(count), begins)
    assert amount > timedelta()
    assert office.add(begins, amount) == there(*end)


def test_business_days_pass_a_holiday_and_a_changed_clock() -> None:
    office = hours(every_day("09:00-18:00") + '\nholidays = {country = "CL"}')
    assert office.end_of(business_days(1), there(2026, 9, 17, 10)) == there(2026, 9, 20, 10)
    assert office.end_of(business_days(2), there(2026, 9, 5, 10)) == there(2026, 9, 7, 10)


def test_a_range_runs_to_its_far_end() -> None:
    office = hours(OFFICE)
    start = there(2026, 6, 1, 9)
    assert office.end_of(Term(15, Unit.MIN, least=5), start) == start + 15 * MIN
    assert office.end_of(Term(2, Unit.DAYS), start) == office.add(start, 48 * H)


def test_a_calendar_that_never_opens_says_so() -> None:
    closed = hours('  [[calendar.day]]\n  on = 2026-06-01\n  hours = ["09:00-10:00"]\n')
    assert closed.add(there(2026, 5, 1), 1 * H) == there(2026, 6, 1, 10)
    with pytest.raises(ValueError, match="does not open often enough"):
        closed.add(there(2026, 5, 1), 2 * H)
    with pytest.raises(ValueError, match="does not open often enough"):
        closed.end_of(business_days(1), there(2026, 6, 1, 9))
    assert closed.next_opening(there(2026, 6, 1, 10)) is None
    with pytest.raises(ValueError, match="forward only"):
        closed.add(there(2026, 5, 1), -1 * H)


def test_calendars_written_alike_share_their_count() -> None:
    again: Policy = clockwork()
    assert hours_of(again, "madrid-office") is hours_of(POLICY, "madrid-office")
    with pytest.raises(LookupError):
        hours_of(POLICY, "none")


@given(calendars, moments, amounts)
@LAW
def test_adding_then_measuring_gives_back_the_amount(
    it: Hours, start: datetime, amount: timedelta
) -> None:
    end = it.add(start, amount)
    assert it.between(start, end) == amount
    if amount:
        assert it.between(start, end - timedelta(microseconds=1)) < amount, "the first such moment"


@given(calendars, moments, moments, moments)
@LAW
def test_time_adds_up(it: Hours, a: datetime, b: datetime, c: datetime) -> None:
    assert it.between(a, b) + it.between(b, c) == it.between(a, c)


@given(calendars, moments, st.integers(0, 2 * 24 * 60))
@LAW
def test_the_count_by_the_minute_agrees(it: Hours, start: datetime, minutes: int) -> None:
    end = start + minutes * MIN
    passed = it.between(start, end)
    assert passed == minutes_open(it.key, start, end) * MIN
    spans = it.spans(start, end)
    assert sum((b - a for a, b in spans), timedelta()) == passed
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))


@given(calendars, moments)
@LAW
def test_opening_and_closing_are_where_time_begins_and_stops(it: Hours, at: datetime) -> None:
    opens = it.next_opening(at)
    assert opens is not None
    assert it.is_open(opens)
    assert it.between(at, opens) == timedelta()
    closes = it.closes_at(opens)
    assert closes is not None
    assert not it.is_open(closes)
    assert it.between(opens, closes) == closes - opens, "without a break"


@given(calendars, moments, st.integers(1, 6))
@LAW
def test_a_business_day_more_is_later(it: Hours, start: datetime, count: int) -> None:
    sooner, later = (it.end_of(business_days(n), start) for n in (count, count + 1))
    assert start < sooner < later
    assert it.amount(business_days(count), start) > timedelta()
