"""Values in the reader's words: moments, durations, days, sizes."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.numbers import format_decimal
from flask import Flask

from portal.ground.catalogue import _, _n
from portal.ground.language import current_language, current_locale, current_time_zone
from portal.ground.now import now

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEAR = DAY


@dataclass(frozen=True)
class Moment:
    """One moment for a page: `words` ('in 3 h'), `exact` (in the reader's zone), `iso` (for machines)."""

    words: str
    exact: str
    iso: str


@dataclass(frozen=True)
class Reader:
    """Whose words these are: a page of a hundred lines asks once who reads."""

    language: str
    locale: Locale
    zone: ZoneInfo


def current_reader() -> Reader:
    """Who reads this page."""
    return Reader(current_language(), current_locale(), current_time_zone())


def moment(at: datetime, at_now: datetime | None = None, reader: Reader | None = None) -> Moment:
    """The moment as seen from now: near ones relative, those over a day away by day and time."""
    reader, at_now = reader or current_reader(), at_now or now()
    if -NEAR < at - at_now < NEAR:
        words = _relative(whole_minutes(at - at_now), reader.language)
    else:
        is_other_year = at.astimezone(reader.zone).year != at_now.astimezone(reader.zone).year
        words = (plain_time if is_other_year else day_time)(at, reader)
    return Moment(words, exact(at, reader), at.isoformat(timespec="seconds"))


def exact(at: datetime, reader: Reader | None = None) -> str:
    """Day and time with the zone's name, in the reader's zone: '21 Nov 2026, 14:05 (Santiago)'."""
    reader = reader or current_reader()
    return _exact(at.replace(second=0, microsecond=0), reader.zone, reader.locale)


@lru_cache(maxsize=10_000)
def _exact(minute: datetime, zone: ZoneInfo, locale: Locale) -> str:
    """Kept, since lists and live pages show the same moments again and again."""
    return f"{_plain(minute, zone, locale)} ({place_of(zone, locale)})"


def plain_time(at: datetime, reader: Reader) -> str:
    """The same without the zone, for a page that names it once: '21 Nov 2026, 14:05'."""
    return _plain(at.replace(second=0, microsecond=0), reader.zone, reader.locale)


@lru_cache(maxsize=10_000)
def _plain(minute: datetime, zone: ZoneInfo, locale: Locale) -> str:
    return str(babel_datetime(minute.astimezone(zone), "d MMM y, HH:mm", locale=locale))


def place_of(zone: ZoneInfo, locale: Locale | None = None) -> str:
    """The zone by its place, as it is called in this language: 'Santiago', 'Bogotá', 'Ciudad de México'."""
    return _place(zone.key, (locale or current_locale()).language)


@lru_cache
def _place(key: str, language: str) -> str:
    places = Locale.parse("es_419" if language == "es" else language).time_zones
    plain = key.rsplit("/", 1)[-1].replace("_", " ")
    older = [name for name, now in get_global("zone_aliases").items() if now == key]
    cities = [
        places.get(name, {}).get("city") for name in (key, *older)
    ]  # CLDR keeps names of 1994
    return str(next(filter(None, cities), plain))


def day_time(at: datetime, reader: Reader) -> str:
    """Day and time without year and zone, in the reader's zone: '21 Nov, 14:05'."""
    return _day_time(at.replace(second=0, microsecond=0), reader.zone, reader.locale)


@lru_cache(maxsize=10_000)
def _day_time(minute: datetime, zone: ZoneInfo, locale: Locale) -> str:
    return str(babel_datetime(minute.astimezone(zone), "d MMM, HH:mm", locale=locale))


def weekday_time(at: datetime, reader: Reader) -> str:
    """Weekday and time, in the reader's zone, for the days to come: 'Mon 10:00'."""
    return _weekday_time(at.replace(second=0, microsecond=0), reader.zone, reader.locale)


@lru_cache(maxsize=10_000)
def _weekday_time(minute: datetime, zone: ZoneInfo, locale: Locale) -> str:
    return str(babel_datetime(minute.astimezone(zone), "EEE HH:mm", locale=locale))


def day(at: datetime | date) -> str:
    """The day in words, in the reader's zone: '21 November 2026'."""
    if isinstance(at, datetime):
        at = at.astimezone(current_time_zone()).date()
    return _day(at, current_locale())


@lru_cache(maxsize=10_000)
def _day(on: date, locale: Locale) -> str:
    pattern = "d MMMM y" if locale.language == "en" else "long"  # the same order in both languages
    return str(babel_date(on, pattern, locale=locale))


def relative(apart: timedelta) -> str:
    """A distance from now: 'in 3 h', '5 min ago', 'now'; in whole days from two days on: 'in 7 days'."""
    return _relative(whole_minutes(apart), current_language())


def whole_minutes(apart: timedelta) -> int:
    """A distance in minutes, as every page counts it: what has begun of the time left, what has passed in full."""
    return -(-apart // MINUTE)


@lru_cache(maxsize=10_000)
def _relative(minutes: int, _language: str) -> str:
    """Kept by language, which `_` reads by itself: a list says the same few distances again and again."""
    if not minutes:
        return _("now")
    apart = timedelta(minutes=abs(minutes))
    amount = days_words(round(apart / DAY)) if apart >= 2 * DAY else duration(apart)
    if minutes > 0:
        return _("in %(amount)s", amount=amount)
    return _("%(amount)s ago", amount=amount)


def days_words(count: int) -> str:
    """'1 day', '7 days'."""
    return unbroken(_n("%(num)s day", "%(num)s days", count))


def duration(amount: timedelta) -> str:
    """An amount of time in its two largest units: '30 min', '4 h', '1 h 30 min', '2 days', '1 day 6 h'."""
    return _duration(round(amount / MINUTE), current_language())


@lru_cache(maxsize=10_000)
def _duration(minutes: int, language: str) -> str:
    """Kept by language, as distances are."""
    hours, rest = divmod(minutes, 60)
    if hours <= 24 or (hours == 48 and not rest):
        return hours_and_minutes(minutes, language)
    days, hours = divmod(hours, 24)
    words = days_words(days)
    return f"{words} {_in_hours(60 * hours, language)}" if hours and days < 7 else words


def hours_and_minutes(minutes: int, language: str) -> str:
    """So many minutes, never in days: '45 min', '10 h', '57 h 30 min'. For the reader's own language."""
    return _in_hours(minutes, language)


@lru_cache(maxsize=10_000)
def _in_hours(minutes: int, _language: str) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return unbroken(_("%(n)s min", n=rest))
    words = unbroken(_("%(n)s h", n=hours))
    return f"{words} {_in_hours(rest, _language)}" if rest else words


def unbroken(words: str) -> str:
    """The same words with each number kept on one line with its unit: '20 MB', '2 h 7 min'."""
    return _AFTER_NUMBER.sub("\N{NO-BREAK SPACE}", words)


_AFTER_NUMBER = re.compile(r"(?<=\d) (?=\S)")


def language_words(code: str) -> str:
    """A language in the reader's own: 'Spanish'; the code where it is not one of ours."""
    return {"es": _("Spanish"), "en": _("English")}.get(code, code)


def size(count: int) -> str:
    """A number of bytes: '512 B', '48 kB', '3.2 MB', '20 MB' (decimal units, as browsers show them)."""
    if count < 1000:
        return unbroken(f"{count} B")
    if count < 1_000_000:
        return unbroken(f"{count / 1000:.0f} kB")
    return unbroken(f"{format_decimal(round(count / 1_000_000, 1), locale=current_locale())} MB")


def register(app: Flask) -> None:
    """Give the templates these words as filters."""
    for filter_ in (moment, exact, day, relative, duration, size):
        app.add_template_filter(filter_)
