"""Which sentence of a section answers, and how its words are marked."""

import re
from bisect import bisect_right
from collections.abc import Collection

from markupsafe import Markup, escape

from portal.ground.rendering.sections import CELL
from portal.search.analysis import Word, composed, words

LENGTH = 160
LOOKED_AT = 4_000
SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
ENDS = (".", "!", "?", ":", ";", ",", "…")


def excerpt(text: str, wanted: Collection[str], language: str, length: int = LENGTH) -> Markup:
    """Some `length` signs of the text, from the sentence that holds most of the wanted terms (as
    `analysis.terms` makes them), those words in <mark>; all else escaped."""
    plain, sentences, rows = _on_one_line(composed(text[:LOOKED_AT]))
    hits = _hits(plain, frozenset(wanted), language)
    start = _best_start(plain, sentences, rows, hits, length)
    end = min(len(plain), start + length)
    if end < len(plain):  # not within a word
        end = plain.rfind(" ", start + length // 2, end + 1)
        end = end if end > start else start + length
    marked = _marked(
        plain, [hit for hit in hits if start <= hit.start and hit.end <= end], start, end
    )
    before = "… " if start > 0 else ""
    after = " …" if end < len(plain) or len(text) > LOOKED_AT else ""
    return Markup("{}{}{}").format(before, marked, after)


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
            sentences += [at + match.end() for match in SENTENCE.finditer(line)]
        ending = " " if line.endswith(ENDS) else "; " if is_row else " · "
        pieces += [line, ending]
        at += len(line) + len(ending)
    return "".join(pieces[:-1]), sentences or [0], rows


def _hits(plain: str, wanted: frozenset[str], language: str) -> list[Word]:
    """The wanted words in order, none within another: a code stands before its parts."""
    hits: list[Word] = []
    for word in words(plain, language):
        if word.term in wanted and not (hits and word.start < hits[-1].end):
            hits.append(word)
    return hits


def _best_start(
    plain: str, sentences: list[int], rows: set[int], hits: list[Word], length: int
) -> int:
    """Where the sentence begins from which `length` signs hold most different terms; of these, prose
    before a row of a table; then most terms in all."""
    if not hits or len(plain) <= length:
        return 0
    best, best_start = (0, False, 0), 0
    for hit in hits:
        start = sentences[bisect_right(sentences, hit.start) - 1]
        is_prose = start not in rows
        if hit.end > start + length:  # a long sentence: begin a little before the word
            start = plain.find(" ", max(0, hit.start - length // 3), hit.start) + 1 or hit.start
        seen = [
            other.term for other in hits if start <= other.start and other.end <= start + length
        ]
        worth = (len(set(seen)), is_prose, len(seen))
        if worth > best:
            best, best_start = worth, start
    return best_start


def _marked(plain: str, hits: list[Word], start: int, end: int) -> Markup:
    pieces, last = [], start
    for hit in hits:
        pieces += [escape(plain[last : hit.start]), _mark(plain[hit.start : hit.end])]
        last = hit.end
    return Markup("").join([*pieces, escape(plain[last:end])])


def _mark(word: str) -> Markup:
    return Markup("<mark>{}</mark>").format(word)
