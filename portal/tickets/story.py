"""What a ticket's events say to the clock: its class, whether it waits, whether it is over, after each of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from portal.tickets.events import OUT_OF_SCOPE, EventKind, class_in
from portal.tickets.goals import Class


class Stamp(NamedTuple):
    """What the clock reads of an event."""

    kind: EventKind
    at: datetime
    by_agent: bool = False
    after: str | None = None
    before: str | None = None


class Facts(NamedTuple):
    """What holds from one event to the next. `waiting_for`: the key of a waiting reason."""

    asked: Class
    waiting_for: str | None = None
    is_out_of_scope: bool = False
    is_over: bool = False

    @property
    def wait(self) -> str | None:
        """What the ticket waits for; out of scope it waits for that before all else."""
        return OUT_OF_SCOPE if self.is_out_of_scope else self.waiting_for


class Moment(NamedTuple):
    """An event, when it happened, and what holds from then on."""

    stamp: Stamp
    at: datetime
    facts: Facts


ANSWERS = frozenset(
    {
        EventKind.REPLIED,
        EventKind.WAITING,
        EventKind.RESOLVED,
        EventKind.OUT_OF_SCOPE,
        EventKind.QUOTED,
        EventKind.MEETING_PROPOSED,
    }
)
"""An agent's words that are a first response."""

_NEWS = ANSWERS | {
    EventKind.ESCALATED,
    EventKind.RETURNED,
    EventKind.RECLASSIFIED,
    EventKind.PLAN_CHANGED,
    EventKind.OBJECTION_ANSWERED,
    EventKind.REPRODUCED,
    EventKind.MEETING_AGREED,
    EventKind.MEETING_CALLED_OFF,
    EventKind.MEETING_RECORDED,
    EventKind.QUOTE_LAPSED,
}
STARTS = frozenset({EventKind.OPENED, EventKind.RELEASED, EventKind.REOPENED})
"""The first of these starts the clock; nothing runs on a request that is held."""
_OF_CLASS = frozenset({EventKind.RECLASSIFIED, EventKind.PLAN_CHANGED})
ENDS = frozenset({EventKind.RESOLVED, EventKind.CONFIRMED, EventKind.CLOSED})
_TELLING = _NEWS | STARTS | ENDS | {EventKind.RESUMED}
_OF_WAITS = frozenset({EventKind.WAITING, EventKind.RESUMED, EventKind.OUT_OF_SCOPE})


def is_answer(stamp: Stamp) -> bool:
    """Whether it is a first response."""
    return stamp.by_agent and stamp.kind in ANSWERS


def is_update(stamp: Stamp) -> bool:
    """Whether the interval of updates begins anew with it: an agent's news, or anybody's reopening."""
    return stamp.kind is EventKind.REOPENED or (stamp.by_agent and stamp.kind in _NEWS)


def story(stamps: Iterable[Stamp], opened_as: Class) -> list[Moment]:
    """The events that tell the clock something, in their order.

    What one instant brings adds up whatever its order: a change of class counts before all else, and
    where events contradict each other (a wait's begin and end) the log's order stands. A machine's
    clock that was put back does not undo time: no event is earlier than the one before it.
    """
    told, at = list[tuple[datetime, Stamp]](), None
    for stamp in stamps:
        if stamp.kind in _TELLING:
            at = max(at or stamp.at, stamp.at)
            told.append((at, stamp))
    if any(stamp.kind in _OF_CLASS for _at, stamp in told):
        told.sort(key=lambda each: (each[0], each[1].kind not in _OF_CLASS))
    moments, facts = list[Moment](), Facts(opened_as)
    for at, stamp in told:
        facts = _after(facts, stamp)
        moments.append(Moment(stamp, at, facts))
    return moments


def opened_as(stamps: Sequence[Stamp], now: Class) -> Class:
    """The class a ticket was opened with, from what it is `now` and the changes since."""
    for stamp in reversed(stamps):
        if stamp.before and stamp.kind is EventKind.RECLASSIFIED:
            now = Class(now.plan, *class_in(stamp.before))
        elif stamp.before and stamp.kind is EventKind.PLAN_CHANGED:
            now = now._replace(plan=stamp.before)
    return now


def _after(facts: Facts, stamp: Stamp) -> Facts:
    kind = stamp.kind
    if kind is EventKind.RECLASSIFIED and stamp.after:
        return facts._replace(asked=Class(facts.asked.plan, *class_in(stamp.after)))
    if kind is EventKind.PLAN_CHANGED and stamp.after:
        return facts._replace(asked=facts.asked._replace(plan=stamp.after))
    if kind in ENDS:
        return Facts(facts.asked, is_over=True)
    if kind is EventKind.REOPENED:
        return facts._replace(is_over=False)
    return facts if facts.is_over or kind not in _OF_WAITS else _waiting(facts, stamp)


def _waiting(facts: Facts, stamp: Stamp) -> Facts:
    """What a wait's begin or end leaves. Out of scope nothing but the end of that wait, or of the ticket,
    lets a clock run again."""
    if stamp.kind is EventKind.OUT_OF_SCOPE:
        return Facts(facts.asked, None, is_out_of_scope=True)
    if stamp.kind is EventKind.WAITING:
        return Facts(facts.asked, stamp.after, facts.is_out_of_scope)
    is_still_out = facts.is_out_of_scope and stamp.before not in {None, OUT_OF_SCOPE}
    return Facts(facts.asked, None, is_still_out)
