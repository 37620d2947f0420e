"""An index that is damaged, cut short, deleted or swapped away never shows an error of its own, and is told from a sound one."""

import errno
import os
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from portal.search.engine import Entry, IndexUnusableError, Reader, Section
from portal.search.whoosh import blocks
from portal.search.whoosh.embedded import WhooshEngine
from portal.search.whoosh.filling import Filling
from tests.search.base import asked

GUEST = Reader()
NOBODY = 65_534


def base(count: int = 30) -> list[Entry]:
    return [
        Entry(
            n, "en", f"Printer {n}", "everyone", sections=(Section("", "", (), f"toner {n} " * 9),)
        )
        for n in range(count)
    ]


def built(folder: Path) -> WhooshEngine:
    engine = WhooshEngine(folder)
    engine.rebuild(base())
    engine.apply([Entry(50, "en", "Scanner", "everyone")], [3])
    return engine


@contextmanager
def unprivileged() -> Iterator[None]:
    """As somebody who may not write everywhere: root may."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)


def files_of(folder: Path) -> list[Path]:
    build = folder / (folder / "CURRENT").read_text()
    return sorted(path for path in build.iterdir() if "LOCK" not in path.name)


def test_a_sound_index_is_sound(tmp_path: Path) -> None:
    assert not WhooshEngine(tmp_path / "index").is_sound()
    assert built(tmp_path / "index").is_sound()
    assert WhooshEngine(tmp_path / "index").is_sound()


@pytest.mark.parametrize("how", ["cut", "emptied", "deleted", "overwritten", "replaced"])
@pytest.mark.parametrize("seed", range(6))
def test_damage_is_borne_and_noticed(tmp_path: Path, how: str, seed: int) -> None:
    folder, dice = tmp_path / "index", random.Random(seed)  # noqa: S311 (a repeatable test)
    engine = built(folder)
    asked(engine, "toner")
    path = dice.choice([file for file in files_of(folder) if file.name != "MANIFEST"])
    content = path.read_bytes()
    if how == "cut":
        os.truncate(path, dice.randrange(len(content)))
    elif how == "emptied":
        path.write_bytes(b"")
    elif how == "deleted":
        path.unlink()
    elif how == "overwritten":
        place = dice.randrange(len(content) - 8)
        path.write_bytes(content[:place] + os.urandom(8) + content[place + 8 :])
    else:
        path.write_bytes(os.urandom(len(content)))
    assert not engine.is_sound()
    for reader in (engine, WhooshEngine(folder)):
        for word in ("toner", "scanner", "printer 7", "tonner"):
            try:
                asked(reader, word)
                reader.suggest(word, ["en"], GUEST)
            except IndexUnusableError:
                assert (folder / "REBUILD").exists()
    engine.rebuild(base())
    assert engine.is_sound()
    assert asked(engine, "toner").total == 30
    assert not (folder / "REBUILD").exists()


@pytest.mark.parametrize("what", ["CURRENT", "the build", "everything"])
def test_what_is_gone_is_asked_for(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "index"
    engine = built(folder)
    if what == "CURRENT":
        (folder / "CURRENT").unlink()
    elif what == "the build":
        shutil.rmtree(folder / (folder / "CURRENT").read_text())
    else:
        shutil.rmtree(folder)
    with pytest.raises(IndexUnusableError):
        asked(engine, "toner")
    assert (folder / "REBUILD").exists()
    assert not engine.is_sound()
    engine.rebuild(base())
    assert asked(engine, "toner").total == 30


def test_an_index_of_another_version_is_built_anew(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    engine = built(folder)
    manifest = files_of(folder)[0].parent / "MANIFEST"
    manifest.write_text(manifest.read_text().replace('"version": "', '"version": "0'))
    assert not engine.is_sound()


def test_a_commit_that_was_not_signed_is_sound(tmp_path: Path) -> None:
    """Killed between Whoosh's commit and our signature: the index is whole, so it is kept."""
    folder = tmp_path / "index"
    engine = built(folder)
    manifest = files_of(folder)[0].parent / "MANIFEST"
    before = manifest.read_bytes()
    engine.apply([Entry(60, "en", "Plotter", "everyone")], [])
    manifest.write_bytes(before)
    assert engine.is_sound()
    assert asked(engine, "plotter").total == 1


def test_a_build_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    engine = built(tmp_path / "index")

    def broken() -> "list[Entry]":
        raise RuntimeError

    with pytest.raises(RuntimeError):
        engine.rebuild(entry for _ in range(2) for entry in broken())
    assert engine.is_sound()
    assert asked(engine, "toner").total == 29
    assert len(list((tmp_path / "index").glob("build-*"))) == 1


def test_a_failed_change_lets_go_of_the_lock(tmp_path: Path) -> None:
    engine = built(tmp_path / "index")
    with pytest.raises(TypeError):
        engine.apply([Entry(70, "en", None, "everyone")], [])  # type: ignore[arg-type]
    engine.apply([Entry(71, "en", "Plotter", "everyone")], [])
    assert asked(engine, "plotter").total == 1


def test_readers_follow_a_swapped_index(tmp_path: Path) -> None:
    engine, reader = built(tmp_path / "index"), WhooshEngine(tmp_path / "index")
    assert asked(reader, "toner").total == 29
    engine.rebuild(base(5))
    assert asked(reader, "toner").total == 5


def test_a_commit_does_not_pass_damage_off_as_sound(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    engine = built(folder)
    segment = next(path for path in files_of(folder) if path.suffix == ".seg")
    content = segment.read_bytes()
    segment.write_bytes(content[:200] + bytes(50) + content[250:])
    with pytest.raises(IndexUnusableError):
        engine.apply([Entry(51, "en", "Plotter", "everyone")], [])
    assert not engine.is_sound()


def test_nor_damage_that_strikes_while_it_merges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    engine = built(folder)
    read = Filling.take_in

    def struck(filling: Filling, segment: object) -> None:
        for path in (path for path in files_of(folder) if path.suffix == ".seg"):
            os.utime(path)  # it is another file than was signed
        read(filling, segment)

    monkeypatch.setattr(Filling, "take_in", struck)
    with pytest.raises(IndexUnusableError):
        engine.apply([Entry(51, "en", "Plotter", "everyone")], [])
    assert asked(engine, "plotter").total == 0
    assert not engine.is_sound()


def test_damage_that_leaves_no_trace_is_reported_by_readers(tmp_path: Path) -> None:
    """The disk gives other bytes than were written; size and time of the file tell nothing."""
    folder = tmp_path / "index"
    built(folder)
    long_ago = time.time() - 3600
    for path in (path for path in files_of(folder) if path.suffix == ".seg"):
        looks = path.stat()
        path.write_bytes(os.urandom(looks.st_size))
        os.utime(path, ns=(looks.st_atime_ns, looks.st_mtime_ns))
    engine = WhooshEngine(folder)
    with pytest.raises(IndexUnusableError):
        asked(engine, "toner")
    assert engine.is_sound()  # just built: it is not built again and again
    os.utime(folder / "CURRENT", (long_ago, long_ago))
    assert not engine.is_sound()


def test_a_full_disk_leaves_the_index_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    engine = built(folder)

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(blocks, "write", full)
        with pytest.raises(OSError, match="No space"):
            engine.apply([Entry(51, "en", "Plotter", "everyone")], [4])
        with pytest.raises(OSError, match="No space"):
            engine.rebuild(base(5))
    assert engine.is_sound()
    assert asked(engine, "toner").total == 29
    engine.apply([Entry(51, "en", "Plotter", "everyone")], [4])
    assert asked(engine, "toner").total == 28
    assert asked(WhooshEngine(folder), "plotter").total == 1
    assert len(list(folder.glob("build-*"))) == 1


def test_a_folder_that_may_not_be_written_is_read() -> None:
    with TemporaryDirectory() as home:  # open to all on its way, as a test's own folder is not
        Path(home).chmod(0o755)
        folder = Path(home) / "index"
        engine = built(folder)
        build = files_of(folder)[0].parent
        for path in (*folder.rglob("*"), folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        with unprivileged():
            assert asked(WhooshEngine(folder), "toner").total == 29
            assert engine.is_sound()
            with pytest.raises(OSError, match="Permission"):
                engine.apply([Entry(51, "en", "Plotter", "everyone")], [])
        for path in (folder, build):
            path.chmod(0o755)
        assert asked(engine, "toner").total == 29
