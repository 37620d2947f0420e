"""Did you mean: the question with its unknown words mended by words that this reader may read."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol

from portal.ground.folding import fold
from portal.search.analysis import HOLDS_A_CODE, LANGUAGES, PART, TOKEN, composed, term_of
from portal.search.cutting import is_pasted
from portal.search.near import SHORTEST, Vocabulary

MOST_MENDED = 12
MOST_TRIED = 4
OF_ANOTHER_LANGUAGE = 0.5
"""How much farther a word of another language than the question's is taken to be."""


class Known(Protocol):
    """What an index knows of words, as one reader may know it."""

    def holds(self, term: str, language: str) -> bool:
        """Whether the term stands in an article of that language which this reader may read."""

    def vocabularies(self, folded: str) -> Iterable[tuple[str, Vocabulary]]:
        """Words of titles, headings, tags and clients' own among which this one may be meant, by
        language; a language may come more than once."""


def mend(text: str, language: str, known: Known) -> str:
    """The question with each word that stands nowhere replaced by its nearest; '' if none was.

    Codes, short words and whatever was pasted stay as they are. What this reader may not read is not
    known, and never offered.
    """
    if is_pasted(text):
        return ""
    text = composed(text)
    mended, last = [], 0
    for start, written in islice(_words(text), MOST_MENDED):
        better = _nearest(written, language, known)
        if better is not None:
            mended += [text[last:start], better]
            last = start + len(written)
    return "".join([*mended, text[last:]]) if mended else ""


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Where the words stand that may be mended."""
    for token in TOKEN.finditer(text):
        if not HOLDS_A_CODE.search(token.group()):
            for part in PART.finditer(token.group()):
                if len(part.group()) >= SHORTEST:
                    yield token.start() + part.start(), part.group()


def _nearest(written: str, language: str, known: Known) -> str | None:
    """The word that may be meant; None where this one is known, in whatever language."""
    folded = fold(written)
    if not folded.isalpha() or any(_is_known(written, code, known) for code in LANGUAGES):
        return None
    near = []
    for code, vocabulary in known.vocabularies(folded):
        farther = 0 if code == language else OF_ANOTHER_LANGUAGE
        for distance, word in vocabulary.nearest(folded, MOST_TRIED):
            near.append((distance + farther, -vocabulary.count(word), word, code, vocabulary))
    for *_, word, code, vocabulary in sorted(near, key=lambda found: found[:4]):
        if all(_is_known(part, code, known) for part in word.split()):
            return vocabulary.written(word)
    return None


def _is_known(word: str, language: str, known: Known) -> bool:
    term = term_of(word, language)
    return term is None or known.holds(term, language)
