"""Memory of the processes of `portal run`: at rest, and after a thousand requests of all kinds."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks.base import Base
from tests.benchmarks.measures import pages
from tests.benchmarks.serving import ROOT, Served, environment, free_port

REQUESTS = 1000
SETTLE = 3.0  # seconds: the jobs look at everything once, the tally is written


@dataclass(frozen=True)
class Weight:
    """Megabytes of one process: resident, and its fair part of what it shares with the others."""

    process: str
    resident: float
    fair: float


def memory(
    base: Base, data: Path, requests: int = REQUESTS, settle: float = SETTLE
) -> tuple[list[Weight], list[Weight]]:
    """Every process at rest, and after that many requests by a client, an agent and a visitor in turn."""
    with _running(data) as (server, parent):
        asked = [(path, page.reader) for page in pages(base) for path in page.paths]
        time.sleep(settle)
        before = _weights(parent)
        for path, reader in islice(cycle(asked), requests):
            server.get(path, reader)
        time.sleep(settle)
        return before, _weights(parent)


@contextmanager
def _running(data: Path) -> Iterator[tuple[Served, int]]:
    port = free_port()
    command = [sys.executable, "-m", "portal.cli", "run"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(data, port), stdout=subprocess.DEVNULL
    )
    try:
        server = Served(port)
        server.wait(process)
        yield server, process.pid
    finally:
        process.terminate()
        process.wait(10)


def _weights(parent: int) -> list[Weight]:
    """The supervisor, and the web and the jobs, its children in this order."""
    named = zip(("web", "jobs"), _children(parent), strict=True)
    return [_weight("supervisor", parent), *(_weight(name, child) for name, child in named)]


def _children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text().split()]


def _weight(process: str, pid: int) -> Weight:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {name: int(rest.split()[0]) for name, rest in (line.split(":") for line in lines)}
    return Weight(process, kilobytes["Rss"] / 1000, kilobytes["Pss"] / 1000)
