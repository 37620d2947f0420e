"""Which sentence of a section answers, and how its words are marked."""

import re
from bisect import bisect_right
from collections.abc import Collection

from markupsafe import Markup, escape

from portal.search.analysis import Word, composed, words

LENGTH = 240
LOOKED_AT = 4_000
SENTENCE = re.compile(r"(?<=[.!?:;·])\s+")
LINE_WITHOUT_END = re.compile(r"([^.!?:;,…\n])\n")


def excerpt(text: str, wanted: Collection[str], language: str, length: int = LENGTH) -> Markup:
    """Some `length` signs of the text, from the sentence that holds most of the wanted terms (as
    `analysis.terms` makes them), those words in <mark>; all else escaped."""
    plain = _on_one_line(composed(text[:LOOKED_AT]))
    hits = _hits(plain, frozenset(wanted), language)
    start = _best_start(plain, hits, length)
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


def _on_one_line(text: str) -> str:
    """The text without line ends; a line that is no sentence (a row, a heading) is set off by a dot."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return LINE_WITHOUT_END.sub(r"\1 · ", "\n".join(line for line in lines if line)).replace(
        "\n", " "
    )


def _hits(plain: str, wanted: frozenset[str], language: str) -> list[Word]:
    """The wanted words in order, none within another: a code stands before its parts."""
    hits: list[Word] = []
    for word in words(plain, language):
        if word.term in wanted and not (hits and word.start < hits[-1].end):
            hits.append(word)
    return hits


def _best_start(plain: str, hits: list[Word], length: int) -> int:
    """Where the sentence begins from which `length` signs hold most different terms, then most in all."""
    if not hits or len(plain) <= length:
        return 0
    sentences = [0, *(match.end() for match in SENTENCE.finditer(plain))]
    best, best_start = (0, 0), 0
    for hit in hits:
        start = sentences[bisect_right(sentences, hit.start) - 1]
        if hit.end > start + length:  # a long sentence: begin a little before the word
            start = plain.find(" ", max(0, hit.start - length // 3), hit.start) + 1 or hit.start
        seen = [
            other.term for other in hits if start <= other.start and other.end <= start + length
        ]
        worth = (len(set(seen)), len(seen))
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
