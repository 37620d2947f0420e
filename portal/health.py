"""Whether the portal is alive and whether it is ready to serve: two addresses for machines that watch it."""

import fcntl
import os
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, Response, current_app
from sqlalchemy.exc import DatabaseError

from portal.ground.db import db, is_sqlite
from portal.ground.site import settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


A_LOOK, STEPS = 0.1, 10_000
"""Seconds for which a database is looked through for damage at most; after how many steps of SQLite they are counted."""


DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def register(app: Flask) -> None:
    """Answer /healthz and /readyz before anything else is asked: no host, no session, no site, which
    may be just what is broken."""
    inner = app.wsgi_app

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/healthz":
                return alive()(environ, start_response)
            case "/readyz":
                with app.app_context():
                    return ready()(environ, start_response)
            case _:
                return inner(environ, start_response)

    app.wsgi_app = answer  # type: ignore[method-assign]  # the documented way to add middleware


def alive() -> Response:
    """The process answers. Nothing else is looked at, the database least of all."""
    return _plain("alive", 200)


def ready() -> Response:
    """The database answers and is of this version, and the data folder can be written; else 503 with what is wrong."""
    wrong = troubles()
    return _plain("; ".join(wrong) or "ready", 503 if wrong else 200)


def troubles() -> list[str]:
    """What keeps the portal from serving, in plain words for who runs it; empty when all is well."""
    return [
        words
        for name, look in (("database", _look_at_database), ("data folder", _look_at_disk))
        if (words := _trouble(name, look))
    ]


def _trouble(name: str, look: Callable[[], str]) -> str:
    try:
        return look()
    except Exception:
        current_app.logger.exception("the %s is not ready", name)
        return f"the {name} does not answer; the log says why"


def _look_at_database() -> str:
    try:
        is_at, wanted = schema_versions()
        damage = _damage() if is_sqlite() else ""
        db.session.rollback()
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF not in DAMAGED:
            raise
        damage = str(error.orig)
    if damage:
        remedy = "Bring back your last backup: portal restore FILE --force"
        current_app.logger.error("the database is damaged: %s. %s", damage, remedy)
        return "the database is damaged; the log says what to do"
    if is_at != wanted:
        return f"the database is at version {is_at or 'none'}, wanted is {wanted}: start with `portal run`"
    return ""


def _damage() -> str:
    """What SQLite finds wrong with the database as far as it gets in `A_LOOK`; '' for nothing.
    (`portal doctor` takes the time to look at all of it.)"""
    connection: Any = db.session.connection().connection.driver_connection
    ends_at = time.monotonic() + A_LOOK
    connection.set_progress_handler(lambda: time.monotonic() > ends_at, STEPS)
    try:
        [verdict] = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        is_out_of_time = error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT
        verdict = "ok" if is_out_of_time else str(error)
    finally:
        connection.set_progress_handler(None, 0)
    return "" if verdict == "ok" else str(verdict)


@contextmanager
def working(data: Path) -> Iterator[None]:
    """The jobs live for as long as the block: they share a lock that the kernel lets go when they end, however they do."""
    with (data / "jobs.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        yield


def is_working(data: Path) -> bool:
    """Whether some process does the jobs."""
    with (data / "jobs.lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def schema_versions() -> tuple[str | None, str | None]:
    """The migration that the database is at, and the newest one there is."""
    is_at = MigrationContext.configure(db.session.connection()).get_current_revision()
    if "newest_migration" not in current_app.extensions:
        config = Config()
        config.set_main_option(
            "script_location", str(current_app.extensions["migrate"].directory).replace("%", "%%")
        )
        newest = ScriptDirectory.from_config(config).get_current_head()
        current_app.extensions["newest_migration"] = newest
    return is_at, current_app.extensions["newest_migration"]


def _look_at_disk() -> str:
    """One small file is written, and removed."""
    path: Path = settings().data / f".ready-{uuid.uuid4().hex}"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, b"ready")
        finally:
            os.close(descriptor)
            path.unlink(missing_ok=True)
    except OSError as error:
        return f"the data folder cannot be written: {error.strerror}"
    return ""


def _plain(words: str, code: int) -> Response:
    response = Response(words + "\n", code, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
