"""Wherever rows are found by words, capitals and accents make no difference, in what is typed and in what is stored."""

from collections.abc import Callable

import pytest

from portal.ground.db import db, writing
from portal.ground.folding import fold
from portal.people.organising import add_organisation, add_person
from portal.people.person import Person
from portal.people.roles import Role
from tests.browser import Browser
from tests.characters import START
from tests.desk.filings import opened, published

Enter = Callable[..., Browser]
TYPED = ["muñoz", "MUÑOZ", "munoz", "Munoz", "MUÑOZ"]
"""The last has its tilde as a sign of its own, as some phones write it."""


@pytest.fixture
def leo(characters: dict[str, Person], browser: Enter) -> Browser:
    """A lead, in a portal with so many people and organisations that their lists can be searched."""
    with writing():
        for number in range(20):
            add_person(
                f"p{number}@aromos.example", f"Person {number}", Role.CLIENT, None, "en", START
            )
            add_organisation(f"Organisation {number}", "standard", [], START)
        add_organisation("Talleres Muñoz", "standard", [], START)
    return browser("leo")


@pytest.mark.parametrize("typed", TYPED)
def test_clients_find_their_own_tickets(
    characters: dict[str, Person], browser: Enter, typed: str
) -> None:
    alice = characters["alice"]
    opened(alice, "by-title", title="La agenda de Muñoz está vacía")
    opened(alice, "by-text", title="Another", answers={"description": "Dr. MUÑOZ cannot print."})
    opened(alice, "not", title="Something else", answers={"description": "No name here."})
    page = browser("alice").visit(f"/tickets?q={typed}")
    assert page.sees("La agenda de Muñoz", "Another").does_not_see("Something else")


@pytest.mark.parametrize("typed", TYPED)
def test_an_agent_finds_the_client_to_file_for(leo: Browser, typed: str) -> None:
    page = leo.visit("/ask").fill("Find a client", typed).press("Search")
    assert page.sees("Ana Muñoz").does_not_see("Alice Rojas")


@pytest.mark.parametrize("typed", TYPED)
def test_the_lists_of_the_desk(leo: Browser, characters: dict[str, Person], typed: str) -> None:
    assert leo.visit(f"/desk/people?q={typed}").sees("Ana Muñoz").does_not_see("Alice Rojas")
    assert leo.visit(f"/desk/organisations?q={typed}").sees("Talleres Muñoz").does_not_see("Aromos")
    opened(characters["alice"], "by-title", title="La agenda de Muñoz")
    opened(characters["alice"], "not", title="Something else")
    assert leo.visit(f"/desk?q={typed}").sees("La agenda de Muñoz").does_not_see("Something else")
    published("El método Muñoz", "Words.", characters["vera"], language="es")
    published("Something else", "Words.", characters["vera"], language="es")
    assert (
        leo.visit(f"/desk/articles?q={typed}")
        .sees("El método Muñoz")
        .does_not_see("Something else")
    )


@pytest.mark.parametrize("title", ["Sesión de ÑANDÚ caída", "sesion de nandu caida"])
def test_tickets_alike_are_shown_beside_a_ticket(
    leo: Browser, characters: dict[str, Person], title: str
) -> None:
    opened(characters["bob"], "before", title="Se cayó la sesión de Ñandú", language="es")
    ticket = opened(characters["alice"], "now", title=title, language="es")
    leo.visit(f"/desk/{ticket.ref}").sees("Se cayó la sesión de Ñandú")


def test_people_stand_in_the_order_of_their_names_whatever_the_accents(leo: Browser) -> None:
    with writing():
        add_person("z@aromos.example", "Zoe Paz", Role.CLIENT, None, "es", START)
        add_person("a@aromos.example", "Ángela Paz", Role.CLIENT, None, "es", START)
    html = leo.visit("/desk/people?q=paz").html
    assert html.index("Ángela Paz") < html.index("Zoe Paz")


def test_the_database_folds_as_we_do(characters: dict[str, Person]) -> None:
    for text in ["MUÑOZ", "Straße", "Ábaco", "İstanbul", ""]:
        assert db.session.scalar(db.select(db.func.fold(text))) == fold(text)
    assert db.session.scalar(db.select(db.func.fold(None))) is None
