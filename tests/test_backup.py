"""A backup holds everything, is taken while the portal writes, and comes back byte for byte, or not at all."""

import os
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.ground.settings import Settings
from portal.operations.archive import BackupError
from portal.operations.backup import back_up
from portal.operations.place import lock
from portal.operations.restoring import KEPT, restore
from tests.post.servers import free_port

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def connect(data: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(data / "portal.sqlite3", timeout=10)
    connection.execute("PRAGMA journal_mode=WAL")
    return connection


def texts(data: Path) -> list[str]:
    with closing(connect(data)) as database:
        return [text for (text,) in database.execute("SELECT text FROM words ORDER BY text")]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    data = tmp_path / "data"
    data.mkdir()
    with closing(connect(data)) as database, database:
        database.execute("CREATE TABLE words (text TEXT)")
        database.execute("INSERT INTO words VALUES ('hello')")
    (data / "files" / "ab").mkdir(parents=True)
    (data / "files" / "ab" / "abcd").write_bytes(os.urandom(1_800_000))
    (data / "files" / "incoming").mkdir()
    (data / "files" / "incoming" / "half").write_bytes(b"half an upload")
    (data / "kb_articles" / "es").mkdir(parents=True)
    (data / "kb_articles" / "es" / "a.md").write_bytes(b"---\r\ntitle: \xc3\xa1\r\n---\r\n")
    (data / "index").mkdir()
    (data / "index" / "CURRENT").write_text("1")
    (data / "secret.key").write_bytes(b"k" * 32)
    return Settings(_env_file=None, data=data, port=free_port())


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Path:
    target = tmp_path / "portal.tar.gz"
    back_up(settings, target, NOW)
    return target


def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    data = tmp_path / "elsewhere"
    data.mkdir()
    return settings.model_copy(update={"data": data})


def test_everything_comes_back_but_the_index_and_half_uploads(
    settings: Settings, kept: Path, tmp_path: Path
) -> None:
    fresh = elsewhere(settings, tmp_path)
    restore(fresh, kept)
    assert texts(fresh.data) == ["hello"]
    for name in ("files/ab/abcd", "kb_articles/es/a.md", "secret.key"):
        assert (fresh.data / name).read_bytes() == (settings.data / name).read_bytes()
    assert not (fresh.data / "index").exists()
    assert not (fresh.data / "files" / "incoming").exists()
    assert not list(fresh.data.glob(".restoring*"))


def test_only_its_owner_can_read_a_backup(kept: Path) -> None:
    assert kept.stat().st_mode & 0o077 == 0


def test_it_is_whole_while_others_write(settings: Settings, tmp_path: Path) -> None:
    """Each write adds two rows in one transaction: a copy never holds an odd number of them."""
    with closing(connect(settings.data)) as database, database:
        database.execute("DELETE FROM words")
    stop = threading.Event()

    def write() -> None:
        with closing(connect(settings.data)) as database:
            while not stop.is_set():
                with database:
                    database.execute("INSERT INTO words VALUES ('one')")
                    database.execute("INSERT INTO words VALUES ('two')")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        target = tmp_path / "busy.tar.gz"
        back_up(settings, target, NOW)
    finally:
        stop.set()
        writer.join()
    fresh = elsewhere(settings, tmp_path)
    restore(fresh, target)
    assert len(texts(fresh.data)) % 2 == 0


def test_what_stood_there_is_not_replaced_unless_asked(settings: Settings, kept: Path) -> None:
    with closing(connect(settings.data)) as database, database:
        database.execute("INSERT INTO words VALUES ('newer')")
    with pytest.raises(BackupError, match="--force"):
        restore(settings, kept)
    assert texts(settings.data) == ["hello", "newer"]
    (settings.data / "kb_articles" / "es" / "new.md").write_text("new")
    restore(settings, kept, force=True)
    assert texts(settings.data) == ["hello"]
    assert not (settings.data / "kb_articles" / "es" / "new.md").exists()
    assert texts(settings.data / KEPT) == ["hello", "newer"]
    assert (settings.data / "kb_articles" / KEPT / "es" / "new.md").exists()


def test_articles_in_a_folder_of_their_own_come_back_there(
    settings: Settings, tmp_path: Path
) -> None:
    apart = settings.model_copy(update={"kb_dir": tmp_path / "articles"})
    shutil.copytree(settings.data / "kb_articles", tmp_path / "articles")
    target = tmp_path / "apart.tar.gz"
    back_up(apart, target, NOW)
    shutil.rmtree(tmp_path / "articles")
    restore(apart, target, force=True)
    assert (tmp_path / "articles" / "es" / "a.md").exists()


def test_nothing_is_restored_while_the_portal_runs(settings: Settings, kept: Path) -> None:
    with lock(settings.data), pytest.raises(BackupError, match="running"):
        restore(settings, kept, force=True)


@pytest.mark.parametrize("where", [100, -900_000, -6])
def test_a_damaged_backup_changes_nothing(
    where: int, settings: Settings, kept: Path, tmp_path: Path
) -> None:
    body = bytearray(kept.read_bytes())
    body[where] ^= 0xFF
    kept.write_bytes(body)
    with pytest.raises(BackupError):
        restore(settings, kept, force=True)
    assert texts(settings.data) == ["hello"]
    assert not (settings.data / KEPT).exists()


def test_a_cut_backup_changes_nothing(settings: Settings, kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:-3000])
    with pytest.raises(BackupError):
        restore(settings, kept, force=True)
    assert texts(settings.data) == ["hello"]


def test_an_archive_that_is_no_backup_is_named_as_such(settings: Settings, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.tar.gz"
    with tarfile.open(foreign, "w:gz") as archive:
        archive.add(settings.data / "secret.key", "../../escaped")
    with pytest.raises(BackupError, match="not a whole backup"):
        restore(settings, foreign, force=True)
    assert not list(tmp_path.parent.glob("**/escaped"))


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("portal.operations.backup.os.fsync", full)
    with pytest.raises(BackupError, match="No space left"):
        back_up(settings, tmp_path / "portal.tar.gz", NOW)
    assert not list(tmp_path.glob("*.tar.gz*")) + list(tmp_path.glob(".*part"))


def test_a_file_that_was_swept_meanwhile_does_not_stop_the_backup(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = settings.data / "files" / "ab" / "abcd"
    listed = sorted

    def sweep(paths: Iterator[Path]) -> list[Path]:
        found = listed(paths)
        victim.unlink(missing_ok=True)
        return found

    monkeypatch.setattr("portal.operations.backup.sorted", sweep, raising=False)
    manifest = back_up(settings, tmp_path / "portal.tar.gz", NOW)
    assert "files/ab/abcd" not in manifest.files
    assert "kb_articles/es/a.md" in manifest.files
