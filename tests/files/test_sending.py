"""Files as they leave: the right type, a safe name, nothing that runs, ranges and conditions honoured."""

from flask import Flask

from portal.files.file import File
from portal.files.receiving import add, prepare
from portal.files.storing import path_of
from portal.ground.db import db, writing
from tests.files import samples
from tests.files.conftest import ALLOWED, NOW
from tests.files.samples import upload


def stored(name: str, content: bytes) -> File:
    prepared, refusals = prepare([upload(name, content)], NOW, ALLOWED)
    assert not refusals
    with writing():
        return add(prepared, NOW, kept=True)[0]


def test_a_picture_is_shown_and_cannot_run(app: Flask) -> None:
    shot = stored("señal caída.webp", samples.picture("WEBP", (900, 600)))
    answer = app.test_client().get(f"/{shot.id}")
    assert answer.content_type == "image/png"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("inline; filename")
    assert "filename*=UTF-8''se%C3%B1al%20ca%C3%ADda.png" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"].startswith("private")
    small = app.test_client().get(f"/{shot.id}/thumb")
    assert 0 < len(small.data) < len(answer.data) + 1
    assert small.headers["ETag"] != answer.headers["ETag"]


def test_all_else_is_saved_and_not_shown(app: Flask) -> None:
    log = stored("app.json", b'{"a": 1}')
    answer = app.test_client().get(f"/{log.id}")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=app.json"
    assert answer.data == b'{"a": 1}'
    assert app.test_client().get(f"/{log.id}/thumb").data == b'{"a": 1}'


def test_a_name_with_line_ends_cannot_add_a_header(app: Flask) -> None:
    log = stored("a.txt", b"one")
    with writing():
        log.name = "a\r\nSet-Cookie: x=1\r\n\r\n<script>.txt"
    answer = app.test_client().get(f"/{log.id}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "\n" not in answer.headers["Content-Disposition"]


def test_ranges_and_conditions(app: Flask) -> None:
    log = stored("a.log", b"0123456789")
    client = app.test_client()
    part = client.get(f"/{log.id}", headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.data) == (206, b"234")
    whole = client.get(f"/{log.id}")
    again = client.get(f"/{log.id}", headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_bytes_that_are_gone_are_not_found(app: Flask) -> None:
    log = stored("a.log", b"0123456789")
    path_of(log.key).unlink()
    assert app.test_client().get(f"/{log.id}").status_code == 404
    assert db.session.get(File, log.id) is not None
