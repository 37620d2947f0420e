"""What somebody asks, taken apart: the words wanted with their synonyms, quoted phrases, words not wanted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.search.analysis import terms
from portal.search.cutting import is_pasted, shortened

Synonyms = Mapping[tuple[str, ...], tuple[str, ...]]
"""What else is said for a word or a few: its terms (`analysis.terms`), then the other ways to write it."""

NO_SYNONYMS: Synonyms = {}
LONGEST_KEY = 4
"""Words that one entry of the synonyms has at most."""

MOST_TYPED = 12
"""Words in a search where quotes and dashes are meant for the engine."""

PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<quoted>[^"]+)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing asked for: a word as written (a code may fall into several terms), a few words that
    have synonyms, or a quoted phrase, which must stand in what is found."""

    words: str
    synonyms: tuple[str, ...] = ()
    is_phrase: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """`language` is that in which it is asked. Of `wanted` any is enough, but each phrase is a must;
    what holds one of `without` is left out."""

    text: str
    language: str
    wanted: tuple[Wanted, ...]
    without: tuple[str, ...] = ()


def question(text: str, language: str, synonyms: Synonyms = NO_SYNONYMS) -> Question:
    """The question that this text asks. Any text is one; a long one is cut (see `cutting.shortened`).

    Quotes and dashes ask for something in what was typed into a search box alone: a whole sentence
    quotes a message or a button, and a pasted text has its own.
    """
    if is_pasted(text) or len(text.split()) > MOST_TYPED:
        text = shortened(text)
        return Question(text, language, tuple(_with_synonyms(text.split(), language, synonyms)))
    wanted: list[Wanted] = []
    without: list[str] = []
    plain: list[str] = []
    for piece in PIECE.finditer(text):
        if piece["minus"]:
            without.append(piece["quoted"] or piece["word"])
        elif piece["quoted"]:
            wanted += _with_synonyms(plain, language, synonyms)
            plain.clear()
            wanted.append(Wanted(piece["quoted"], is_phrase=True))
        else:
            plain.append(piece["word"])
    wanted += _with_synonyms(plain, language, synonyms)
    return Question(text, language, tuple(wanted), tuple(without))


def with_meant(synonyms: Synonyms, meant: Mapping[str, tuple[str, ...]], language: str) -> Synonyms:
    """The synonyms, and by word what is meant by it, which is worth as much as a synonym. A word that
    has an entry keeps it."""
    more = {tuple(terms(written, language)): words for written, words in meant.items()}
    return {**more, **synonyms}


def _with_synonyms(words: list[str], language: str, synonyms: Synonyms) -> list[Wanted]:
    """The words in order, those together that have an entry together: the longest entry first."""
    if not synonyms:
        return [Wanted(word) for word in words]
    of_word = [tuple(terms(word, language)) for word in words]
    wanted, at = [], 0
    while at < len(words):
        others: tuple[str, ...] = ()
        for count in range(min(LONGEST_KEY, len(words) - at), 0, -1):
            group = of_word[at : at + count]
            key = tuple(term for part in group for term in part)
            # A stop word may stand within an entry, but neither begins nor ends it.
            if group[0] and group[-1] and (others := synonyms.get(key, ())):
                break
        wanted.append(Wanted(" ".join(words[at : at + count]), others))
        at += count
    return wanted
