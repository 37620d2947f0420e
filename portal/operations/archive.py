"""What a backup file is: a tar archive with a list of what it holds, unpacked only if every byte agrees."""

import gzip
import hashlib
import json
import os
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "portal.sqlite3"
KEY = "secret.key"
CHUNK = 1 << 20


class BackupError(Exception):
    """Why a backup could not be made or is not to be trusted, with the remedy."""


@dataclass
class Manifest:
    """What a backup holds: for each name its size in bytes and SHA-256 (hexadecimal)."""

    made_at: str
    format: int = FORMAT
    files: dict[str, tuple[int, str]] = field(default_factory=dict)


def unpack(backup: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder and check every byte; BackupError names what is wrong.

    Only names of ours are unpacked, so that nothing can land outside the folder.
    """
    found: dict[str, tuple[int, str]] = {}
    manifest: Manifest | None = None
    try:
        with gzip.open(backup) as plain, tarfile.open(fileobj=plain, mode="r:") as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isreg() else None
                if stream is None:
                    continue
                if member.name == MANIFEST:
                    manifest = Manifest(**json.load(stream))
                elif _is_ours(member.name):
                    found[member.name] = _unpack_one(stream, folder / member.name)
            while plain.read(CHUNK):  # to the end, where the check sum of the whole stands
                pass
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, TypeError) as error:
        raise BackupError(f"{backup} cannot be read as a backup: {error}") from error
    if manifest is None:
        raise BackupError(
            f"{backup} is not a whole backup of a portal: it has no list of what it holds."
        )
    _compare(backup, manifest, found)
    _check_database(folder / DATABASE)
    return manifest


def _compare(backup: Path, manifest: Manifest, found: dict[str, tuple[int, str]]) -> None:
    if manifest.format != FORMAT:
        raise BackupError(
            f"{backup} was made by another version of the portal (format {manifest.format})."
        )
    for name in sorted(manifest.files.keys() | found.keys()):
        size, digest = manifest.files.get(name, (0, ""))
        if found.get(name) != (size, digest):
            state = "damaged" if name in found else "missing"
            raise BackupError(f"{backup} is not whole: {name} is {state}. Use another backup.")
    if DATABASE not in found:
        raise BackupError(f"{backup} holds no database.")


def _check_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise BackupError(f"The database in the backup is damaged: {verdict}")


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if name in {DATABASE, KEY}:
        return True
    return len(parts) > 1 and parts[0] in {"files", "kb_articles"} and ".." not in parts


def _unpack_one(stream: IO[bytes], target: Path) -> tuple[int, str]:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with owners_only(target) as file:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


@contextmanager
def owners_only(path: Path) -> Iterator[IO[bytes]]:
    """A new file that only its owner can read: it holds people's words and the key of the cookies."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file
