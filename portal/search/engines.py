"""Which engine this installation searches with; one for a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app

from portal.ground.site import settings
from portal.search.engine import Engine

EXTENSION = "portal_search"


def engine() -> Engine:
    """The engine of the app in whose context we are: PostgreSQL where SEARCH_URL names a database,
    else the embedded one."""
    kept: Engine | None = current_app.extensions.get(EXTENSION)
    if kept is None:
        url = settings().search_url
        made = postgres(url) if url else embedded(settings().index_folder)
        kept = current_app.extensions.setdefault(EXTENSION, made)  # another thread may be first
    return kept


def forget() -> None:
    """Let go of the engine and all that it holds in memory."""
    current_app.extensions.pop(EXTENSION, None)


def embedded(folder: Path) -> Engine:
    """The engine that keeps its index in this folder."""
    from portal.search.whoosh.embedded import WhooshEngine

    return WhooshEngine(folder)


def postgres(url: str) -> Engine:
    """The engine that keeps its tables in this database; nothing is asked of the server yet.

    Raises ImportError where the extra `postgres` is not installed (the settings say so at start).
    """
    from portal.search.postgres.remote import PostgresEngine
    from portal.search.postgres.server import Server

    return PostgresEngine(Server(url))


@contextmanager
def temporary_postgres(url: str) -> Iterator[Engine]:
    """An empty engine in tables of its own in this database, gone when the block ends."""
    from portal.search.postgres.remote import temporary

    with temporary(url) as engine:
        yield engine
