"""What is to be said and when it is next to be said are one rule: whoever waits for the moment finds it, once."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from portal.policy.loading import load
from portal.policy.policy import Policy
from portal.policy.times import ChainLink
from portal.tickets.clock import Class, Goal, Stamp, read
from portal.tickets.events import EventKind as E
from portal.tickets.lifecycle import Status
from portal.tickets.noticing import Notice, Watched, next_at, notices_due
from portal.tickets.story import opened_as
from portal.tickets.terms import Terms
from tests.characters import START

MIN, H, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
POLICY = load("sgc-sac-004")
LONG_CHAIN = POLICY.model_copy(
    update={
        "chain": (
            ChainLink(tier="level-2", at=50),
            ChainLink(tier="leader", at=100),
            ChainLink(tier="level-3", at=200),
        )
    }
)


def clock(stamps: list[Stamp], severity: str, at: datetime, policy: Policy = POLICY):  # type: ignore[no-untyped-def]  # the clock's own
    now = Class("standard", severity, "system-error", "")
    return read(stamps, opened_as(stamps, now), Terms(policy, "portal"), at)


def due(
    stamps: list[Stamp],
    at: datetime,
    severity: str = "high",
    policy: Policy = POLICY,
    **facts: object,
) -> list[Notice]:
    return notices_due(
        watched(severity, **facts), clock(stamps, severity, at, policy), stamps, policy, at
    )


def watched(severity: str, **facts: object) -> Watched:
    values = {
        "status": Status.IN_PROGRESS,
        "has_somebody": True,
        "waiting_for": None,
        "closes_at": None,
    }
    return Watched(severity=severity, **(values | facts))  # type: ignore[arg-type]  # facts by name


def told(stamps: list[Stamp], until: datetime, policy: Policy = POLICY) -> list[Notice]:
    """What is said by whoever sleeps from moment to moment, in order; each on the log."""
    stamps, said, at = [*stamps], [], stamps[-1].at
    for _turn in range(100):
        moment = next_at(watched("high"), clock(stamps, "high", at, policy), stamps, policy)
        if moment is None or moment > until:
            return said
        assert moment >= at, "nothing that was said comes back"
        at = moment
        notices = due(stamps, at, policy=policy)
        assert notices, "a moment at which nothing is to be said would be slept through for ever"
        for notice in notices:
            said.append(notice)
            stamps.append(Stamp(notice.kind, at, after=notice.after, before=notice.before))
    raise AssertionError("it never ends")


OPENED = [Stamp(E.OPENED, START)]


def test_who_sleeps_from_moment_to_moment_says_each_thing_once() -> None:
    said = told(OPENED, START + 30 * DAY)
    assert len(said) == len(set(said))
    assert [each.kind for each in said].count(E.BREACHED) == len(Goal)
    assert [each.kind for each in said].count(E.WARNED) == len(Goal)


def test_a_long_chain_is_told_from_below_each_at_its_share() -> None:
    said = [each for each in told(OPENED, START + 5 * H, LONG_CHAIN) if each.kind is E.CHAIN_TOLD]
    of_reply = [each.before for each in said if each.after == Goal.FIRST_RESPONSE]
    assert of_reply == ["level-2", "leader", "level-3"]


def test_after_a_long_stop_each_ear_hears_one_thing_of_a_goal() -> None:
    notices = due(OPENED, START + 30 * DAY, policy=LONG_CHAIN)
    of_reply = [n for n in notices if n.after == Goal.FIRST_RESPONSE]
    assert [n.kind for n in of_reply if n.kind is not E.CHAIN_TOLD] == [E.BREACHED]
    assert [n.before for n in of_reply if n.kind is E.CHAIN_TOLD] == [
        "level-2",
        "leader",
        "level-3",
    ]


def test_a_promise_is_kept_at_its_moment_and_missed_after_it() -> None:
    at = START + 2 * H
    kinds = [n.kind for n in due(OPENED, at) if n.after == Goal.FIRST_RESPONSE]
    assert kinds == [E.WARNED]
    kinds = [
        n.kind
        for n in due(OPENED, at + timedelta(microseconds=1))
        if n.after == Goal.FIRST_RESPONSE
    ]
    assert kinds == [E.BREACHED, E.CHAIN_TOLD]


def test_times_that_pass_while_it_stands_still_are_nobodys() -> None:
    stamps = [
        *OPENED,
        Stamp(E.REPLIED, START + H, by_agent=True),
        Stamp(E.WAITING, START + 2 * H, by_agent=True, after="client"),
    ]
    facts = {"status": Status.WAITING, "waiting_for": "client"}
    assert due(stamps, START + DAY, **facts) == []
    assert due(stamps, START + 2 * H + 2 * DAY, **facts) == [Notice(E.REMINDED, "1")]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_reminders_come_in_order_and_the_closing_after_the_last(count: int) -> None:
    stamps = [Stamp(E.OPENED, START), Stamp(E.WAITING, START, by_agent=True, after="client")]
    stamps += [Stamp(E.REMINDED, START + (n + 1) * 2 * DAY, after=str(n + 1)) for n in range(count)]
    facts = watched("high", status=Status.WAITING, waiting_for="client", closes_at=START + 7 * DAY)
    at = stamps[-1].at
    expected = [START + 2 * DAY, START + 4 * DAY, START + 7 * DAY][count]
    assert next_at(facts, clock(stamps, "high", at), stamps, POLICY) == expected


def test_an_alert_is_for_what_nobody_has_begun() -> None:
    def alerts(**facts: object) -> list[Notice]:
        notices = due(OPENED, START, "critical", **facts)
        return [each for each in notices if each.kind is E.ALERTED]

    assert alerts(status=Status.OPEN, has_somebody=False)
    assert alerts(status=Status.OPEN, has_somebody=True), (
        "a rule gave it to somebody: not taken yet"
    )
    assert alerts(status=Status.IN_PROGRESS, has_somebody=False)
    for facts in (
        {"status": Status.IN_PROGRESS},
        {"status": Status.HELD, "has_somebody": False},
        {"status": Status.WAITING, "has_somebody": False, "waiting_for": "client"},
        {"status": Status.RESOLVED, "has_somebody": False},
    ):
        assert not alerts(**facts)


def test_the_moments_only_move_on() -> None:
    """Reading later never brings a moment forward."""
    moments = [
        next_at(watched("high"), clock(OPENED, "high", START + n * 10 * MIN), OPENED, POLICY)
        for n in range(20)
    ]
    assert all(a <= b for a, b in pairwise(moments))  # type: ignore[operator]  # none is None
