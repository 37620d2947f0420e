"""What goes on beside the web: followers, the delivery of letters, what time itself brings about, the sweeps.

A plain loop is all it takes today, so huey is left out: everything that is delayed stands in a row
with its time, and whoever looks next finds it.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType

from flask import Flask

import portal.articles.mirroring
import portal.asking.sweeping
import portal.files.sweeping
import portal.people.sweeping
import portal.post.following
import portal.search.following
import portal.search.proposing
import portal.search.semantic.making
import portal.search.settling
import portal.search.sweeping
from portal.ground.db import writing
from portal.ground.following import follow
from portal.ground.now import now
from portal.ground.steadiness import Look, looked
from portal.policy.editions import note_edition
from portal.post.delivering import deliver
from portal.tickets.closing_up import close_unanswered
from portal.tickets.steps import lapse_quotes
from portal.tickets.watching import is_due, watch

log = logging.getLogger("portal.jobs")

PULSE = timedelta(seconds=0.2)
A_GLANCE = timedelta(seconds=1)
"""How soon it is noticed that the index is damaged; to look takes a millisecond."""

A_BREATH = timedelta(seconds=0.15)
"""How long what follows the log of events rests between two batches: longer than SQLite lets a writer sleep between
two tries (0.1 s), so that a storm of events does not keep people's own writes out."""

LONGEST_REST = timedelta(seconds=30)
"""How long a task that keeps failing is left alone at most."""

PARTING = timedelta(seconds=1.5)
"""How long a lane may take to finish what it holds when the loop is told to end."""


@dataclass(frozen=True)
class Task:
    """Something to be done every so often. `run` takes the time and gives how much there was to do:
    where there was something, it is called again after `rest`."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]
    rest: timedelta = timedelta()


def lanes() -> dict[str, list[Task]]:
    """The tasks by lane. A lane is a thread: a slow mail server must not keep an article from being found."""
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    return {
        "index": [Task("index", A_GLANCE, _whole_index)],
        "search": [
            Task("article changes", PULSE, lambda _at: follow(portal.search.following.follower())),
        ],
        "meaning": [
            Task("vectors", timedelta(seconds=1), portal.search.semantic.making.make_vectors)
        ],
        "mirror": [
            Task("mirror", PULSE, lambda _at: follow(portal.articles.mirroring.FOLLOWER)),
        ],
        "letters": [
            Task("events", PULSE, lambda _at: follow(portal.post.following.EVENTS), A_BREATH),
            Task("outbox", PULSE, lambda _at: follow(portal.post.following.OUTBOX)),
        ],
        "delivery": [Task("delivery", PULSE, deliver)],
        "watch": [
            Task("watch", PULSE, steadily(_watch)),
            Task("quotes", minute, steadily(_lapse_quotes)),
            Task("closing", minute, steadily(_close_unanswered)),
        ],
        "upkeep": [
            Task("visits", minute, portal.search.settling.settle),
            Task(
                "proposals", minute, lambda _at: follow(portal.search.proposing.FOLLOWER), A_BREATH
            ),
            Task("edition", minute, _note_edition),
            Task("sweeps", hour, steadily(_sweep_all)),
        ],
    }


def _whole_index(at: datetime) -> int:
    portal.search.following.ensure_index(at)
    return 0


def steadily(run: Callable[[datetime], int]) -> Callable[[datetime], int]:
    """The same task, holding its tongue while the machine's time leaps: what time itself says cannot be taken back."""
    seen: Look | None = None

    def believed(at: datetime) -> int:
        nonlocal seen
        seen = looked(seen, at, _ticks())
        return run(at) if seen.is_steady else 0

    return believed


def _watch(at: datetime) -> int:
    """A batch of what is due; where nothing is, nobody waits for the write. After a batch the task rests for a
    pulse, longer than a writer sleeps between two tries: a storm must not keep people's own writes out."""
    if is_due(at):
        with writing():
            watch(at)
    return 0


def _lapse_quotes(at: datetime) -> int:
    with writing():
        return lapse_quotes(at)


def _close_unanswered(at: datetime) -> int:
    with writing():
        close_unanswered(at)
    return 0


def _note_edition(at: datetime) -> int:
    """A policy file that was edited is in force from now on, though nobody has written under it yet."""
    with writing():
        note_edition(at)
    return 0


def _sweep_all(at: datetime) -> int:
    """Clear away drafts, sign-ins, sessions, links, visits, searches and files that have had their day.
    Drafts go before files, which their rows name."""
    rooms = (portal.asking.sweeping, portal.people.sweeping, portal.search.sweeping)
    for room in rooms:
        with writing():
            room.sweep(at)
    portal.files.sweeping.sweep(at)
    return 0


def work(app: Flask) -> None:
    """Run all lanes until SIGTERM or SIGINT, then end within two seconds."""
    stop = threading.Event()

    def told_to_end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told_to_end)
    signal.signal(signal.SIGINT, told_to_end)
    threads = start(app, lanes(), stop)
    stop.wait()
    deadline = _ticks() + PARTING
    for thread in threads:
        thread.join(max(0.0, (deadline - _ticks()).total_seconds()))


def start(
    app: Flask, tasks: dict[str, list[Task]], stop: threading.Event
) -> list[threading.Thread]:
    """A thread for each lane. They are daemons: what one of them is cut off in, the next start takes up again."""
    threads = [
        threading.Thread(target=run_lane, args=(app, lane, stop), name=name, daemon=True)
        for name, lane in tasks.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def run_lane(app: Flask, tasks: Sequence[Task], stop: threading.Event) -> None:
    """Each task when it is due, until told to stop. One that fails rests, twice as long each time; the others go on."""
    begun = _ticks()
    due = {task.name: begun for task in tasks}
    failures = dict.fromkeys(due, 0)
    while not stop.is_set():
        for task in tasks:
            if stop.is_set() or _ticks() < due[task.name]:
                continue
            try:
                with app.app_context():
                    count = task.run(now())
                failures[task.name] = 0
                due[task.name] = _ticks() + (task.rest if count else task.every)
            except Exception:
                failures[task.name] += 1
                due[task.name] = _ticks() + rest(failures[task.name])
                log.exception(
                    "the task %r failed, time %s in a row", task.name, failures[task.name]
                )
        soonest = min(due.values()) - _ticks()
        stop.wait(min(max(soonest, timedelta()), PULSE).total_seconds())


def _ticks() -> timedelta:
    """The monotonic clock: a wall clock that is set back must not stop the work for as long."""
    return timedelta(seconds=time.monotonic())


def rest(failures: int) -> timedelta:
    """How long to leave a task alone after so many failures in a row: 1 s, 2 s, 4 s … 30 s."""
    return min(timedelta(seconds=2.0 ** min(failures - 1, 12)), LONGEST_REST)
