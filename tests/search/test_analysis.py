"""What becomes of the words that people write."""

import pytest

from portal.search.analysis import composed, fold, term_of, terms, words


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("contraseñas", "contraseña", "a plural"),
        ("CONTRASEÑA", "contrasena", "a keyboard without ñ"),
        ("configuración", "configuraciones", "a plural that loses its accent"),
        ("configuracion", "configuraciones", "the accent left out"),
        ("configurar", "configuración", "verb and noun"),
        ("restableció", "restablecer", "a past tense"),
        ("restablecio", "restablecer", "a past tense without its accent"),
        ("sesión", "sesiones", "a short noun"),
        ("sesion", "sesiones", "a short noun without its accent"),
        ("llamadas", "llamada", "a plural"),
        ("inició", "iniciar", "a past tense"),
    ],
)
def test_spanish_words_meet(one: str, other: str, why: str) -> None:
    assert term_of(one, "es") == term_of(other, "es"), why


@pytest.mark.parametrize(
    ("one", "other"), [("passwords", "password"), ("Resetting", "reset"), ("calls", "calling")]
)
def test_english_words_meet(one: str, other: str) -> None:
    assert term_of(one, "en") == term_of(other, "en")


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [("llamada", "llave", "es"), ("cuenta", "cuento", "en"), ("billing", "build", "en")],
)
def test_other_words_do_not_meet(one: str, other: str, language: str) -> None:
    assert term_of(one, language) != term_of(other, language)


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("error 0x80070005 at start", "0x80070005"),
        ("(ERR_CONNECTION_RESET)", "err_connection_reset"),
        ("code E-1042.", "e-1042"),
        ("since version 10.4.2, sadly", "10.4.2"),
        ("edit /etc/hosts now", "/etc/hosts"),
        ("write to ana@aromos.example!", "ana@aromos.example"),
        ("written in C++ or C#", "c++"),
        ("see https://help.example/a/b", "https://help.example/a/b"),
    ],
)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_code_is_kept_as_it_is(text: str, token: str, language: str) -> None:
    assert token in terms(text, language)


def test_the_parts_of_a_code_are_found_too() -> None:
    assert {"connect", "reset"} <= set(terms("ERR_CONNECTION_RESET", "en"))


def test_stop_words_are_left_out() -> None:
    assert terms("¿Por qué no puedo entrar en el portal?", "es") == terms(
        "puedo entrar portal", "es"
    )


def test_accents_written_apart_are_put_together() -> None:
    assert terms("contrasen\u0303a", "es") == terms("contraseña", "es")
    assert composed("o\u0301") == "ó"
    assert fold("ÁÉÍÓÚ Ñ ü") == "aeiou n u"


def test_words_stand_where_they_are_said_to() -> None:
    text = "El error E-1042: reinicie."
    assert [text[word.start : word.end] for word in words(text, "es")] == [
        "El",
        "error",
        "E-1042",
        "E",
        "1042",
        "reinicie",
    ]


@pytest.mark.parametrize(
    "text", ["", "\x00\x01", "۩ ᚠ 🦀🦀", "مرحبا بالعالم", "'\"`;--", "a" * 100_000, "ﷺ½²"]
)
@pytest.mark.parametrize("language", ["es", "en"])
def test_odd_text_is_borne(text: str, language: str) -> None:
    assert all(len(term) <= 80 for term in terms(text, language))
