"""The watch over many open tickets: seconds where nothing is due and where five in a hundred are, and the memory it takes.

Needs no articles. The tickets are made by the rules of the portal and put in by plain statements:
nothing else could make 100,000 in a minute. The floor is the same over 1,000 tickets, for each ticket.
"""

import random
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import Table, func, insert, select

from portal.ground.db import db, writing
from portal.people.organising import add_organisation, add_person
from portal.people.roles import Role
from portal.policy.editions import current_policy, keep_edition
from portal.policy.policy import Policy
from portal.tickets.clock import Stamp
from portal.tickets.conversation import Event
from portal.tickets.due_times import clock_from, keep_promises, watched
from portal.tickets.events import EventKind
from portal.tickets.noticing import CLIENT, notices_due
from portal.tickets.ticket import Ticket
from portal.tickets.watching import is_due, watch
from tests.benchmarks.base import opened
from tests.benchmarks.table import table

SIZES = (1_000, 10_000, 100_000)
DUE = 20
"""One in so many becomes due."""
CHUNK, LOOKS, WARM = 5_000, 200, 10
NOON = datetime.fromisoformat("2026-03-02T12:00:00+00:00")
SEVERITIES = ("critical", "high", "high", "medium", "medium", "medium", "low")
MONTH, HOUR = timedelta(days=30), timedelta(hours=1)


@dataclass(frozen=True)
class Watched:
    """What was measured over one base: milliseconds of a look that finds nothing, seconds for all that is due,
    own memory in MB before, after the due ones, and the most events one run wrote."""

    tickets: int
    due: int
    idle_ms: float
    seconds: float
    before_mb: float
    after_mb: float
    events: int

    @property
    def ms(self) -> float:
        return self.seconds * 1000 / self.due


def measure(_home: Path) -> None:
    """Print a line for each size."""
    lines = [_measured(size) for size in SIZES]
    floor = lines[0]
    heads = (
        *("open tickets", "nothing due: ms", "ratio", "due", "seconds", "ms each", "ratio"),
        *("events", "memory MB before", "after"),
    )
    rows = [
        (
            *(f"{line.tickets:,}", f"{line.idle_ms:.2f}", f"{line.idle_ms / floor.idle_ms:.2f}"),
            *(
                f"{line.due:,}",
                f"{line.seconds:.1f}",
                f"{line.ms:.2f}",
                f"{line.ms / floor.ms:.2f}",
            ),
            *(f"{line.events:,}", f"{line.before_mb:.0f}", f"{line.after_mb:.0f}"),
        )
        for line in lines
    ]
    table(heads, rows)


def _measured(size: int) -> Watched:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)):
        upgrade()
        _fill(size)
        soonest = select(Ticket.watch_at).where(Ticket.watch_at > NOON).order_by(Ticket.watch_at)
        first_at = db.session.scalars(soonest.offset(WARM - 1).limit(1)).one()
        due_at = db.session.scalars(soonest.offset(WARM + size // DUE - 1).limit(1)).one()
        assert first_at is not None
        assert due_at is not None
        _until_done(first_at)  # statements are compiled once in a process's life
        due = select(func.count()).where(Ticket.watch_at <= due_at)
        count, events = db.session.scalar(due) or 0, _events()
        idle = [_idle(NOON) for _look in range(LOOKS)]
        before, start = _resident(), time.perf_counter()
        _until_done(due_at)
        seconds = time.perf_counter() - start
        return Watched(
            size, count, statistics.median(idle), seconds, before, _resident(), _events() - events
        )


def _until_done(at: datetime) -> None:
    while is_due(at):
        with writing():
            watch(at)


def _idle(at: datetime) -> float:
    """Milliseconds of a look when nothing is due."""
    start = time.perf_counter()
    if is_due(at):
        raise RuntimeError("something is due that was said already")
    db.session.rollback()
    return (time.perf_counter() - start) * 1000


def _events() -> int:
    return db.session.scalar(select(func.count(Event.id))) or 0


def _resident() -> float:
    """MB of this process's own memory now; the pages of the database that it maps are the system's."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1000


def _fill(size: int) -> None:
    """So many open tickets of the last month, on each of which all was said that was due by noon."""
    dice = random.Random(size)  # noqa: S311 (the same every time)
    with writing():
        own = add_organisation("Organización", "standard", ["client.example"], NOON)
        client = add_person("ana@client.example", "Ana", Role.CLIENT, own, "es", NOON).id
        agent = add_person("vera@portal.example", "Vera", Role.AGENT, None, "es", NOON).id
        policy = current_policy()
        keep_edition(policy, NOON)
    for start in range(0, size, CHUNK):
        tickets: list[dict[str, Any]] = []
        events: list[dict[str, Any]] = []
        for number in range(start + 1, min(start + CHUNK, size) + 1):
            ticket, stamps = _story(number, policy, client, agent, dice)
            tickets.append({c.key: getattr(ticket, c.key) for c in _table(Ticket).columns})
            events += [
                stamp._asdict()
                | {"ticket_id": number, "person_id": agent if stamp.by_agent else None}
                for stamp in stamps
            ]
        with writing():
            db.session.execute(insert(_table(Ticket)), tickets)
            db.session.execute(insert(_table(Event)), events)
        db.session.expunge_all()


def _story(
    number: int, policy: Policy, client: int, agent: int, dice: random.Random
) -> tuple[Ticket, list[Stamp]]:
    """A ticket and its events: of ten, three that nobody has, five being worked on, two that wait for the client."""
    opened_at = NOON - dice.random() * MONTH
    ticket = _ticket(number, policy, client, opened_at, dice)
    stamps = [Stamp(EventKind.OPENED, opened_at)]
    lot = dice.randrange(10)
    if lot >= 3:
        ticket.status, ticket.assignee_id = "in_progress", agent
        for _reply in range(dice.randint(1, 4)):
            at = stamps[-1].at + dice.random() * (NOON - stamps[-1].at)
            stamps.append(Stamp(EventKind.REPLIED, at, by_agent=True))
    if lot >= 8:
        at = max(stamps[-1].at, NOON - dice.random() * timedelta(days=2))
        stamps.append(Stamp(EventKind.WAITING, at, by_agent=True, after=CLIENT))
        ticket.status, ticket.waiting_for = "waiting", CLIENT
        ticket.closes_at = at + timedelta(days=7)
    clock = clock_from(ticket, stamps, NOON)
    for notice in notices_due(watched(ticket), clock, stamps, policy, NOON):
        stamps.append(Stamp(notice.kind, NOON, after=notice.after, before=notice.before))
    keep_promises(ticket, NOON, stamps)
    return ticket, stamps


def _ticket(number: int, policy: Policy, client: int, at: datetime, dice: random.Random) -> Ticket:
    return Ticket(
        id=number,
        ref=f"T-{number:06}",
        submit_key=f"key {number}",
        title=f"Caso {number}",
        kind="system-error",
        status="open",
        severity=dice.choice(SEVERITIES),
        priority="",
        tier=policy.tiers[0].key,
        channel="portal",
        product="",
        topic="",
        language="es",
        plan="standard",
        edition=policy.edition,
        requester_id=client,
        requester_email="ana@client.example",
        requester_name="Ana",
        is_verified=True,
        organisation_id=1,
        opened_at=at,
        last_word_at=at,
        last_word_by="client",
    )


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table
