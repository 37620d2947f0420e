"""Where bytes lie: DATA/files/ab/<key>, a picture's small copy beside it as <key>.thumb; written so that a crash loses nothing."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from portal.ground.site import settings

THUMB = ".thumb"


def new_key() -> str:
    """A name for stored bytes: 32 hexadecimal digits of chance."""
    return secrets.token_hex(16)


def path_of(key: str, thumb: bool = False) -> Path:
    """Where the bytes of `key` lie, or its small copy's."""
    return settings().files_folder / key[:2] / (key + THUMB if thumb else key)


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder for files being made, on the disk where they will lie; gone afterwards."""
    root = settings().files_folder / "incoming"
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(dir=root) as folder:
        yield Path(folder)


def put_away(made: Path, key: str, thumb: Path | None = None) -> None:
    """Move finished files to their place, durable before this returns: bytes before rows."""
    place = path_of(key).parent
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    for source, target in ((thumb, path_of(key, thumb=True)), (made, path_of(key))):
        if source is not None:
            _sync(source)
            source.chmod(0o600)
            source.replace(target)
    _sync(place)
    _sync(place.parent)


def remove(key: str) -> None:
    """Delete the bytes of `key` and its small copy; nothing happens where they are gone already."""
    for thumb in (False, True):
        path_of(key, thumb).unlink(missing_ok=True)


def keys_before(moment: datetime) -> Iterator[str]:
    """The keys of all bytes on disk that were written before `moment`."""
    for path in settings().files_folder.glob("[0-9a-f][0-9a-f]/*"):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
            yield path.name.removesuffix(THUMB)


def clear_workplace(moment: datetime) -> None:
    """Delete what was being made before `moment`: a crash left it."""
    for folder in settings().files_folder.glob("incoming/*/"):
        if datetime.fromtimestamp(folder.stat().st_mtime, UTC) < moment:
            shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
