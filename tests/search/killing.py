"""A job that follows the log of articles in a process of its own, to be killed; and readers who search all the while."""

import json
import logging
import multiprocessing
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from portal.app import create_app
from portal.ground.lanes import start
from portal.ground.settings import Settings
from portal.jobs import lanes
from tests.search.agreeing import EVERYWHERE, PATIENCE

FOLLOWING = ("index", "search")


@contextmanager
def job(data: Path) -> Iterator[BaseProcess]:
    """A process that does what the job does for search; killed at the end, whatever it does."""
    process = CONTEXT.Process(target=_follow, args=(data,), daemon=True)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def _follow(data: Path) -> None:
    logging.disable(logging.CRITICAL)  # this process's report of what we broke on purpose
    app = create_app(settings(data))
    tasks = {name: each for name, each in lanes().items() if name in FOLLOWING}
    for thread in start(app, tasks, threading.Event()):
        thread.join()


@dataclass
class Asked:
    """What readers met: how many pages, and which of them failed."""

    pages: int = 0
    wrong: list[str] = field(default_factory=list)


@contextmanager
def readers(data: Path, threads: int = 2, pause: float = 0.05) -> Iterator[Callable[[], Asked]]:
    """Pages of results asked for in another process until the block ends; what it gives ends it and tells."""
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=_read, args=(data, theirs, threads, pause), daemon=True)
    process.start()
    assert ours.poll(PATIENCE), "the readers did not begin"
    ours.recv()

    def told() -> Asked:
        ours.send("end")
        answer: Asked = ours.recv()
        return answer

    try:
        yield told
    finally:
        process.kill()
        process.join()


def _read(data: Path, pipe: Connection, threads: int, pause: float) -> None:
    logging.disable(logging.CRITICAL)  # this process's report of what we broke on purpose
    app = create_app(settings(data))
    asked, stop, dice = Asked(), threading.Event(), random.Random(5)  # noqa: S311

    def read() -> None:
        client = app.test_client()
        while not stop.is_set():
            words = dice.choice(
                [EVERYWHERE, "the queue agent", "consol sesion", f"article {dice.randrange(9)}"]
            )
            for path in (f"/search?q={words}", f"/search/suggestions?q={words[:4]}"):
                response = client.get(path)
                asked.pages += 1
                if response.status_code != 200:
                    asked.wrong.append(f"{response.status_code} {path}")
            stop.wait(pause)

    running = [threading.Thread(target=read, daemon=True) for _ in range(threads)]
    for thread in running:
        thread.start()
    pipe.send("begun")
    with suppress(EOFError):
        pipe.recv()
    stop.set()
    for thread in running:
        thread.join(10)
    pipe.send(asked)


def settings(data: Path) -> Settings:
    """Of a portal over this folder and nothing else."""
    return Settings(_env_file=None, data=data, kb_dir=data / "kb_articles", semantic=False)


def busy_with(index: Path) -> str:
    """What a job is in the midst of, or was when it was killed, by what lies on the disk; or ''."""
    builds = list(index.glob("build-*"))
    if len(builds) > 1 or (builds and not (index / "CURRENT").exists()):
        return "rebuild"
    try:
        signed = json.loads((builds[0] / "MANIFEST").read_text())["files"]
        left = {
            path.name for path in builds[0].iterdir() if path.suffix in (".toc", ".seg", ".tmp")
        }
    except (OSError, IndexError, ValueError):
        return ""
    return "commit" if left != signed.keys() else ""


def killed_at_work(data: Path, longest: float) -> str:
    """Start a job and kill it at a random moment of its work, at most so many seconds after it has
    begun it. In the midst of what it was."""
    index = settings(data).index_folder
    with job(data) as process:
        begun = time.monotonic()
        while not busy_with(index) and process.is_alive() and time.monotonic() - begun < PATIENCE:
            time.sleep(0.001)
        time.sleep(random.uniform(0, longest))  # noqa: S311 (any moment will do)
        process.kill()
        process.join()
        return busy_with(index) or "nothing"


CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["portal.app", "portal.jobs", __name__])
