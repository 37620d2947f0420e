"""Words of two languages that look alike ('configuración', 'configuration'), found by what they sound like."""

import re
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from portal.search.whoosh.postings import Places

SHORTEST, LONGEST = 4, 24
GRAM = 3
SHARED, LEAST = 3, 0.5
MOST = 8
"""Words are alike that share so many grams, and so much of them (Dice's measure): 'calls' is no 'canal'.
The best few are taken."""

MOST_WORDS = 60_000
MOST_REMEMBERED = 2_000
"""The words of a segment in memory: some 100 bytes each, so at most 6 MB for each language."""

# What Spanish and English write differently in words that they share, and endings that they know.
SOUNDS = (
    ("ph", "f"), ("th", "t"), ("ck", "c"), ("qu", "c"), ("k", "c"), ("y", "i"), ("ou", "u"),
    ("tion", "cion"), ("x", "s"), ("z", "c"), ("j", "i"),
)  # fmt: skip
DOUBLED = re.compile(r"(.)\1")


class Lookalikes:
    """The words of one language, by the grams of their sound. Not safe under threads by itself."""

    def __init__(self, lexicon: Iterable[str]) -> None:
        fit = (word for word in lexicon if SHORTEST <= len(word) <= LONGEST and word.isalpha())
        self._words = list(dict.fromkeys(fit))[:MOST_WORDS]
        having: dict[str, list[int]] = defaultdict(list)
        sizes = []
        for number, word in enumerate(self._words):
            found = grams(word)
            sizes.append(len(found))
            for gram in found:
                having[gram].append(number)
        self._sizes = np.array(sizes, np.int32)
        self._having: dict[str, Places] = {
            gram: np.array(numbers, np.int32) for gram, numbers in having.items()
        }
        self._remembered: dict[str, list[tuple[float, str]]] = {}

    def of(self, term: str) -> list[tuple[float, str]]:
        """The words that look like this term and how much (0 to 1), the most alike first."""
        if not (SHORTEST <= len(term) <= LONGEST and term.isalpha()):
            return []
        if term not in self._remembered:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[term] = self._alike(grams(term))
        return self._remembered[term]

    def _alike(self, wanted: set[str]) -> list[tuple[float, str]]:
        having = [self._having[gram] for gram in wanted if gram in self._having]
        if not having:
            return []
        shared = np.bincount(np.concatenate(having), minlength=len(self._words))
        likeness = 2 * shared / (len(wanted) + self._sizes)
        near = np.flatnonzero((shared >= SHARED) & (likeness >= LEAST))
        best = near[np.argsort(-likeness[near], kind="stable")[:MOST]]
        return [(float(likeness[number]), self._words[number]) for number in best]


def grams(word: str) -> set[str]:
    """The grams of the word's sound, its beginning and end marked."""
    sound = word
    for written, heard in SOUNDS:
        sound = sound.replace(written, heard)
    sound = "^" + DOUBLED.sub(r"\1", sound) + "$"
    return {sound[at : at + GRAM] for at in range(len(sound) - GRAM + 1)}
