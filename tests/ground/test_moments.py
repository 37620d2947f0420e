"""Moments, lists and sizes as people say them, in both languages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from portal.ground.language import force_locale, reader, reading_later
from portal.ground.lists import Style, listed
from portal.ground.moments import by_words, in_time, on_words, short_time
from portal.ground.wording import duration, moment, relative, size
from portal.people.person import Person

NOW = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
"""15:00 in Santiago, a Tuesday."""
MIN, H, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def here(app: Flask, characters: dict[str, Person]) -> Iterator[None]:
    """A guest's page of a site in Santiago."""
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        yield


@pytest.mark.parametrize(
    ("away", "by", "on", "beside"),
    [
        (2 * H, "17:00 today", "today at 17:00", "today, 17:00"),
        (-22 * H, "17:00 yesterday", "yesterday at 17:00", "yesterday, 17:00"),
        (18 * H, "9:00 tomorrow", "tomorrow at 9:00", "tomorrow, 9:00"),
        (2 * DAY, "Thu 3 Dec, 15:00", "on Thu 3 Dec at 15:00", "Thu 3 Dec, 15:00"),
        (
            40 * DAY,
            "Sun 10 Jan 2027, 15:00",
            "on Sun 10 Jan 2027 at 15:00",
            "Sun 10 Jan 2027, 15:00",
        ),
    ],
)
def test_a_moment_says_no_more_than_it_needs(
    away: timedelta, by: str, on: str, beside: str
) -> None:
    at = NOW + away
    assert (by_words(at, NOW), on_words(at, NOW), short_time(at, NOW)) == (by, on, beside)


def test_a_moment_in_spanish() -> None:
    with force_locale("es"):
        assert by_words(NOW + 2 * H, NOW) == "hoy a las 17:00"
        assert by_words(NOW + 2 * DAY, NOW) == "el jue 3 dic a las 15:00"
        assert on_words(NOW + 18 * H, NOW) == "mañana a las 9:00"


def test_a_letter_says_no_today() -> None:
    with reading_later():
        assert by_words(NOW + 2 * H, NOW) == "Tue 1 Dec, 17:00"
        assert in_time(NOW + 2 * H, NOW) == "Tue 1 Dec, 17:00"


def test_the_place_is_named_where_the_readers_clock_is_another() -> None:
    reader("en", "Europe/Madrid")
    assert by_words(NOW + 2 * DAY, NOW) == "Thu 3 Dec, 19:00 (Madrid)"


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (25 * MIN, "15:25 today, in 25 min"),
        (18 * H, "9:00 tomorrow"),
        (6 * DAY + 23 * H, "Tue 8 Dec, 14:00, in 7 days"),
    ],
)
def test_a_distance_beside_a_date_is_rounded(away: timedelta, said: str) -> None:
    assert in_time(NOW + away, NOW).replace("\N{NO-BREAK SPACE}", " ") == said


def test_distances_agree_with_the_time_left_of_the_desk() -> None:
    """What has begun of a minute is still left; what has not passed in full has not passed."""
    assert relative(timedelta(minutes=8, seconds=10)) == "in 9\N{NO-BREAK SPACE}min"
    assert relative(-timedelta(minutes=8, seconds=50)) == "8\N{NO-BREAK SPACE}min ago"


def test_what_is_long_past_still_has_its_time() -> None:
    assert moment(NOW - 5 * DAY, NOW).words == "26 Nov, 15:00"
    assert moment(NOW - 400 * DAY, NOW).words == "27 Oct 2025, 15:00"


@pytest.mark.parametrize("words", ["20 MB", "2 h 7 min", "1 day 6 h"])
def test_a_number_stays_with_its_unit(words: str) -> None:
    made = {
        "20 MB": size(20_000_000),
        "2 h 7 min": duration(127 * MIN),
        "1 day 6 h": duration(30 * H),
    }[words]
    assert made.replace("\N{NO-BREAK SPACE}", " ") == words
    for part in made.split(" "):
        assert not part[-1].isdigit(), "a line may break between a number and its unit"


@pytest.mark.parametrize(
    ("things", "style", "said"),
    [
        (["Error", "Incidente"], "standard", "Error e Incidente"),
        (["Consulta", "historia"], "standard", "Consulta e historia"),
        (["nieve", "hielo"], "standard", "nieve y hielo"),
        (["agua", "hiato"], "standard", "agua y hiato"),
        (["Chat", "Correo", "“Internet”"], "standard", "Chat, Correo e “Internet”"),
        (["Correo", "WhatsApp"], "standard", "Correo y WhatsApp"),
        (["siete", "ocho"], "or", "siete u ocho"),
        (["días", "horas"], "or", "días u horas"),
        (["7", "8"], "or", "7 u 8"),
        (["10", "11"], "or", "10 u 11"),
        (["79", "80"], "or", "79 u 80"),
        (["17", "18"], "or", "17 o 18"),
        (["100", "110"], "or", "100 o 110"),
        (["2", "3"], "or", "2 o 3"),
        (["uno"], "or", "uno"),
        ([], "or", ""),
    ],
)
def test_a_list_in_spanish_joins_by_sound(things: list[str], style: Style, said: str) -> None:
    with force_locale("es"):
        assert listed(things, style) == said


def test_a_list_in_english_does_not() -> None:
    assert listed(["errors", "incidents"]) == "errors and incidents"
    assert listed(["7", "8"], "or") == "7 or 8"
