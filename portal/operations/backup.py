"""How everything is kept in one file while the portal runs: database, files, articles, key; never the index."""

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO

from portal.ground.settings import Settings
from portal.operations.archive import (
    CHUNK,
    DATABASE,
    KEY,
    MANIFEST,
    BackupError,
    Manifest,
    owners_only,
    unpack,
)

UNFINISHED = "incoming"
"""The folder in which uploads are being made: no row knows them yet."""


def back_up(settings: Settings, target: Path, now: datetime) -> Manifest:
    """Write the backup to `target`, while the portal may be running, then read it back and check it.

    The database is copied first: a file's bytes are on disk before its row, so that the copy never
    names a file that was not there yet. BackupError leaves no half-written file behind.
    """
    refuse_other_databases(settings)
    if not (settings.data / DATABASE).exists():
        raise BackupError(f"There is no portal in {settings.data} yet: nothing to back up.")
    manifest = Manifest(made_at=now.isoformat(timespec="seconds"))
    part = target.with_name(f".{target.name}.part")
    try:
        with owners_only(part) as file, tempfile.TemporaryDirectory(dir=settings.data) as folder:
            copy = Path(folder) / DATABASE
            copy_database(settings.data / DATABASE, copy)
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as archive:
                for name, path in _contents(settings, copy):
                    _add(archive, manifest, name, path)
                _add_bytes(archive, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        with tempfile.TemporaryDirectory(dir=settings.data) as folder:
            unpack(part, Path(folder))
        part.replace(target)
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def refuse_other_databases(settings: Settings) -> None:
    """BackupError where the database is not the embedded one."""
    if settings.database_url is not None:
        raise BackupError(
            "DATABASE_URL is set: back that database up with its own tools (pg_dump), "
            f"and the folders {settings.files_folder} and {settings.articles_folder} with yours."
        )


def copy_database(source: Path, target: Path) -> None:
    """A whole and consistent copy of a database that may be in use, on connections of our own."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=10)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy, pages=2000, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def _contents(settings: Settings, database: Path) -> Iterator[tuple[str, Path]]:
    """Names in the backup and where their bytes are; work in progress is left out."""
    yield DATABASE, database
    if (settings.data / KEY).exists():
        yield KEY, settings.data / KEY
    for top, folder in (
        ("files", settings.files_folder),
        ("kb_articles", settings.articles_folder),
    ):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            inside = path.relative_to(folder)
            is_unfinished = any(part.startswith(".") or part == UNFINISHED for part in inside.parts)
            if path.is_file() and not path.is_symlink() and not is_unfinished:
                yield f"{top}/{inside.as_posix()}", path


def _add(archive: tarfile.TarFile, manifest: Manifest, name: str, path: Path) -> None:
    try:
        with path.open("rb") as source:
            if (
                os.fstat(source.fileno()).st_size <= CHUNK
            ):  # an article may be edited meanwhile: read it at once
                body = source.read()
                manifest.files[name] = len(body), hashlib.sha256(body).hexdigest()
                _add_bytes(archive, name, body)
                return
            entry = archive.gettarinfo(arcname=name, fileobj=source)
            reading = _Hashing(source)
            archive.addfile(entry, reading)
            manifest.files[name] = entry.size, reading.digest.hexdigest()
    except FileNotFoundError:
        return  # swept since the folder was listed: nothing refers to it


def _add_bytes(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(body)
    entry.mode = 0o600
    archive.addfile(entry, io.BytesIO(body))


class _Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.source.read(size)
        self.digest.update(chunk)
        return chunk
