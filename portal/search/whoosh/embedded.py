"""The embedded engine: the four functions over a folder of Whoosh indexes."""

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from portal.search.analysis import terms
from portal.search.engine import Answer, Entry, IndexUnusableError, Query, Reader, Suggestion
from portal.search.whoosh import changing, suggesting
from portal.search.whoosh.folder import IndexFolder
from portal.search.whoosh.scoring import rank, weigh
from portal.search.whoosh.snapshot import Shelf, Snapshot

T = TypeVar("T")


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

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """See `engine.Engine`."""
        changing.rebuild(self._folder, entries)

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
            raise IndexUnusableError(str(error)) from error


def _answer(snapshot: Snapshot, query: Query) -> Answer:
    words, language = query.question.text, query.language
    weighed = weigh(snapshot, words, language)
    found, total = rank(snapshot, weighed, language, query.reader, query.start, query.count)
    near = suggesting.mend(snapshot, words, language) if query.with_near else ""
    return Answer(found, total, near=near, terms=frozenset(terms(words, language)))
