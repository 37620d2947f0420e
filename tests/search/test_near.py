"""Did you mean."""

import random

import pytest

from portal.search.near import Vocabulary, distance, sound

WORDS = [
    "contrasena",
    "llamada",
    "llamadas",
    "navegador",
    "impresora",
    "configuracion",
    "reporte",
    "mensaje",
    "cuenta",
    "acceso",
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(dict.fromkeys(WORDS, 1))


def nearest(vocabulary: Vocabulary, word: str) -> str:
    return next((near for _, near in vocabulary.nearest(word)), "")


@pytest.mark.parametrize(
    ("written", "meant", "cost"),
    [
        ("casa", "casa", 0),
        ("csaa", "casa", 1),
        ("cas", "casa", 1),
        ("caza", "casa", 1.25),
        ("casas", "casa", 1.25),
        ("acas", "casa", 2),
        ("abcdef", "casa", float("inf")),
        ("", "a", 1),
    ],
)
def test_what_is_easily_done_costs_less(written: str, meant: str, cost: float) -> None:
    assert distance(written, meant) == cost


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("contrasenna", "contrasena"),
        ("lamadas", "llamadas"),
        ("navgeador", "navegador"),
        ("inpresora", "impresora"),
        ("configurasion", "configuracion"),
        ("menzage", "mensaje"),
        ("xonfiguracion", "configuracion"),
        ("anvegadr", "navegador"),
        ("yamada", "llamada"),
        ("kuenta", "cuenta"),
    ],
)
def test_slips_are_mended(vocabulary: Vocabulary, written: str, meant: str) -> None:
    assert nearest(vocabulary, written) == meant


def test_what_is_far_or_short_is_left_alone(vocabulary: Vocabulary) -> None:
    with_short = Vocabulary(dict.fromkeys([*WORDS, "sol"], 1))
    for word in ("xilofono", "sal", "", "mnsj"):
        assert with_short.nearest(word) == []


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert Vocabulary({}).nearest("llamada") == []


def test_the_more_common_word_is_offered() -> None:
    assert nearest(Vocabulary({"carta": 1, "corta": 2}), "cirta") == "corta"


def test_of_two_as_near_the_one_that_sounds_so_is_offered() -> None:
    assert nearest(Vocabulary({"vaca": 1, "saca": 9}), "baca") == "vaca"
    assert sound("haser") == sound("hacer")
    assert sound("qeso") == sound("queso")
    assert sound("casa") != sound("cama")


def test_it_is_offered_as_it_is_mostly_written() -> None:
    vocabulary = Vocabulary({"contraseña": 3, "contrasena": 1, "llamada": 1})
    assert vocabulary.written(nearest(vocabulary, "contrasenna")) == "contraseña"
    assert vocabulary.count("contrasena") == 4


def test_two_words_written_as_one_are_parted() -> None:
    vocabulary = Vocabulary({"inicio": 2, "sesión": 3, "in": 9, "iciosesion": 9})
    assert vocabulary.written(nearest(vocabulary, "iniciosesion")) == "inicio sesión"


def slip(word: str, dice: random.Random) -> str:
    place, letter = dice.randrange(len(word)), dice.choice("abcdefghilmnoprstu")
    return dice.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
        ]
    )


@pytest.mark.parametrize(("slips", "least"), [(1, 0.95), (2, 0.8)])
def test_errors_are_nearly_all_mended(vocabulary: Vocabulary, slips: int, least: float) -> None:
    dice, right, count = random.Random(1), 0, 0  # noqa: S311 (a repeatable test)
    while count < 400:
        word = wrong = dice.choice(WORDS)
        for _ in range(slips):
            wrong = slip(wrong, dice)
        if wrong not in WORDS:
            count += 1
            right += nearest(vocabulary, wrong) == word
    assert right >= least * count
