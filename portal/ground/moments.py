"""When, as a sentence says it: 'by 15:00 today', 'on Tue 3 Dec at 15:00', 'Tue 3 Dec, 15:00, in 7 days'.

The year is named where it is another one, the place where the reader's clock is not the site's. What is read on
another day, as a letter is, says no 'today'.
"""

from datetime import datetime, timedelta

from babel.dates import format_date, format_time
from flask import Flask

from portal.ground.catalogue import _
from portal.ground.language import (
    current_locale,
    current_time_zone,
    is_own_clock,
    is_read_later,
)
from portal.ground.now import now
from portal.ground.wording import DAY, days_words, place_of, relative


def by_words(at: datetime, at_now: datetime | None = None) -> str:
    """After 'by' or 'since': '15:00 today', '9:00 tomorrow', 'Tue 3 Dec, 15:00'."""
    away, time, on = _seen(at, at_now or now())
    words = {
        -1: _("%(time)s yesterday", time=time),
        0: _("%(time)s today", time=time),
        1: _("%(time)s tomorrow", time=time),
    }.get(away) or _("%(day)s, %(time)s", day=on, time=time)
    return _placed(words, at)


def on_words(at: datetime, at_now: datetime | None = None) -> str:
    """As the end of a sentence: 'today at 15:00', 'on Tue 3 Dec at 15:00'."""
    away, time, on = _seen(at, at_now or now())
    words = {
        -1: _("yesterday at %(time)s", time=time),
        0: _("today at %(time)s", time=time),
        1: _("tomorrow at %(time)s", time=time),
    }.get(away) or _("on %(day)s at %(time)s", day=on, time=time)
    return _placed(words, at)


def short_time(at: datetime, at_now: datetime | None = None) -> str:
    """Beside a name: 'today, 15:00', 'Tue 3 Dec, 15:00'."""
    away, time, on = _seen(at, at_now or now())
    named = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get(away, on)
    return _placed(f"{named}, {time}", at)


def in_time(at: datetime, at_now: datetime) -> str:
    """As `by_words`, with its distance where that tells more: '15:00 today, in 25 min', 'Tue 9 Dec, 15:00, in 7 days'."""
    words, far = by_words(at, at_now), distance(at, at_now)
    return _("%(time)s, %(distance)s", time=words, distance=far) if far else words


def distance(at: datetime, at_now: datetime) -> str:
    """How far away it is: to the minute within half a day, else by the days of the calendar; '' for tomorrow."""
    if is_read_later():
        return ""
    if abs(at - at_now) < DAY / 2:
        return relative(at - at_now)
    away = _days_between(at, at_now)
    if abs(away) > 1:
        amount = days_words(abs(away))
        return _("in %(amount)s", amount=amount) if away > 0 else _("%(amount)s ago", amount=amount)
    return "" if away else relative(at - at_now)


def clock(at: datetime) -> str:
    """The time by the reader's clock: '9:00', '18:30'."""
    zone = current_time_zone()
    return str(format_time(at.astimezone(zone), "H:mm", tzinfo=zone, locale=current_locale()))


def _seen(at: datetime, at_now: datetime) -> tuple[int, str, str]:
    """How many days away (`_UNSAID`: that is not to be said), the time, and the day: 'Tue 3 Dec', with another year."""
    zone = current_time_zone()
    local = at.astimezone(zone)
    pattern = "EEE d MMM" if local.year == at_now.astimezone(zone).year else "EEE d MMM y"
    on = str(format_date(local.date(), pattern, locale=current_locale()))
    away = _UNSAID if is_read_later() else _days_between(at, at_now)
    return away, clock(at), on


_UNSAID = 10_000


def _days_between(at: datetime, at_now: datetime) -> int:
    zone = current_time_zone()
    apart: timedelta = at.astimezone(zone).date() - at_now.astimezone(zone).date()
    return apart.days


def _placed(words: str, at: datetime) -> str:
    """The words with the reader's place, where the site's clock shows another time."""
    if is_own_clock(at):
        return words
    return _("%(time)s (%(place)s)", time=words, place=place_of(current_time_zone()))


def register(app: Flask) -> None:
    """Give templates these words as filters."""
    for filter_ in (by_words, on_words, short_time):
        app.add_template_filter(filter_)
