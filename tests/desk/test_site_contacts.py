"""How people reach the support: what the lead fills in, what is refused, what the environment decides."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, g
from flask_migrate import upgrade
from sqlalchemy import text

from portal.app import create_app
from portal.ground.db import db, writing
from portal.ground.settings import Settings
from portal.ground.site import read_site, site_row
from tests.browser import Browser
from tests.characters import people
from tests.people import house

PAGE = "/desk/site/contacts"


@pytest.fixture
def app() -> Iterator[Flask]:
    yield from house.running()


@pytest.fixture
def leo(app: Flask) -> Browser:
    people()
    use("planes")
    return house.sign_in(Browser(app), "leo@portal.example")


def use(policy: str) -> None:
    with writing():
        site_row().policy = policy
    g.pop("site", None)


def test_what_is_filled_in_is_what_clients_read(app: Flask, leo: Browser) -> None:
    leo.visit(PAGE).fill("Organisation", "Andes SpA").fill("Email", "hola@andes.example")
    phone = leo.page.find(attrs={"role": "group", "aria-label": "Phone"})
    assert phone is not None
    leo.fill("Phone", "+56 2 0000 1111").press("Save").sees("Saved.")
    guest = Browser(app).visit("/support")
    guest.sees("Andes SpA", "hola@andes.example", "+56 2 0000 1111")
    guest.does_not_see("WhatsApp", "Live chat")
    leo.visit(PAGE)
    assert leo.value("Phone") == "+56 2 0000 1111"
    leo.fill("Phone", "").press("Save")
    Browser(app).visit("/support").does_not_see("+56 2 0000 1111")


def test_hours_of_its_own_need_both_ends_in_their_order(leo: Browser) -> None:
    leo.visit(PAGE).fill("Phone", "+56 2 0000 1111")
    field = leo.field("Days")
    days = {"days-phone": "mon-fri", "opens-phone": "18:00", "closes-phone": "09:00"}
    assert field["name"] == "days-email"
    for name, value in days.items():
        leo._put(leo.page.find(attrs={"name": name}), [value])  # type: ignore[arg-type]  # it is there
    leo.press("Save", status=422).sees("Enter when it opens and when it closes")
    leo._put(leo.page.find(attrs={"name": "closes-phone"}), ["20:30"])  # type: ignore[arg-type]  # it is there
    leo.press("Save").sees("Saved.").visit("/support")
    leo.sees("Monday to Friday, 18:00 to 20:30")


@pytest.mark.parametrize("wrong", ["hola", "hola@", "a b@c.example"])
def test_an_email_address_that_is_none_is_refused(leo: Browser, wrong: str) -> None:
    leo.visit(PAGE).fill("Email", wrong).press("Save", status=422)
    leo.sees("Enter an email address like help@example.org.")


def test_only_a_policy_with_emergencies_asks_for_them(leo: Browser) -> None:
    leo.visit(PAGE).sees("Emergencies", "As the policy says")
    use("escala-5")
    leo.visit(PAGE).sees("Chat").does_not_see("Emergencies", "WhatsApp")


def test_without_a_usable_policy_the_page_still_opens(leo: Browser, tmp_path: Path) -> None:
    use(str(tmp_path / "none.toml"))
    leo.visit(PAGE).sees("Organisation").press("Save").sees("Saved.")


def by_environment(app: Flask) -> None:
    """Let the app have been started with these in its environment."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CONTACTS", '{"email": "env@andes.example"}')
        environment.setenv("ORGANISATION", "Andes by env")
        said = Settings(_env_file=None)
    given = {"contacts": said.contacts, "organisation": said.organisation}
    settings = app.extensions["portal_settings"]
    app.extensions["portal_settings"] = settings.model_copy(update=given)


def test_what_the_environment_says_wins_and_is_read_only() -> None:
    for app in house.running(by_environment):
        people()
        use("planes")
        with writing():
            site_row().contacts = {"email": {"address": "row@andes.example"}}
        leo = house.sign_in(Browser(app), "leo@portal.example").visit(PAGE)
        leo.sees("CONTACTS", "ORGANISATION", "env@andes.example", "Emergencies")
        assert leo.page.find(attrs={"name": "address-email"}) is None
        leo.press("Save")
        db.session.rollback()
        assert read_site().contacts == {"email": {"address": "env@andes.example"}}
        Browser(app).visit("/support").sees("Andes by env", "env@andes.example")


def test_a_filled_database_of_an_earlier_release_is_taken_over(tmp_path: Path) -> None:
    app = create_app(Settings(_env_file=None, data=tmp_path))
    with app.app_context():
        upgrade(revision="0003")
        columns = "id, name, sentences, hue, languages, policy, time_zone"
        values = {"sentences": "{}", "languages": json.dumps(["es", "en"])}
        db.session.execute(
            text(
                f"INSERT INTO site ({columns}) VALUES (1, 'Andes', :sentences, 25, :languages, 'planes', 'UTC')"  # noqa: S608 (names of ours)
            ),
            values,
        )
        db.session.commit()
        upgrade()
        db.session.remove()
        site = read_site()
        assert (site.name, site.hue, site.policy) == ("Andes", 25, "planes")
        assert (site.organisation, site.contacts, site.emergency, site.colour) == ("", {}, {}, None)
        db.session.remove()
        db.engine.dispose()
