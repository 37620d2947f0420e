"""The queue of pictures: a few are made anew at a time, a few wait, and whoever comes then is told so at once.

Pictures are worked on while a request waits: without an end of the queue, a handful of them would keep
every thread of the web from answering.
"""

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper

from portal.files.kinds import Reason, Unacceptable
from portal.ground.site import settings

AT_ONCE = 2
"""Pictures that are worked on at a time, in all processes of this machine."""
WAITING = 2
"""Requests of this process that wait for one of them to be done."""
PATIENCE = 10.0
"""Seconds that one of these waits at most."""
_LOOK = 0.05

_places = threading.BoundedSemaphore(AT_ONCE + WAITING)


@contextmanager
def turn() -> Iterator[None]:
    """Waits for this picture's turn; raises Unacceptable (BUSY) where the queue is full or moves too slowly."""
    if not _places.acquire(blocking=False):
        raise Unacceptable(Reason.BUSY)
    try:
        with _lane():
            yield
    finally:
        _places.release()


@contextmanager
def _lane() -> Iterator[None]:
    folder = settings().files_folder / "incoming"
    given_up = time.monotonic() + PATIENCE
    locks = [(folder / f".lane-{number}").open("w") for number in range(AT_ONCE)]
    try:
        while not any(_is_ours(lock) for lock in locks):
            if time.monotonic() > given_up:
                raise Unacceptable(Reason.BUSY)
            time.sleep(_LOOK)
        yield
    finally:
        for lock in locks:
            lock.close()  # which gives the lane back


def _is_ours(lock: TextIOWrapper) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
