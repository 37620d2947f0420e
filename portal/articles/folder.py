"""The folder of Markdown files on disk: what lies in it, and how a file is written so that no reader sees half of it."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from portal.articles.addresses import named_by
from portal.articles.faults import Fault, Unreadable
from portal.articles.front_matter import SOURCE_LIMIT
from portal.ground.settings import Settings
from portal.ground.site import LANGUAGES

TEMPORARY = ".portal-"


def digest(source: bytes) -> str:
    """The hash by which both sides compare a text."""
    return hashlib.sha256(source).hexdigest()


@dataclass
class Looked:
    """What lies in the folder: hashes by path ('es/slug.md'), and the files that cannot be taken in."""

    hashes: dict[str, str] = field(default_factory=dict)
    refused: dict[str, Unreadable] = field(default_factory=dict)


def look(folder: Path) -> Looked:
    """Hash every article of the folder. Times of change are not trusted: the bytes are read."""
    looked = Looked()
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("*.md")):
            if path.name.startswith("."):
                continue
            name = f"{language}/{path.name}"
            try:
                named_by(name)
                looked.hashes[name] = digest(read_bytes(folder, name))
            except Unreadable as refusal:
                looked.refused[name] = refusal
    return looked


def read_bytes(folder: Path, name: str) -> bytes:
    """The bytes of one file. Raises Unreadable for what is no ordinary file, or is too long."""
    path = folder / name
    try:
        if path.is_symlink() or not path.is_file():
            raise Unreadable(Fault.NOT_A_FILE)
        if path.stat().st_size > SOURCE_LIMIT:
            raise Unreadable(Fault.TOO_LONG, limit=f"{SOURCE_LIMIT // 1_000_000} MB")
        return path.read_bytes()
    except OSError:
        raise Unreadable(Fault.NOT_A_FILE) from None


def write(folder: Path, name: str, source: bytes, expected: str) -> bool:
    """Write one file whole: a temporary one beside it, fsync, rename.

    False, and nothing is written, where the file is no longer what was `expected` (its hash; ''
    for none): someone edited it in this moment, and the next sync will see it.
    """
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(source)
            file.flush()
            os.fsync(file.fileno())
        if _hash_now(path) != expected:
            return False
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _settle(path.parent)
    return True


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """One sync at a time, whichever process it runs in."""
    with (settings.data / "mirror.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sweep(folder: Path) -> None:
    """Remove the temporary files that a crash left behind. While `alone`."""
    for language in LANGUAGES:
        for path in (folder / language).glob(f"{TEMPORARY}*"):
            path.unlink(missing_ok=True)


def _hash_now(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return ""


def _settle(folder: Path) -> None:
    """A rename is safe once the folder itself is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
