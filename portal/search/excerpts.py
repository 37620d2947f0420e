"""Which sentence of a section answers, and how its words are marked."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from portal.ground.rendering.sections import CELL
from portal.search.analysis import composed, written

LENGTH = 160
LOOKED_AT = 4_000
MOST_REMEMBERED = 500
"""Texts that are kept as they were read: some 10 kB each at most, and most are much shorter."""

SENTENCE_END = re.compile(r"[.!?:;] ")
ENDS = (".", "!", "?", ":", ";", ",", "…")
OPEN, CLOSE = "\ue000", "\ue001"
"""Stand for the tags until the text is escaped: signs of private use, taken out of what is read."""

Hit = tuple[int, int, str]
"""Where a wanted word begins and ends, and its term."""


class Text(NamedTuple):
    """A text on one line, where its sentences begin, and which of them are rows of a table; and by
    term all ways in which it is written there."""

    plain: str
    sentences: list[int]
    rows: set[int]
    written: dict[str, list[str]]


def excerpt(text: str, wanted: Collection[str], language: str, length: int = LENGTH) -> Markup:
    """Some `length` signs of the text, from the sentence that holds most of the wanted terms (as
    `analysis.terms` makes them), those words in <mark>; all else escaped."""
    read = _read(text[:LOOKED_AT], language)
    plain, hits = read.plain, _hits(read, frozenset(wanted))
    start = _best_start(read, hits, length)
    end = min(len(plain), start + length)
    if end < len(plain):  # not within a word
        end = plain.rfind(" ", start + length // 2, end + 1)
        end = end if end > start else start + length
    before = "… " if start > 0 else ""
    after = " …" if end < len(plain) or len(text) > LOOKED_AT else ""
    shown = [hit for hit in hits if start <= hit[0] and hit[1] <= end]
    return Markup("{}{}{}").format(before, _marked(plain, shown, start, end), after)


@lru_cache(MOST_REMEMBERED)
def _read(text: str, language: str) -> Text:
    text = composed(text).replace(OPEN, "").replace(CLOSE, "")
    plain, sentences, rows = _on_one_line(text)
    return Text(plain, sentences, rows, written(plain, language))


def _on_one_line(text: str) -> tuple[str, list[int], set[int]]:
    """The text without line ends, where its sentences begin, and which of them are rows of a table.
    A line that is no sentence (a heading, an item) is set off by a dot, a row by a semicolon."""
    lines = [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]
    pieces, sentences, rows, at = [], [], set(), 0
    for line in lines:
        is_row = CELL in line
        sentences.append(at)
        if is_row:
            rows.add(at)
        else:
            sentences += [at + match.end() for match in SENTENCE_END.finditer(line)]
        ending = " " if line.endswith(ENDS) else "; " if is_row else " · "
        pieces += [line, ending]
        at += len(line) + len(ending)
    return "".join(pieces[:-1]), sentences or [0], rows


def _hits(read: Text, wanted: frozenset[str]) -> list[Hit]:
    """The wanted words in order, none within another: a code stands before its parts."""
    found = [
        (start, start + len(word), term)
        for term in wanted
        for word in read.written.get(term, ())
        for start in _places(read.plain, word)
    ]
    hits: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        if not hits or hit[0] >= hits[-1][1]:
            hits.append(hit)
    return hits


def _places(plain: str, word: str) -> Iterator[int]:
    """Where the word begins, as a word of its own. Looking for a few words is much quicker than
    reading all of them."""
    start = plain.find(word)
    while start >= 0:
        end = start + len(word)
        if not _is_in_word(plain[start - 1 : start]) and not _is_in_word(plain[end : end + 1]):
            yield start
        start = plain.find(word, end)


def _is_in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _best_start(read: Text, hits: list[Hit], length: int) -> int:
    """Where the sentence begins from which `length` signs hold most different terms; of these, prose
    before a row of a table; then most terms in all."""
    if not hits or len(read.plain) <= length:
        return 0
    starts, ends = [hit[0] for hit in hits], [hit[1] for hit in hits]
    best, best_start, last = (0, False, 0), 0, -1
    for hit_start, hit_end, _ in hits:
        start = read.sentences[bisect_right(read.sentences, hit_start) - 1]
        is_prose = start not in read.rows
        if hit_end > start + length:  # a long sentence: begin a little before the word
            near = max(0, hit_start - length // 3)
            start = read.plain.find(" ", near, hit_start) + 1 or hit_start
        if start == last:
            continue
        last = start
        seen = hits[bisect_left(starts, start) : bisect_right(ends, start + length)]
        worth = (len({term for _, _, term in seen}), is_prose, len(seen))
        if worth > best:
            best, best_start = worth, start
    return best_start


def _marked(plain: str, hits: list[Hit], start: int, end: int) -> Markup:
    """The text from start to end, escaped at once, the hits marked."""
    pieces, last = [], start
    for hit_start, hit_end, _ in hits:
        pieces += [plain[last:hit_start], OPEN, plain[hit_start:hit_end], CLOSE]
        last = hit_end
    safe = str(escape("".join([*pieces, plain[last:end]])))
    return Markup(safe.replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))  # noqa: S704 (escaped above)
