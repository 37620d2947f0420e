"""How `portal run` brings the portal up: it reads the code, prepares the data, and minds two children, web and jobs."""

import gc
import importlib
import os
import signal
import threading
from collections.abc import Callable, Sequence
from types import FrameType

from portal.cli.children import ENDING, PULSE, Child, part, say
from portal.ground.settings import Settings
from portal.operations.place import CannotRun, address, answers, lock, refuse_taken_port

NEEDED = ("portal.app", "portal.jobs", "portal.cli.running", "portal.cli.web")


def run(settings: Settings, prepare: Callable[[], object] | None = None) -> int:
    """Prepare (as `portal prepare` does, unless told how), start, mind until told to end. The exit code."""
    stop = threading.Event()

    def told_to_end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in ENDING:
        signal.signal(number, told_to_end)
    try:
        with lock(settings.data):
            refuse_taken_port(settings)
            read_the_code()
            if not _is_prepared(prepare or _prepare, stop):
                return 1
            return _mind(settings, children(settings), stop)
    except CannotRun as reason:
        say(str(reason))
        return 1


def read_the_code() -> None:
    """Import all that the children need, before there are any."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads would be there when we fork
    for name in NEEDED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # what is there now is never looked at again, and so stays shared


def children(settings: Settings) -> list[Child]:
    """The web and the jobs."""
    return [
        Child("the web", lambda: _serve(settings)),
        Child("the jobs", lambda: importlib.import_module("portal.cli.running").work(None), False),
    ]


def _prepare() -> None:
    importlib.import_module("portal.cli.running").prepare(None)


def _is_prepared(prepare: Callable[[], object], stop: threading.Event) -> bool:
    """Migrations, articles, set-up link: in a process of its own, which takes its connections with it."""
    preparing = Child("preparing", prepare)
    preparing.start()
    try:
        while preparing.is_alive() and not stop.wait(PULSE.total_seconds()):
            pass
    finally:
        part([preparing])
    return preparing.code == 0 and not stop.is_set()


def _serve(settings: Settings) -> None:
    """The web: one process with threads."""
    importlib.import_module("portal.cli.running").serve(settings)


def _mind(settings: Settings, family: Sequence[Child], stop: threading.Event) -> int:
    is_announced = False
    try:
        for child in family:
            child.start()
        while not stop.wait(PULSE.total_seconds()):
            for child in family:
                child.mind()
            if not is_announced and answers(settings):
                is_announced = True
                say(f"Ready at {address(settings)}  (Ctrl-C ends it)")
        return 0
    finally:
        part(family)
