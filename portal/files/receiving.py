"""How uploads are taken in: prepared before the write (sniffed, made anew, on disk), then given rows."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from os import SEEK_END
from pathlib import Path
from typing import IO

from werkzeug.datastructures import FileStorage

from portal.files.allowance import Allowance
from portal.files.budget import granted
from portal.files.documents import looked_into
from portal.files.file import File
from portal.files.kinds import HEAD, PICTURES, Kind, Reason, Unacceptable, recognise
from portal.files.names import renamed, tidy_name
from portal.files.pictures import make_anew
from portal.files.refusing import why
from portal.files.storing import new_key, put_away, workplace
from portal.ground.db import db


@dataclass(frozen=True)
class Prepared:
    """Bytes that lie on disk under `key` and have no row yet; the sweeper takes them if they never get one."""

    key: str
    name: str
    media_type: str
    size: int
    sha256: str
    width: int | None
    height: int | None
    created_at: datetime


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken: its name, and why and what helps, in the reader's language."""

    name: str
    reason: str


def prepare(
    uploads: Iterable[FileStorage], now: datetime, allowance: Allowance
) -> tuple[list[Prepared], list[Refusal]]:
    """Take in what was uploaded: what is good lies on disk afterwards, the rest is refused by name.

    The one way by which files come in. Slow (a picture takes up to a second): call it outside `writing()`;
    it opens a short write of its own for the budgets. A field left empty is skipped.
    """
    chosen = [upload for upload in uploads if upload.filename]
    fitting = granted(allowance.budgets, [_size(each) for each in chosen[: allowance.count]], now)
    prepared, refusals = [], []
    for upload, fits in zip_longest(chosen, fitting):
        name = tidy_name(upload.filename or "")
        try:
            if not fits:
                raise Unacceptable(Reason.TOO_MANY if fits is None else Reason.OVER_BUDGET)
            prepared.append(_take_in(upload.stream, name, now, allowance))
        except Unacceptable as refused:
            refusals.append(Refusal(name, why(refused.reason, name, allowance)))
    return prepared, refusals


def add(
    prepared: Iterable[Prepared],
    now: datetime,
    kept: bool = False,
    expires_at: datetime | None = None,
) -> list[File]:
    """Give prepared bytes their rows, inside `writing()`. What is not kept needs `expires_at`."""
    if not kept and expires_at is None:
        raise ValueError("a file that is not kept needs a time at which it goes")
    files = [
        File(
            key=each.key,
            name=each.name,
            media_type=each.media_type,
            size=each.size,
            sha256=each.sha256,
            width=each.width,
            height=each.height,
            kept=kept,
            expires_at=None if kept else expires_at,
            created_at=now,
        )
        for each in prepared
    ]
    db.session.add_all(files)
    db.session.flush()
    return files


def keep(files: Iterable[File]) -> None:
    """These files stay, inside `writing()`: a ticket or an article has them now."""
    for file in files:
        file.kept, file.expires_at = True, None


def release(files: Iterable[File], expires_at: datetime) -> None:
    """These files go at `expires_at` unless they are kept or released anew before then. Inside `writing()`."""
    for file in files:
        file.kept, file.expires_at = False, expires_at


def _take_in(stream: IO[bytes], name: str, now: datetime, allowance: Allowance) -> Prepared:
    with workplace() as folder:
        source = folder / "source"
        head = _copy(stream, source, allowance.size)
        kind = looked_into(recognise(head, name), source, name)
        if allowance.is_for_pictures and not kind.is_picture:
            raise Unacceptable(Reason.NO_PICTURE)
        return (
            _picture(source, folder, name, now)
            if kind.is_picture
            else _as_it_is(source, kind, name, now)
        )


def _picture(source: Path, folder: Path, name: str, now: datetime) -> Prepared:
    picture, key = make_anew(source, folder), new_key()
    size, digest = picture.path.stat().st_size, _digest(picture.path)
    put_away(picture.path, key, picture.thumb)
    name = renamed(name, picture.ending, PICTURES)
    return Prepared(key, name, picture.media_type, size, digest, picture.width, picture.height, now)


def _as_it_is(source: Path, kind: Kind, name: str, now: datetime) -> Prepared:
    key, size, digest = new_key(), source.stat().st_size, _digest(source)
    put_away(source, key)
    return Prepared(key, name, kind.media_type, size, digest, None, None, now)


def _size(upload: FileStorage) -> int:
    size = upload.stream.seek(0, SEEK_END)
    upload.stream.seek(0)
    return size


def _copy(stream: IO[bytes], target: Path, limit: int) -> bytes:
    """Copy at most `limit` bytes; the first of them. Raises Unacceptable for more."""
    head, left = b"", limit
    with target.open("wb") as out:
        while piece := stream.read(65_536):
            left -= len(piece)
            if left < 0:
                raise Unacceptable(Reason.TOO_BIG)
            head = head or piece[:HEAD]
            out.write(piece)
    return head


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
