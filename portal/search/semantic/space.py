"""Vectors in memory: those of all passages of one language, and which articles are nearest to a question."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.search.engine import Found
from portal.search.semantic.embedder import Vector


@dataclass(frozen=True)
class Space:
    """By article: its `rows` number where it is kept, its id, the anchors of its passages, and which
    of the `matrix` is the first of them. 1.5 kB a passage, about 50 MB for 10,000 articles of 2 kB."""

    rows: NDArray[np.int64]
    articles: NDArray[np.int64]
    anchors: list[tuple[str, ...]]
    starts: NDArray[np.int64]
    matrix: Vector

    def nearest(self, vector: Vector, count: int) -> list[Found]:
        """The articles nearest in meaning, best first, each by its best passage; `score` is the cosine."""
        if not len(self.articles) or count < 1:
            return []
        cosines = self.matrix @ vector
        best = np.maximum.reduceat(cosines, self.starts)
        count = min(count, len(best))
        top = np.argpartition(-best, count - 1)[:count]
        in_order = top[np.lexsort((self.articles[top], -best[top]))]
        return [self._found(int(at), cosines) for at in in_order]

    def _found(self, at: int, cosines: Vector) -> Found:
        start = self.starts[at]
        of_article = cosines[start : start + len(self.anchors[at])]
        passage = int(of_article.argmax())
        return Found(int(self.articles[at]), self.anchors[at][passage], float(of_article[passage]))


def space(kept: Sequence[tuple[int, int, Sequence[str]]], matrix: Vector) -> Space:
    """The space of these articles (row, id, anchors), their vectors in the same order."""
    anchors = [tuple(names) for _, _, names in kept]
    return Space(
        rows=np.array([row for row, _, _ in kept], dtype=np.int64),
        articles=np.array([article for _, article, _ in kept], dtype=np.int64),
        anchors=anchors,
        starts=_starts(anchors),
        matrix=matrix,
    )


def updated(older: Space, gone: set[int], newer: Space) -> Space:
    """The older space without what is kept in the rows gone, and the newer one."""
    stays = ~np.isin(older.rows, np.fromiter(gone, dtype=np.int64))
    anchors = [older.anchors[at] for at in np.flatnonzero(stays)] + newer.anchors
    lengths = [len(names) for names in older.anchors]
    return Space(
        rows=np.concatenate((older.rows[stays], newer.rows)),
        articles=np.concatenate((older.articles[stays], newer.articles)),
        anchors=anchors,
        starts=_starts(anchors),
        matrix=np.concatenate((older.matrix[np.repeat(stays, lengths)], newer.matrix)),
    )


def _starts(anchors: list[tuple[str, ...]]) -> NDArray[np.int64]:
    lengths = np.array([len(names) for names in anchors], dtype=np.int64)
    return np.cumsum(lengths) - lengths
