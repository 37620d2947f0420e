"""The time zones one can choose: each once, by its place and country, with its offset from UTC."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_time
from flask import Flask

from portal.ground.catalogue import _
from portal.ground.language import current_language, current_locale
from portal.ground.now import now
from portal.ground.wording import place_of

COUNTRIES = {"es": "MX", "en": "US"}
"""Where a reader may be whose browser names a language and no country."""


@lru_cache(maxsize=1)
def aliases() -> dict[str, str]:
    """Names that are not offered, which a browser or an older setting may give, and what they are called here."""
    names: Mapping[str, str] = get_global("zone_aliases")
    offered = _countries()
    return {old: new for old, new in names.items() if new in offered and old not in offered}


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """The country of each zone, by the table of the tz database: each zone once, a country's largest first."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


def canonical(zone: str) -> str:
    """The name under which the zone is offered: 'Asia/Calcutta' → 'Asia/Kolkata'."""
    return aliases().get(zone, zone)


def zone_of_country(territory: str | None, language: str) -> str:
    """The zone in which most people of the country live; where it has none, of a country of the language."""
    country = territory or COUNTRIES.get(language, "")
    return next((zone for zone, at in _countries().items() if at == country), "UTC")


def zone_choices() -> dict[str, list[tuple[str, str]]]:
    """For a select: (zone, its label) by part of the world, each part sorted by label in the reader's language."""
    return _choices(current_language(), now().replace(minute=0, second=0, microsecond=0))


def zone_label(zone: str, at: datetime | None = None) -> str:
    """'Santiago, Chile (UTC−3)'."""
    key, locale = ZoneInfo(zone), current_locale()
    place = place_of(key, locale)
    country = _country(zone, locale)
    named = place if country in {"", place} else f"{place}, {country}"
    offset = _offset((at or now()).astimezone(key).utcoffset())
    return named if named == offset else f"{named} ({offset})"


def clock_in(zone: str) -> str:
    """What time it is there: '14:05'; '' where there is no such zone to choose."""
    if zone != "UTC" and zone not in _countries():
        return ""
    return str(format_time(now(), "H:mm", tzinfo=ZoneInfo(zone), locale=current_locale()))


def register(app: Flask) -> None:
    """Give the templates what the component `zone` asks for."""
    app.jinja_env.globals.update(zone_aliases=aliases, clock_in=clock_in)


@lru_cache(maxsize=8)
def _choices(language: str, at: datetime) -> dict[str, list[tuple[str, str]]]:
    """Of a language and an hour: offsets change with the seasons."""
    parts = {
        "America": _("Americas"),
        "Europe": _("Europe"),
        "Africa": _("Africa"),
        "Asia": _("Asia"),
        "Australia": _("Australia"),
        "Atlantic": _("Atlantic"),
        "Indian": _("Indian Ocean"),
        "Pacific": _("Pacific"),
        "Antarctica": _("Antarctica"),
    }
    found: dict[str, list[tuple[str, str]]] = {title: [] for title in parts.values()}
    for zone in _countries():
        part = parts.get(zone.partition("/")[0], parts["Europe"])  # Arctic/Longyearbyen is Norway's
        found[part].append((zone, zone_label(zone, at)))
    sorted_parts = {part: sorted(zones, key=_by_label) for part, zones in found.items()}
    return {**sorted_parts, "UTC": [("UTC", "UTC")]}


def _by_label(choice: tuple[str, str]) -> str:
    """As a list is sorted in a book: accents count for nothing."""
    parted = normalize("NFD", choice[1].casefold())
    return "".join(letter for letter in parted if not combining(letter))


def _country(zone: str, locale: Locale) -> str:
    return str(locale.territories.get(_countries().get(zone, ""), ""))


def _offset(offset: timedelta | None) -> str:
    """'UTC−3', 'UTC+5:30', 'UTC'."""
    minutes = int((offset or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
