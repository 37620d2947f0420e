"""The index as it stands after one commit, kept open and shared by all threads until the next one."""

from collections import Counter
from datetime import timedelta
from os import listdir
from pathlib import Path
from threading import Lock
from typing import cast

import numpy as np
from numpy.typing import NDArray
from whoosh.index import TOC

from portal.ground.now import now
from portal.search.engine import Reader
from portal.search.weighing import Phrase, rarity
from portal.search.whoosh.beginnings import make_ahead
from portal.search.whoosh.folder import INDEX_NAME, IndexFolder
from portal.search.whoosh.postings import Postings
from portal.search.whoosh.segment import Averages, Segment

Look = tuple[int, int, int, int]
"""When CURRENT and the folder of the build were last changed (ns), each with the number of its file."""

TICK = timedelta(seconds=0.1)
PATIENCE = timedelta(seconds=0.2)
"""How long a search waits for the latest commit while another thread opens it."""

STEADY = 0.05
"""Averages are kept until one has moved by so much: weights that were read can then stay."""


class Snapshot:
    """Segments with their deletions. Nothing in it changes; what it reads later is kept. `seen` is what
    the folder looked like when this was the latest."""

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
        self.seen: Look | None = None
        self._readable: dict[tuple[int, str, Reader], NDArray[np.bool_]] = {}

    def postings(self, term: str, language: str) -> list[Postings]:
        """Where the term stands, by segment."""
        return self.standing((term,), language)

    def standing(self, phrase: Phrase, language: str) -> list[Postings]:
        """Where these terms stand one after the other, by segment."""
        return [segment.postings(phrase, language, self.averages) for segment in self.segments]

    def rarity(self, postings: list[Postings], language: str) -> float:
        """How telling a term is (see `weighing.rarity`); 0 if it is unknown."""
        return rarity(sum(found.holding for found in postings), self.counts[language])

    def readable(self, number: int, language: str, reader: Reader) -> NDArray[np.bool_]:
        """By place in that segment: whether the article is there, in that language, for that reader."""
        key = (number, language, reader)
        mask = self._readable.get(key)
        if mask is None:
            segment, deleted = self.segments[number], self.deleted[number]
            mask = segment.readable(language, reader)
            mask &= ~np.isin(segment.heads, np.fromiter(deleted, np.int32, len(deleted)))
            self._readable[key] = mask
        return mask


class Shelf:
    """Holds the latest snapshot of a folder; one for a process, safe under threads."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._current = folder.folder / "CURRENT"

    def latest(self) -> Snapshot:
        """The snapshot of the last commit. Raises nearly anything when the index is damaged."""
        kept = self._snapshot
        if kept is not None and kept.seen == self._look(kept.key[0]):
            return kept
        build = self._folder.current()
        seen = self._look(build)
        if kept is not None and kept.key == (build, _generation(build)):
            kept.seen = seen if _is_settled(seen) else None
            return kept
        # Opening a large index takes a while: one thread does it, the others go on with what is open.
        if not self._lock.acquire(timeout=-1 if kept is None else PATIENCE.total_seconds()):
            return cast(Snapshot, kept)
        try:
            kept = self._snapshot
            if kept is None or kept.key != (build, _generation(build)):
                self._snapshot = kept = self._opened(build, kept)
            return kept
        finally:
            self._lock.release()

    def _look(self, build: Path) -> Look:
        """What changes whenever a build is swapped in, or something is committed to this one."""
        current, folder = self._current.stat(), build.stat()
        return current.st_mtime_ns, current.st_ino, folder.st_mtime_ns, folder.st_ino

    def drop(self) -> None:
        """Forget what is open, so that the next look begins anew."""
        with self._lock:
            self._snapshot = None

    def _opened(self, build: Path, before: Snapshot | None) -> Snapshot:
        for attempt in range(10):
            index = self._folder.open(build)
            open_already = {}
            if before is not None and before.key[0] == build:
                open_already = {segment.name: segment for segment in before.segments}
            toc = None
            try:
                toc = TOC.read(index.storage, INDEX_NAME)
                segments = [
                    (
                        open_already.get(str(part.segment_id()))
                        or Segment(index.storage, toc.schema, part),
                        frozenset(part.deleted_docs()),
                    )
                    for part in toc.segments
                ]
            except FileNotFoundError:  # a commit merged it away since the list was read
                if attempt == 9 or (toc and _generation(build) == toc.generation):
                    raise
                continue
            averages = before.averages if before is not None else {}
            make_ahead(segment for segment, _ in segments)
            return Snapshot((build, toc.generation), segments, averages)
        raise AssertionError("unreachable")


def _is_settled(seen: Look) -> bool:
    """Whether what was seen is old enough to tell: two changes within a tick of the file system's
    clock leave the same time behind."""
    return max(seen[0], seen[2]) / 1e9 < (now() - TICK).timestamp()


def _generation(build: Path) -> int:
    # listdir: asked for every search, and many times faster than making a Path of each.
    names = (name for name in listdir(build) if name.endswith(".toc"))  # noqa: PTH208
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
