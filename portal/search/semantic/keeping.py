"""A model whose vectors are kept in a file of their own: judging the same set again is quick."""

import sqlite3
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from portal.search.semantic.embedder import Embedder, Vector

TOGETHER = 8
"""Passages made between two commits: a run that is broken off goes on there."""


class KeptEmbedder:
    """See `embedder.Embedder`. The file may hold vectors of several models and sets. For one thread."""

    def __init__(self, embedder: Embedder, file: Path) -> None:
        self.name = embedder.name
        self.dimensions = embedder.dimensions
        self._embedder = embedder
        self._kept = sqlite3.connect(file)
        self._kept.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")

    def of_question(self, text: str) -> Vector:
        """See `embedder.Embedder`."""
        made = self._of("question", [text], lambda one: self._embedder.of_question(one[0])[None])
        return made.reshape(self.dimensions)

    def of_passages(self, texts: Sequence[str]) -> Vector:
        """See `embedder.Embedder`."""
        made = [np.zeros((0, self.dimensions), np.float32)]
        for at in range(0, len(texts), TOGETHER):
            batch = texts[at : at + TOGETHER]
            made.append(self._of("passage", batch, self._embedder.of_passages))
        return np.concatenate(made)

    def _of(self, kind: str, texts: Sequence[str], embed: Callable[[list[str]], Vector]) -> Vector:
        keys = [sha256(f"{self.name}\0{kind}\0{text}".encode()).digest() for text in texts]
        there = {key: vector for key in keys if (vector := self._read(key)) is not None}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in there}
        if missing:
            made = embed(list(missing.values())).astype(np.float32)
            there |= dict(zip(missing, made, strict=True))
            rows = [(key, there[key].tobytes()) for key in missing]
            with self._kept:
                self._kept.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        return np.stack([there[key] for key in keys])

    def _read(self, key: bytes) -> Vector | None:
        row = self._kept.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return None if row is None else np.frombuffer(row[0], dtype=np.float32)
