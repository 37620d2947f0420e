"""How a text becomes the words that the index keeps: one pass, each language in its own way."""

import re
from collections.abc import Iterator
from functools import lru_cache
from threading import local
from typing import NamedTuple

import Stemmer

from portal.ground.folding import fold
from portal.ground.marks import normalized
from portal.search.irregular import IRREGULAR

LANGUAGES = ("es", "en")

ANALYSIS_VERSION = 2
"""Raise it whenever a text would become other words than before: every index is then built anew."""

LONGEST_WORD = 64
SHORTEST_JOINED = 4
MOST_REMEMBERED = 100_000

# A token is a run of letters, digits and '_', with the signs that hold a code, a path, a version or
# an address together inside it: 0x80070005, ERR_CONNECTION_RESET, 10.4.2, /etc/hosts, user@host, C++,
# .NET, C:\\Users.
TOKEN = re.compile(r"(?:[/~]|(?<![.\w])\.)?\w+(?:(?:[.\-/@:\\'’+]|://|:\\)\w+)*(?:\+\+|#)?")
PART = re.compile(r"[^\W_]+")
HOLDS_A_CODE = re.compile(r"[\d_/@\\:#]|\+\+|\.")
HYPHENATED = re.compile(r"\w+(?:-\w+){1,2}")
CONTRACTION = re.compile(r"(?:n['’]t|['’](?:s|re|ll|ve|d|m))$", re.IGNORECASE)

# Short on purpose: a long list costs .08 nDCG on questions (SEARCH.md).
SPANISH_STOP_WORDS = """
    a al como con de del el en es esta este la las le lo los me mi no o para por que se si su sus
    un una y
"""
ENGLISH_STOP_WORDS = """
    a an and are as at be but by for from i in is it my not of on or that the this to was when with
    you
"""
STOP_WORDS = {
    "es": frozenset(SPANISH_STOP_WORDS.split()),
    "en": frozenset(ENGLISH_STOP_WORDS.split()),
}

# The Spanish stemmer knows these endings by their accent alone; a reader who leaves accents out
# (or a folded text) would otherwise miss the plural and the verb.
ACCENTED_ENDINGS = re.compile(r"([cs])ion$")

# 'restablezca' and 'restablece', 'verifique' and 'verificar', 'utilice' and 'utilizar' sound alike
# where they are written apart: c, z and qu are one letter at the end of a Spanish stem.
ONE_SOUND = re.compile(r"(?:zc|qu|c)$")
SHORT_PLURAL = re.compile(r"(?<=^..[ao])s$")
"""The stemmer leaves it to 'días' and 'años', as to all that is so short."""

SHORTEST_OF_ONE_SOUND = 5
"""In a shorter stem they tell words apart: 'marca' and 'marzo'."""


class Word(NamedTuple):
    """A word where it stands: `term` is what the index keeps, None for a stop word."""

    term: str | None
    start: int
    end: int


_stemmers = local()


@lru_cache(MOST_REMEMBERED)
def term_of(word: str, language: str) -> str | None:
    """What the index keeps for one word as written: its folded stem; None for a stop word.

    A word with a digit or '_' in it is kept whole: no stemmer may touch a code.
    """
    folded = fold(word[:LONGEST_WORD])
    if not folded or folded in STOP_WORDS[language]:
        return None
    if not folded.isalpha():
        return folded[:LONGEST_WORD]
    folded = IRREGULAR[language].get(folded, folded)
    if language == "es":
        return _spanish_stem(folded)[:LONGEST_WORD]
    return _stem(folded, language)[:LONGEST_WORD]


def _spanish_stem(folded: str) -> str:
    stem = fold(_stem(ACCENTED_ENDINGS.sub(r"\1ión", folded), "es"))
    # 'restableció' stems to 'restablec', 'restablecio' to 'restableci': the last i tells nothing.
    stem = stem[:-1] if len(stem) > 3 and stem.endswith("i") else stem
    if len(stem) < SHORTEST_OF_ONE_SOUND:
        return SHORT_PLURAL.sub("", stem)
    return ONE_SOUND.sub("z", stem)


def _stem(folded: str, language: str) -> str:
    stemmers: dict[str, Stemmer.Stemmer] = _stemmers.__dict__
    if language not in stemmers:  # one for each thread: a stemmer is not to be shared
        stemmers[language] = Stemmer.Stemmer({"es": "spanish", "en": "english"}[language])
    return str(stemmers[language].stemWord(folded))


def words(text: str, language: str) -> Iterator[Word]:
    """Every word of a composed text (see `composed`) in order; a code, path, version or address
    stands first as one exact token, then in its parts."""
    for match in TOKEN.finditer(text):
        token = match.group()
        if token.isalnum():
            yield Word(term_of(token, language), match.start(), match.end())
            continue
        yield from _parts(token, match.start(), language)


def _parts(token: str, start: int, language: str) -> Iterator[Word]:
    """The words of a token that holds signs: whole where it is a code, written as one where it is
    hyphenated (wi-fi, wifi), then each part. What contracts an English word is left out."""
    whole = start + len(token)
    if HOLDS_A_CODE.search(token):
        yield Word(fold(token)[:LONGEST_WORD], start, whole)
    elif language == "en":
        token = CONTRACTION.sub("", token)
    if HYPHENATED.fullmatch(token):
        yield Word(term_of(token.replace("-", ""), language), start, whole)
    for part in PART.finditer(token):
        term = term_of(part.group(), language)
        yield Word(term, start + part.start(), start + part.end())


def terms(text: str, language: str) -> list[str]:
    """The terms of the text in order, stop words left out."""
    found: list[str | None] = []
    for token in TOKEN.findall(composed(text)):
        if token.isalnum():
            found.append(term_of(token, language))
        else:
            found += [word.term for word in _parts(token, 0, language)]
    return [term for term in found if term is not None]


def written(text: str, language: str) -> dict[str, list[str]]:
    """By term, the different words of a composed text that it stands for, as they are written there."""
    found: dict[str, list[str]] = {}
    for token in set(TOKEN.findall(text)):
        if token.isalnum():
            if term := term_of(token, language):
                found.setdefault(term, []).append(token)
        else:
            for word in _parts(token, 0, language):
                if word.term is not None:
                    found.setdefault(word.term, []).append(token[word.start : word.end])
    return found


def joined(first: str, second: str, language: str) -> str | None:
    """The term of two neighbouring words when they are written as one ('log in', 'login'); None
    where that makes no word."""
    word = first + second
    return term_of(word, language) if len(word) >= SHORTEST_JOINED and word.isalpha() else None


def composed(text: str) -> str:
    """The text with each accent on its letter: some systems write them apart, which splits words."""
    return normalized("NFC", text)
