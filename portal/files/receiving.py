"""How uploads are taken in: prepared before the write (sniffed, made anew, on disk), then given rows."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from werkzeug.datastructures import FileStorage

from portal.files.file import File
from portal.files.kinds import HEAD, LIMIT, Reason, Unacceptable, recognise, renamed, tidy_name
from portal.files.pictures import make_anew
from portal.files.storing import new_key, put_away, workplace
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.wording import size as size_words


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
    uploads: Sequence[FileStorage], now: datetime, limit: int = LIMIT
) -> tuple[list[Prepared], list[Refusal]]:
    """Take in what was uploaded: what is good lies on disk afterwards, the rest is refused by name.

    Slow (a picture takes up to a second): call it outside `writing()`. A field left empty is skipped.
    `limit` is the most bytes of one file, LIMIT at most.
    """
    prepared, refusals = [], []
    for upload in uploads:
        if not upload.filename:
            continue
        name = tidy_name(upload.filename)
        try:
            prepared.append(_take_in(upload.stream, name, now, min(limit, LIMIT)))
        except Unacceptable as refused:
            refusals.append(Refusal(name, _why(refused.reason, name, min(limit, LIMIT))))
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


def _take_in(stream: IO[bytes], name: str, now: datetime, limit: int) -> Prepared:
    with workplace() as folder:
        source = folder / "source"
        head = _copy(stream, source, limit)
        kind = recognise(head, name)
        key, width, height, media_type = new_key(), None, None, kind.media_type
        if kind.is_picture:
            picture = make_anew(source, folder)
            name, media_type = renamed(name, picture.ending), picture.media_type
            width, height, source = picture.width, picture.height, picture.path
        size, digest = source.stat().st_size, _digest(source)
        put_away(source, key, picture.thumb if kind.is_picture else None)
    return Prepared(key, name, media_type, size, digest, width, height, now)


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


def _why(reason: Reason, name: str, limit: int) -> str:
    sentences = {
        Reason.EMPTY: _(
            "“%(name)s” is empty. Check that it was saved and choose it again.", name=name
        ),
        Reason.TOO_BIG: _(
            "“%(name)s” is larger than %(limit)s. Send the part that shows the problem, or compress it.",
            name=name,
            limit=size_words(limit),
        ),
        Reason.TOO_MANY_PIXELS: _(
            "“%(name)s” has more than 40 million pixels. Crop it to what shows the problem, or make it smaller.",
            name=name,
        ),
        Reason.BROKEN_PICTURE: _(
            "“%(name)s” can’t be read as a picture. Save it again as PNG or JPEG and choose it anew.",
            name=name,
        ),
        Reason.TOO_SLOW: _(
            "“%(name)s” took too long to read. Save it again as PNG or JPEG, smaller, and choose it anew.",
            name=name,
        ),
        Reason.PROGRAM: _(
            "“%(name)s” is a program or script, and we don’t take those. Send a screenshot or a log file instead.",
            name=name,
        ),
        Reason.WEB_PAGE: _(
            "“%(name)s” is a web page or drawing that can carry scripts. Send a screenshot or a PDF of it instead.",
            name=name,
        ),
        Reason.NAME_DISAGREES: _(
            "“%(name)s” is not what its name says. Give it the right ending, or save it again in that format.",
            name=name,
        ),
        Reason.UNKNOWN: _(
            "“%(name)s” is of a kind we can’t take. Send a picture, text or log file, PDF, MP4 or WebM, or put it in a ZIP file.",
            name=name,
        ),
    }
    return sentences[reason]
