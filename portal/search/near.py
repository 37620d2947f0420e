"""Did you mean: the known words nearest to one that nobody wrote."""

import re
from collections import defaultdict
from collections.abc import Mapping
from heapq import nsmallest
from itertools import combinations
from math import inf

import numpy as np
from numpy.typing import NDArray

from portal.ground.folding import fold

SHORTEST = 4
"""Letters of a word that is mended; one of so many is allowed one slip, a longer one two."""

MOST_SLIPS = 2
OTHER = 1.25
BY_EAR = 0.25
SHORTEST_HALF = 3
PREFIX = 7
"""Two words within two slips share what is left of their first letters when at most two of each go
(the idea of SymSpell): so few are kept of each word, however long it is."""

SOUNDS = (
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?<!c)h"), ""),
    (re.compile(r"qu(?=[ei])|q|c(?=[^eih]|$)"), "k"),
    (re.compile(r"[zx]|c(?=[ei])"), "s"),
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile(r"v"), "b"),
    (re.compile(r"y"), "l"),
)
"""What people who write by ear do not tell apart: first double letters (ll and y meet as l), then h,
k, s, j, b."""

Hashes = NDArray[np.uint32]
Numbers = NDArray[np.int32]


class Vocabulary:
    """Words with how often each stands, as written and in lower case; those that differ by accents
    alone count as one. `slips` of the hand are allowed at most. Takes some 600 bytes a word, 300 where
    one slip is allowed, and is made at some 100,000 words a second."""

    def __init__(self, counts: Mapping[str, int], slips: int = MOST_SLIPS) -> None:
        self.counts: dict[str, int] = {}
        self._written: dict[str, str] = {}
        for word in sorted(counts, key=counts.__getitem__, reverse=True):
            if word.isalpha():
                folded = fold(word)
                self.counts[folded] = self.counts.get(folded, 0) + counts[word]
                self._written.setdefault(folded, word)
        self._words = [word for word in self.counts if len(word) >= SHORTEST]
        self._sounding: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._words):
            self._sounding[sound(word)].append(number)
        self._letters = [_letters(word) for word in self._words]
        self._tables = [_Remainders(self._words, most) for most in range(1, slips + 1)]

    def nearest(self, word: str, count: int = 1) -> list[tuple[float, str]]:
        """The `count` words nearest to this one, folded, with their distances, the nearest first;
        of those as near, the more common first. [] where none is within the slips allowed."""
        if len(word) < SHORTEST or not self._words:
            return []
        alike = self._sounding.get(sound(word), [])
        for table in self._tables[: 1 if len(word) == SHORTEST else MOST_SLIPS]:
            near = self._ranked(word, {*self._close(word, table), *alike}, table.most, count)
            if near:
                return near
            if table.most == 1 and (halves := self._halves(word)):
                return [(1.0, halves)]
        return []

    def count(self, word: str) -> int:
        """How often the folded word stands; of two words with a blank between, the rarer one."""
        return min(self.counts[part] for part in word.split())

    def written(self, word: str) -> str:
        """The folded word as it is mostly written; of two words with a blank between, both."""
        return " ".join(self._written.get(part, part) for part in word.split())

    def _close(self, word: str, table: "_Remainders") -> list[int]:
        """Words that may be within so many slips: about as long, and hardly a letter of their own."""
        length, letters, most = len(word), _letters(word), table.most
        return [
            number
            for number in table.sharing(word)
            if abs(len(self._words[number]) - length) <= most
            and (self._letters[number] ^ letters).bit_count() <= 2 * most
        ]

    def _ranked(
        self, word: str, numbers: set[int], most: int, count: int
    ) -> list[tuple[float, str]]:
        sounding = set(self._sounding.get(sound(word), ()))
        ranked = []
        for number in numbers:
            known = self._words[number]
            cost = distance(word, known, most)
            if cost < inf:
                ranked.append((cost - BY_EAR * (number in sounding), -self.counts[known], known))
        return [(cost, known) for cost, _, known in nsmallest(count, ranked)]

    def _halves(self, word: str) -> str:
        """The two known words that this one is made of, with a blank between; '' if it is not."""
        cuts = range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
        pairs = [(word[:at], word[at:]) for at in cuts]
        known = [pair for pair in pairs if pair[0] in self.counts and pair[1] in self.counts]
        best = max(known, key=lambda pair: min(map(self.counts.__getitem__, pair)), default=())
        return " ".join(best)


class _Remainders:
    """What is left of each word's first letters when at most `most` of them go, as sorted hashes."""

    def __init__(self, words: list[str], most: int) -> None:
        self.most = most
        self._patterns = _patterns(most)
        hashes = _codes(words) @ self._patterns
        numbers = np.repeat(np.arange(len(words), dtype=np.int32), hashes.shape[1])
        order = np.argsort(hashes, axis=None, kind="stable")
        self._hashes: Hashes = hashes.ravel()[order]
        self._numbers: Numbers = numbers[order]

    def sharing(self, word: str) -> set[int]:
        """The numbers of the words that share a remainder with this one."""
        hashes = (_codes([word]) @ self._patterns)[0]
        firsts = self._hashes.searchsorted(hashes, "left").tolist()
        lasts = self._hashes.searchsorted(hashes, "right").tolist()
        found: set[int] = set()
        for first, last in zip(firsts, lasts, strict=True):
            if first < last:
                found.update(self._numbers[first:last].tolist())
        return found


def _patterns(most: int) -> Hashes:
    """One column for each choice of letters that go: the factors by which the others count, each by
    the place it then has."""
    factors = np.random.default_rng(1).integers(1, 2**32, PREFIX, np.uint32) | np.uint32(1)
    columns = []
    for going in range(most + 1):
        for gone in combinations(range(PREFIX), going):
            column = np.zeros(PREFIX, np.uint32)
            column[[place for place in range(PREFIX) if place not in gone]] = factors[
                : PREFIX - going
            ]
            columns.append(column)
    return np.array(columns).T


def _codes(words: list[str]) -> Hashes:
    """The first letters of each word as numbers, a row each, 0 where there is none."""
    starts = "".join(word[:PREFIX].ljust(PREFIX, "\0") for word in words)
    return np.frombuffer(starts.encode("utf-32-le"), np.uint32).reshape(-1, PREFIX)


def _letters(word: str) -> int:
    """Which letters stand in the word, a bit each."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def sound(word: str) -> str:
    """How a folded word sounds, roughly: the same for words that are mixed up by ear."""
    for heard, kept in SOUNDS:
        word = heard.sub(kept, word)
    return word


def distance(written: str, meant: str, most: int = MOST_SLIPS) -> float:
    """What the slips between them cost, `inf` where there are more than `most`: 1 for a letter left
    out or two swapped; `OTHER` for one added or exchanged, of which there are 26 times as many ways,
    so that each is less likely to be the one."""
    if written == meant:
        return 0.0
    if abs(len(written) - len(meant)) > most or not most:
        return inf
    at = 0
    for a, b in zip(written, meant, strict=False):
        if a != b:
            break
        at += 1
    rest, wanted, left = written[at:], meant[at:], most - 1
    best = 1 + distance(rest, wanted[1:], left) if wanted else inf
    if rest:
        best = min(best, OTHER + distance(rest[1:], wanted, left))
    if rest and wanted:
        best = min(best, OTHER + distance(rest[1:], wanted[1:], left))
        if rest[:2] == wanted[1::-1]:
            best = min(best, 1 + distance(rest[2:], wanted[2:], left))
    return best
