"""The folder of the index: one folder a build, CURRENT naming the one in use, and a list of its files to tell damage by."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from portal.ground.now import now
from portal.search.whoosh.document import VERSION, schema

INDEX_NAME = "articles"
WHOOSH_WRITES = (".toc", ".seg", ".trm", ".pst", ".col", ".vps", ".dci")

WISHES_APART = timedelta(seconds=40)
LOCK_SECONDS = 10.0
LOOK_AGAIN = 0.01  # seconds
LOOKS = 3
"""A commit that comes between two looks at the folder would make a sound index seem damaged."""


class IndexFolder:
    """Where the index lives. Web processes only read; jobs change it, one at a time: locks of the
    operating system see to that, which a killed process lets go of.

    Beside the builds stands REBUILD, put there by a reader that found damage: it asks the job for a
    new build. Each build keeps MANIFEST: version, and size and time of each file after a commit.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._current = folder / "CURRENT"
        self._wish = folder / "REBUILD"

    def current(self) -> Path:
        """The build in use. Raises FileNotFoundError where there is none."""
        return self.folder / self._current.read_text(encoding="ascii").strip()

    def open(self, build: Path) -> FileIndex:
        """The index of a build, to read or write. Raises nearly anything where it is damaged."""
        return FileIndex(_storage(build), indexname=INDEX_NAME)

    def segments(self, build: Path) -> list[Any]:
        """Whoosh's segments of a build, as the last commit left them."""
        return list(TOC.read(_storage(build), INDEX_NAME).segments)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Nobody else changes the build in use, or which it is, until the block ends. Raises
        TimeoutError where somebody else does for over 10 s."""
        with self._held("CHANGING", LOCK_SECONDS) as is_ours:
            if not is_ours:
                raise TimeoutError("another process is changing the search index")
            yield

    @contextmanager
    def building(self) -> Iterator[bool]:
        """Whether it is ours to make a new build, until the block ends: not where somebody else is at it."""
        with self._held("BUILDING", 0.0) as is_ours:
            yield is_ours

    def new_build(self) -> tuple[Path, FileIndex]:
        """An empty index in a folder of its own, not in use yet."""
        build = self.folder / f"build-{secrets.token_hex(6)}"
        build.mkdir(parents=True, mode=0o700)
        return build, FileIndex.create(_storage(build), schema(), indexname=INDEX_NAME)

    def swap_in(self, build: Path) -> None:
        """Use this build from now on, fulfil the wish for one, and remove all others."""
        self.sign(build)
        _write(self._current, build.name)
        self._wish.unlink(missing_ok=True)
        for other in self.folder.glob("build-*"):
            if other != build:
                shutil.rmtree(other, ignore_errors=True)

    def sign(self, build: Path) -> None:
        """Make what a commit wrote last, and note what it looks like. What was signed before keeps its
        signature: a file is written once, so one that looks otherwise now was damaged meanwhile."""
        before = self._signed(build) if (build / "MANIFEST").exists() else {}
        files = {}
        for path in _files(build):
            if path.name not in before:
                _fsync(path)
            files[path.name] = before.get(path.name) or _look(path)
        _write(build / "MANIFEST", json.dumps({"version": VERSION, "files": files}))

    def ask_for_rebuild(self) -> None:
        """Tell the job that this index is not usable; quietly nothing where the disk is read-only."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._wish.touch()

    def is_sound(self) -> bool:
        """Whether the index in use is whole, and nobody wishes for another: no file that a commit
        signed has changed since.

        A commit that was killed before it was signed is sound too: its files are new. A wish is not
        heeded soon after a new build: what readers still complain of is then no damage.
        """
        if not self.is_whole():
            return False
        return not self._wish.exists() or self._age() < WISHES_APART

    def is_whole(self) -> bool:
        """Whether no file of the index in use is damaged or missing, and it is of this version."""
        return any(self._looks_whole() for _ in range(LOOKS))

    def _age(self) -> timedelta:
        return now() - datetime.fromtimestamp(self._current.stat().st_mtime, UTC)

    def _looks_whole(self) -> bool:
        try:
            build = self.current()
            signed = self._signed(build)
            present = {path.name: _look(path) for path in _files(build)}
            changed = any(signed.get(name, look) != look for name, look in present.items())
            return not changed and self._needed(build) <= present.keys()
        except Exception:  # a damaged index raises EOFError, TypeError, UnpicklingError, …
            return False

    def _signed(self, build: Path) -> dict[str, list[int]]:
        """What each file looked like when it was signed; ValueError where another version did so."""
        manifest: dict[str, Any] = json.loads((build / "MANIFEST").read_text(encoding="ascii"))
        if manifest["version"] != VERSION:
            raise ValueError("an index of another version")
        files: dict[str, list[int]] = manifest["files"]
        return files

    def _needed(self, build: Path) -> set[str]:
        return {segment.make_filename(segment.COMPOUND_EXT) for segment in self.segments(build)}

    @contextmanager
    def _held(self, name: str, patience: float) -> Iterator[bool]:
        """Whether the lock could be had within so many seconds; it is ours until the block ends."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / name).open("a") as lock:
            deadline = time.monotonic() + patience
            while not (is_ours := _locked(lock.fileno())) and time.monotonic() < deadline:
                time.sleep(LOOK_AGAIN)
            yield is_ours


def _storage(build: Path) -> FileStorage:
    # No memory maps: a map of a file that is cut short kills the whole process.
    return FileStorage(str(build), supports_mmap=False)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _files(build: Path) -> list[Path]:
    return [path for path in build.iterdir() if path.suffix in WHOOSH_WRITES]


def _look(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _write(path: Path, text: str) -> None:
    """All of it or nothing, and durable. Only who changes or builds writes: the name may be fixed."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, encoding="ascii")
    _fsync(fresh)
    fresh.replace(path)
    _fsync(path.parent)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
