"""Searches from which nothing can be learnt: codes and numbers, operators, keys struck at random, bare abbreviations."""

import re

from portal.ground.folding import fold
from portal.search.analysis import terms

OPERATOR = re.compile(r"(?:^|\s)(?:[-+]\w|\w+:\S)|[\"“”*]|\b(?:AND|OR|NOT)\b")
CODE = re.compile(r"\d")
ROWS = ("qwertyuiop", "asdfghjklñ", "zxcvbnm")
STRUCK = 5
"""Neighbouring keys in a row that no word has."""
HOARSE = re.compile(r"[^aeiouy\W\d_]{6,}|(.)\1{3,}")
"""Six consonants together, or one letter four times."""
SHORTEST = 4
"""Letters below which a word without a vowel is an abbreviation, which says too little alone."""
VOWEL = re.compile("[aeiouy]")


def is_noise(words: str, language: str) -> bool:
    """Whether a search says nothing that another person would ask by."""
    parts = [part for part in re.findall(r"[\w’'-]+", fold(words)) if len(part) > 1]
    plain = [part for part in parts if not CODE.search(part)]
    if not plain or not terms(words, language) or OPERATOR.search(words):
        return True
    if any(_is_struck(part) for part in plain):
        return True
    return all(len(part) < SHORTEST and not VOWEL.search(part) for part in plain)


def _is_struck(word: str) -> bool:
    """Whether a word is a run of the keyboard, or cannot be spoken."""
    runs = (row[at : at + STRUCK] for row in ROWS for at in range(len(row) - STRUCK + 1))
    sounds = len(word) > SHORTEST and not VOWEL.search(word)
    return any(run in word for run in runs) or sounds or bool(HOARSE.search(word))
