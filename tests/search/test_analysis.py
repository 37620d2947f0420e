"""What becomes of the words that people write."""

import pytest

from portal.ground.folding import fold
from portal.search.analysis import composed, joined, term_of, terms, words


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
        ("restablezca", "restablecer", "a polite order"),
        ("verifique", "verificar", "a polite order"),
        ("utilice", "utilizando", "a polite order"),
        ("tengo", "tienen", "an irregular verb"),
        ("puedo", "podría", "an irregular verb"),
        ("cierra", "cerrar", "an irregular verb"),
        ("llamadas", "llamada", "a plural"),
        ("años", "año", "a short plural"),
        ("dias", "día", "a short plural"),
        ("inició", "iniciar", "a past tense"),
    ],
)
def test_spanish_words_meet(one: str, other: str, why: str) -> None:
    assert term_of(one, "es") == term_of(other, "es"), why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("passwords", "password"),
        ("Resetting", "reset"),
        ("calls", "calling"),
        ("forgot", "forgotten"),
        ("sent", "sending"),
    ],
)
def test_english_words_meet(one: str, other: str) -> None:
    assert term_of(one, "en") == term_of(other, "en")


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("llamada", "llave", "es"),
        ("marca", "marzo", "es"),
        ("cuenta", "cuento", "en"),
        ("billing", "build", "en"),
    ],
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
        ("written in C++ or C#", "c#"),
        ("needs .NET, or so", ".net"),
        ("open C:\\Users now", "c:\\users"),
        ("see https://help.example/a/b", "https://help.example/a/b"),
    ],
)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_code_is_kept_as_it_is(text: str, token: str, language: str) -> None:
    assert token in terms(text, language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("the Wi-Fi", "wifi", "en"),
        ("Wi-Fi", "wi fi", "en"),
        ("por e-mail", "email", "es"),
        ("code E-1042", "e1042", "en"),
        ("it doesn't ring", "dont", "en"),
        ("I can't", "cannot", "en"),
        ("the client’s phone", "clients", "en"),
    ],
)
def test_words_meet_however_they_are_joined(one: str, other: str, language: str) -> None:
    assert set(terms(other, language)) <= set(terms(one, language))


def test_a_sentence_that_ends_without_a_blank_is_no_file() -> None:
    assert ".net" not in terms("Wait...net works", "en")
    assert {"wait", "net"} <= set(terms("Wait.Net works", "en"))


def test_two_neighbours_make_a_word() -> None:
    assert joined("log", "in", "en") == term_of("login", "en")
    assert joined("inicio", "sesión", "es") == term_of("iniciosesion", "es")
    assert joined("a", "b", "en") is None
    assert joined("port", "80", "en") is None


def test_the_terms_are_those_of_the_words() -> None:
    text = "¿Wi-Fi? ERR_CONNECTION_RESET (10.4.2) doesn't /etc/hosts — Ana’s C++ contraseñas."
    for language in ("es", "en"):
        assert terms(text, language) == [
            word.term for word in words(text, language) if word.term is not None
        ]


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
