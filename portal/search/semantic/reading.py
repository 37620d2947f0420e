"""Vectors from the database into memory: only what is new is read."""

from sqlalchemy import bindparam, select

from portal.ground.db import db
from portal.search.semantic.embedder import Embedder
from portal.search.semantic.space import Space, space, updated
from portal.search.semantic.vectors import ArticleVectors, unpacked

BATCH = 500

THERE = select(ArticleVectors.id).where(
    ArticleVectors.embedder == bindparam("embedder"),
    ArticleVectors.language == bindparam("language"),
)


def read_space(embedder: Embedder, language: str, older: Space | None = None) -> Space:
    """The space of that language as the table has it now; `older` itself where nothing changed."""
    known = {"embedder": embedder.name, "language": language}
    rows = set(db.session.scalars(THERE, known))
    had = set(older.rows.tolist()) if older else set()
    if older and rows == had:
        return older
    newer = _read(sorted(rows - had), embedder.dimensions)
    db.session.rollback()
    return updated(older, had - rows, newer) if older else newer


def _read(rows: list[int], dimensions: int) -> Space:
    kept: list[tuple[int, int, list[str]]] = []
    packed: list[bytes] = []
    columns = (
        ArticleVectors.id,
        ArticleVectors.article_id,
        ArticleVectors.anchors,
        ArticleVectors.vectors,
    )
    for start in range(0, len(rows), BATCH):
        batch = select(*columns).where(ArticleVectors.id.in_(rows[start : start + BATCH]))
        for row in db.session.execute(batch.order_by(ArticleVectors.id)):
            kept.append((row.id, row.article_id, row.anchors))
            packed.append(row.vectors)
    return space(kept, unpacked(packed, dimensions))
