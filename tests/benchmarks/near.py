"""How often did-you-mean gives back the word that was meant, on generated slips, and how long it takes.

The words are those of all titles, headings and tags of CORPUS in one language, each drawn as often as
any other (which is harder than drawing the common ones more often). A slip adds, leaves out, exchanges
or swaps letters, each kind as often, at a place and with a letter drawn by lot. One that makes another
known word is drawn anew: no method that looks at single words can notice it. Right is the very word;
'same term' also counts another form of it, which finds the same.
"""

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from portal.search.analysis import LANGUAGES, PART, term_of
from portal.search.near import Vocabulary, distance
from tests.benchmarks.table import table

DRAWN = 3_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 5
LEAST = {1: 0.95, 2: 0.8}
TEXT = re.compile(r"^(?:title|tag): *(.+)|^#+ +(.+)", re.MULTILINE)

HEADS = ("words", "slips", "right", "same term", "at least", "p50 ms", "p95 ms", "built in ms")


def measure(corpus: Path) -> None:
    """Print how often one slip and two slips are mended, by language."""
    rows = []
    for language in LANGUAGES:
        counts = spoken(corpus / language)
        began = perf_counter()
        vocabulary = Vocabulary(counts)
        built = perf_counter() - began
        for slips, least in LEAST.items():
            right, same, times = mended(vocabulary, language, slips)
            rows.append(
                (
                    f"{language} {len(vocabulary.counts)}",
                    str(slips),
                    f"{right:.1%}{'' if right >= least else ' !'}",
                    f"{same:.1%}",
                    f"{least:.0%}",
                    f"{times[len(times) // 2] * 1000:.3f}",
                    f"{times[len(times) * 95 // 100] * 1000:.3f}",
                    f"{built * 1000:.0f}",
                )
            )
    table(HEADS, rows)


def spoken(folder: Path) -> Counter[str]:
    """How often each word stands in titles, headings and tags of these articles, in lower case."""
    counts: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.md")):
        for title, heading in TEXT.findall(path.read_text(encoding="utf-8")):
            counts.update(PART.findall((title or heading).lower()))
    return counts


def mended(vocabulary: Vocabulary, language: str, slips: int) -> tuple[float, float, list[float]]:
    """The share of slips that give the word back, or one of its term; and the seconds of each."""
    dice = random.Random(slips)  # noqa: S311 (the same slips every time)
    words = [word for word in vocabulary.counts if len(word) >= SHORTEST]
    right, same, times = 0, 0, list[float]()
    while len(times) < DRAWN:
        word = dice.choice(words)
        wrong = with_slips(word, slips, dice)
        if wrong in vocabulary.counts or distance(wrong, word, slips - 1) != float("inf"):
            continue
        began = perf_counter()
        near = vocabulary.nearest(wrong)
        times.append(perf_counter() - began)
        given = near[0][1] if near else ""
        right += given == word
        same += term_of(given, language) == term_of(word, language)
    return right / DRAWN, same / DRAWN, sorted(times)


def with_slips(word: str, count: int, dice: random.Random) -> str:
    """The word with so many letters wrong."""
    for _ in range(count):
        word = dice.choice(SLIPS)(word, dice)
    return word


def _left_out(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _added(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) + 1)
    return word[:at] + dice.choice(LETTERS) + word[at:]


def _exchanged(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + dice.choice(LETTERS) + word[at + 1 :]


def _swapped(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


SLIPS: tuple[Callable[[str, random.Random], str], ...] = (_left_out, _added, _exchanged, _swapped)
