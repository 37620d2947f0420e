"""A time zone is called by its place, in the reader's language."""

from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from portal.ground.wording import place_of


@pytest.mark.parametrize(
    ("zone", "language", "place"),
    [
        ("America/Santiago", "es", "Santiago"),
        ("America/Mexico_City", "es", "Ciudad de México"),
        ("America/Mexico_City", "en", "Mexico City"),
        ("America/Bogota", "es", "Bogotá"),
        ("America/Argentina/Buenos_Aires", "es", "Buenos Aires"),
        ("Asia/Kolkata", "es", "Calcuta"),
        ("Europe/Kyiv", "en", "Kyiv"),
        ("UTC", "es", "UTC"),
    ],
)
def test_a_zone_is_called_as_its_readers_call_it(zone: str, language: str, place: str) -> None:
    assert place_of(ZoneInfo(zone), Locale.parse(language)) == place
