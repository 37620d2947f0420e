"""How a backup is brought back: checked first, then put in place of what was there, which is kept beside it."""

import http.client
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from portal.ground.settings import Settings
from portal.operations.archive import DATABASE, KEY, BackupError, Manifest, unpack
from portal.operations.backup import refuse_other_databases
from portal.operations.place import CannotRun, address, lock

KEPT = ".before-restore"
"""The folder, in DATA and in KB_DIR, that keeps what stood there until the next restore."""


@dataclass(frozen=True)
class Move:
    """One thing to put in place: from the unpacked backup (None: it has none), to where it lives."""

    new: Path | None
    place: Path
    kept: Path


def restore(settings: Settings, backup: Path, force: bool = False) -> Manifest:
    """Bring the backup back. BackupError, with everything as it was, where that is not possible.

    Refused while a portal runs on this data, and where there is data already unless `force` is given.
    What stood there is kept in `.before-restore` of the same folder. The index is left out: it is
    made anew from the articles.
    """
    refuse_other_databases(settings)
    if not backup.is_file():
        raise BackupError(f"There is no file {backup}.")
    with _alone(settings):
        if not force and (settings.data / DATABASE).exists():
            raise BackupError(
                f"There is a portal in {settings.data} already. With --force it is replaced; "
                f"it is kept in {settings.data / KEPT} then."
            )
        with tempfile.TemporaryDirectory(dir=settings.data, prefix=".restoring-") as folder:
            manifest = unpack(backup, Path(folder))
            articles = settings.articles_folder
            articles.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=articles, prefix=".restoring-") as beside:
                swap(_moves(settings, Path(folder), Path(beside)))
        for kept in (settings.data / KEPT, articles / KEPT):
            with suppress(OSError):
                kept.rmdir()  # only where nothing stood before
        return manifest


def _alone(settings: Settings) -> IO[str]:
    """The data folder for us alone; BackupError while a portal runs on it."""
    try:
        held = lock(settings.data)
    except CannotRun:
        raise BackupError("The portal is running. End it first, then restore.") from None
    if _listens(settings):
        held.close()
        raise BackupError(
            f"Something answers at {address(settings)}. If it is this portal, end it first."
        )
    return held


def _listens(settings: Settings) -> bool:
    host, port = address(settings).removeprefix("http://").rsplit(":", 1)
    connection = http.client.HTTPConnection(host.strip("[]"), int(port), timeout=2)
    try:
        connection.connect()
    except OSError:
        return False
    connection.close()
    return True


def _moves(settings: Settings, unpacked: Path, beside: Path) -> list[Move]:
    """All that goes in, and all that must go out: the old database's log files and the index too."""
    data, articles = settings.data, settings.articles_folder
    kept = _emptied(data / KEPT)
    moves = []
    for name in (f"{DATABASE}-wal", f"{DATABASE}-shm", DATABASE, KEY, "files", "index"):
        new = unpacked / name
        moves.append(Move(new if new.exists() else None, data / name, kept / name))
    kept_articles = _emptied(articles / KEPT)
    fresh = {path.name: path for path in sorted((unpacked / "kb_articles").glob("*"))}
    old = {path.name for path in articles.iterdir() if not path.name.startswith(".")}
    for name in sorted(fresh.keys() | old):
        new_here = beside / name  # on the disk of the articles, so that the last step is a rename
        if name in fresh:
            shutil.move(fresh[name], new_here)
        moves.append(
            Move(new_here if name in fresh else None, articles / name, kept_articles / name)
        )
    return moves


def swap(moves: list[Move]) -> None:
    """Put everything in place by renames; if one fails, all that was done is undone."""
    done: list[tuple[Path, Path]] = []
    try:
        for move in moves:
            if move.place.exists():
                move.place.rename(move.kept)
                done.append((move.kept, move.place))
            if move.new is not None:
                move.new.rename(move.place)
                done.append((move.place, move.new))
    except OSError as error:
        for now_at, was_at in reversed(done):
            with suppress(OSError):
                now_at.rename(was_at)
        raise BackupError(f"Nothing was changed: {error}") from error


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder
