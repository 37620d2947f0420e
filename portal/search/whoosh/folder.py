"""The folder of the index: one folder a build, CURRENT naming the one in use, and a list of its files to tell damage by."""

import contextlib
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from portal.search.whoosh.document import VERSION, schema

INDEX_NAME = "articles"
WHOOSH_WRITES = (".toc", ".seg", ".trm", ".pst", ".col", ".vps", ".dci")


class IndexFolder:
    """Where the index lives. One process writes (the job); all others only read.

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
        # No memory maps: a map of a file that is cut short kills the whole process.
        return FileIndex(FileStorage(str(build), supports_mmap=False), indexname=INDEX_NAME)

    def new_build(self) -> tuple[Path, FileIndex]:
        """An empty index in a folder of its own, not in use yet."""
        build = self.folder / f"build-{secrets.token_hex(6)}"
        build.mkdir(parents=True, mode=0o700)
        storage = FileStorage(str(build), supports_mmap=False)
        return build, FileIndex.create(storage, schema(), indexname=INDEX_NAME)

    def swap_in(self, build: Path) -> None:
        """Use this build from now on, fulfil the wish for one, and remove all others."""
        self.sign(build)
        fresh = self.folder / f"CURRENT.{secrets.token_hex(4)}"
        fresh.write_text(build.name, encoding="ascii")
        _fsync(fresh)
        fresh.replace(self._current)
        _fsync(self.folder)
        self._wish.unlink(missing_ok=True)
        for other in self.folder.glob("build-*"):
            if other != build:
                shutil.rmtree(other, ignore_errors=True)

    def sign(self, build: Path) -> None:
        """Make what a commit wrote last, and note what every file looks like after it."""
        files = {}
        for path in _files(build):
            _fsync(path)
            files[path.name] = _look(path)
        manifest, fresh = build / "MANIFEST", build / "MANIFEST.new"
        fresh.write_text(json.dumps({"version": VERSION, "files": files}), encoding="ascii")
        _fsync(fresh)
        fresh.replace(manifest)
        _fsync(build)

    def ask_for_rebuild(self) -> None:
        """Tell the job that this index is not usable; quietly nothing where the disk is read-only."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._wish.touch()

    def is_sound(self) -> bool:
        """Whether the index in use is whole: no file that a commit signed has changed since.

        A commit that was killed before it was signed is sound too: its files are new.
        """
        if self._wish.exists():
            return False
        try:
            build = self.current()
            manifest: dict[str, Any] = json.loads((build / "MANIFEST").read_text(encoding="ascii"))
            if manifest["version"] != VERSION:
                return False
            signed: dict[str, list[int]] = manifest["files"]
            present = {path.name: _look(path) for path in _files(build)}
            changed = any(signed.get(name, look) != look for name, look in present.items())
            return not changed and _needed(build) <= present.keys()
        except Exception:  # a damaged index raises EOFError, TypeError, UnpicklingError, …
            return False


def _needed(build: Path) -> set[str]:
    toc = TOC.read(FileStorage(str(build), supports_mmap=False), INDEX_NAME)
    return {segment.make_filename(segment.COMPOUND_EXT) for segment in toc.segments}


def _files(build: Path) -> list[Path]:
    return [path for path in build.iterdir() if path.suffix in WHOOSH_WRITES]


def _look(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
