"""Values in the reader's words: moments, durations, days, sizes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from flask import Flask

from portal.ground.catalogue import _, _n
from portal.ground.language import current_locale, current_time_zone
from portal.ground.now import now

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Moment:
    """One moment for a page: `words` ('in 3 h'), `exact` (in the reader's zone), `iso` (for machines)."""

    words: str
    exact: str
    iso: str


def moment(at: datetime, at_now: datetime | None = None) -> Moment:
    """The moment as seen from now: near ones relative, those over two days away by their date."""
    apart = at - (at_now or now())
    words = relative(apart) if abs(apart) < 2 * DAY else day(at)
    return Moment(words=words, exact=exact(at), iso=at.isoformat(timespec="seconds"))


def exact(at: datetime) -> str:
    """Day and time with the zone's name, in the reader's zone: '21 Nov 2026, 14:05 (Santiago)'."""
    return _exact(at.replace(second=0, microsecond=0), current_time_zone(), current_locale())


@lru_cache(maxsize=10_000)
def _exact(minute: datetime, zone: ZoneInfo, locale: Locale) -> str:
    """Kept, since lists and live pages show the same moments again and again."""
    text = babel_datetime(minute.astimezone(zone), "d MMM y, HH:mm", locale=locale)
    return f"{text} ({zone.key.rsplit('/', 1)[-1].replace('_', ' ')})"


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
    """A distance from now: 'in 3 h', '5 min ago', 'now'."""
    if abs(apart) < MINUTE:
        return _("now")
    amount = duration(abs(apart))
    if apart > timedelta():
        return _("in %(amount)s", amount=amount)
    return _("%(amount)s ago", amount=amount)


def duration(amount: timedelta) -> str:
    """An amount of time in its two largest units: '30 min', '4 h', '1 h 30 min', '2 days', '1 day 6 h'."""
    minutes = round(amount / MINUTE)
    if minutes < 60:
        return _("%(n)s min", n=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24 or (hours % 24 == 0 and hours == 24 and not minutes):
        parts = [_("%(n)s h", n=hours)]
        return " ".join(parts + ([_("%(n)s min", n=minutes)] if minutes else []))
    if hours == 48 and not minutes:
        return _("%(n)s h", n=48)
    days, hours = divmod(hours, 24)
    words = _n("%(num)s day", "%(num)s days", days)
    return f"{words} {_('%(n)s h', n=hours)}" if hours and days < 7 else words


def size(count: int) -> str:
    """A number of bytes: '512 B', '48 kB', '3.2 MB' (decimal units, as browsers show them)."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


def register(app: Flask) -> None:
    """Give the templates these words as filters."""
    for filter_ in (moment, exact, day, relative, duration, size):
        app.add_template_filter(filter_)
