"""The loop beside the web: every task has its turn, a failing one harms no other, and all ends when told."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from secrets import token_hex
from types import SimpleNamespace
from typing import Protocol

import pytest
from flask import Flask

from portal.asking.draft import Draft, DraftFile
from portal.files.file import File
from portal.ground.db import db, writing
from portal.ground.following import Cursor
from portal.ground.lanes import LONGEST_REST, Task, rest, run_lane, start, wake_on_commits
from portal.jobs import A_BREATH, lanes, steadily

AN_HOUR = timedelta(hours=1)
OFTEN = timedelta(seconds=0.2)


@pytest.fixture
def bare() -> Flask:
    return Flask("bare")


class Hourglass:
    """What tells a lane to stop, after so many seconds of its own: they pass only while the lane waits."""

    def __init__(self, seconds: float) -> None:
        self.end = timedelta(seconds=seconds)
        self.passed = timedelta()

    def is_set(self) -> bool:
        return self.passed >= self.end


class Bell:
    """What a lane waits for: it rings at these seconds of the glass, and passes the time."""

    def __init__(self, glass: Hourglass, rings: Sequence[float]) -> None:
        self.glass, self.rings = glass, [timedelta(seconds=ring) for ring in rings]
        self.has_rung = False

    def is_set(self) -> bool:
        return self.has_rung

    def clear(self) -> None:
        self.has_rung = False

    def wait(self, seconds: float) -> bool:
        until = self.glass.passed + timedelta(seconds=seconds)
        self.has_rung = bool(self.rings) and self.rings[0] <= until
        self.glass.passed = max(self.glass.passed, self.rings.pop(0)) if self.has_rung else until
        return self.has_rung


class RunFor(Protocol):
    def __call__(
        self, seconds: float, tasks: list[Task], rings: Sequence[float] = ()
    ) -> dict[str, list[float]]: ...


@pytest.fixture
def run_for(bare: Flask, monkeypatch: pytest.MonkeyPatch) -> RunFor:
    """Run a lane for so many seconds of its own time; gives the seconds at which each task had its turn."""

    def run(
        seconds: float, tasks: list[Task], rings: Sequence[float] = ()
    ) -> dict[str, list[float]]:
        glass = Hourglass(seconds)
        clock = SimpleNamespace(monotonic=lambda: 1000 + glass.passed.total_seconds())
        monkeypatch.setattr("portal.ground.lanes.time", clock)
        turns: dict[str, list[float]] = {task.name: [] for task in tasks}

        def noted(task: Task) -> Task:
            def turn(at: datetime) -> int:
                turns[task.name].append(glass.passed.total_seconds())
                return task.run(at)

            return replace(task, run=turn)

        run_lane(bare, [noted(task) for task in tasks], glass, Bell(glass, rings))  # type: ignore[arg-type]
        return turns

    return run


def nothing(_at: datetime) -> int:
    return 0


def test_each_task_has_its_turn_as_often_as_it_says(run_for: RunFor) -> None:
    turns = run_for(1.1, [Task("often", OFTEN, nothing), Task("seldom", AN_HOUR, nothing)])
    assert turns == {"often": [0, 0.2, 0.4, 0.6, 0.8, 1], "seldom": [0]}


def test_a_task_that_has_more_to_do_goes_on_at_once(run_for: RunFor) -> None:
    left = [3, 2, 1, 0]
    turns = run_for(0.15, [Task("batches", AN_HOUR, lambda _at: left.pop(0))])
    assert turns == {"batches": [0, 0, 0, 0]}


def test_between_two_batches_a_task_rests_as_long_as_it_says(run_for: RunFor) -> None:
    batches = Task("batches", AN_HOUR, lambda _at: 1, rest=timedelta(seconds=0.15))
    assert run_for(0.5, [batches]) == {"batches": [0, 0.15, 0.3, 0.45]}


def test_what_follows_events_lets_other_writers_in_between_two_batches() -> None:
    a_writers_longest_sleep = timedelta(seconds=0.1)  # in SQLite's busy handler
    tasks = [task for lane in lanes().values() for task in lane]
    rests = {task.name: task.rest for task in tasks if task.name in {"events", "proposals"}}
    assert len(rests) == 2
    assert min(rests.values()) > a_writers_longest_sleep


def test_a_commit_wakes_what_follows_and_nothing_else(run_for: RunFor) -> None:
    tasks = [Task("follower", AN_HOUR, nothing, wakes=True), Task("sweep", AN_HOUR, nothing)]
    assert run_for(5, tasks, [2, 2.5]) == {"follower": [0, 2, 2.5], "sweep": [0]}


def test_a_commit_ends_no_rest(run_for: RunFor) -> None:
    """A storm of events must leave other writers their turn, however often it rings."""
    left = [1, 1, 0]
    follower = Task("follower", AN_HOUR, lambda _at: left.pop(0), A_BREATH, wakes=True)
    assert run_for(1, [follower], [0.05, 0.2]) == {"follower": [0, 0.15, 0.3]}


def test_a_commit_ends_no_rest_after_a_failure(run_for: RunFor) -> None:
    def fail(_at: datetime) -> int:
        raise RuntimeError("the disk is full")

    assert run_for(2, [Task("bad", AN_HOUR, fail, wakes=True)], [0.5]) == {"bad": [0, 1]}


def test_a_commit_of_another_process_rings(app: Flask) -> None:
    bell, stop = threading.Event(), threading.Event()
    ringer = threading.Thread(target=wake_on_commits, args=(app, [bell], stop))
    ringer.start()
    try:
        while not bell.wait(0.05):  # the ringer may not have had its first look yet
            with writing():
                db.session.add(Cursor(follower=token_hex(4)))
        assert bell.is_set()
    finally:
        stop.set()
        ringer.join(60)
    assert not ringer.is_alive()


def test_what_waits_for_a_commit_ends_when_told(app: Flask) -> None:
    """A lane that waits for its bell must not hold up the end."""
    stop = threading.Event()
    task = Task("follower", AN_HOUR, nothing, wakes=True)
    threads = start(app, {"lane": [task]}, stop, wake_on_commits)
    stop.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def test_a_failing_task_is_logged_rests_and_stops_no_other(
    run_for: RunFor, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_at: datetime) -> int:
        raise RuntimeError("the disk is full")

    with caplog.at_level(logging.ERROR, "portal.jobs"):
        turns = run_for(3.1, [Task("bad", OFTEN, fail), Task("good", OFTEN, nothing)])
    assert turns["bad"] == [0, 1, 3]
    assert len(turns["good"]) == 16
    assert "the disk is full" in caplog.text
    assert "Traceback" in caplog.text


def test_the_rest_after_failures_grows_to_half_a_minute() -> None:
    rests = [rest(failures) for failures in range(1, 40)]
    assert rests[:3] == [timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4)]
    assert rests == sorted(rests)
    assert rests[-1] == LONGEST_REST


def test_a_task_that_hangs_holds_up_only_its_own_lane(bare: Flask) -> None:
    hang, went, stop = threading.Event(), threading.Semaphore(0), threading.Event()

    def go(_at: datetime) -> int:
        went.release()
        return 0

    threads = start(
        bare,
        {
            "slow": [Task("mail", OFTEN, lambda _at: int(hang.wait()))],
            "quick": [Task("go", OFTEN, go)],
        },
        stop,
    )
    try:
        for _turn in range(3):
            assert went.acquire(timeout=60)
    finally:
        stop.set()
        hang.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def test_all_that_must_react_has_a_lane() -> None:
    names = {task.name for lane in lanes().values() for task in lane}
    assert names == {
        "index",
        "article changes",
        "mirror",
        "events",
        "outbox",
        "delivery",
        "visits",
        "proposals",
        "vectors",
        "watch",
        "quotes",
        "closing",
        "edition",
        "sweeps",
    }


def test_while_the_machines_time_leaps_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock set a year ahead and right again within a minute has closed no ticket and sent no letter."""
    ticks = {"now": 1000.0}
    monkeypatch.setattr("portal.jobs.ticks", lambda: timedelta(seconds=ticks["now"]))
    heard: list[datetime] = []
    task = steadily(lambda at: heard.append(at) or 1)
    wall = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    def look(seconds: float, leap: timedelta = timedelta()) -> int:
        nonlocal wall
        ticks["now"] += seconds
        wall += timedelta(seconds=seconds) + leap
        return task(wall)

    assert look(1) == 1
    assert look(1, timedelta(days=365)) == 0
    assert look(20) == 0
    assert look(10, timedelta(days=-365)) == 0
    assert look(59) == 0
    assert look(1) == 1
    assert max(heard) < datetime(2026, 3, 3, tzinfo=UTC)
    assert look(1, timedelta(seconds=30)) == 1, "what the network mends in passing is no leap"


def test_a_wall_clock_that_is_set_back_does_not_stop_the_work(
    run_for: RunFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = count()
    earlier = datetime(2020, 1, 1, tzinfo=UTC)
    monkeypatch.setattr("portal.ground.lanes.now", lambda: earlier - next(days) * timedelta(days=1))
    assert run_for(0.7, [Task("often", OFTEN, nothing)]) == {"often": [0, 0.2, 0.4, 0.6]}


def test_the_sweeps_clear_away_what_expired_and_keep_the_rest(app: Flask) -> None:
    start_at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    later = start_at + timedelta(days=400)
    with writing():
        for key, expires_at in (("old", start_at), ("new", later + timedelta(days=1))):
            file = File(
                key=key * 8,
                name="a.txt",
                media_type="text/plain",
                size=1,
                sha256="0" * 64,
                kept=False,
                expires_at=expires_at,
                created_at=start_at,
            )
            draft = Draft(
                key=key,
                submit_key=f"submit {key}",
                started_at=start_at,
                saved_at=start_at,
                expires_at=expires_at,
            )
            draft.files.append(DraftFile(file=file))
            db.session.add(draft)
    [sweeps] = [task for task in lanes()["upkeep"] if task.name == "sweeps"]
    sweeps.run(later)
    assert [draft.key for draft in db.session.query(Draft)] == ["new"]
    assert [file.key for file in db.session.query(File)] == ["newnewnewnewnewnewnewnew"]
