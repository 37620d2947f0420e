"""How the index changes: one operation an article in a commit, or a whole new build beside the old one."""

import contextlib
import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from portal.search.engine import Changes, Entry, IndexUnusableError, no_changes
from portal.search.whoosh.document import documents
from portal.search.whoosh.filling import Filling
from portal.search.whoosh.folder import IndexFolder
from portal.search.whoosh.merging import is_scattered, taken_in


def apply(folder: IndexFolder, entries: Sequence[Entry], gone: Collection[int]) -> None:
    """Commit the changes to the build in use; each article counts once, with its last entry.

    Where the index has become scattered, a new build is asked for. Raises TimeoutError when another
    process writes for over 10 s, IndexUnusableError when the index is damaged.
    """
    with folder.changing():
        _refuse_damage(folder)
        build = folder.current()
        _change(folder, build, entries, gone, lambda: _refuse_damage(folder))
        folder.sign(build)
        segments = folder.segments(build)
        sizes = [segment.doc_count() for segment in segments]
        if is_scattered(sizes, sum(segment.deleted_count() for segment in segments)):
            folder.ask_for_rebuild()


def rebuild(
    folder: IndexFolder, entries: Iterable[Entry], changes: Callable[[], Changes] = no_changes
) -> bool:
    """A new build of these articles, swapped in when it is whole. The old one serves and changes
    meanwhile; what changed is asked for at the end, while nobody else can change anything.

    False when somebody else is building: nothing is done then.
    """
    with folder.building() as is_ours:
        if not is_ours:
            return False
        build, index = folder.new_build()
        try:
            _commit(Filling(index), entries)
            with folder.changing():
                _change(folder, build, *changes())
                folder.swap_in(build)
        except BaseException:
            shutil.rmtree(build, ignore_errors=True)
            raise
        return True


def _refuse_damage(folder: IndexFolder) -> None:
    if not folder.is_whole():
        raise IndexUnusableError("the search index is missing or damaged")


def _change(
    folder: IndexFolder,
    build: Path,
    entries: Sequence[Entry],
    gone: Collection[int],
    confirm: Callable[[], None] = lambda: None,
) -> None:
    latest = {entry.article_id: entry for entry in entries}
    touched = sorted(latest.keys() | set(gone))
    if touched:
        added = [latest[article] for article in sorted(latest.keys() - set(gone))]
        _commit(Filling(folder.open(build)), added, touched, confirm)


def _commit(
    filling: Filling,
    added: Iterable[Entry],
    touched: Collection[int] = (),
    confirm: Callable[[], None] = lambda: None,
) -> None:
    """Forget the articles touched, add these, merge what is small. `confirm` is called when all has
    been read and nothing is written for good: what was damaged till then must not live on as sound."""
    writer = filling.writer
    try:
        # Deletions first: a deletion after an addition in one writer does not reach the addition.
        if touched:
            filling.forget("article", [str(article) for article in touched])
        for entry in added:
            for document in documents(entry):
                filling.add(document)

        def merge(writer: Any, segments: list[Any]) -> list[Any]:
            # What is deleted has to be read as well; a segment where all is deleted is just let go of.
            alive = [segment for segment in segments if segment.doc_count()]
            by_size = sorted(alive, key=lambda segment: segment.doc_count_all())
            count = taken_in(writer.docnum, [segment.doc_count_all() for segment in by_size])
            for segment in by_size[:count]:
                filling.take_in(segment)
            confirm()
            filling.write()
            return by_size[count:]

        writer.commit(mergetype=merge)
    except BaseException:
        _cancel(writer)
        raise


def _cancel(writer: Any) -> None:
    """Let go of the lock: a writer that met an exception keeps it, and may fail once more."""
    try:
        if not writer.is_closed:
            writer.cancel()
    except Exception:
        with contextlib.suppress(Exception):
            writer.writelock.release()
