"""What tests of search may ask for: every engine there is, a PostgreSQL; and nothing left over for the next test."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from portal.ground.tally import current_tally
from portal.search import engines
from portal.search.engine import Engine
from portal.search.postgres.remote import PostgresEngine
from portal.search.postgres.server import Server
from tests.search.postgres_server import database


@pytest.fixture(autouse=True)
def nothing_left_over(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rules are tested without an app. What was to be written a moment later is written before the
    next test has its own database."""
    has_app = "app" in request.fixturenames
    if has_app:
        request.getfixturevalue("app")
    yield
    if has_app:
        current_tally().flush()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL database for this worker, started when the first test asks for it."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with database(shared) as url:
        yield url


@pytest.fixture(params=["whoosh", "postgres"])
def new_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Engine]]:
    """Makes engines, of each kind in turn. Two made by one name share one index, as processes do;
    it is not there yet (`rebuild` makes it)."""
    if request.param == "whoosh":
        yield lambda name: engines.embedded(tmp_path / name)
        return
    url = request.getfixturevalue("postgres_url")
    prefix = f"test_{secrets.token_hex(4)}"
    servers: list[Server] = []

    def make(name: str) -> Engine:
        servers.append(Server(url, f"{prefix}_{name}"))
        return PostgresEngine(servers[-1])

    yield make
    for server in servers:
        server.close()
    with psycopg.connect(url, autocommit=True) as connection:
        for schema in {server.schema for server in servers}:
            connection.execute(f"drop schema if exists {schema} cascade")
