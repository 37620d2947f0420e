"""The public holidays under which promises were made: kept with the edition, so that a newer library moves none of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version

from sqlalchemy import bindparam, select

from portal.ground.db import db
from portal.policy import years
from portal.policy.edition import Edition
from portal.policy.policy import Policy
from portal.policy.times import Holidays

AHEAD = 2
"""So many years to come are kept at once; a promise that reaches further adds its own."""


class KeptDays:
    """The public holidays of an edition: as it keeps them; of a year that it does not have, as the library says today."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256

    def __call__(self, country: str, region: str | None, year: int) -> frozenset[date]:
        """As `years.public_holidays`."""
        place = _place(country, region)
        kept = db.session.scalar(_DAYS, {"sha256": self.sha256}) or {}
        if str(year) in kept.get(place, {}):
            return _read(kept[place][str(year)])
        found = years.public_holidays(country, region, year)
        _counted_with.setdefault(self.sha256, {})[place, year] = found
        return found


_DAYS = select(Edition.days).where(Edition.sha256 == bindparam("sha256"))
_counted_with: dict[str, dict[tuple[str, int], frozenset[date]]] = {}
"""Of each edition, the years that this process has counted with and the edition did not have."""


def keep_years(edition: Edition, policy: Policy, now: datetime) -> None:
    """Keep the years around `now` that the edition does not have yet. Inside `writing()`."""
    for off in _holidays_in(policy):
        for year in range(now.year - 1, now.year + AHEAD + 1):
            place = _place(off.country, off.region)
            if str(year) not in edition.days.get(place, {}):
                _add(edition, place, year, years.public_holidays(off.country, off.region, year))


def keep_days(sha256: str) -> None:
    """Keep the years that were counted with and that the edition did not have. Inside `writing()`."""
    new = _counted_with.get(sha256)
    edition = db.session.get(Edition, sha256) if new else None
    if new is None or edition is None:
        return
    for (place, year), days in new.items():
        if str(year) not in edition.days.get(place, {}):
            _add(edition, place, year, days)


@dataclass(frozen=True)
class Moved:
    """A public holiday that the library of today adds (or takes away), against what the edition keeps."""

    place: str
    on: date
    is_added: bool


def moved_days(policy: Policy, since: date) -> list[Moved]:
    """What a promise made now under the policy's edition would be counted without, of the days from `since` on."""
    edition = db.session.get(Edition, policy.edition)
    return sorted(_moved(edition, policy, since), key=lambda each: each.on) if edition else []


def _moved(edition: Edition, policy: Policy, since: date) -> Iterator[Moved]:
    for off in _holidays_in(policy):
        place = _place(off.country, off.region)
        for year, days in edition.days.get(place, {}).items():
            if int(year) < since.year:
                continue
            kept, today = _read(days), years.public_holidays(off.country, off.region, int(year))
            yield from (Moved(place, on, on in today) for on in kept ^ today if on >= since)


def library_version() -> str:
    """The release of the library that knows the holidays."""
    return version("holidays")


def _holidays_in(policy: Policy) -> set[Holidays]:
    return {each.holidays for each in policy.calendars if each.holidays}


def _add(edition: Edition, place: str, year: int, days: frozenset[date]) -> None:
    """A new mapping: the session does not see what changes within one."""
    of_place = edition.days.get(place, {}) | {str(year): sorted(map(date.isoformat, days))}
    edition.days = edition.days | {place: of_place}


def _read(days: list[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, days))


def _place(country: str, region: str | None) -> str:
    """'CO', 'ES-MD'."""
    return f"{country}-{region}" if region else country
