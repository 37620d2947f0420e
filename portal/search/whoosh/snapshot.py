"""The index as it stands after one commit, kept open and shared by all threads until the next one."""

from collections import Counter
from math import log
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from whoosh.index import TOC

from portal.search.engine import Reader
from portal.search.whoosh.folder import INDEX_NAME, IndexFolder
from portal.search.whoosh.segment import Averages, Postings, Segment

STEADY = 0.05
"""Averages are kept until one has moved by so much: weights that were read can then stay."""


class Snapshot:
    """Segments with their deletions. Nothing in it changes; what it reads later is kept."""

    def __init__(
        self,
        key: tuple[Path, int],
        segments: list[tuple[Segment, frozenset[int]]],
        averages: Averages,
    ) -> None:
        self.key = key
        self.segments = [segment for segment, _ in segments]
        self.deleted = [deleted for _, deleted in segments]
        self.averages = steady(averages, average_lengths(self.segments))
        self.counts = sum((segment.counts for segment in self.segments), Counter[str]())
        self._readable: dict[tuple[int, str, Reader], NDArray[np.bool_]] = {}

    def postings(self, term: str, language: str) -> list[Postings]:
        """Where the term stands, by segment."""
        return [segment.postings(term, language, self.averages) for segment in self.segments]

    def rarity(self, postings: list[Postings], language: str) -> float:
        """How telling a term is: BM25's inverse document frequency over articles; 0 if unknown."""
        holding = sum(len(found.articles) for found in postings)
        return log(1 + (self.counts[language] - holding + 0.5) / (holding + 0.5)) if holding else 0

    def readable(self, number: int, language: str, reader: Reader) -> NDArray[np.bool_]:
        """By place in that segment: whether the article is there, in that language, for that reader."""
        key = (number, language, reader)
        mask = self._readable.get(key)
        if mask is None:
            deleted = self.deleted[number]
            mask = np.array(
                [
                    article.head not in deleted
                    and article.language == language
                    and reader.may_read(article.audience, article.plans)
                    for article in self.segments[number].articles
                ],
                np.bool_,
            )
            self._readable[key] = mask
        return mask


class Shelf:
    """Holds the latest snapshot of a folder; one for a process, safe under threads."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._lock = Lock()
        self._snapshot: Snapshot | None = None

    def latest(self) -> Snapshot:
        """The snapshot of the last commit. Raises nearly anything when the index is damaged."""
        build = self._folder.current()
        kept = self._snapshot
        if kept is not None and kept.key == (build, _generation(build)):
            return kept
        with self._lock:
            kept = self._snapshot
            if kept is None or kept.key != (build, _generation(build)):
                self._snapshot = kept = self._opened(build, kept)
            return kept

    def drop(self) -> None:
        """Forget what is open, so that the next look begins anew."""
        with self._lock:
            self._snapshot = None

    def _opened(self, build: Path, before: Snapshot | None) -> Snapshot:
        for attempt in range(10):
            index = self._folder.open(build)
            toc = TOC.read(index.storage, INDEX_NAME)
            open_already = {}
            if before is not None and before.key[0] == build:
                open_already = {segment.name: segment for segment in before.segments}
            try:
                segments = [
                    (
                        open_already.get(str(part.segment_id()))
                        or Segment(index.storage, toc.schema, part),
                        frozenset(part.deleted_docs()),
                    )
                    for part in toc.segments
                ]
            except FileNotFoundError:  # a commit merged it away since the list was read
                if attempt == 9 or _generation(build) == toc.generation:
                    raise
                continue
            averages = before.averages if before is not None else {}
            return Snapshot((build, toc.generation), segments, averages)
        raise AssertionError("unreachable")


def _generation(build: Path) -> int:
    names = (path.name for path in build.iterdir() if path.suffix == ".toc")
    return max(int(name.rsplit("_", 1)[1].removesuffix(".toc")) for name in names)


def average_lengths(segments: list[Segment]) -> Averages:
    """Terms in a field of an article that has the field at all, on average."""
    lengths = sum((segment.lengths for segment in segments), Counter[tuple[str, str]]())
    having = sum((segment.having for segment in segments), Counter[tuple[str, str]]())
    return {key: length / having[key] for key, length in lengths.items()}


def steady(before: Averages, now: Averages) -> Averages:
    """The averages of before (the very same object) where none has moved by much."""
    if before.keys() == now.keys() and all(
        abs(now[key] - value) <= STEADY * value for key, value in before.items()
    ):
        return before
    return now
