"""/healthz says that the process lives, /readyz that it can serve; both to anyone, by any name of the host."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from portal import health
from portal.ground.db import db
from portal.people.person import Person


def test_alive_asks_nothing_of_the_database(app: Flask, characters: dict[str, Person]) -> None:
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    answer = app.test_client().get("/healthz", headers={"Host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.text) == (200, "alive\n")
    assert not asked


def test_ready_when_the_database_is_current_and_the_disk_takes_a_file(
    app: Flask, characters: dict[str, Person]
) -> None:
    answer = app.test_client().get("/readyz", headers={"Host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.text) == (200, "ready\n")
    data: Path = app.extensions["portal_settings"].data
    assert not list(data.glob(".ready*"))


def test_not_ready_while_migrations_are_missing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "schema_versions", lambda: ("0001", "0002"))
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "portal run" in answer.text


def test_not_ready_where_the_data_folder_is_gone(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["portal_settings"]
    gone = settings.data / "gone"
    gone.mkdir()
    shutil.rmtree(gone)
    monkeypatch.setitem(
        app.extensions, "portal_settings", settings.model_copy(update={"data": gone})
    )
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "data folder" in answer.text


@pytest.mark.parametrize(
    "damaged", [range(1), range(2, 6), range(20, 60)], ids=["head", "schema", "tables"]
)
def test_not_ready_with_a_damaged_database(
    app: Flask,
    characters: dict[str, Person],
    caplog: pytest.LogCaptureFixture,
    damaged: range,
) -> None:
    path: Path = app.extensions["portal_settings"].data / "portal.sqlite3"
    db.session.remove()
    db.engine.dispose()
    with path.open("r+b") as file:
        for page in range(
            20, 60
        ):  # some tables and indexes, not the first page that says what there is
            file.seek(page * 4096)
            file.write(b"\xff" * 2048)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "the database is damaged" in answer.text
    assert "portal restore FILE" in caplog.text


def test_a_look_for_damage_ends_in_time(
    app: Flask, characters: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "A_LOOK", -1)
    monkeypatch.setattr(health, "STEPS", 1)
    assert app.test_client().get("/readyz").text == "ready\n"


def test_whether_the_jobs_live_is_known_from_their_lock(tmp_path: Path) -> None:
    assert not health.is_working(tmp_path)
    with health.working(tmp_path), health.working(tmp_path):
        assert health.is_working(tmp_path)
    assert not health.is_working(tmp_path)
