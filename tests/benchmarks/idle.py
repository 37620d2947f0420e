"""What an idle portal costs, and how soon its jobs react, beside another checkout of the portal in the same run.

AGAINST=folder names the other checkout, with its own `.venv`; without it only this one is measured.
SECONDS=number measures the rest for so long (300), TURNS=number asks the jobs so often to react (60).
"""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.serving import PATIENCE, ROOT, Served, environment, free_port
from tests.benchmarks.table import table

SECONDS = float(os.environ.get("SECONDS", "300"))
TURNS = int(os.environ.get("TURNS", "60"))
SETTLE = 10.0
TICK = 1 / os.sysconf("SC_CLK_TCK")
LOOK = 0.002

REACTIONS = {
    "publication → index": (
        "INSERT INTO article_changes (article_id, revision_id, kind, at, person_id)"
        " SELECT article_id, revision_id, kind, at, person_id FROM article_changes ORDER BY id LIMIT 1",
        "SELECT position FROM cursors WHERE follower = 'search'",
    ),
    "promise → email made": (
        'INSERT INTO outbox ("to", kind, language, "values", created_at)'
        " VALUES ('lead@portal.example', 'sign_in', 'en', '{}', '2026-01-01 00:00:00.000000')",
        "SELECT position FROM cursors WHERE follower = 'letters of the outbox'",
    ),
}
"""What is written into a log, and the cursor that has moved once its follower has reacted."""


@dataclass
class Portal:
    """A running portal under measure."""

    name: str
    data: Path
    pid: int
    seconds: float = 0.0
    reactions: dict[str, list[float]] = field(default_factory=dict)


def measure(home: Path) -> None:
    """Print the processor time of five idle minutes and the times of reaction, side by side."""
    checkouts = {"this": ROOT}
    if against := os.environ.get("AGAINST"):
        checkouts["other"] = Path(against).resolve()
    with ExitStack() as stack:
        portals = [
            stack.enter_context(_running(name, root, home / "idle" / name))
            for name, root in checkouts.items()
        ]
        time.sleep(SETTLE)
        _rest(portals)
        for what in REACTIONS:
            _react(portals, what)
    table(("portal", f"CPU s in {SECONDS:.0f} s", "% of a core"), map(_idle_row, portals))
    print()
    table(("reaction", "portal", "p50 ms", "p95 ms"), _reaction_rows(portals))
    if len(portals) > 1:
        print(f"\nidle, this : other  {portals[0].seconds / portals[1].seconds:.2f}")


def _rest(portals: list[Portal]) -> None:
    """All at once, so that what else the machine does falls on each."""
    before = [_processor_time(portal.pid) for portal in portals]
    time.sleep(SECONDS)
    for portal, start in zip(portals, before, strict=True):
        portal.seconds = _processor_time(portal.pid) - start


def _react(portals: list[Portal], what: str) -> None:
    """In turns, at random moments of whatever rhythm the jobs have."""
    for _turn in range(TURNS):
        for portal in portals:
            time.sleep(random.uniform(0.3, 0.9))  # noqa: S311 (a moment, no secret)
            portal.reactions.setdefault(what, []).append(_reaction(portal, *REACTIONS[what]))


def _reaction(portal: Portal, written: str, cursor: str) -> float:
    with closing(sqlite3.connect(portal.data / "portal.sqlite3", isolation_level=None)) as database:
        row = database.execute(written).lastrowid or 0
        start = time.perf_counter()
        while (database.execute(cursor).fetchone() or (0,))[0] < row:
            if time.perf_counter() - start > PATIENCE:
                raise RuntimeError(f"the jobs of {portal.name} did not react to {written}")
            time.sleep(LOOK)
        return (time.perf_counter() - start) * 1000


@contextmanager
def _running(name: str, root: Path, data: Path) -> Iterator[Portal]:
    data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    python = sys.executable if root == ROOT else str(root / ".venv" / "bin" / "python")
    process = subprocess.Popen(
        [python, "-m", "portal.cli", "run"],
        cwd=root,
        env=environment(data, port) | {"PYTHONPATH": str(root)},
        stdout=subprocess.DEVNULL,
    )
    try:
        Served(port).wait(process)
        yield Portal(name, data, process.pid)
    finally:
        process.terminate()
        process.wait(10)


def _processor_time(pid: int) -> float:
    """Seconds of processor time that a process and all that it started have used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) * TICK  # utime, stime: proc_pid_stat(5)
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return own + sum(
        _processor_time(int(child)) for each in lists for child in each.read_text().split()
    )


def _idle_row(portal: Portal) -> tuple[str, ...]:
    return portal.name, f"{portal.seconds:.2f}", f"{portal.seconds / SECONDS:.2%}"


def _reaction_rows(portals: list[Portal]) -> Iterator[tuple[str, ...]]:
    for what in REACTIONS:
        for portal in portals:
            times = portal.reactions[what]
            yield what, portal.name, f"{median(times):.0f}", f"{quantiles(times, n=20)[-1]:.0f}"
