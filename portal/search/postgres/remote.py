"""The engine on a PostgreSQL server: the four functions over a schema of its own in one database."""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, text

from portal.search.engine import (
    Answer,
    Changes,
    Entry,
    IndexUnusableError,
    Query,
    Reader,
    Slip,
    Suggestion,
    no_changes,
)
from portal.search.mending import slips
from portal.search.postgres import changing, suggesting, tables
from portal.search.postgres.lexicon import QuestionLexicon
from portal.search.postgres.mending import KnownWords
from portal.search.postgres.ranking import Measure, rank
from portal.search.postgres.sections import found
from portal.search.postgres.server import SCHEMA, Server
from portal.search.weighing import weigh

SOUND = text("""
    select version, exists (select from articles), exists (select from sections),
           exists (select from lexicon)
    from about
""")


class PostgresEngine:
    """Keeps a few connections for all threads. What it knows stands in the database alone."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def find(self, query: Query) -> Answer:
        """See `engine.Engine`."""
        return self._server.read(lambda connection: _answer(connection, query))

    def suggest(
        self, beginning: str, languages: Sequence[str], reader: Reader, count: int = 8
    ) -> list[Suggestion]:
        """See `engine.Engine`."""
        return self._server.read(
            lambda connection: suggesting.suggest(connection, beginning, languages, reader, count)
        )

    def apply(self, entries: Sequence[Entry], gone: Collection[int]) -> None:
        """See `engine.Engine`."""
        changing.apply(self._server, entries, gone)

    def rebuild(
        self, entries: Iterable[Entry], changes: Callable[[], Changes] = no_changes
    ) -> bool:
        """See `engine.Engine`."""
        return changing.rebuild(self._server, entries, changes)

    def is_sound(self) -> bool:
        """See `engine.Engine`."""
        try:
            row = self._server.read(lambda connection: connection.execute(SOUND).one_or_none())
        except IndexUnusableError:
            return False
        return row is not None and row.version == tables.VERSION


@contextmanager
def temporary(url: str) -> Iterator[PostgresEngine]:
    """An empty engine in a schema of its own, dropped when the block ends."""
    server = Server(url, f"{SCHEMA}_{secrets.token_hex(4)}")
    try:
        changing.rebuild(server, [])
        yield PostgresEngine(server)
    finally:
        with server.writing() as connection:
            tables.drop(connection, server.schema)
        server.close()


def _answer(connection: Connection, query: Query) -> Answer:
    weighed = weigh(query, QuestionLexicon(connection, query))
    measure = Measure(weighed)
    results = rank(connection, measure, query)
    unknown: dict[str, Slip] = {}
    if query.with_slips:
        known = KnownWords(connection, query.reader)
        unknown = slips(query.question.text, query.language, known)
    return Answer(
        found=found(connection, measure, results.page, query.with_reasons),
        total=results.total,
        counts=results.counts,
        slips=unknown,
        terms=weighed.terms,
    )
