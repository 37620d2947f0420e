"""The table of vectors: one row for each published article, made from the revision it names."""

from collections.abc import Sequence

import numpy as np
from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.db import Model
from portal.search.semantic.embedder import Vector

KEPT = np.dtype("<f2")
"""Half precision: the order of what is found stays the same, and the table half as large."""


class ArticleVectors(Model):
    """The vectors of an article's passages, one after another, and the anchor of each. A row is
    never changed, only replaced, and no number is given twice: who has read a row knows it."""

    __tablename__ = "article_vectors"
    __table_args__ = (
        Index("ix_article_vectors_kept", "embedder", "language"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), unique=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    language: Mapped[str]
    embedder: Mapped[str]
    anchors: Mapped[list[str]]
    vectors: Mapped[bytes] = mapped_column(LargeBinary)


def packed(vectors: Vector) -> bytes:
    """The vectors as the table keeps them."""
    return vectors.astype(KEPT).tobytes()


def unpacked(kept: Sequence[bytes], dimensions: int) -> Vector:
    """The vectors of these rows, one after another."""
    halves = np.frombuffer(b"".join(kept), dtype=KEPT)
    return halves.reshape(-1, dimensions).astype(np.float32)
