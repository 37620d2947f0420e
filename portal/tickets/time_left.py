"""The nearest thing owed on a ticket, for the desk: time left in business time, from what is stored and the policy alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol

from portal.ground.catalogue import _
from portal.ground.wording import (
    Reader,
    current_reader,
    day_time,
    exact,
    weekday_time,
    whole_minutes,
)
from portal.policy.editions import policy_of
from portal.tickets.due_times import terms_of
from portal.tickets.goals import Class, Goal, Promised
from portal.tickets.lifecycle import Status
from portal.tickets.owed_words import owed, owed_by, working_time
from portal.tickets.wording import waiting_words

WARN_AT = 0.75
"""From this share of a target on, its bar warns."""
WEEK = timedelta(days=6)


class Standing(Protocol):
    """What is stored of where a ticket stands: the ticket itself, or a row with these columns."""

    @property
    def status(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def priority(self) -> str: ...
    @property
    def plan(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def edition(self) -> str: ...
    @property
    def waiting_for(self) -> str | None: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def first_response_due_at(self) -> datetime | None: ...
    @property
    def first_response_at(self) -> datetime | None: ...
    @property
    def resolution_due_at(self) -> datetime | None: ...
    @property
    def next_due_at(self) -> datetime | None: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def resolved_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...


@dataclass(slots=True)
class Due:
    """Time left for a list at the desk: `share` of the target used (above 1: missed), `exact` on hover.

    `note` stands below: how much working time a moment far away leaves, or whom it waits for.
    """

    words: str
    share: float
    tone: str
    exact: str | None = None
    note: str = ""

    @property
    def percent(self) -> int:
        """The length of its bar."""
        return min(100, max(0, round(self.share * 100)))


def due(ticket: Standing, now: datetime, reader: Reader | None = None) -> Due:
    """The nearest thing owed on the ticket, in few words; no query."""
    reader = reader or current_reader()
    if ticket.status == Status.HELD:
        return Due(_("To review"), 0, "warn")
    if ticket.status in _ENDED:
        return _ended(ticket, reader)
    if ticket.next_due_at is None:
        return _still(ticket, reader)
    return _running(ticket, ticket.next_due_at, now, reader)


_ENDED = {Status.RESOLVED, Status.CLOSED}


def _running(ticket: Standing, due_at: datetime, now: datetime, reader: Reader) -> Due:
    goal = _goal_due(ticket, due_at)
    promised = _promised(ticket, goal)
    hours, is_late = promised.hours, due_at < now
    left = -hours.between(due_at, now) if is_late else hours.between(now, due_at)
    minutes = whole_minutes(left)
    note = ""
    if is_late or left == due_at - now:
        words = owed(goal, minutes, hours.is_always, reader.language)
    else:  # it is closed in between: an amount alone would be read as time on the wall
        at = (weekday_time if due_at - now < WEEK else day_time)(due_at, reader)
        words = owed_by(goal, at, reader.language)
        note = working_time(minutes, reader.language)
    if ticket.status == Status.WAITING:
        note = _waits_for(ticket, reader)
    share = 1 - left / promised.amount
    tone = "bad" if is_late else "warn" if share >= WARN_AT else "neutral"
    return Due(words, share, tone, exact(due_at, reader), note)


def _ended(ticket: Standing, reader: Reader) -> Due:
    done_at = ticket.resolved_at or ticket.closed_at
    is_kept = not (ticket.resolution_due_at and done_at and done_at > ticket.resolution_due_at)
    words = _("Solved in time") if is_kept else _("Resolved late")
    if ticket.resolved_at is None:
        words = _("Closed")
    elif ticket.resolution_due_at is None:
        words = _("Resolved")
    tone = "good" if is_kept else "neutral"
    return Due(words, 1, tone, exact(done_at, reader) if done_at else None)


def _still(ticket: Standing, reader: Reader) -> Due:
    """Nothing runs: it waits, or no amount of time is promised."""
    if ticket.status != Status.WAITING:
        return Due(_without_time(ticket, reader), 0, "neutral")
    words, due_at = _waits_for(ticket, reader), ticket.resolution_due_at
    if ticket.paused_at is None or due_at is None:
        return Due(words, 0, "neutral")
    promised = _promised(ticket, Goal.RESOLUTION)
    share = 1 - promised.hours.between(ticket.paused_at, due_at) / promised.amount
    since = _("Paused since %(time)s", time=exact(ticket.paused_at, reader))
    return Due(words, share, "neutral", since)


def _without_time(ticket: Standing, reader: Reader) -> str:
    """What is promised in words alone, while it is owed; else that nothing is."""
    is_answered = ticket.first_response_at is not None
    return _words_alone(ticket.edition, _class_of(ticket), is_answered, reader.language)


@lru_cache(maxsize=2_000)
def _words_alone(edition: str, asked: Class, is_answered: bool, language: str) -> str:
    """Kept by language, since an edition never changes."""
    policy = policy_of(edition)
    words = policy.targets(*asked).first_response_words
    if words and not is_answered:
        return _("Reply: %(words)s", words=policy.words(words, language))
    return _("No time promised")


def _waits_for(ticket: Standing, reader: Reader) -> str:
    return waiting_words(ticket.edition, ticket.waiting_for, reader.language)


def _goal_due(ticket: Standing, due_at: datetime) -> Goal:
    """Which goal `next_due_at` belongs to."""
    if due_at == ticket.first_response_due_at and ticket.first_response_at is None:
        return Goal.FIRST_RESPONSE
    return Goal.RESOLUTION if due_at == ticket.resolution_due_at else Goal.UPDATES


def _promised(ticket: Standing, goal: Goal) -> Promised:
    """What stands promised for that goal. The start of a round of updates is not stored: of business days
    it counts those from the opening, which hold as much."""
    waits_for = ticket.waiting_for if goal is Goal.UPDATES else None
    promised = _kept(
        ticket.edition, ticket.channel, _class_of(ticket), goal, waits_for, ticket.opened_at
    )
    if promised is None:
        raise LookupError(f"nothing is promised for {goal}, and yet something is due")
    return promised


@lru_cache(maxsize=10_000)
def _kept(
    edition: str, channel: str, asked: Class, goal: Goal, waits_for: str | None, since: datetime
) -> Promised | None:
    """Kept, since an edition never changes and a queue shows the same tickets again and again."""
    terms = terms_of(policy_of(edition), channel)
    if waits_for and terms.follows_up(waits_for):
        return terms.follow_up(waits_for, asked, since)
    return terms.promised(goal, asked, since)


def _class_of(ticket: Standing) -> Class:
    return Class(ticket.plan, ticket.severity, ticket.kind, ticket.priority)
