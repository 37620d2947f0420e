"""The way to the server: a few connections for all threads, short waits, and no waiting at all while it is down."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, ProgrammingError, SQLAlchemyError

from portal.search.engine import IndexUnusableError

T = TypeVar("T")

SCHEMA = "portal_search"
MOST_CONNECTIONS = 8
DRIVER = "postgresql+psycopg"

CONNECT_SECONDS = 2
PAUSE = 5.0
"""Seconds in which a server that did not answer is not asked again: searching goes on without it."""

OPTIONS = {
    "statement_timeout": "2s",
    "lock_timeout": "10s",
    "jit": "off",  # it compiles for longer than these statements run
    "pg_trgm.similarity_threshold": "0.2",  # swapped letters share few groups
}
CORRUPTED = "XX"
"""How PostgreSQL's codes of broken tables and indexes begin."""


class Server:
    """A database on a server, and the schema of it in which the tables are. Safe under threads;
    nothing is asked of the server before it is needed."""

    def __init__(self, url: str, schema: str = SCHEMA) -> None:
        self.schema = schema
        options = {"search_path": f"{schema},public"} | OPTIONS
        self._pool = create_engine(
            make_url(url).set(drivername=DRIVER),
            isolation_level="AUTOCOMMIT",
            pool_size=MOST_CONNECTIONS,
            max_overflow=0,
            pool_timeout=1,
            pool_use_lifo=True,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "prepare_threshold": None,  # a pooler before the server may not keep statements
                "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
            },
        )
        self._down_until = 0.0

    def read(self, question: Callable[[Connection], T]) -> T:
        """What the question gives; asked once more where a connection had died meanwhile, or the
        tables were just swapped. Raises IndexUnusableError, and nothing else."""
        try:
            with self._connected() as connection:
                return question(connection)
        except DBAPIError as error:
            if not (error.connection_invalidated or isinstance(error, ProgrammingError)):
                self._report(error)
        except SQLAlchemyError as error:
            raise IndexUnusableError(str(error)) from error
        try:
            with self._connected() as connection:
                return question(connection)
        except SQLAlchemyError as error:
            raise IndexUnusableError(str(error)) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, without a limit to its time. Raises SQLAlchemyError."""
        with self._pool.connect() as connection:
            connection = connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                connection.execute(text("set local statement_timeout to 0"))
                yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.dispose()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        if monotonic() < self._down_until:
            raise IndexUnusableError("the server did not answer a moment ago")
        try:
            connection = self._pool.connect()
        except DBAPIError as error:
            self._down_until = monotonic() + PAUSE
            raise IndexUnusableError(str(error)) from error
        with connection:
            yield connection

    def _report(self, error: DBAPIError) -> None:
        """Raise it; where tables are broken, ask for new ones: they count as of no version."""
        if str(getattr(error.orig, "sqlstate", "")).startswith(CORRUPTED):
            try:
                with self._connected() as connection:
                    connection.execute(text("update about set version = ''"))
            except (SQLAlchemyError, IndexUnusableError):
                pass
        raise IndexUnusableError(str(error)) from error
