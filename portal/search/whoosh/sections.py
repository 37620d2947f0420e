"""Which section of an article answers best."""

from collections.abc import Sequence

import numpy as np

from portal.search.weighing import Way
from portal.search.whoosh.document import ArticleFacts
from portal.search.whoosh.postings import K1, B, Postings
from portal.search.whoosh.scoring import Ranked
from portal.search.whoosh.segment import Segment
from portal.search.whoosh.standing import Standing

HEAD_IN_SECTION = 0.25
"""A word of the title, a tag or a client's question holds for the whole article: it hardly tells one
section from another."""

STANDS_OUT = 3
"""The best section must hold at least one in so many of the question's worth in the article."""


class Tally:
    """What the sections of one article score, a term after the other."""

    def __init__(self, article: ArticleFacts) -> None:
        self._article = article
        lengths = [section.length for section in article.sections]
        mean = sum(lengths) / len(lengths) or 1.0
        self._scale = [K1 * (1 - B + B * length / mean) for length in lengths]
        self._scores = [0.0] * len(lengths)
        self._matched = [0.0] * len(lengths)
        self._known = 0.0

    def add(self, worth: float, documents: list[int], counts: list[int]) -> None:
        """A term worth so much that stands in these documents of the article, so often."""
        self._known += worth
        head = self._article.head
        if documents[0] == head:
            documents, counts, worth = documents[1:], counts[1:], worth * HEAD_IN_SECTION
        for document, times in zip(documents, counts, strict=True):
            section = document - head - 1
            self._scores[section] += worth * times * (K1 + 1) / (times + self._scale[section])
            self._matched[section] += worth

    def best(self) -> str:
        """The anchor of the section that answers best; '' where none stands out."""
        best = max(range(len(self._scores)), key=self._scores.__getitem__)
        # What the title says is answered by the whole article, not by a stray word in it.
        if not 0 < self._known <= STANDS_OUT * self._matched[best]:
            return ""
        return self._article.sections[best].anchor


def anchors(
    segments: Sequence[Segment], ways: Sequence[Way], at: Standing, page: Sequence[Ranked]
) -> list[str]:
    """For each article its best section; '' where none stands out from the article."""
    found = [""] * len(page)
    for number in {ranked.number for ranked in page}:
        segment = segments[number]
        here = [n for n, ranked in enumerate(page) if ranked.number == number]
        here = [n for n in here if segment.articles[page[n].place].sections]
        articles = [segment.articles[page[n].place] for n in here]
        standing = [(way.worth, at.of(way.phrase)[number]) for way in ways]
        for n, anchor in zip(here, _best(articles, standing), strict=True):
            found[n] = anchor
    return found


def _best(
    articles: Sequence[ArticleFacts], standing: Sequence[tuple[float, Postings]]
) -> list[str]:
    """The anchors for articles of one segment. Each term is looked up once for all of them."""
    tallies = [Tally(article) for article in articles]
    heads = np.array([article.head for article in articles], np.int32)
    ends = np.array([article.head + len(article.sections) for article in articles], np.int32)
    for worth, postings in standing:
        documents, counts = postings.documents, postings.counts
        firsts = documents.searchsorted(heads).tolist()
        lasts = documents.searchsorted(ends, "right").tolist()
        for tally, first, last in zip(tallies, firsts, lasts, strict=True):
            if first < last:
                tally.add(worth, documents[first:last].tolist(), counts[first:last].tolist())
    return [tally.best() for tally in tallies]
