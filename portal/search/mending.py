"""Did you mean: the question with its unknown words mended by words that this reader may read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

from portal.ground.folding import fold
from portal.search.analysis import HOLDS_A_CODE, LANGUAGES, PART, TOKEN, composed, term_of
from portal.search.cutting import is_pasted
from portal.search.engine import Slip
from portal.search.near import OTHER, SHORTEST, Vocabulary, sound

MOST_MENDED = 12
MOST_TRIED = 4
SHORTEST_SURE = 5
"""In a shorter word another letter makes another word: 'hola' is no 'hora'."""

MOST_MEANT = 2
"""So many words may be meant by one that nobody wrote: it is asked for each, the nearest is offered."""

OF_ANOTHER_LANGUAGE = 0.5
"""How much farther a word of another language than the question's is taken to be."""


class Known(Protocol):
    """What an index knows of words, as one reader may know it."""

    def holds(self, term: str, language: str) -> bool:
        """Whether the term stands in an article of that language which this reader may read."""

    def vocabularies(self, folded: str) -> Iterable[tuple[str, Vocabulary]]:
        """Words of titles, headings, tags and clients' own among which this one may be meant, and
        (a single slip away) words of texts, by language; a language may come more than once."""


def slips(text: str, language: str, known: Known) -> dict[str, Slip]:
    """Each word of the question that stands nowhere, where others are near.

    Codes, short words and whatever was pasted stay as they are. What this reader may not read is not
    known, and never offered.
    """
    if is_pasted(text):
        return {}
    found = {}
    for _start, written in islice(_words(composed(text)), MOST_MENDED):
        if written not in found and (near := _nearest(written, language, known)):
            found[written] = Slip(near[0][1], _sure(written, near))
    return found


def mended(text: str, slips: Mapping[str, Slip]) -> str:
    """The question with the nearest word in the place of each slip; '' if there is none."""
    if not slips:
        return ""
    text, pieces, last = composed(text), [], 0
    for start, written in _words(text):
        if near := slips.get(written):
            pieces += [text[last:start], near.nearest]
            last = start + len(written)
    return "".join([*pieces, text[last:]])


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Where the words stand that may be mended."""
    for token in TOKEN.finditer(text):
        if not HOLDS_A_CODE.search(token.group()):
            for part in PART.finditer(token.group()):
                if len(part.group()) >= SHORTEST:
                    yield token.start() + part.start(), part.group()


def _sure(written: str, near: Sequence[tuple[float, str]]) -> tuple[str, ...]:
    """Of the words that may be meant those that one slip leads to, or that sound the same: two slips
    from a word that is no slip at all stands nearly any word."""
    heard = sound(fold(written))
    is_long = len(written) >= SHORTEST_SURE
    sure = (
        word
        for distance, word in near
        if (is_long and distance <= OTHER) or sound(fold(word)) == heard
    )
    return tuple(islice(dict.fromkeys(sure), MOST_MEANT))


def _nearest(written: str, language: str, known: Known) -> list[tuple[float, str]]:
    """The words that may be meant with how far they are, the nearest first; none where this one is
    known, in whatever language."""
    folded = fold(written)
    if not folded.isalpha() or any(_is_known(written, code, known) for code in LANGUAGES):
        return []
    near = []
    for code, vocabulary in known.vocabularies(folded):
        farther = 0 if code == language else OF_ANOTHER_LANGUAGE
        for distance, word in vocabulary.nearest(folded, MOST_TRIED):
            near.append((distance + farther, -vocabulary.count(word), word, code, vocabulary))
    return [
        (distance, vocabulary.written(word))
        for distance, _, word, code, vocabulary in sorted(near, key=lambda found: found[:4])
        if all(_is_known(part, code, known) for part in word.split())
    ]


def _is_known(word: str, language: str, known: Known) -> bool:
    term = term_of(word, language)
    return term is None or known.holds(term, language)
