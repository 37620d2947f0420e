"""The tally: counted a second late, many at a time, nothing lost when the database is busy for a moment."""

import threading
import time
from collections.abc import Callable, Sequence

from flask import Flask, current_app

from portal.ground.tally import Tally


def wait_for(is_true: Callable[[], bool]) -> None:
    """Give the thread all the time it may need."""
    until = time.monotonic() + 60
    while not is_true() and time.monotonic() < until:
        time.sleep(0.02)
    assert is_true()


def test_items_are_written_together_within_the_app_soon_after() -> None:
    calls: list[tuple[str, list[int]]] = []

    def write(items: Sequence[int]) -> None:
        calls.append((current_app.name, list(items)))

    tally = Tally(Flask("counting"))
    for item in range(50):
        tally.add(write, item)
    assert calls == [], "nothing is written in the reader's own request"
    wait_for(lambda: bool(calls))
    assert calls == [("counting", list(range(50)))]


def test_what_cannot_be_written_is_tried_again() -> None:
    written: list[int] = []
    failures = [OSError("busy")]

    def write(items: Sequence[int]) -> None:
        if failures:
            raise failures.pop()
        written.extend(items)

    tally = Tally(Flask("counting"))
    tally.add(write, 1)
    tally.flush()
    assert written == []
    tally.add(write, 2)
    wait_for(lambda: written == [1, 2])


def test_no_thread_stays_when_there_is_nothing_to_write() -> None:
    tally = Tally(Flask("counting"))
    tally.add(lambda items: None, 1)
    wait_for(lambda: all(thread.name != "tally" for thread in threading.enumerate()))
    written: list[int] = []
    tally.add(written.extend, 2)
    wait_for(lambda: written == [2])


def test_a_flush_at_the_end_writes_everything() -> None:
    written: list[int] = []
    tally = Tally(Flask("counting"))
    tally.add(written.extend, 7)
    tally.flush()
    assert written == [7]
