"""What goes on beside the web: followers, the delivery of letters, what time itself brings about, the sweeps.

A plain loop is all it takes today, so huey is left out: everything that is delayed stands in a row
with its time, and whoever looks next finds it.
"""

import signal
import threading
from collections.abc import Callable
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
from portal.ground.lanes import A_MOMENT, Task, following, start, ticks, wake_on_commits
from portal.ground.steadiness import Look, looked
from portal.policy.editions import note_edition
from portal.post.delivering import deliver
from portal.tickets.closing_up import close_unanswered
from portal.tickets.steps import lapse_quotes
from portal.tickets.watching import is_due, watch

A_GLANCE = timedelta(seconds=1)
"""How soon it is noticed that the index is damaged; to look takes a millisecond."""

A_BREATH = timedelta(seconds=0.15)
"""How long what follows the log of events rests between two batches: longer than SQLite lets a writer sleep between
two tries (0.1 s), so that a storm of events does not keep people's own writes out."""

PARTING = timedelta(seconds=1.5)
"""How long a lane may take to finish what it holds when the loop is told to end."""


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
        seen = looked(seen, at, ticks())
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
    deadline = ticks() + PARTING
    for thread in threads:
        thread.join(max(0.0, (deadline - ticks()).total_seconds()))
