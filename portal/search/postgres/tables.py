"""The tables that this engine keeps in a schema of its own, and how a new set of them takes the place of the old."""

from sqlalchemy import Connection, text

from portal.search.analysis import ANALYSIS_VERSION

SHAPE_VERSION = 2
VERSION = f"{SHAPE_VERSION}.{ANALYSIS_VERSION}"
"""Kept beside the tables: those of another version are made anew."""

EXTENSIONS = ("pg_trgm", "unaccent")

TABLES = """
create table about (version text not null);
create table articles (
    article_id bigint primary key,
    language text not null,
    title text not null,
    audience text not null,
    plans text[] not null,
    kind text not null,
    topic text not null,
    product text not null,
    vector tsvector not null,
    said text[] not null,
    written text[] not null
);
create table sections (
    article_id bigint not null,
    place integer not null,
    language text not null,
    anchor text not null,
    heading text not null,
    folded text collate "C" not null,
    beginnings tsvector not null,
    vector tsvector not null,
    primary key (article_id, place)
);
create table lexicon (
    language text not null,
    kind text not null,
    word text not null,
    folded text not null,
    articles integer not null,
    primary key (language, kind, word)
);
"""
"""`articles.said`: the words of titles, headings, tags and clients' own, as written, in small letters;
`written`: those of the text.
`sections`: place 0 is the title, with the tags; `beginnings` are the words of the heading alone.
`lexicon`: in how many articles of a language each 'term' (of `vector`) and word ('said', 'written')
stands; the term '' stands in all. One that is in none any more keeps its row with 0."""

INDEXES = """
create index on articles using gin (vector);
create index on sections using gin (beginnings);
create index on sections (language, folded) where place = 0;
create index on sections (language, folded) where place > 0;
create index on sections using hash (heading);
create index on lexicon using gin (folded gin_trgm_ops);
"""


def make(connection: Connection, schema: str) -> None:
    """Empty tables in a new schema, to which unqualified names go until the transaction ends. The
    indexes come later (see `finish`): a table is filled faster without."""
    for extension in EXTENSIONS:
        connection.execute(text(f"create extension if not exists {extension}"))
    drop(connection, schema)
    connection.execute(text(f"create schema {schema}"))
    connection.execute(text(f"set local search_path to {schema}, public"))
    _run(connection, TABLES)


def finish(connection: Connection) -> None:
    """Index the tables that were filled, and tell the planner what is in them."""
    _run(connection, INDEXES)
    _run(connection, "analyze articles; analyze sections; analyze lexicon")
    connection.execute(text("insert into about values (:version)"), {"version": VERSION})


def swap(connection: Connection, fresh: str, schema: str) -> None:
    """The fresh schema in the place of the one in use, in one moment; those who read the old one
    read it to their end."""
    drop(connection, f"{schema}_old")
    connection.execute(text(f"create schema if not exists {schema}"))
    connection.execute(text(f"alter schema {schema} rename to {schema}_old"))
    connection.execute(text(f"alter schema {fresh} rename to {schema}"))


def drop(connection: Connection, schema: str) -> None:
    """Remove a schema with all that is in it; nothing where there is none."""
    connection.execute(text(f"drop schema if exists {schema} cascade"))


def _run(connection: Connection, statements: str) -> None:
    for statement in filter(str.strip, statements.split(";")):
        connection.execute(text(statement))
