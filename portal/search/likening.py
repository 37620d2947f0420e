"""What a failed search meant: the one word that the article does not have, beside the one that it has; else the whole search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from portal.ground.folding import fold
from portal.search.analysis import composed, terms, words
from portal.search.question import LONGEST_KEY

LONGEST_PHRASE = 12
"""Words of a search that is worth keeping whole: longer, it was pasted."""
SLIP = 0.8
"""How alike two words are at least when one is the other, mistyped: that is for did-you-mean."""


class Kind(StrEnum):
    """`SYNONYM`: what was searched means another word. `ASKED_AS`: the whole search asks for the article."""

    SYNONYM = "synonym"
    ASKED_AS = "asked_as"


@dataclass(frozen=True)
class ArticleWords:
    """What an article says, as far as learning needs it: `terms` are those of its whole text."""

    title: str
    headings: tuple[str, ...]
    asked_as: tuple[str, ...]
    terms: frozenset[str]


@dataclass(frozen=True)
class Learnt:
    """What a lead is to decide. `meant` is '' for `ASKED_AS`."""

    kind: Kind
    searched: str
    meant: str = ""


@dataclass(frozen=True)
class _Piece:
    term: str
    start: int
    end: int


def learnt(searched: str, refined: str, article: ArticleWords, language: str) -> Learnt | None:
    """What this search, made good by this article, teaches; `refined` is the search that found it, or ''.

    A synonym is proposed only where a single word or expression of the search is unknown to the
    article and to the second search, and a single one stands in its place, in the second search or
    else in the title. An expression of several words is one only where the rest of the search
    stayed as it was. In doubt the whole search becomes a way to
    ask for the article. None where nothing is to be learnt: what the article says already, a slip of
    the hand, a pasted text.
    """
    asked = _pieces(searched, language)
    if not asked or _is_said(searched, article, language):
        return None
    better = refined or article.title
    there = {piece.term for piece in asked}
    again = _pieces(better, language)
    known = article.terms | ({piece.term for piece in again} if refined else set())
    missing = _runs(searched, asked, lambda term: term not in known)
    gained = _runs(better, again, lambda term: term not in there and term in article.terms)
    if len(missing) == 1 and len(gained) == 1:
        one, other = missing[0], gained[0]
        if SequenceMatcher(None, fold(one), fold(other)).ratio() >= SLIP:
            return None
        has_anchor = any(piece.term in there for piece in again)
        is_short = len(other.split()) == 1 and len(one.split()) == 1
        if ((refined and has_anchor) or is_short) and _fits(one) and _fits(other):
            return Learnt(Kind.SYNONYM, one, other)
    return _whole(searched)


def _whole(searched: str) -> Learnt | None:
    is_pasted = len(searched.split()) > LONGEST_PHRASE
    return None if is_pasted else Learnt(Kind.ASKED_AS, searched)


def _is_said(searched: str, article: ArticleWords, language: str) -> bool:
    """Whether the article's title, a heading or a client before says just this."""
    key = set(terms(searched, language))
    said = (article.title, *article.headings, *article.asked_as)
    return any(key == set(terms(each, language)) for each in said)


def _fits(expression: str) -> bool:
    """Whether it can be an entry of the synonyms: a few plain words; a code has no synonym."""
    parts = expression.split()
    return len(parts) <= LONGEST_KEY and all(part.isalpha() for part in parts)


def _pieces(text: str, language: str) -> list[_Piece]:
    """The words that tell something, in order."""
    return [
        _Piece(word.term, word.start, word.end)
        for word in words(composed(text), language)
        if word.term is not None
    ]


def _runs(text: str, pieces: Sequence[_Piece], is_wanted: Callable[[str], bool]) -> list[str]:
    """The expressions made of wanted words that follow each other, in small letters."""
    text, runs = composed(text), []
    first: _Piece | None = None
    last: _Piece | None = None
    for piece in (*pieces, None):
        if piece is not None and is_wanted(piece.term):
            first, last = first or piece, piece
        elif first is not None and last is not None:
            runs.append(text[first.start : last.end].lower())
            first = last = None
    return runs
