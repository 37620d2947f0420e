"""How `portal run` brings the portal up: it reads the code, prepares the data, and minds two children, web and jobs."""

import gc
import importlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from portal.cli.children import ENDING, PULSE, Child, part, say
from portal.ground.settings import PROJECT, Settings
from portal.operations.place import CannotRun, address, answers, lock, refuse_taken_port

NEEDED = ("portal.app", "portal.jobs", "portal.cli.running", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread")  # fmt: skip


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
        Child("the jobs", lambda: importlib.import_module("portal.cli.running").work(None)),
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
    """The web: gunicorn, one process with threads."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    options = {
        "bind": f"{host}:{settings.port}",
        "workers": "1",
        "worker-class": "gthread",
        "threads": str(settings.threads),
        "timeout": "60",
        "graceful-timeout": "2",
        "keep-alive": "5",
        "limit-request-line": "8190",
        "limit-request-fields": "60",
        "limit-request-field_size": "8190",
        "log-level": "warning",
        "worker-tmp-dir": "/dev/shm" if Path("/dev/shm").is_dir() else str(settings.data),  # noqa: S108 (a heartbeat file, made by mkstemp)
        "chdir": str(PROJECT),
    }
    sys.argv = ["gunicorn", "--no-control-socket"]
    sys.argv += [*(f"--{name}={value}" for name, value in options.items()), "wsgi:app"]
    importlib.import_module("gunicorn.app.wsgiapp").run()


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
