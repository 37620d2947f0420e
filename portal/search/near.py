"""Did you mean: the known words nearest to one that nobody wrote."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

SHORTEST = 4
MOST_EDITS = 2


class Vocabulary:
    """Words with how often each stands, found by what is left when one letter goes: two words within
    one slip share such a remainder. For two slips, those that begin alike are looked through."""

    def __init__(self, words: Iterable[str]) -> None:
        self._counts: dict[str, int] = defaultdict(int)
        self._remainders: dict[str, list[str]] = defaultdict(list)
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in words:
            if len(word) < SHORTEST or not word.isalpha():
                continue
            if word not in self._counts:
                for remainder in {word, *_one_letter_less(word)}:
                    self._remainders[remainder].append(word)
                self._alike[word[0], len(word)].append(word)
            self._counts[word] += 1

    def nearest(self, word: str) -> str | None:
        """The nearest word within two slips (one for a short word), the more common first."""
        if len(word) < SHORTEST:
            return None
        near = {
            known
            for remainder in (word, *_one_letter_less(word))
            for known in self._remainders.get(remainder, ())
        }
        allowed = 1 if len(word) <= SHORTEST else MOST_EDITS
        best = self._best(word, near, allowed)
        if best is None and allowed > 1:
            lengths = range(len(word) - allowed, len(word) + allowed + 1)
            alike = {
                known for length in lengths for known in self._alike.get((word[0], length), ())
            }
            best = self._best(word, alike, allowed)
        return best

    def _best(self, word: str, near: Iterable[str], allowed: int) -> str | None:
        ranked = ((slips(word, known), -self._counts[known], known) for known in near)
        best = min(ranked, default=None)
        return best[2] if best is not None and best[0] <= allowed else None


def slips(one: str, other: str) -> int:
    """How many letters were added, left out, exchanged or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]


def _one_letter_less(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
