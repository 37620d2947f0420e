"""The starting content, asked in clients' own words: the article that helps is among the first three."""

import shutil

import pytest
from flask import Flask

from portal.articles.sync import sync
from portal.ground.now import now
from portal.ground.settings import PROJECT
from portal.people.person import Person
from portal.people.viewer import NOBODY, Viewer
from portal.search.finding import similar_sections
from portal.search.following import ensure_index
from portal.search.offering import suggestions
from portal.search.rewording import find_meant

FIRST = 3
SPANISH = {
    "el microfno no funciona": "sin-audio-en-las-llamadas",
    "no funciona el micorfono": "sin-audio-en-las-llamadas",
    "que hago si no sirve el audifno": "sin-audio-en-las-llamadas",
    "no puedo hacer una lamada": "sin-audio-en-las-llamadas",
    "el porxy bloquea la plataforma": "requisitos-de-red",
    "hay que abrir los puretos de la empresa": "requisitos-de-red",
    "es lento el enrutdor": "requisitos-de-red",
    "tranferir una llamada": "recorrido-por-la-consola",
    "transferirr a un numero de afuera": "recorrido-por-la-consola",
    "se cierra la secion sola": "no-puedo-iniciar-sesion",
    "las llamdas salen mal y se cotran": "llamadas-cortadas-o-entrecortadas",
    "tengo mucho jiter": "llamadas-cortadas-o-entrecortadas",
    "quiero invtar a una persona": "usuarios-y-roles",
    "el sertificado no es valido": "comprobar-el-navegador",
    "el boton de grabasion": "exportacion-y-retencion-de-datos",
}
ENGLISH = {
    "acount blocked": "cannot-sign-in",
    "how do I change my passwrd": "cannot-sign-in",
    "wrong timezone": "reports-do-not-match",
    "roll back configuraton": "restore-a-backup",
    "go back to an older confguration": "restore-a-backup",
    "delete coockies": "check-your-browser",
    "an extesion breaks the page": "check-your-browser",
    "send a screnshot": "describe-a-problem",
    "send a screnshoot of the error": "describe-a-problem",
    "what evidnce do you need": "describe-a-problem",
    "my heaset is not working": "no-audio-in-calls",
    "the browser does not allow the micrphone": "no-audio-in-calls",
    "send an invitaton again to somebody": "users-and-roles",
    "what do we open in the firwall": "network-requirements",
    "do you work with a porxy": "network-requirements",
}


@pytest.fixture(autouse=True)
def content(app: Flask) -> None:
    """The starting content, published and in the index."""
    folder = app.extensions["portal_settings"].data / "kb_articles"
    shutil.copytree(PROJECT / "kb_articles", folder)
    sync(folder, now())
    ensure_index(now())


@pytest.fixture(autouse=True)
def request_context(app: Flask):  # type: ignore[no-untyped-def]
    with app.test_request_context("/"):
        yield


def titles(words: str, language: str, viewer: Viewer = NOBODY) -> list[str]:
    return [hit.title for hit in similar_sections(words, viewer, language)]


@pytest.mark.parametrize(("language", "asked"), [("es", SPANISH), ("en", ENGLISH)])
def test_a_slip_of_the_hand_costs_nothing(
    characters: dict[str, Person], language: str, asked: dict[str, str]
) -> None:
    viewer = Viewer(characters["vera"])
    first = {
        words: [hit.slug for hit in find_meant(words, viewer, language).results.own[:FIRST]]
        for words in asked
    }
    assert {words: slugs for words, slugs in first.items() if asked[words] not in slugs} == {}


def test_with_the_slip_as_much_is_found_as_without() -> None:
    wrong = find_meant("llamdas se corta", NOBODY, "es").results
    right = find_meant("llamadas se corta", NOBODY, "es").results
    assert wrong.total == right.total > 0
    assert wrong.own[0].slug == right.own[0].slug == "llamadas-cortadas-o-entrecortadas"


def test_who_cannot_get_in_finds_the_guide_first() -> None:
    for words, language, slug in [
        ("no me deja entrar", "es", "no-puedo-iniciar-sesion"),
        ("sign in", "en", "cannot-sign-in"),
        ("calls drop", "es", "llamadas-cortadas-o-entrecortadas"),
    ]:
        results = find_meant(words, NOBODY, language).results
        assert (results.own[0].slug, results.other) == (slug, []), words


def test_what_does_not_fit_is_not_suggested(characters: dict[str, Person]) -> None:
    alice = Viewer(characters["alice"])
    assert "Video: recorrido por la consola" not in titles("El reporte sale vacío", "es", alice)
    [only] = titles("How do I export last month of calls?", "en", alice)
    assert only == "Data export and retention policy"
    for words in ("the printer does not work", "vacation policy of the office", "I want a cake"):
        assert titles(words, "en") == [], words
    assert titles("hola", "es") == []


def test_what_fits_is_suggested_with_the_section_that_answers() -> None:
    [hit, *_] = similar_sections("olvidé mi contraseña", NOBODY, "es")
    assert hit.path == ["Restablecer una contraseña olvidada"]
    assert titles("calls drop", "es") == ["Llamadas cortadas o entrecortadas"]
    assert titles("me sale error 131047", "es") == ["Mensajes de WhatsApp no entregados"]
    long = "No llegan los mensajes\nDesde ayer las plantillas de WhatsApp se quedan sin entregar."
    assert titles(long, "es")[0] == "Mensajes de WhatsApp no entregados"


@pytest.mark.parametrize(
    ("typed", "language", "slug"),
    [
        ("no me deja ent", "es", "no-puedo-iniciar-sesion"),
        ("cuarentena", "es", "no-puedo-iniciar-sesion"),
        ("calls drop", "es", "llamadas-cortadas-o-entrecortadas"),
        ("w32tm", "en", "cannot-sign-in"),
    ],
)
def test_while_one_types_words_of_texts_are_found_too(typed: str, language: str, slug: str) -> None:
    offered = suggestions(typed, NOBODY, language)
    assert any(slug in url for _, url in offered)
    assert {one.language for one, _ in offered} == {language}
