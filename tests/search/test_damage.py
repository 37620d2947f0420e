"""An index that is damaged, cut short, deleted or swapped away never shows an error of its own, and is told from a sound one."""

import os
import random
import shutil
from pathlib import Path

import pytest

from portal.search.engine import Entry, IndexUnusableError, Reader, Section
from portal.search.whoosh.embedded import WhooshEngine
from tests.search.base import asked

GUEST = Reader()


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


def test_killed_while_committing_nothing_is_lost(tmp_path: Path) -> None:
    """A process killed in the middle of commits leaves an index that is sound or known not to be."""
    import subprocess
    import sys
    import time

    folder = tmp_path / "index"
    built(folder)
    code = (
        "import sys, pathlib; from portal.search.engine import Entry; "
        "from portal.search.whoosh.embedded import WhooshEngine; "
        "e = WhooshEngine(pathlib.Path(sys.argv[1])); print('ready', flush=True)\n"
        "for n in range(10**6): e.apply([Entry(100 + n % 50, 'en', f'Killed {n}', 'everyone')], [])"
    )
    dice = random.Random(3)  # noqa: S311 (a repeatable test)
    for _ in range(6):
        child = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(dice.uniform(0.05, 0.4))
        child.kill()
        child.wait()
        engine = WhooshEngine(folder)
        assert engine.is_sound()
        assert asked(engine, "toner").total == 29
        engine.apply([Entry(51, "en", "Afterwards", "everyone")], [])
        assert asked(engine, "afterwards").total == 1
