"""Vectors follow the log of articles, slowly: what is published gets them, what is gone loses them."""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import get_native_id
from time import perf_counter, sleep
from typing import Any

from sqlalchemy import delete, func, select

from portal.articles.article import Article, ArticleChange
from portal.ground.db import db
from portal.ground.following import Follower, follow
from portal.search.engine import Entry
from portal.search.entries import entries_of
from portal.search.semantic.embedder import Embedder, current_embedder
from portal.search.semantic.passages import passages
from portal.search.semantic.vectors import ArticleVectors, packed

BATCH = 8
"""Rows of the log between two commits: what a stop in between costs is made again."""

REST = 1.0
"""How long to rest after each article, as a share of the time it took: half a core is left to others."""

LEAST_URGENT = 19


@dataclass(frozen=True)
class Made:
    """Rows that take the place of all that there is of these articles."""

    of: set[int]
    rows: list[ArticleVectors]


def make_vectors(_now: datetime) -> int:
    """Make the next few vectors, for the job's loop; how many changes were looked at. Its thread gives
    way to all others from then on."""
    embedder = current_embedder()
    if embedder is None:
        return 0
    if sys.platform == "linux":  # where a thread has an urgency of its own
        os.setpriority(os.PRIO_PROCESS, get_native_id(), LEAST_URGENT)
    return follow(follower(embedder))


def follower(embedder: Embedder) -> Follower[Any]:
    """That which makes vectors with this model. Another model reads the log from its start."""

    def made(changes: Sequence[ArticleChange]) -> Made:
        return _made({change.article_id for change in changes}, embedder)

    name = f"vectors of {embedder.name}"
    return Follower(name=name, log=ArticleChange, prepare=made, write=_replace, batch=BATCH)


def counted(embedder: Embedder) -> tuple[int, int]:
    """How many articles have vectors of this model, and how many are published."""
    there = select(func.count()).where(ArticleVectors.embedder == embedder.name)
    published = select(func.count()).where(
        Article.published_id.is_not(None), Article.retired_at.is_(None)
    )
    return db.session.scalar(there) or 0, db.session.scalar(published) or 0


def _made(touched: set[int], embedder: Embedder) -> Made:
    entries, revisions = _to_make(touched, embedder)
    db.session.rollback()  # a model takes its time: no read transaction waits for it
    rows = [_row(entry, revisions[entry.article_id], embedder) for entry in entries]
    return Made(of=touched - revisions.keys() | {row.article_id for row in rows}, rows=rows)


def _to_make(touched: set[int], embedder: Embedder) -> tuple[list[Entry], dict[int, int]]:
    """The published ones without vectors of their text, and the revision of each published one."""
    entries = entries_of(touched)
    ids = [entry.article_id for entry in entries]
    of_article = select(Article.id, Article.published_id).where(Article.id.in_(ids))
    kept = select(ArticleVectors.article_id, ArticleVectors.revision_id).where(
        ArticleVectors.embedder == embedder.name, ArticleVectors.article_id.in_(ids)
    )
    revisions: dict[int, int] = dict(_pairs(db.session.execute(of_article)))
    there = dict(_pairs(db.session.execute(kept)))
    return [
        entry for entry in entries if there.get(entry.article_id) != revisions[entry.article_id]
    ], revisions


def _pairs(rows: Iterable[Any]) -> Iterable[tuple[int, int]]:
    return ((row[0], row[1]) for row in rows)


def _row(entry: Entry, revision_id: int, embedder: Embedder) -> ArticleVectors:
    began = perf_counter()
    pieces = passages(entry)
    vectors = embedder.of_passages([piece.text for piece in pieces])
    sleep(REST * (perf_counter() - began))
    return ArticleVectors(
        article_id=entry.article_id,
        revision_id=revision_id,
        language=entry.language,
        embedder=embedder.name,
        anchors=[piece.anchor for piece in pieces],
        vectors=packed(vectors),
    )


def _replace(_changes: Sequence[ArticleChange], made: Made) -> None:
    db.session.execute(delete(ArticleVectors).where(ArticleVectors.article_id.in_(made.of)))
    db.session.add_all(made.rows)
