"""Synonyms as leads keep them: they count at once, refuse what makes no sense, and find what clients do not name."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.person import Person
from portal.people.refusal import Invalid
from portal.search import synonyms
from portal.search.engine import Query
from portal.search.engines import engine
from portal.search.question import question
from portal.search.synonyms import current_synonyms, entry
from portal.search.wordbook import Synonym
from tests.search.base import VISITOR, Queries, small_base


def add(leo: Person, word: str, others: str, language: str = "es", both: bool = True) -> Synonym:
    with writing():
        return synonyms.add(entry(language, word, others, both), leo, now())


def said_for(words: str, language: str = "es") -> dict[str, tuple[str, ...]]:
    """What a search for these words also looks for, by its parts."""
    asked = question(words, language, current_synonyms(language))
    return {wanted.words: wanted.synonyms for wanted in asked.wanted if wanted.synonyms}


def test_a_two_way_entry_finds_each_by_the_others(characters: dict[str, Person]) -> None:
    add(characters["leo"], "contraseña", "clave, palabra de paso")
    assert said_for("olvide mi CLAVE") == {"CLAVE": ("contraseña", "palabra de paso")}
    assert said_for("contrasenas") == {"contrasenas": ("clave", "palabra de paso")}
    assert said_for("la palabra de paso") == {"palabra de paso": ("contraseña", "clave")}
    assert said_for("la palabra") == {}


def test_a_one_way_entry_finds_one_way(characters: dict[str, Person]) -> None:
    add(characters["leo"], "softphone", "aplicación de llamadas", both=False)
    assert said_for("softphone") == {"softphone": ("aplicación de llamadas",)}
    assert said_for("aplicación de llamadas") == {}


def test_languages_keep_to_themselves(characters: dict[str, Person]) -> None:
    add(characters["leo"], "red", "internet")
    assert said_for("red") == {"red": ("internet",)}
    assert said_for("red", "en") == {}


def test_an_edit_counts_at_once_and_costs_one_query_until_the_next(
    characters: dict[str, Person],
) -> None:
    leo = characters["leo"]
    row = add(leo, "clave", "contraseña")
    assert said_for("clave") == {"clave": ("contraseña",)}
    with Queries() as asked:
        current_synonyms("es")
    assert asked.count == 1
    with writing():
        synonyms.change(row, entry("es", "clave", "pin", True), leo, now())
    assert said_for("clave") == {"clave": ("pin",)}
    with writing():
        synonyms.remove(db.session.get_one(Synonym, row.id))
    assert said_for("clave") == {}


def test_a_search_finds_by_a_synonym(characters: dict[str, Person]) -> None:
    articles = small_base()
    asked = question("llavero", "es", current_synonyms("es"))
    assert engine().find(Query(asked, "es", VISITOR)).found == []
    add(characters["leo"], "llavero", "contraseña", both=False)
    asked = question("llavero", "es", current_synonyms("es"))
    found = engine().find(Query(asked, "es", VISITOR)).found
    assert [hit.article_id for hit in found] == [articles["contrasena"].id]


@pytest.mark.parametrize(
    ("word", "others", "field", "reason"),
    [
        ("", "clave", "word", "Enter the word"),
        ("clave", " , ", "others", "at least one synonym"),
        ("clave", "de la", "others", "only has words that search ignores"),
        ("clave", "Claves", "others", "appears twice"),
        ("clave", "contrasena, contraseña", "others", "appears twice"),
        ("clave", "una palabra que es demasiado larga", "others", "at most four words"),
        ("clave", ",".join(f"palabra{n}" for n in range(30)), "others", "at most 19"),
    ],
)
def test_what_makes_no_sense_is_refused(
    app: Flask, word: str, others: str, field: str, reason: str
) -> None:
    with pytest.raises(Invalid, match=reason) as refused:
        entry("es", word, others, True)
    assert refused.value.field == field


def test_a_word_stands_in_one_entry(characters: dict[str, Person]) -> None:
    leo = characters["leo"]
    row = add(leo, "clave", "contraseña")
    with pytest.raises(Invalid, match="is already in “clave, contraseña”"):
        add(leo, "llave", "contraseñas")
    with pytest.raises(Invalid, match="is already in"):
        add(leo, "contraseña", "pase", both=False)
    add(leo, "llave", "contraseña", both=False)  # leads to it: no search meets it there
    with writing():
        synonyms.change(row, entry("es", "clave", "contraseña, pase", True), leo, now())
    rows = db.session.scalars(select(Synonym).where(Synonym.is_two_way)).all()
    assert [row.words for row in rows] == [["clave", "contraseña", "pase"]]
