"""What may be counted a second late: views are kept in memory and written once a second, many at a time."""

import atexit
import logging
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, cast

from flask import Flask, current_app

from portal.ground.db import asks_for_headers

EVERY = timedelta(seconds=1)
MOST = 20_000
"""Items kept while the database cannot be written; beyond that the newest are let go."""

_EXTENSION = "portal_tally"
Write = Callable[[Sequence[Any]], None]
log = logging.getLogger(__name__)


class Tally:
    """Items waiting to be written by one app, by the function that writes them.

    A thread lives while there is something to write and ends when nothing came for a second. At
    most the last second is lost when the process is killed; nothing when it ends in order.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._items: list[tuple[Write, Any]] = []
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._wake = threading.Event()
        self._is_running = False

    def add(self, write: Write, item: Any) -> None:
        """Have `write(items)` called within a second or so, with this item among others, in the app's context.

        A page that was only asked for its headers was read by nobody, and is not counted.
        """
        if asks_for_headers():
            return
        with self._lock:
            if len(self._items) < MOST:
                self._items.append((write, item))
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, name="tally", daemon=True).start()

    def flush(self) -> None:
        """Write everything now. What cannot be written is kept for the next time."""
        with self._writing:
            with self._lock:
                items, self._items = self._items, []
            kept: list[tuple[Write, Any]] = []
            for write in dict.fromkeys(write for write, _item in items):
                mine = [item for kind, item in items if kind is write]
                try:
                    with self._app.app_context():
                        write(mine)
                except Exception:  # the database may be busy or full: counted again in a second
                    log.exception("the tally could not be written")
                    kept += [(write, item) for item in mine]
            with self._lock:
                self._items = (kept + self._items)[:MOST]

    def forget(self) -> None:
        """Drop what waits, unwritten: for tests, whose database has gone with it."""
        with self._lock:
            self._items = []

    def _run(self) -> None:
        while True:
            self._wake.wait(EVERY.total_seconds())
            self.flush()
            with self._lock:
                if not self._items:
                    self._is_running = False
                    return


def register(app: Flask) -> None:
    """Give the app its tally, flushed when the process ends in order."""
    tally = Tally(app)
    app.extensions[_EXTENSION] = tally
    atexit.register(tally.flush)


def current_tally() -> Tally:
    """The tally of the app in whose context we are."""
    return cast(Tally, current_app.extensions[_EXTENSION])
