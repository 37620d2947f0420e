"""The loop beside the web: every task has its turn, a failing one harms no other, and all ends when told."""

import logging
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask

from portal.asking.draft import Draft, DraftFile
from portal.files.file import File
from portal.ground.db import db, writing
from portal.jobs import LONGEST_REST, PULSE, Task, lanes, rest, run_lane, start, steadily


@pytest.fixture
def bare() -> Flask:
    return Flask("bare")


def run_for(seconds: float, app: Flask, tasks: list[Task]) -> None:
    stop = threading.Event()
    threading.Timer(seconds, stop.set).start()
    run_lane(app, tasks, stop)


def test_each_task_has_its_turn_as_often_as_it_says(bare: Flask) -> None:
    calls: Counter[str] = Counter()

    def task(name: str, every: timedelta) -> Task:
        def run(_at: datetime) -> int:
            calls[name] += 1
            return 0

        return Task(name, every, run)

    run_for(1.1, bare, [task("often", PULSE), task("seldom", timedelta(hours=1))])
    assert 4 <= calls["often"] <= 6
    assert calls["seldom"] == 1


def test_a_task_that_has_more_to_do_goes_on_at_once(bare: Flask) -> None:
    left = [3, 2, 1, 0]
    run_for(
        0.15, bare, [Task("batches", timedelta(hours=1), lambda _at: left.pop(0) if left else 0)]
    )
    assert not left


def test_between_two_batches_a_task_rests_as_long_as_it_says(bare: Flask) -> None:
    left, at = [1] * 50, list[float]()

    def batch(_at: datetime) -> int:
        at.append(time.monotonic())
        return left.pop()

    run_for(0.5, bare, [Task("batches", timedelta(hours=1), batch, rest=timedelta(seconds=0.15))])
    assert 2 <= len(at) <= 4
    assert min(later - earlier for earlier, later in pairwise(at)) >= 0.15


def test_what_follows_events_lets_other_writers_in_between_two_batches() -> None:
    a_writers_longest_sleep = timedelta(seconds=0.1)  # in SQLite's busy handler
    tasks = [task for lane in lanes().values() for task in lane]
    rests = {task.name: task.rest for task in tasks if task.name in {"events", "proposals"}}
    assert len(rests) == 2
    assert min(rests.values()) > a_writers_longest_sleep


def test_a_failing_task_is_logged_rests_and_stops_no_other(
    bare: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    calls: Counter[str] = Counter()

    def fail(_at: datetime) -> int:
        calls["bad"] += 1
        raise RuntimeError("the disk is full")

    def go(_at: datetime) -> int:
        calls["good"] += 1
        return 0

    with caplog.at_level(logging.ERROR, "portal.jobs"):
        run_for(0.9, bare, [Task("bad", PULSE, fail), Task("good", PULSE, go)])
    assert calls["bad"] == 1
    assert calls["good"] >= 4
    assert "the disk is full" in caplog.text
    assert "Traceback" in caplog.text


def test_the_rest_after_failures_grows_to_five_minutes() -> None:
    rests = [rest(failures) for failures in range(1, 40)]
    assert rests[:3] == [timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4)]
    assert rests == sorted(rests)
    assert rests[-1] == LONGEST_REST


def test_a_task_that_hangs_holds_up_only_its_own_lane(bare: Flask) -> None:
    calls: Counter[str] = Counter()
    hang = threading.Event()
    stop = threading.Event()

    def go(_at: datetime) -> int:
        calls["go"] += 1
        return 0

    threads = start(
        bare,
        {
            "slow": [Task("mail", PULSE, lambda _at: int(hang.wait(20)))],
            "quick": [Task("go", PULSE, go)],
        },
        stop,
    )
    time.sleep(0.7)
    assert calls["go"] >= 3
    stop.set()
    hang.set()
    for thread in threads:
        thread.join(2)
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
    monkeypatch.setattr("portal.jobs._ticks", lambda: timedelta(seconds=ticks["now"]))
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
    bare: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[datetime] = []
    earlier = datetime(2020, 1, 1, tzinfo=UTC)
    monkeypatch.setattr("portal.jobs.now", lambda: earlier - len(calls) * timedelta(days=1))
    run_for(0.7, bare, [Task("often", PULSE, lambda at: calls.append(at) or 0)])
    assert len(calls) >= 2


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
