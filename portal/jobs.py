"""What goes on beside the web: followers, the delivery of letters, what time itself brings about, the sweeps.

A plain loop is all it takes today, so huey is left out: everything that is delayed stands in a row
with its time, and whoever looks next finds it.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
from portal.ground.commits import Commits
from portal.ground.db import db, writing
from portal.ground.following import follow
from portal.ground.now import now
from portal.ground.steadiness import Look, looked
from portal.policy.editions import note_edition
from portal.post.delivering import deliver
from portal.tickets.closing_up import close_unanswered
from portal.tickets.steps import lapse_quotes
from portal.tickets.watching import is_due, watch

log = logging.getLogger("portal.jobs")

PULSE = timedelta(seconds=0.1)
"""How soon a commit of any process is noticed. It wakes the tasks that follow what was committed."""

A_MOMENT = timedelta(seconds=5)
"""How often those tasks look that wait for a time as well: a promise that is due, the next attempt at an email."""

LOOK_AGAIN = timedelta(seconds=30)
"""How often a task that commits wake looks all the same, should no commit be noticed."""

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
    where there was something, it is called again after `rest`. With `wakes` a commit calls it at once."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]
    rest: timedelta = timedelta()
    wakes: bool = False


def following(
    name: str,
    run: Callable[[datetime], int],
    rest: timedelta = timedelta(),
    every: timedelta = LOOK_AGAIN,
) -> Task:
    """A task that reacts to what is committed."""
    return Task(name, every, run, rest, wakes=True)


def lanes() -> dict[str, list[Task]]:
    """The tasks by lane. A lane is a thread: a slow mail server must not keep an article from being found."""
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    return {
        "index": [Task("index", A_GLANCE, _whole_index)],
        "search": [
            following("article changes", lambda _at: follow(portal.search.following.follower())),
        ],
        "meaning": [following("vectors", portal.search.semantic.making.make_vectors)],
        "mirror": [following("mirror", lambda _at: follow(portal.articles.mirroring.FOLLOWER))],
        "letters": [
            following("events", lambda _at: follow(portal.post.following.EVENTS), A_BREATH),
            following("outbox", lambda _at: follow(portal.post.following.OUTBOX)),
        ],
        "delivery": [following("delivery", deliver, every=A_MOMENT)],
        "watch": [
            following("watch", steadily(_watch), A_BREATH, A_MOMENT),
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
    """A batch of what is due; where nothing is, nobody waits for the write."""
    if not is_due(at):
        return 0
    with writing():
        return watch(at)


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
    threads = start(app, lanes(), stop, wake_on_commits)
    stop.wait()
    deadline = _ticks() + PARTING
    for thread in threads:
        thread.join(max(0.0, (deadline - _ticks()).total_seconds()))


Bells = Sequence[threading.Event]


def start(
    app: Flask,
    tasks: dict[str, list[Task]],
    stop: threading.Event,
    ring: Callable[[Flask, Bells, threading.Event], None] | None = None,
) -> list[threading.Thread]:
    """A thread for each lane, and one that rings their bells. They are daemons: what one of them is cut off
    in, the next start takes up again."""
    bells = {name: threading.Event() for name in tasks}
    threads = [
        threading.Thread(
            target=run_lane, args=(app, lane, stop, bells[name]), name=name, daemon=True
        )
        for name, lane in tasks.items()
    ]
    if ring:
        rings = (app, list(bells.values()), stop)
        threads.append(threading.Thread(target=ring, args=rings, name="bells", daemon=True))
    for thread in threads:
        thread.start()
    return threads


def wake_on_commits(app: Flask, bells: Bells, stop: threading.Event) -> None:
    """Ring all bells whenever a process committed something, and once at the end.

    An idle portal asks its database ten times a second for one number, in place of a query for each task.
    """
    commits: Commits | None = None
    while not stop.wait(PULSE.total_seconds()):
        try:
            with app.app_context():
                commits = commits or Commits(db.engine)
            if not commits.have_come():
                continue
        except Exception:
            log.exception("commits cannot be noticed; the tasks look every half a minute")
            stop.wait(A_MOMENT.total_seconds())
            commits = None
        for bell in bells:
            bell.set()
    for bell in bells:
        bell.set()


def run_lane(
    app: Flask, tasks: Sequence[Task], stop: threading.Event, bell: threading.Event
) -> None:
    """Each task when it is due, or woken, until told to stop. One that fails rests, twice as long each time;
    the others go on."""
    begun = _ticks()
    turns = {task.name: Turn(begun, begun) for task in tasks}
    while not stop.is_set():
        for task in tasks:
            if not stop.is_set() and turns[task.name].due <= _ticks():
                turns[task.name] = _take_turn(app, task, turns[task.name].failures)
        soonest = min(turn.due for turn in turns.values()) - _ticks()
        bell.wait(max(soonest, timedelta()).total_seconds())
        if bell.is_set():
            bell.clear()
            for task in tasks:
                if task.wakes:
                    turns[task.name] = turns[task.name].woken()


@dataclass(frozen=True)
class Turn:
    """When a task has its next turn: at `due`; if a commit wakes it, as soon as `ready`."""

    ready: timedelta
    due: timedelta
    failures: int = 0

    def woken(self) -> "Turn":
        return replace(self, due=self.ready)


def _take_turn(app: Flask, task: Task, failures: int) -> Turn:
    try:
        with app.app_context():
            count = task.run(now())
    except Exception:
        failures += 1
        log.exception("the task %r failed, time %s in a row", task.name, failures)
        again = _ticks() + rest(failures)
        return Turn(again, again, failures)
    ready = _ticks() + (task.rest if count else timedelta())
    return Turn(ready, ready if count else ready + task.every)


def _ticks() -> timedelta:
    """The monotonic clock: a wall clock that is set back must not stop the work for as long."""
    return timedelta(seconds=time.monotonic())


def rest(failures: int) -> timedelta:
    """How long to leave a task alone after so many failures in a row: 1 s, 2 s, 4 s … 30 s."""
    return min(timedelta(seconds=2.0 ** min(failures - 1, 12)), LONGEST_REST)
