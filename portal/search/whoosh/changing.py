"""How the index changes: one operation an article in a commit, or a whole new build beside the old one."""

import contextlib
import shutil
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from whoosh.query import Or, Term

from portal.search.engine import Entry
from portal.search.whoosh.document import documents
from portal.search.whoosh.folder import IndexFolder

LOCK_SECONDS = 10
BUILD_MEGABYTES = 192


def apply(folder: IndexFolder, entries: Sequence[Entry], gone: Collection[int]) -> None:
    """Commit the changes to the build in use; each article counts once, with its last entry.

    Raises whoosh's LockError when another process writes for over 10 s, and nearly anything when
    the index is damaged.
    """
    latest = {entry.article_id: entry for entry in entries}
    touched = sorted(latest.keys() | set(gone))
    if not touched:
        return
    build = folder.current()
    writer = folder.open(build).writer(timeout=LOCK_SECONDS)
    try:
        # Deletions first: a deletion after an addition in one writer does not reach the addition.
        writer.delete_by_query(Or([Term("article", str(article)) for article in touched]))
        for article_id in sorted(latest.keys() - set(gone)):
            for document in documents(latest[article_id]):
                writer.add_document(**document)
        writer.commit()
    except BaseException:
        _cancel(writer)
        raise
    folder.sign(build)


def rebuild(folder: IndexFolder, entries: Iterable[Entry]) -> None:
    """A new build of these articles, swapped in when it is whole. The old one serves meanwhile."""
    build, index = folder.new_build()
    try:
        _fill(index.writer(timeout=LOCK_SECONDS, limitmb=BUILD_MEGABYTES), entries)
        folder.swap_in(build)
    except BaseException:
        shutil.rmtree(build, ignore_errors=True)
        raise


def _fill(writer: Any, entries: Iterable[Entry]) -> None:
    try:
        for entry in entries:
            for document in documents(entry):
                writer.add_document(**document)
        writer.commit()
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
