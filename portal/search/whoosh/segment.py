"""One segment of the index, read: its articles, and for each term or phrase where it stands and what it weighs."""

from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, reduce
from threading import RLock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from portal.search.engine import FACETS, Reader
from portal.search.weighing import Phrase
from portal.search.whoosh.alike import Lookalikes
from portal.search.whoosh.document import (
    FIELDS,
    HEAD_FIELDS,
    SECTION_FIELDS,
    ArticleFacts,
    article_facts,
    runs_with,
)
from portal.search.whoosh.postings import (
    NOWHERE,
    Places,
    Postings,
    Weights,
    Words,
    combined,
    saturated,
    summed,
)

WEIGHTS = {"title": 1.5, "tags": 0.5, "asked_as": 1.2, "heading": 1.0, "body": 1.0}
HEADING_IN_SECTION = 2.0

MOST_BYTES, MOST_BYTES_AN_ARTICLE = 1_000_000, 3_000
"""What a segment keeps of its postings in memory: 3 kB an article (30 MB for 10,000), or 1 MB."""

Averages = Mapping[tuple[str, str], float]
"""Terms in a field of an article, on average: by language and field."""


Value = TypeVar("Value")


class Segment:
    """A segment never changes but for its deletions, which the snapshot knows: so all read from it
    is kept. Safe under threads: reading is locked, what was read is not changed."""

    def __init__(self, storage: FileStorage, schema: Any, segment: Any) -> None:
        self._reader = SegmentReader(storage, schema, segment)
        self._words = Words(self._reader)
        self._lock = RLock()
        self._postings: OrderedDict[tuple[str, Phrase], Postings] = OrderedDict()
        self._kept = 0
        self._averages: Averages = {}
        self.name = str(segment.segment_id())
        self.articles: list[ArticleFacts] = list(self._heads())
        sizes = [1 + len(article.sections) for article in self.articles]
        self.owner: Places = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        if len(self.owner) != self._reader.doc_count_all():
            raise ValueError("sections stand apart from their articles")
        self.heads = np.array([article.head for article in self.articles], np.int32)
        table = np.array([article.lengths for article in self.articles], np.float32)
        self._lengths = dict(zip(FIELDS, table.reshape(-1, len(FIELDS)).T, strict=True))
        self.counts = Counter(article.language for article in self.articles)
        self.lengths: Counter[tuple[str, str]] = Counter()
        self.having: Counter[tuple[str, str]] = Counter()
        self._sum_up()
        self._lookalikes: dict[str, Lookalikes] = {}

    def _heads(self) -> Iterator[ArticleFacts]:
        document, count = 0, self._reader.doc_count_all()
        while document < count:
            article = article_facts(document, self._reader.stored_fields(document)["facts"])
            yield article
            document += 1 + len(article.sections)

    def _sum_up(self) -> None:
        languages = np.array([article.language for article in self.articles])
        for language in self.counts:
            for name, lengths in self._lengths.items():
                of_language = lengths[languages == language]
                self.lengths[language, name] = int(of_language.sum())
                self.having[language, name] = int((of_language > 0).sum())

    def postings(self, phrase: Phrase, language: str, averages: Averages) -> Postings:
        """Where this term or phrase stands; weighed anew when the averages have moved."""
        with self._lock:
            if averages is not self._averages:
                self._averages = averages
                self._postings.clear()
                self._kept = 0
            key = (language, phrase)
            found = self._postings.get(key)
            if found is not None:
                self._postings.move_to_end(key)
                return found
            found = self._weighed(self._stands(phrase, language), language)
            self._postings[key] = found
            self._kept += found.size
            most = max(MOST_BYTES, MOST_BYTES_AN_ARTICLE * len(self.articles))
            while self._kept > most and len(self._postings) > 1:
                _, oldest = self._postings.popitem(last=False)
                self._kept -= oldest.size
            return found

    def times(self, place: int, phrase: Phrase, language: str) -> dict[str, float]:
        """How often the term or phrase stands in each field of that article; read afresh."""
        with self._lock:
            stands = self._stands(phrase, language)
        in_article = {
            name: float(counts[self.owner[documents] == place].sum())
            for name, (documents, counts) in stands.items()
        }
        return {name: times for name, times in in_article.items() if times}

    def alike(self, term: str, language: str) -> list[tuple[float, str]]:
        """Words of that language in this segment that look like the term, with how much."""
        with self._lock:
            if language not in self._lookalikes:
                self._lookalikes[language] = Lookalikes(self._lexicon(language))
            return self._lookalikes[language].of(term)

    def written(self, language: str) -> dict[str, int]:
        """The words of the texts in that language as they are written, with how many articles hold each."""
        with self._lock:
            return dict(self._words.counted(f"words_{language}"))

    def _lexicon(self, language: str) -> Iterator[str]:
        for name in FIELDS:
            yield from self._words.of(f"{name}_{language}")

    def _stands(self, phrase: Phrase, language: str) -> dict[str, tuple[Places, Weights]]:
        """By field, the documents that hold the phrase, and how often."""
        if len(phrase) == 1:
            found = {name: self._words.postings(f"{name}_{language}", phrase[0]) for name in FIELDS}
            return {name: stands for name, stands in found.items() if len(stands[0])}
        holding = [self.postings((term,), language, self._averages).documents for term in phrase]
        candidates = reduce(lambda one, other: np.intersect1d(one, other, True), holding)
        stands: dict[str, list[tuple[int, int]]] = {}
        for document in candidates.tolist():
            order = self._reader.stored_fields(document)["order"]
            is_head = self.heads[self.owner[document]] == document
            for name, terms in zip(HEAD_FIELDS if is_head else SECTION_FIELDS, order, strict=True):
                if times := runs_with(terms, phrase):
                    stands.setdefault(name, []).append((document, times))
        return {
            name: (
                np.array([document for document, _ in found], np.int32),
                np.array([times for _, times in found], np.float32),
            )
            for name, found in stands.items()
        }

    def _weighed(self, stands: Mapping[str, tuple[Places, Weights]], language: str) -> Postings:
        weighed: list[tuple[Places, Weights]] = []
        counted: list[tuple[Places, Weights]] = []
        for name, (documents, counts) in stands.items():
            places, in_article = summed([(self.owner[documents], counts)])
            average = self._averages.get((language, name), 1.0)
            length = self._lengths[name][places] / np.float32(average)
            weighed.append((places, np.float32(WEIGHTS[name]) * saturated(in_article, length)))
            counted.append((documents, counts * np.float32(_in_section(name))))
        return combined(weighed, counted, len(self.articles)) if weighed else NOWHERE

    def readable(self, language: str, reader: Reader) -> NDArray[np.bool_]:
        """By place: whether the article is of that language and open to that reader."""
        of_right = np.array(
            [
                of == language and reader.may_read(audience, plans)
                for of, audience, plans in self._rights[0]
            ],
            np.bool_,
        )
        return of_right[self._rights[1]]

    @cached_property
    def _rights(self) -> tuple[list[tuple[str, str, tuple[str, ...]]], Places]:
        """The different language, audience and plans that articles have, and by place which."""
        return coded([(one.language, one.audience, one.plans) for one in self.articles])

    @cached_property
    def facets(self) -> dict[str, tuple[list[str], Places]]:
        """For each facet the values that articles have, and by place which."""
        return {
            facet: coded([article.facets[number] for article in self.articles])
            for number, facet in enumerate(FACETS)
        }


def coded(values: Sequence[Value]) -> tuple[list[Value], Places]:
    """The different values, and for each of these its number among them."""
    numbers: dict[Value, int] = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), np.array(codes, np.int32)


def _in_section(field: str) -> float:
    return HEADING_IN_SECTION if field == "heading" else 1.0
