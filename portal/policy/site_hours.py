"""The hours that a site says of its own channels: a run of days and two times; as words, and as a calendar."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from babel.dates import format_time, get_day_names

from portal.ground.catalogue import _
from portal.ground.language import current_language, current_locale
from portal.policy.times import DAYS, Calendar

RUNS = {"mon-fri": DAYS[:5], "mon-sat": DAYS[:6], "mon-sun": DAYS}
ALWAYS = "24x7"
"""The days on which a channel of the site may be open; round the clock it has no hours to say."""


def hours_words(said: Mapping[str, str]) -> str:
    """Hours as the site says them: 'Monday to Friday, 9:00 to 18:00'; '' where it says none."""
    if said.get("days") == ALWAYS:
        return _("24 hours a day, every day")
    if said.get("days") not in RUNS:
        return ""
    run, names = RUNS[said["days"]], get_day_names("wide", locale=current_locale())
    return _(
        "%(first)s to %(last)s, %(opens)s to %(closes)s",
        first=names[0],
        last=names[len(run) - 1],
        opens=_clock(said["opens"]),
        closes=_clock(said["closes"]),
    )


def calendar_of(
    key: str, said: Mapping[str, Any], time_zone: str, like: Calendar | None
) -> Calendar:
    """The hours that the site gives a channel, in the reader's language; public holidays as in `like`."""
    blocks = [f"{said['opens']}-{said['closes']}"] if said["days"] in RUNS else []
    return Calendar(
        key=calendar_named(key),
        title={current_language(): hours_words(said)},
        hours=None if blocks else ALWAYS,
        week=dict.fromkeys(RUNS[said["days"]], blocks) if blocks else {},
        time_zone=time_zone,
        holidays=like.holidays if like else None,
    )


def calendar_named(key: str) -> str:
    """The key of the calendar that holds the site's hours of this channel."""
    return f"site-{key}"


def _clock(text: str) -> str:
    return str(format_time(time.fromisoformat(text), "H:mm", locale=current_locale()))
