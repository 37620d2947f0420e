"""How rows are kept: the base of every table, the session, and the one way to write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import Flask, abort, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, Select, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from portal.ground.folding import fold

T = TypeVar("T")


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, kept as UTC (SQLite drops time zones, so they are put back on reading)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone was about to be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """The same as one function: a list reads a thousand moments, most of them NULL."""
        read: Callable[[Any], Any] | None = self.impl_instance.result_processor(dialect, coltype)
        if read is None:
            return lambda value: None if value is None else value.replace(tzinfo=UTC)
        return lambda value: None if value is None else read(value).replace(tzinfo=UTC)


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: UTCDateTime,
            list[str]: JSON,
            list[int]: JSON,
            dict[str, Any]: JSON,
        },
    )


db = SQLAlchemy(model_class=Model)


@contextmanager
def writing() -> Iterator[None]:
    """One short write: what was read before is read afresh, the block decides on what is true now.

    Ends the read transaction (a stale one cannot be upgraded to a write on SQLite), opens
    BEGIN IMMEDIATE, commits at the end of the block, rolls back on any exception.
    What a HEAD or OPTIONS writes is never kept: mail scanners send them to every link they find.
    """
    db.session.rollback()
    db.session.connection(execution_options={"portal_immediate": True})
    try:
        yield
        if asks_for_headers():
            db.session.rollback()
        else:
            db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def asks_for_headers() -> bool:
    """Whether the request only asks what a page would answer, and so must leave nothing behind."""
    return has_request_context() and request.method in {"HEAD", "OPTIONS"}


def found(query: Select[T]) -> T:
    """The one row that the query finds; 404 when there is none, whatever the reason."""
    row = db.session.scalars(query).unique().one_or_none()
    if row is None:
        abort(404)
    return row


LARGEST = 2**31 - 1
"""No row of ours has a larger number, and no database takes numbers of any length."""


def row_number(text: str) -> int:
    """A row's number as an address or a form has it; ValueError where no row can have that number."""
    number = int(text) if len(text) <= len(str(LARGEST)) else 0
    if not 0 < number <= LARGEST:
        raise ValueError(f"no row has the number {text[:20]}")
    return number


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def register(app: Flask, address: str) -> None:
    """Attach the database to the app; on SQLite with WAL, full durability and foreign keys."""
    app.config["SQLALCHEMY_DATABASE_URI"] = address
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "connect_args": {"timeout": 10, "check_same_thread": False},
        "hide_parameters": True,  # they are people's words, which belong in no log
    }
    db.init_app(app)
    with app.app_context():
        if is_sqlite():
            _tune_sqlite(db.engine)


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        connection.create_function("fold", 1, _folded, deterministic=True)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "cache_size=-16000",
            "mmap_size=134217728",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("portal_immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
