"""The time zones to choose from: each once, called as its readers call it, guessed where nothing better is known."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from portal.ground.language import force_locale
from portal.ground.zones import aliases, canonical, zone_choices, zone_label, zone_of_country
from tests.browser import Browser
from tests.people import house


@pytest.fixture
def app() -> Iterator[Flask]:
    yield from house.running()


@pytest.fixture(params=["es", "en"])
def offered(app: Flask, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Every zone with its label."""
    with force_locale(request.param):
        yield dict(choice for part in zone_choices().values() for choice in part)


def test_each_zone_is_offered_once(offered: dict[str, str]) -> None:
    assert {"Asia/Kolkata", "America/Argentina/Buenos_Aires", "Europe/Kyiv"} <= offered.keys()
    assert (
        not {"Asia/Calcutta", "America/Buenos_Aires", "Europe/Kiev", "Chile/Continental"}
        & offered.keys()
    )
    assert all(canonical(zone) == zone for zone in offered)
    assert len(set(offered.values())) == len(offered), "no two look alike"


def test_an_older_name_is_known(app: Flask) -> None:
    assert canonical("Asia/Calcutta") == "Asia/Kolkata"
    assert aliases()["America/Buenos_Aires"] == "America/Argentina/Buenos_Aires"


def test_a_label_names_place_country_and_offset(app: Flask) -> None:
    with force_locale("es"):
        assert zone_label("America/Mexico_City") == "Ciudad de México, México (UTC−6)"
        assert zone_label("Asia/Kolkata") == "Calcuta, India (UTC+5:30)"
    with force_locale("en"):
        assert zone_label("America/Bogota") == "Bogota, Colombia (UTC−5)"
        assert zone_label("Asia/Singapore") == "Singapore (UTC+8)"
        assert zone_label("UTC") == "UTC"


@pytest.mark.parametrize(
    ("country", "language", "zone"),
    [
        ("CL", "es", "America/Santiago"),
        ("US", "en", "America/New_York"),
        (None, "es", "America/Mexico_City"),
        ("XX", "es", "UTC"),
    ],
)
def test_without_a_script_the_country_is_a_guess(
    app: Flask, country: str | None, language: str, zone: str
) -> None:
    assert zone_of_country(country, language) == zone


def test_the_set_up_begins_where_the_browser_says_it_is(
    app: Flask, set_up_lead: Callable[[str], Browser]
) -> None:
    chosen = set_up_lead("es-CO,es;q=0.8").visit("/desk/site/languages").page
    assert [each["value"] for each in chosen.select("option[selected]")] == ["America/Bogota"]
    assert "now" in chosen.select_one("[data-now]").get_text() or "ahora" in chosen.get_text()  # type: ignore[union-attr]  # it is there


@pytest.fixture
def set_up_lead(app: Flask) -> Callable[[str], Browser]:
    """A lead in the middle of the set-up, whose browser asks for these languages."""
    from portal.ground.db import writing
    from portal.ground.now import now
    from portal.people import set_up

    def begun(accept: str) -> Browser:
        with writing():
            token = set_up.set_up_link(now())
        lucia = Browser(app).visit(f"/set-up/{token}")
        lucia.fill("Your name", "Lucía").fill("Email address", "lucia@andes.example")
        lucia.press("Begin")
        lucia.headers["Accept-Language"] = accept
        return lucia

    return begun
