"""How the tables change: some articles in one transaction, or all of them beside the old ones and swapped in."""

import contextlib
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from portal.search.engine import Changes, Entry, no_changes
from portal.search.postgres import tables
from portal.search.postgres.document import article_row, section_rows
from portal.search.postgres.server import Server

BATCH = 200

LOCK = text("select pg_advisory_xact_lock(hashtextextended(:name, 0))")
TRY_LOCK = text("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))")

ADD_ARTICLES = text("""
    insert into articles values (
        :article_id, :language, :title, :audience, :plans, :kind, :topic, :product,
        cast(:vector as tsvector), :said, :written
    )
""")
ADD_SECTIONS = text("""
    insert into sections values (
        :article_id, :place, :language, :anchor, :heading, :folded,
        cast(:beginnings as tsvector), cast(:vector as tsvector)
    )
""")
FORGET = (
    text("delete from articles where article_id = any(:touched)"),
    text("delete from sections where article_id = any(:touched)"),
)
COUNT = text("""
    insert into lexicon (language, kind, word, folded, articles)
    select language, standing.kind, word, lower(unaccent(word)), :sign * count(*)
    from articles, lateral (
        select 'term', unnest(tsvector_to_array(vector))
        union all select 'term', ''
        union all select 'said', unnest(said)
        union all select 'written', unnest(written)
    ) as standing (kind, word)
    where cast(:touched as bigint[]) is null or article_id = any(:touched)
    group by language, standing.kind, word
    on conflict (language, kind, word)
    do update set articles = lexicon.articles + excluded.articles
""")
"""Adds (or with sign -1 takes away) what these articles, or all, hold."""


def apply(server: Server, entries: Sequence[Entry], gone: Collection[int]) -> None:
    """Change these articles, all or none; each counts once, with its last entry.

    Raises SQLAlchemyError when the server is down, the tables are missing, or another process
    changes them for over 10 s.
    """
    with server.writing() as connection:
        connection.execute(LOCK, {"name": f"{server.schema} changes"})
        _change(connection, entries, gone)


def rebuild(
    server: Server, entries: Iterable[Entry], changes: Callable[[], Changes] = no_changes
) -> bool:
    """New tables of these articles, swapped in when they are whole: all in one transaction, so that
    one that is cut off leaves nothing behind. The old ones serve and change meanwhile.

    False when somebody else is building: nothing is done then.
    """
    fresh = f"{server.schema}_new"
    with server.writing() as connection:
        if not connection.scalar(TRY_LOCK, {"name": f"{server.schema} build"}):
            return False
        tables.make(connection, fresh)
        _add(connection, entries)
        connection.execute(COUNT, {"touched": None, "sign": 1})
        tables.finish(connection)
        connection.execute(LOCK, {"name": f"{server.schema} changes"})
        _change(connection, *changes())
        tables.swap(connection, fresh, server.schema)
    # Those who still read the old tables are not waited for: the next build removes them too.
    with contextlib.suppress(SQLAlchemyError), server.writing() as connection:
        tables.drop(connection, f"{server.schema}_old")
    return True


def _change(connection: Connection, entries: Sequence[Entry], gone: Collection[int]) -> None:
    latest = {entry.article_id: entry for entry in entries}
    touched = sorted(latest.keys() | set(gone))
    if not touched:
        return
    connection.execute(COUNT, {"touched": touched, "sign": -1})
    for statement in FORGET:
        connection.execute(statement, {"touched": touched})
    _add(connection, (latest[number] for number in sorted(latest.keys() - set(gone))))
    connection.execute(COUNT, {"touched": touched, "sign": 1})


def _add(connection: Connection, entries: Iterable[Entry]) -> None:
    walk = iter(entries)
    while batch := list(islice(walk, BATCH)):
        connection.execute(ADD_ARTICLES, [article_row(entry) for entry in batch])
        connection.execute(ADD_SECTIONS, [row for entry in batch for row in section_rows(entry)])
