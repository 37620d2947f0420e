"""Where a term stands in a segment and what it weighs there, in few bytes and ready to be added up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3TermsReader
from whoosh.filedb.structfile import BufferFile
from whoosh.reading import SegmentReader, TermNotFound

from portal.search.whoosh.blocks import read

K1, B = 1.2, 0.75
COMMON = 3
"""What stands in more than one of so many articles is kept as one column over all articles: that takes
no more room, and is added up many times faster than scattered places."""

MOST_COUNTED = 255

AROUND = 700
"""Bytes of the objects around the columns of one term."""

Places = NDArray[np.int32]
Weights = NDArray[np.float32]
Counts = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Postings:
    """`holding` articles have the term, with `weights` (BM25F without the term's rarity): at the places
    in the segment that `scattered` says, or where this is None, one for every article there is.
    `documents` (heads and sections, ascending) go with `counts`."""

    holding: int
    scattered: Places | None
    weights: Weights
    documents: Places
    counts: Counts

    @property
    def size(self) -> int:
        """Bytes in memory, about; a word that stands nowhere takes some too."""
        parts = (self.weights, self.documents, self.counts)
        scattered = 0 if self.scattered is None else self.scattered.nbytes
        return sum(part.nbytes for part in parts) + scattered + AROUND

    @property
    def articles(self) -> Places:
        """The places of the articles that have the term."""
        if self.scattered is not None:
            return self.scattered
        return np.flatnonzero(self.weights).astype(np.int32)

    def add_to(self, scores: Weights, worth: float) -> None:
        """What the term is worth in each article, added to their scores."""
        if self.scattered is None:
            scores += np.float32(worth) * self.weights
        elif self.holding:
            scores[self.scattered] += np.float32(worth) * self.weights

    def lift(self, scores: Weights, worth: float) -> None:
        """The scores raised to what the term is worth, where they are less."""
        if self.scattered is None:
            np.maximum(scores, np.float32(worth) * self.weights, out=scores)
        elif self.holding:
            now = scores[self.scattered]
            scores[self.scattered] = np.maximum(now, np.float32(worth) * self.weights)

    def weight_at(self, place: int) -> float:
        """Its weight in that article; 0 where it does not stand."""
        if self.scattered is None:
            return float(self.weights[place])
        at = int(self.scattered.searchsorted(np.int32(place)))
        is_there = at < self.holding and self.scattered[at] == place
        return float(self.weights[at]) if is_there else 0.0


NO_PLACES, NO_WEIGHTS = np.empty(0, np.int32), np.empty(0, np.float32)
NOWHERE = Postings(0, NO_PLACES, NO_WEIGHTS, NO_PLACES, np.empty(0, np.uint8))


class Words:
    """The words of a segment, with where each one's postings lie in the file. The words themselves are
    held in memory, some 60 bytes each: Whoosh would read the disk a dozen times to find one."""

    def __init__(self, reader: SegmentReader) -> None:
        on_disk = reader._terms
        name = reader._segment.make_filename(W3Codec.TERMS_EXT)
        kept = on_disk._dbfile.get(0, reader._storage.file_length(name))
        self._postings = on_disk._postfile
        self._terms = W3TermsReader(reader.codec(), BufferFile(kept), len(kept), self._postings)

    def of(self, field: str) -> Iterator[str]:
        """Every term of a field."""
        if field in self._terms.indexed_field_names():
            for of, term in self._terms.terms_from(field, b""):
                if of != field:
                    return
                yield term.decode()

    def counted(self, field: str) -> Iterator[tuple[str, int]]:
        """Every term of a field, with how many documents hold it."""
        for term in self.of(field):
            yield term, self._terms.term_info(field, term.encode()).doc_frequency()

    def postings(self, field: str, term: str) -> tuple[Places, Weights]:
        """The documents of one term, deleted ones too, and how often it stands in each."""
        try:
            info = self._terms.term_info(field, term.encode())
        except TermNotFound:
            return NO_PLACES, NO_WEIGHTS
        documents, counts = read(self._postings, info)
        return np.array(documents, np.int32), np.array(counts, np.float32)


def combined(
    weighed: Sequence[tuple[Places, Weights]], counted: Sequence[tuple[Places, Weights]], total: int
) -> Postings:
    """Postings of what weighs in articles, and is counted in documents, by field; of `total` articles."""
    if not weighed:
        return NOWHERE
    articles, weights = summed(weighed)
    documents, times = summed(counted)
    counts = np.minimum(times, MOST_COUNTED).astype(np.uint8)
    if len(articles) * COMMON <= total:
        return Postings(len(articles), articles, weights, documents, counts)
    column = np.zeros(total, np.float32)
    column[articles] = weights
    return Postings(len(articles), None, column, documents, counts)


def summed(parts: Sequence[tuple[Places, Weights]]) -> tuple[Places, Weights]:
    """Each place once, ascending, with the sum of its amounts. Each part ascends by itself."""
    if len(parts) == 1:
        places, amounts = parts[0]
    else:
        places = np.concatenate([place for place, _ in parts])
        amounts = np.concatenate([amount for _, amount in parts])
        order = places.argsort(kind="stable")
        places, amounts = places[order], amounts[order]
    begins = np.flatnonzero(np.concatenate(([True], places[1:] != places[:-1])))
    return places[begins], np.add.reduceat(amounts, begins, dtype=np.float32)


def saturated(counts: Weights, lengths: Weights) -> Weights:
    """BM25's weight of a term that stands so often; a length of 1 is that of an average text."""
    return (counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths))).astype(np.float32)
