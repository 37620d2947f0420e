"""The vectors of questions: made one at a time by a thread of its own, kept, and never waited for long."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from time import monotonic

from portal.search.semantic.embedder import Vector

log = logging.getLogger(__name__)

MOST_KEPT = 500
MOST_WAITING = 4
"""More questions than this in the queue would come too late: they are answered by their words."""

LONGEST = 400
"""Letters of a question that a model reads, about 200 ms: the rest is left to the words."""

PATIENCE = timedelta(milliseconds=60)
"""How long a question's vector is waited for, counted from the moment it was first asked for: a page
that looks in two languages waits once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A vector being made, or made; `until` when it is worth waiting for it, on the monotonic clock."""

    future: "Future[Vector]"
    until: float

    @property
    def is_waiting(self) -> bool:
        return not self.future.done()

    @property
    def has_failed(self) -> bool:
        return self.future.done() and self.future.exception() is not None


def as_read(text: str) -> str:
    """The question as the model reads it."""
    return " ".join(text.split())[:LONGEST]


class Questions:
    """Vectors by text, the latest kept. Safe in threads."""

    def __init__(self, thread: Executor, embed: Callable[[str], Vector]) -> None:
        self._thread = thread
        self._embed = embed
        self._kept: OrderedDict[str, Asked] = OrderedDict()
        self._lock = Lock()

    def ask(self, text: str) -> Asked | None:
        """Have the vector made, unless it is there or too many are waiting; at once."""
        key = as_read(text)
        with self._lock:
            asked = self._kept.get(key)
            if asked is None or asked.has_failed:
                if sum(one.is_waiting for one in self._kept.values()) >= MOST_WAITING:
                    return None
                future = self._thread.submit(self._embed, key)
                asked = self._kept[key] = Asked(future, monotonic() + PATIENCE.total_seconds())
            self._kept.move_to_end(key)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return asked

    def vector(self, text: str) -> Vector | None:
        """The vector; None where it is not there in time, or the model fails."""
        asked = self.ask(text)
        if asked is None:
            return None
        try:
            return asked.future.result(max(0.0, asked.until - monotonic()))
        except TimeoutError:
            return None
        except Exception:
            log.exception("the model failed on a question; it is answered by its words")
            return None
