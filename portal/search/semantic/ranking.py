"""Articles near in meaning to a question: from vectors in memory, read by a thread that no request waits for."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from math import inf
from pathlib import Path
from threading import Lock
from time import monotonic

from flask import Flask, current_app

from portal.search.analysis import LANGUAGES
from portal.search.engine import Entry, Found
from portal.search.semantic.embedder import Embedder, current_embedder, local_embedder
from portal.search.semantic.keeping import KeptEmbedder
from portal.search.semantic.passages import passages
from portal.search.semantic.questions import Questions, as_read
from portal.search.semantic.reading import read_space
from portal.search.semantic.space import Space, space

log = logging.getLogger(__name__)

EXTENSION = "portal_meaning"
LOOKED_AGAIN = timedelta(seconds=2)
"""How old may be what is in memory, once somebody asks. What is shown is confirmed in the database."""

LOOKING = 0.05
"""The share of its time that a process spends on reading what is new: a large base is read less often."""

Near = Callable[[str, str, int], list[Found]]


class Meaning:
    """The spaces of all languages and the vectors of questions, of one app."""

    def __init__(self, app: Flask, embedder: Embedder) -> None:
        self._app = app
        self._embedder = embedder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="meaning")
        self._spaces: dict[str, Space] = {}
        self._due = 0.0
        self._lock = Lock()
        self.questions = Questions(self._thread, embedder.of_question)

    def near(self, text: str, language: str, count: int) -> list[Found]:
        """See `near_in_meaning`."""
        self.look_again()
        kept = self._spaces.get(language)
        if kept is None or not len(kept.articles):
            return []
        vector = self.questions.vector(text)
        return [] if vector is None else kept.nearest(vector, count)

    def is_empty(self) -> bool:
        """Whether no article has a vector, as far as this process knows."""
        return not any(len(kept.articles) for kept in self._spaces.values())

    def look_again(self) -> None:
        """Have the thread read what is new in the database, where it has not looked for a while."""
        with self._lock:
            if monotonic() < self._due:
                return
            self._due = inf  # until it is read
        self._thread.submit(self._read)

    def close(self) -> None:
        """End the thread, with what it has in hand."""
        self._thread.shutdown(cancel_futures=True)

    def _read(self) -> None:
        began = monotonic()
        try:
            with self._app.app_context():
                for language in LANGUAGES:
                    older = self._spaces.get(language)
                    self._spaces[language] = read_space(self._embedder, language, older)
        except Exception:
            log.exception("the vectors could not be read; search answers by words")
        finally:
            spent = monotonic() - began
            self._due = monotonic() + max(LOOKED_AGAIN.total_seconds(), spent / LOOKING)


def near_in_meaning(text: str, language: str, count: int) -> list[Found]:
    """At most `count` published articles of that language, nearest first; `score` is the cosine.

    Nothing is known here of readers and filters: ask the database. [] where the extra is not installed
    or switched off, nothing is loaded yet, or the model is busy: words answer alone then.
    """
    meaning = _meaning()
    return meaning.near(text, language, count) if meaning and text.strip() else []


def ask_ahead(text: str) -> None:
    """Have the question's vector made while the engine searches; returns at once."""
    meaning = _meaning()
    if meaning and text.strip() and not meaning.is_empty():
        meaning.questions.ask(text)


def in_memory(entries: Sequence[Entry], kept: Path | None = None) -> Near:
    """`near_in_meaning` for these entries alone, without a database: their vectors are made now, about
    half a second each, and kept in a file where one is named. Raises ExtraMissingError."""
    embedder: Embedder = KeptEmbedder(local_embedder(), kept) if kept else local_embedder()
    spaces = {
        language: _space([one for one in entries if one.language == language], embedder)
        for language in LANGUAGES
    }
    return lambda text, language, count: spaces[language].nearest(
        embedder.of_question(as_read(text)), count
    )


def forget() -> None:
    """Let go of the vectors in memory, and of the thread that read them."""
    meaning: Meaning | None = current_app.extensions.pop(EXTENSION, None)
    if meaning:
        meaning.close()


def _meaning() -> Meaning | None:
    kept: dict[str, Meaning] = current_app.extensions
    if EXTENSION not in kept:
        embedder = current_embedder()
        if embedder is None:
            return None
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app itself, for another thread
        return kept.setdefault(EXTENSION, Meaning(app, embedder))
    return kept[EXTENSION]


def _space(entries: Sequence[Entry], embedder: Embedder) -> Space:
    pieces = [passages(entry) for entry in entries]
    matrix = embedder.of_passages([piece.text for each in pieces for piece in each])
    kept = [
        (at, entry.article_id, [piece.anchor for piece in each])
        for at, (entry, each) in enumerate(zip(entries, pieces, strict=True))
    ]
    return space(kept, matrix)
