"""One segment of the index, read: its articles, and for each term where it stands and what it weighs."""

from array import array
from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from portal.search.analysis import terms
from portal.search.whoosh.document import FIELDS, SECTION_FIELDS, ArticleFacts, article_facts

K1, B = 1.2, 0.75
WEIGHTS = {"title": 1.5, "tags": 0.5, "asked_as": 1.2, "heading": 1.0, "body": 1.0}
HEADING_IN_SECTION = 2.0
TITLE_IN_SECTION = 0.25
"""A word of the title holds for the whole article: it hardly tells one section from another."""

MOST_POSTINGS = 2_000_000
"""Postings kept in memory for each segment: at most some 32 MB."""

Places = NDArray[np.intp]
Weights = NDArray[np.float32]

Averages = Mapping[tuple[str, str], float]
"""Terms in a field of an article, on average: by language and field."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term stands. `articles` (places in the segment) go with `weights` (BM25F without the
    term's rarity), `documents` (sections) with `counts`; both ascend.

    Whole columns are worked through in numpy; `places` and `documents` are looked into one by one,
    which an ordinary array does faster.
    """

    articles: Places
    weights: Weights
    places: "array[int]"
    documents: "array[int]"
    counts: "array[float]"


NOWHERE = Postings(
    np.empty(0, np.intp), np.empty(0, np.float32), array("q"), array("q"), array("d")
)


class Segment:
    """A segment never changes but for its deletions, which the snapshot knows: so all read from it
    is kept. Safe under threads: reading is locked, what was read is not changed."""

    def __init__(self, storage: FileStorage, schema: Any, segment: Any) -> None:
        self._reader = SegmentReader(storage, schema, segment)
        self._lock = RLock()
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._kept = 0
        self._averages: Averages = {}
        self.name = str(segment.segment_id())
        self.articles: list[ArticleFacts] = list(self._heads())
        sizes = [1 + len(article.sections) for article in self.articles]
        self._owner: Places = np.repeat(np.arange(len(sizes)), sizes)
        table = np.array([article.lengths for article in self.articles], np.float32)
        self._lengths = dict(zip(FIELDS, table.reshape(-1, len(FIELDS)).T, strict=True))
        if len(self._owner) != self._reader.doc_count_all():
            raise ValueError("sections stand apart from their articles")
        self.counts = Counter(article.language for article in self.articles)
        self.lengths: Counter[tuple[str, str]] = Counter()
        self.having: Counter[tuple[str, str]] = Counter()
        for article in self.articles:
            for name, length in zip(FIELDS, article.lengths, strict=True):
                self.lengths[article.language, name] += length
                self.having[article.language, name] += length > 0

    def _heads(self) -> Iterator[ArticleFacts]:
        document, count = 0, self._reader.doc_count_all()
        while document < count:
            article = article_facts(document, self._reader.stored_fields(document)["facts"])
            yield article
            document += 1 + len(article.sections)

    def postings(self, term: str, language: str, averages: Averages) -> Postings:
        """Where this term of this language stands; weighed anew when the averages have moved."""
        with self._lock:
            if averages is not self._averages:
                self._averages = averages
                self._postings.clear()
                self._kept = 0
            key = (language, term)
            if key in self._postings:
                self._postings.move_to_end(key)
                return self._postings[key]
            found = self._read(term, language)
            self._postings[key] = found
            self._kept += len(found.articles) + len(found.documents)
            while self._kept > MOST_POSTINGS and len(self._postings) > 1:
                _, oldest = self._postings.popitem(last=False)
                self._kept -= len(oldest.articles) + len(oldest.documents)
            return found

    def _read(self, term: str, language: str) -> Postings:
        owners: list[Places] = []
        weights: list[Weights] = []
        documents: list[Places] = []
        counts: list[Weights] = []
        for name in FIELDS:
            where, count = self._decode(f"{name}_{language}", term)
            if not len(where):
                continue
            places, in_article = summed(self._owner[where], count)
            average = self._averages.get((language, name), 1.0)
            length = self._lengths[name][places] / average
            owners.append(places)
            weights.append(np.float32(WEIGHTS[name]) * saturated(in_article, length))
            if name in SECTION_FIELDS:
                documents.append(where)
                counts.append(count * HEADING_IN_SECTION if name == "heading" else count)
        if not owners:
            return NOWHERE
        articles, weight = summed(np.concatenate(owners), np.concatenate(weights))
        sections, times = NOWHERE.articles, NOWHERE.weights
        if documents:
            sections, times = summed(np.concatenate(documents), np.concatenate(counts))
        return Postings(
            articles,
            weight,
            array("q", articles.tolist()),
            array("q", sections.tolist()),
            array("d", times.tolist()),
        )

    def _decode(self, field: str, term: str) -> tuple[Places, Weights]:
        """The documents of one term, and how often it stands in each: a block at a time."""
        ids: list[int] = []
        counts: list[float] = []
        if (field, term) in self._reader:
            matcher = self._reader.postings(field, term)
            is_in_blocks = matcher.__class__ is W3LeafMatcher
            while matcher.is_active():
                if is_in_blocks:
                    matcher.id(), matcher.weight()  # decodes the block
                    ids.extend(matcher._ids)
                    counts.extend(matcher._weights)
                    matcher._next_block()
                else:  # a rare term stands beside the word itself
                    ids.append(matcher.id())
                    counts.append(matcher.weight())
                    matcher.next()
        return np.array(ids, np.intp), np.array(counts, np.float32)

    def best_section(self, place: int, rarities: Mapping[str, float], language: str) -> str:
        """The anchor of the section that answers best; '' where none stands out from the article."""
        article = self.articles[place]
        first, last = article.head + 1, article.head + len(article.sections)
        if first > last:
            return ""
        mean = sum(section.length for section in article.sections) / len(article.sections) or 1.0
        scores, matched = [0.0] * len(article.sections), [0.0] * len(article.sections)
        title, known = set(terms(article.title, language)), 0.0
        for term, rarity in rarities.items():
            found = self.postings(term, language, self._averages)
            at = bisect_left(found.places, place)
            if at == len(found.places) or found.places[at] != place:
                continue
            known += rarity
            rarity *= TITLE_IN_SECTION if term in title else 1.0
            at = bisect_left(found.documents, first)
            while at < len(found.documents) and found.documents[at] <= last:
                section, count = found.documents[at] - first, found.counts[at]
                length = article.sections[section].length / mean
                scores[section] += rarity * count * (K1 + 1) / (count + K1 * (1 - B + B * length))
                matched[section] += rarity
                at += 1
        best = max(range(len(scores)), key=scores.__getitem__)
        # What the title says is answered by the whole article, not by a stray word in it.
        return article.sections[best].anchor if 0 < known <= 3 * matched[best] else ""


def summed(places: Places, amounts: Weights) -> tuple[Places, Weights]:
    """Each place once, ascending, with the sum of its amounts."""
    once, which = np.unique(places, return_inverse=True)
    return once, np.bincount(which, weights=amounts, minlength=len(once)).astype(np.float32)


def saturated(counts: Weights, lengths: Weights) -> Weights:
    """BM25's weight of a term that stands so often; a length of 1 is that of an average text."""
    return (counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths))).astype(np.float32)
