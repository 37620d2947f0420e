"""A request about the same thing that is open already is named in the form, to whom it belongs and to nobody else."""

from collections.abc import Callable

import pytest

from portal.ground.db import writing
from portal.ground.now import now
from portal.people.person import Person
from portal.tickets.lifecycle import Status
from tests.asking.test_suggestions import typed
from tests.browser import Browser
from tests.desk.filings import opened

Browsers = Callable[..., Browser]
CUT = "Las llamadas se cortan siempre a los 15 minutos"
ALREADY = "already has an open request about this"


def in_spanish(browser: Browser) -> Browser:
    """Where the form asks what happened."""
    return browser.visit("/ask").choose("Algo falla").press("Continuar")


@pytest.fixture
def people(characters: dict[str, Person]) -> dict[str, Person]:
    opened(characters["alice"], "alices", title=CUT, language="es")
    opened(characters["ana"], "anas", title="Se corta la llamada de Ana", language="es")
    opened(characters["bob"], "bobs", title="Se corta la llamada de Bob", language="es")
    return characters


@pytest.mark.parametrize(
    "title", ["Se corta la llamada", "LLAMADA que se corta", "las llamádas se cortaron"]
)
def test_it_is_named_while_one_types(
    people: dict[str, Person], browser: Browsers, title: str
) -> None:
    alice = in_spanish(browser("alice", "es"))
    fragment = typed(alice, title=title)
    assert "Usted ya tiene una solicitud abierta sobre esto" in fragment
    assert CUT in fragment
    assert "#reply" in fragment
    assert "de Ana" not in fragment
    assert "de Bob" not in fragment


def test_another_matter_or_a_closed_one_is_not(
    people: dict[str, Person], browser: Browsers
) -> None:
    alice = in_spanish(browser("alice", "es"))
    assert "solicitud abierta" not in typed(alice, title="El reporte sale vacío")
    ticket = opened(people["alice"], "old", title="El chat no aparece en la página", language="es")
    with writing():
        ticket.status, ticket.resolved_at, ticket.closed_at = Status.CLOSED, now(), now()
    assert "solicitud abierta" not in typed(alice, title="No aparece el chat en la página")


def test_a_manager_is_told_of_their_own_alone(people: dict[str, Person], browser: Browsers) -> None:
    mara = in_spanish(browser("mara", "es"))
    assert "solicitud abierta" not in typed(mara, title="Se corta la llamada")


def test_a_stranger_is_told_of_none(people: dict[str, Person], browser: Browsers) -> None:
    assert "solicitud" not in typed(in_spanish(browser(language="es")), title="Se corta la llamada")


def test_an_agent_who_files_for_a_client_is_told_of_that_clients(
    people: dict[str, Person], browser: Browsers
) -> None:
    vera = browser("vera").visit("/ask").fill("Client’s name", "Alice Rojas")
    vera.fill("Client’s email", "alice@aromos.example").choose("Phone")
    vera.choose("Something is broken").press("Continue", within="Client’s name")
    fragment = typed(vera, title="Se corta la llamada siempre")
    assert ALREADY in fragment
    assert CUT in fragment
    assert "/desk/T-" in fragment
    assert "de Bob" not in fragment
