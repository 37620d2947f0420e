"""What is cleared away: files whose time has passed, and bytes on disk that never got a row."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import delete, false, select

from portal.files import budget
from portal.files.file import File
from portal.files.storing import clear_workplace, keys_before, remove
from portal.ground.db import db, writing

GRACE = timedelta(hours=1)
"""How long bytes may wait for their row: an upload is prepared before its request writes."""
BATCH = 200


def sweep(now: datetime) -> int:
    """Clear away; the number of files that went. A job of its own: it opens its own short writes.

    Rows go before bytes, so that a crash in between leaves an orphan for the next sweep and never a
    row without bytes.
    """
    with writing():
        budget.forget(now)
    return _sweep_expired(now) + _sweep_orphans(now)


def drop(files: Iterable[File]) -> list[str]:
    """Take the rows of these files away, inside `writing()`; the keys whose bytes `erase` takes when it is committed.

    A crash in between leaves bytes without a row, which the next sweep finds.
    """
    gone = list(files)
    for file in gone:
        db.session.delete(file)
    return [file.key for file in gone]


def erase(keys: Iterable[str]) -> None:
    """Free the bytes of dropped files, after the write that dropped them."""
    for key in keys:
        remove(key)


def _sweep_expired(now: datetime) -> int:
    count = 0
    overdue = File.kept.is_(false()), File.expires_at <= now
    while True:
        with writing():
            gone = db.session.execute(select(File.id, File.key).where(*overdue).limit(BATCH)).all()
            db.session.execute(delete(File).where(File.id.in_([row.id for row in gone])))
        for row in gone:
            remove(row.key)
        count += len(gone)
        if len(gone) < BATCH:
            return count


def _sweep_orphans(now: datetime) -> int:
    count = 0
    clear_workplace(now - GRACE)
    for keys in _batches(keys_before(now - GRACE)):
        known = set(db.session.scalars(select(File.key).where(File.key.in_(keys))))
        for key in keys - known:
            remove(key)
            count += 1
    db.session.rollback()
    return count


def _batches(keys: Iterable[str]) -> Iterator[set[str]]:
    keys = iter(keys)
    while batch := set(islice(keys, BATCH)):
        yield batch
