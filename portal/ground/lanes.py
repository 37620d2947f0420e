"""Lanes of tasks beside the web: each is a thread, in which tasks take turns by time, or are woken by a commit."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import Flask

from portal.ground.commits import Commits
from portal.ground.db import db
from portal.ground.now import now

log = logging.getLogger("portal.jobs")

PULSE = timedelta(seconds=0.1)
"""How soon a commit of any process is noticed. It wakes the tasks that follow what was committed."""

LOOK_AGAIN = timedelta(seconds=30)
"""How often a task that commits wake looks all the same, should no commit be noticed."""

A_MOMENT = timedelta(seconds=5)
"""How often those tasks look that wait for a time as well: a promise that is due, the next attempt at an email."""

LONGEST_REST = timedelta(seconds=30)
"""How long a task that keeps failing is left alone at most."""


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
    begun = ticks()
    turns = {task.name: Turn(begun, begun) for task in tasks}
    while not stop.is_set():
        for task in tasks:
            if not stop.is_set() and turns[task.name].due <= ticks():
                turns[task.name] = _take_turn(app, task, turns[task.name].failures)
        soonest = min(turn.due for turn in turns.values()) - ticks()
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
        again = ticks() + rest(failures)
        return Turn(again, again, failures)
    ready = ticks() + (task.rest if count else timedelta())
    return Turn(ready, ready if count else ready + task.every)


def ticks() -> timedelta:
    """The monotonic clock: a wall clock that is set back must not stop the work for as long."""
    return timedelta(seconds=time.monotonic())


def rest(failures: int) -> timedelta:
    """How long to leave a task alone after so many failures in a row: 1 s, 2 s, 4 s … 30 s."""
    return min(timedelta(seconds=2.0 ** min(failures - 1, 12)), LONGEST_REST)
