"""The past under another policy: how many promises it would have kept, beside what was. Nothing is written."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial

from sqlalchemy import Row, bindparam, select

from portal.ground.db import db
from portal.policy.editions import policy_of
from portal.policy.policy import IMPACT, Policy
from portal.tickets.conversation import Event
from portal.tickets.courses import courses
from portal.tickets.events import OUT_OF_SCOPE, EventKind, class_in, classification
from portal.tickets.filing import Answer
from portal.tickets.goals import Class, Goal
from portal.tickets.story import Stamp, is_answer, opened_as
from portal.tickets.stretches import Course
from portal.tickets.terms import Terms
from portal.tickets.ticket import Ticket

AT_ONCE = 500
"""So many tickets are in memory."""

_Past = tuple[Row[int, str, str, str, str, str, str], list[Stamp], dict[str, str]]


@dataclass
class Count:
    """Promises of one goal: kept, missed, and those that still run. Of updates every round counts."""

    kept: int = 0
    missed: int = 0
    running: int = 0

    def add(self, other: "Count") -> None:
        self.kept += other.kept
        self.missed += other.missed
        self.running += other.running


@dataclass
class Compared:
    """The tickets of one plan and severity: what was promised and kept, what would have been."""

    tickets: int = 0
    was: dict[Goal, Count] = field(default_factory=lambda: {goal: Count() for goal in Goal})
    would: dict[Goal, Count] = field(default_factory=lambda: {goal: Count() for goal in Goal})


@dataclass
class Replay:
    """By plan and severity as the tickets have them. `unknown`: keys that the other policy does not have, as
    (what, key) with the number of tickets; they name nothing there, so only its rows for all stand."""

    tickets: int = 0
    compared: dict[tuple[str, str], Compared] = field(default_factory=lambda: defaultdict(Compared))
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)


def replay(policy: Policy, since: datetime | None, now: datetime) -> Replay:
    """Run the tickets opened from `since` on (None: all) through their own policy and through this one."""
    found = Replay()
    own = cache(lambda edition, channel: Terms(policy_of(edition), channel))
    other = cache(partial(Terms, policy))
    for ticket, stamps, answers in _past(since):
        now_as = Class(ticket.plan, ticket.severity, ticket.kind, ticket.priority)
        row = found.compared[ticket.plan, ticket.severity]
        found.tickets += 1
        row.tickets += 1
        opened = opened_as(stamps, now_as)
        _judge(row.was, stamps, opened, own(ticket.edition, ticket.channel), now)
        found.unknown.update(_unknown(policy, ticket.channel, now_as, stamps))
        there = [_as_under(policy, stamp, answers) for stamp in stamps]
        _judge(row.would, there, _prioritised(policy, opened, answers), other(ticket.channel), now)
    return found


def _judge(
    counts: Mapping[Goal, Count],
    stamps: Sequence[Stamp],
    opened: Class,
    terms: Terms,
    now: datetime,
) -> None:
    """Count what became of each promise."""
    is_answered = any(map(is_answer, stamps))
    for goal, course in courses(stamps, opened, terms, now).items():
        counts[goal].add(Count(course.kept, course.late))
        if goal is Goal.UPDATES and course.last.is_over:
            continue  # the round that the end cut short is counted with the others
        counts[goal].add(_last(course, is_answered or goal is not Goal.FIRST_RESPONSE))


def _last(course: Course, is_asked: bool) -> Count:
    """What became of the last promise. A ticket that ended without an answer asks for none any more."""
    promised = course.last.promised
    if promised is None:
        return Count()
    if course.used > promised.amount:
        return Count(missed=1)
    if not course.last.is_over:
        return Count(running=1)
    return Count(kept=1) if is_asked else Count()


def _as_under(policy: Policy, stamp: Stamp, answers: Mapping[str, str]) -> Stamp:
    """The event as it reads there: a class has the priority that the other policy gives it."""
    if stamp.kind is not EventKind.RECLASSIFIED or not stamp.after:
        return stamp
    asked = _prioritised(policy, Class("", *class_in(stamp.after)), answers)
    return stamp._replace(after=classification(asked.severity, asked.kind, asked.priority))


def _prioritised(policy: Policy, asked: Class, answers: Mapping[str, str]) -> Class:
    if policy.priority(asked.priority):
        return asked
    return asked._replace(priority=policy.priority_of(asked.severity, answers))


def _unknown(
    policy: Policy, channel: str, asked: Class, stamps: Sequence[Stamp]
) -> set[tuple[str, str]]:
    """What the ticket names now, and waited for, that the policy does not have."""
    named: dict[tuple[str, str], object] = {
        ("plan", asked.plan): policy.plan(asked.plan),
        ("severity", asked.severity): policy.severity(asked.severity),
        ("request type", asked.kind): policy.request_type(asked.kind),
        ("channel", channel): policy.channel(channel),
    }
    for stamp in stamps:
        if stamp.kind is EventKind.WAITING and stamp.after not in {None, OUT_OF_SCOPE}:
            named["waiting reason", str(stamp.after)] = policy.waiting_reason(str(stamp.after))
    return {name for name, known in named.items() if known is None}


def _past(since: datetime | None) -> Iterator[_Past]:
    """Each ticket with its events and its answers about impact, in the order in which they came."""
    tickets = _TICKETS if since is None else _TICKETS.where(Ticket.opened_at >= since)
    rows = db.session.execute(tickets.execution_options(yield_per=AT_ONCE))
    for batch in rows.partitions():
        ids = [row.id for row in batch]
        stamps: dict[int, list[Stamp]] = defaultdict(list)
        for of, kind, at, by_agent, after, before in db.session.execute(_EVENTS, {"ids": ids}):
            stamps[of].append(Stamp(EventKind(kind), at, by_agent, after, before))
        answers: dict[int, dict[str, str]] = defaultdict(dict)
        for of, question, text in db.session.execute(_ANSWERS, {"ids": ids}):
            answers[of][question] = text
        yield from ((row, stamps[row.id], answers[row.id]) for row in batch)


_TICKETS = select(
    Ticket.id,
    Ticket.plan,
    Ticket.severity,
    Ticket.kind,
    Ticket.priority,
    Ticket.channel,
    Ticket.edition,
).order_by(Ticket.id)
_EVENTS = (
    select(Event.ticket_id, Event.kind, Event.at, Event.by_agent, Event.after, Event.before)
    .where(Event.ticket_id.in_(bindparam("ids", expanding=True)))
    .order_by(Event.ticket_id, Event.id)
)
_ANSWERS = select(Answer.ticket_id, Answer.question, Answer.text).where(
    Answer.ticket_id.in_(bindparam("ids", expanding=True)), Answer.question.startswith(IMPACT)
)
