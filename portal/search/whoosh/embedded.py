"""The embedded engine: the four functions over a folder of Whoosh indexes."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from portal.search.engine import (
    Answer,
    Changes,
    Entry,
    Found,
    IndexUnusableError,
    Query,
    Reader,
    Reason,
    Slip,
    Suggestion,
    no_changes,
)
from portal.search.mending import slips
from portal.search.weighing import Weighed, weigh
from portal.search.whoosh import changing, suggesting
from portal.search.whoosh.folder import IndexFolder
from portal.search.whoosh.mending import KnownWords
from portal.search.whoosh.reasons import reasons
from portal.search.whoosh.scoring import Ranked, Ranking
from portal.search.whoosh.sections import anchors
from portal.search.whoosh.snapshot import Shelf, Snapshot
from portal.search.whoosh.standing import Standing

T = TypeVar("T")

log = logging.getLogger(__name__)


class WhooshEngine:
    """Keeps one snapshot open for all threads; opened anew when the job has committed."""

    def __init__(self, folder: Path) -> None:
        self._folder = IndexFolder(folder)
        self._shelf = Shelf(self._folder)

    def find(self, query: Query) -> Answer:
        """See `engine.Engine`."""
        return self._read(lambda snapshot: _answer(snapshot, query))

    def suggest(
        self, beginning: str, languages: Sequence[str], reader: Reader, count: int = 8
    ) -> list[Suggestion]:
        """See `engine.Engine`."""
        return self._read(
            lambda snapshot: suggesting.suggest(snapshot, beginning, languages, reader, count)
        )

    def apply(self, entries: Sequence[Entry], gone: Collection[int]) -> None:
        """See `engine.Engine`."""
        changing.apply(self._folder, entries, gone)

    def rebuild(
        self, entries: Iterable[Entry], changes: Callable[[], Changes] = no_changes
    ) -> bool:
        """See `engine.Engine`."""
        return changing.rebuild(self._folder, entries, changes)

    def is_sound(self) -> bool:
        """See `engine.Engine`."""
        return self._folder.is_sound()

    def _read(self, question: Callable[[Snapshot], T]) -> T:
        """Ask the latest snapshot; once more from the disk when that fails, for the job may just
        have swapped the index; then the index is taken for damaged and a new one is asked for."""
        try:
            return question(self._shelf.latest())
        except Exception:
            self._shelf.drop()
        try:
            return question(self._shelf.latest())
        except Exception as error:  # a damaged index raises EOFError, TypeError, zlib.error, …
            self._shelf.drop()
            self._folder.ask_for_rebuild()
            if not isinstance(error, FileNotFoundError):  # what is missing is being built
                log.warning("the search index cannot be read", exc_info=error)
            raise IndexUnusableError(str(error)) from error


def _answer(snapshot: Snapshot, query: Query) -> Answer:
    standing = Standing(snapshot, query.language)
    weighed = weigh(query, standing)
    ranking = Ranking(snapshot, query, weighed, standing)
    page, total = ranking.page()
    unknown: dict[str, Slip] = {}
    if query.with_slips:
        unknown = slips(query.question.text, query.language, KnownWords(snapshot, query.reader))
    return Answer(
        found=_found(snapshot, query, weighed, standing, page),
        total=total,
        counts=ranking.counts() if query.with_counts else {},
        slips=unknown,
        terms=weighed.terms,
    )


def _found(
    snapshot: Snapshot, query: Query, weighed: Weighed, standing: Standing, page: list[Ranked]
) -> list[Found]:
    found = []
    best = anchors(snapshot.segments, weighed.ways, standing, page)
    for ranked, anchor in zip(page, best, strict=True):
        segment = snapshot.segments[ranked.number]
        why: tuple[Reason, ...] = ()
        if query.with_reasons:
            why = reasons(segment, weighed.parts, standing, ranked, query.language)
        article_id = segment.articles[ranked.place].article_id
        found.append(Found(article_id, anchor, ranked.score, why))
    return found
