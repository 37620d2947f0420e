"""The processes of `portal run`: forked from one that has read all the code, started again when they die, ended together.

Reading the code takes most of a start; read once, it is there for all, and its memory is shared. The
parent has one thread and no connection when it forks: it imports, and does nothing else.
"""

import atexit
import ctypes
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NoReturn

from portal.ground.now import now
from portal.operations.place import CannotRun

GRACE = timedelta(seconds=3.5)
"""How long the children may take to end by themselves."""

SHORT_LIFE = timedelta(seconds=5)
SHORT_LIVES = 5
"""A needed child that lives shorter than SHORT_LIFE so many times in a row will not come up: we end and say so."""

LONGEST_PAUSE = timedelta(minutes=1)
PULSE = timedelta(seconds=0.05)
ENDING = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


@dataclass
class Child:
    """A process of ours that does `work` and ends with its code."""

    name: str
    work: Callable[[], object]
    is_needed: bool = True
    """Whether all ends where this one will not live; else it is tried again and again, ever more rarely."""
    pid: int | None = None
    code: int | None = None
    started_at: datetime = field(default_factory=now)
    again_at: datetime | None = None
    short_lives: int = 0

    def start(self) -> None:
        """Fork. The child has a session of its own (a Ctrl-C reaches only us) and dies when we are killed."""
        self.started_at, self.again_at, self.code = now(), None, None
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        signal.pthread_sigmask(
            signal.SIG_BLOCK, ENDING
        )  # none may be lost before the child listens
        self.pid = os.fork()
        if self.pid == 0:
            _live(self.work, parent)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)

    def is_alive(self) -> bool:
        """Whether it runs; if it has ended, its code is noted."""
        if self.pid is None:
            return False
        ended, status = os.waitpid(self.pid, os.WNOHANG)
        if ended:
            self.pid, self.code = None, os.waitstatus_to_exitcode(status)
        return not ended

    def mind(self) -> None:
        """Start it again, with growing pauses, when it has died. CannotRun when a needed one dies at once each time."""
        if self.is_alive():
            return
        if self.again_at is None:
            is_short = now() - self.started_at < SHORT_LIFE
            self.short_lives = self.short_lives + 1 if is_short else 0
            if self.is_needed and self.short_lives >= SHORT_LIVES:
                raise CannotRun(
                    f"{self.name} ends as soon as it is started; see its messages above"
                )
            pause = min(timedelta(seconds=0.25 * 2 ** min(self.short_lives, 10)), LONGEST_PAUSE)
            self.again_at = now() + pause
            wait = f"in {pause.total_seconds():.2g} s"
            say(f"{self.name} ended with code {self.code} and will be started again {wait}")
        elif now() >= self.again_at:
            self.start()

    def tell(self, number: int) -> None:
        """Send a signal to the child and to all that it started."""
        if not self.is_alive() or self.pid is None:
            return
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:  # just forked: it has no group of its own yet
            os.kill(self.pid, number)


def part(family: Sequence[Child]) -> None:
    """End all children: asked first, then, after the grace, made to."""
    for child in family:
        child.tell(signal.SIGTERM)
    deadline = now() + GRACE
    rest = threading.Event()
    while any(child.is_alive() for child in family) and now() < deadline:
        rest.wait(PULSE.total_seconds())
    for child in family:
        child.tell(signal.SIGKILL)
        if child.pid is not None:
            os.waitpid(child.pid, 0)
            child.pid = None


def _live(work: Callable[[], object], parent: int) -> NoReturn:
    """The child's whole life: nothing of the parent's frames is ever returned to."""
    code = 1
    try:
        os.setsid()
        _die_with(parent)
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        code = int(work() or 0)  # type: ignore[call-overload]  # a code, or None
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()  # as at the end of any program: the tally is written
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _die_with(parent: int) -> None:
    """Have the kernel end us when the parent is killed outright (Linux)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            sys.exit(1)


def say(words: str) -> None:
    """A line for the one who started the portal."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
