"""Did you mean."""

import random

import pytest

from portal.search.near import Vocabulary, slips

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


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("casa", "casa", 0),
        ("casa", "caza", 1),
        ("casa", "csaa", 1),
        ("casa", "casas", 1),
        ("casa", "as", 2),
        ("", "abc", 3),
    ],
)
def test_slips_are_counted(one: str, other: str, count: int) -> None:
    assert slips(one, other) == slips(other, one) == count


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("contrasenna", "contrasena"),
        ("lamadas", "llamadas"),
        ("navgeador", "navegador"),
        ("inpresora", "impresora"),
        ("configurasion", "configuracion"),
        ("menzage", "mensaje"),
    ],
)
def test_slips_are_mended(written: str, meant: str) -> None:
    assert Vocabulary(WORDS).nearest(written) == meant


def test_what_is_far_or_short_is_left_alone() -> None:
    vocabulary = Vocabulary([*WORDS, "sol"])
    assert vocabulary.nearest("xilofono") is None
    assert vocabulary.nearest("sal") is None
    assert vocabulary.nearest("") is None


def test_the_more_common_word_is_offered() -> None:
    assert Vocabulary(["carta", "corta", "corta"]).nearest("cirta") == "corta"


def test_one_letter_errors_are_nearly_all_mended() -> None:
    dice, vocabulary, right = random.Random(1), Vocabulary(WORDS), 0  # noqa: S311 (a repeatable test)
    for _ in range(300):
        word = dice.choice(WORDS)
        place, letter = dice.randrange(len(word)), dice.choice("abcdefghilmnoprstu")
        wrong = dice.choice(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
            ]
        )
        right += vocabulary.nearest(wrong) == word or wrong in WORDS
    assert right >= 0.93 * 300
