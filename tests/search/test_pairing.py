"""Other languages give way: to a better answer in the reader's own, and to the twin that says the same."""

import pytest
from flask import Flask

from portal.articles.article import Article
from portal.ground.following import catch_up
from portal.people.viewer import NOBODY
from portal.search.finding import Results, find
from portal.search.following import FOLLOWER
from tests.search.base import publish


@pytest.fixture
def pair(app: Flask) -> dict[str, Article]:
    """How to sign in, in both languages; and in Spanish alone what has a word like 'sign' in it."""
    spanish = publish(
        "No puedo iniciar sesión", "Restablezca su contraseña.", "es", slug="sin-sesion"
    )
    english = publish(
        "I cannot sign in",
        "Reset your password to sign in. After a drop, sign in again.",
        translation_of="sin-sesion",
        audience="everyone",
    )
    publish("Copias de seguridad", "Las celdas que empiezan con un signo igual.", "es")
    publish("Console tour", "After you sign in, look around.", "en")
    catch_up(FOLLOWER)
    return {"es": spanish, "en": english}


@pytest.fixture(autouse=True)
def request_context(app: Flask):  # type: ignore[no-untyped-def]
    with app.test_request_context("/"):
        yield


def shown(found: Results) -> tuple[list[str], list[str]]:
    return [hit.title for hit in found.own], [hit.title for hit in found.other]


def test_a_chance_likeness_in_another_language_is_not_shown(pair: dict[str, Article]) -> None:
    found = find("sign in", NOBODY, "en")
    assert shown(found) == (["I cannot sign in", "Console tour"], [])
    assert found.counts["language"] == {"en": 2, "es": 0}


def test_the_twin_is_shown_in_place_of_the_other_language_s(pair: dict[str, Article]) -> None:
    found = find("reset the password", NOBODY, "es")
    assert shown(found) == (["No puedo iniciar sesión"], [])
    assert found.total == 1
    assert found.counts["kind"] == {"guide": 1}
    assert shown(find("sign in", NOBODY, "es", only_language="en"))[0][0] == "I cannot sign in"


def test_what_has_no_twin_for_this_reader_stands_in_its_own_language(app: Flask) -> None:
    publish("Interno", "Solo para agentes.", "es", slug="interno", audience="agents")
    publish("Zanzibar for all", "Zanzibar protocol.", translation_of="interno")
    catch_up(FOLLOWER)
    assert shown(find("zanzibar protocol", NOBODY, "es")) == ([], ["Zanzibar for all"])


def test_a_twin_that_is_found_already_is_shown_once(pair: dict[str, Article]) -> None:
    publish("Firewall y puertos", "Abra el firewall.", "es", slug="cortafuegos")
    publish("Firewall and ports", "Open the firewall.", translation_of="cortafuegos")
    catch_up(FOLLOWER)
    found = find("firewall", NOBODY, "es")
    assert shown(found) == (["Firewall y puertos"], [])
    assert found.total == 1
