"""What people decide about themselves: name, language, time zone; and the choice of language of anyone."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.ground.db import db
from portal.ground.language import force_locale
from portal.ground.zones import zone_label
from portal.people.person import Person
from tests.browser import Browser

Browsers = Callable[..., Browser]
PLACES = [("/account?x=1", "/account?x=1"), ("https://evil.example/", "/")]


def test_name_and_time_zone_hold_at_once(browser: Browsers) -> None:
    with force_locale("en"):
        bogota = zone_label("America/Bogota")
    alice = browser("alice").visit("/account")
    alice.fill("Your name", "  Alice\r\nBcc: x@y.example   Rojas ").choose(bogota)
    alice.press("Save")
    alice.sees("Your account details have been saved.", "Alice Bcc: x@y.example Rojas")
    assert _person("alice").name == "Alice Bcc: x@y.example Rojas"
    assert _person("alice").time_zone == "America/Bogota"
    assert "(Bogota)" in alice.html, "times are shown in the zone chosen"


@pytest.mark.parametrize("name", ["", " \r\n ", "x" * 121])
def test_a_name_that_is_none_is_said(browser: Browsers, name: str) -> None:
    alice = browser("alice").visit("/account").fill("Your name", name).press("Save", status=422)
    assert alice.page.find(class_="error-summary") is not None
    assert _person("alice").name == "Alice Rojas"


def test_a_time_zone_or_language_that_is_none_is_refused(browser: Browsers) -> None:
    alice = browser("alice").visit("/account")
    form = {"name": "A", "language": "xx", "time_zone": "../../etc/passwd"}
    form["csrf_token"] = str(alice.page.find("input", attrs={"name": "csrf_token"})["value"])  # type: ignore[index]
    answer = alice.client.post("/account", data=form)
    assert answer.status_code == 422
    assert "This option is no longer available. Choose another." in answer.text
    assert "Not a valid choice" not in answer.text
    assert _person("alice").language == "en"


@pytest.mark.parametrize(("next", "to"), PLACES)
def test_anyone_chooses_the_language_and_stays_on_the_page(
    browser: Browsers, next: str, to: str
) -> None:
    guest = browser()
    guest.visit("/sign-in")
    token = guest.page.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    data = {"csrf_token": token, "language": "es", "next": next}
    answer = guest.client.post("/language", data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, to)
    assert 'lang="es"' in guest.client.get("/sign-in").text
    data["language"] = "tlh"
    assert guest.client.post("/language", data=data).status_code == 400


def test_a_persons_choice_goes_along_to_other_browsers_and_letters(browser: Browsers) -> None:
    alice, phone = browser("alice"), browser("alice")
    alice.visit("/account").press("Español")
    assert alice.url == "/account"
    assert _person("alice").language == "es"
    assert 'lang="es"' in phone.client.get("/account").text


def test_a_name_with_markup_is_words(browser: Browsers, app: Flask) -> None:
    alice = browser("alice").visit("/account")
    alice.fill("Your name", "<script>alert(1)</script>").press("Save")
    assert "<script>alert" not in alice.html
    assert "&lt;script&gt;" in alice.html


def _person(name: str) -> Person:
    db.session.rollback()
    return db.session.scalars(select(Person).where(Person.email.startswith(f"{name}@"))).one()
