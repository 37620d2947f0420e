"""The clock's arithmetic, by hand and by law: due times, pauses, what a change of class does, what was kept."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.policy.loading import parse
from portal.tickets.clock import Class, Clock, EndedBy, Goal, Pause, Reading, Stamp, State, read
from portal.tickets.events import EventKind as K
from portal.tickets.events import classification
from portal.tickets.story import opened_as
from portal.tickets.terms import Terms
from tests.clockwork import LAW, MIN, TEXT, Tale, clockwork, count, tales

T0 = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""A Monday; at the office below it is noon as well."""
H, DAY = timedelta(hours=1), timedelta(days=1)
CLASSES = """
[[calendar]]
key = "office"
title = {en = "office hours"}
week = {mon = ["09:00-17:00"], tue = ["09:00-17:00"], wed = ["09:00-17:00"], thu = ["09:00-17:00"], fri = ["09:00-17:00"]}

  [[calendar.day]]
  on = 2026-03-18

[[calendar]]
key = "madrid-office"
title = {en = "as the chat has it"}
week = {mon = ["09:00-12:30"], tue = ["09:00-12:30"], wed = ["09:00-12:30"]}

[[target]]
calendar = "always"
severity = "high"
first_response = "2 h"
resolution = "8 h"
updates = "4 h"

[[target]]
calendar = "office"
severity = "mid"
first_response = "4 h"
resolution = "2 business days"

[[target]]
calendar = "office"
severity = "high"
plan = "plus"
first_response = "1 h"
resolution = "6 h"
updates = "2 h"

[[target]]
calendar = "always"
severity = "low"
resolution_words = {en = "when there is time"}
"""
SEVERITIES = "\n".join(
    f'[[severity]]\nkey = "{key}"\ntitle = {{en = "x"}}\ndefinition = {{en = "x"}}'
    for key in ("high", "mid", "low")
)
POLICY = parse(
    "\n".join([TEXT.replace('"madrid-high"', '"high"'), SEVERITIES, CLASSES]), "classes.toml"
)
HIGH = Class("basic", "high", "incident")
TERMS = Terms(POLICY, "portal")
LAWS = Terms(clockwork(), "portal")


def at(
    hours: float,
    kind: K,
    by_agent: bool = True,
    after: str | None = None,
    before: str | None = None,
) -> Stamp:
    return Stamp(kind, T0 + hours * H, by_agent, after, before)


def reclassified(hours: float, before: str, after: str) -> Stamp:
    words = [classification(severity, "incident") for severity in (before, after)]
    return at(hours, K.RECLASSIFIED, after=words[1], before=words[0])


OPENED = at(0, K.OPENED, by_agent=False)


def clock(*stamps: Stamp, hours: float, asked: Class = HIGH, channel: str = "portal") -> Clock:
    """The clock so many hours after the opening; `asked` is the class at the opening."""
    return read([OPENED, *stamps], asked, Terms(POLICY, channel), T0 + hours * H)


def resolution(*stamps: Stamp, hours: float, asked: Class = HIGH) -> Reading:
    reading = clock(*stamps, hours=hours, asked=asked).resolution
    assert reading is not None
    return reading


def update(*stamps: Stamp, hours: float) -> Reading:
    reading = clock(*stamps, hours=hours).update
    assert reading is not None
    return reading


def test_nothing_runs_while_a_request_is_held() -> None:
    held = [at(0, K.HELD, by_agent=False)]
    assert read(held, HIGH, TERMS, T0 + 9 * H) == Clock()
    released = read([*held, at(3, K.RELEASED)], HIGH, TERMS, T0 + 4 * H)
    assert released.first_response is not None
    assert released.first_response.due_at == T0 + 5 * H, "two hours from the release"
    reopened = read([*held, at(1, K.CLOSED), at(3, K.REOPENED)], HIGH, TERMS, T0 + 4 * H)
    assert reopened.first_response is not None
    assert reopened.first_response.due_at == T0 + 5 * H, "closed unseen, then opened after all"


def test_what_is_promised_is_due_from_the_opening() -> None:
    now = clock(hours=1)
    assert now.first_response is not None
    assert now.resolution is not None
    assert (now.first_response.due_at, now.resolution.due_at) == (T0 + 2 * H, T0 + 8 * H)
    assert (now.first_response.share, now.first_response.left) == (0.5, 1 * H)
    assert now.next_due_at == T0 + 2 * H


def test_an_answer_in_time_meets_the_first_response() -> None:
    now = clock(at(2, K.REPLIED), hours=3)
    assert now.first_response is not None
    assert (now.first_response.state, now.first_response_at) == (State.MET, T0 + 2 * H)
    assert now.next_due_at == T0 + 6 * H, "the next update, four hours after the reply"


def test_the_clients_own_words_are_no_answer() -> None:
    now = clock(at(1, K.REPLIED, by_agent=False), hours=3)
    assert now.first_response is not None
    assert (now.first_response.state, now.first_response_at) == (State.MISSED, None)
    assert now.first_response.late_by == 1 * H


def test_a_late_answer_stays_missed() -> None:
    now = clock(at(2.5, K.REPLIED), hours=3)
    assert now.first_response is not None
    assert now.first_response.state is State.MISSED
    assert (now.first_response.used, now.first_response.left) == (2.5 * H, -0.5 * H)


def test_waiting_for_the_client_moves_the_solution_on_by_as_much() -> None:
    wait = at(1, K.WAITING, after="client")
    paused = clock(wait, hours=4)
    assert paused.resolution is not None
    assert (paused.resolution.state, paused.resolution.used) == (State.PAUSED, 1 * H)
    assert paused.resolution.pause == Pause("client", T0 + 1 * H)
    assert paused.resolution.pause.ended_by is EndedBy.CLIENT
    assert paused.resolution.due_at == T0 + 8 * H, "as it was when the pause began"
    assert (paused.paused_at, paused.next_due_at) == (T0 + 1 * H, None)
    on = clock(wait, at(4, K.RESUMED, by_agent=False, before="client"), hours=5)
    assert on.resolution is not None
    assert (on.resolution.due_at, on.resolution.used, on.paused_at) == (T0 + 11 * H, 2 * H, None)


def test_while_a_provider_is_awaited_news_is_still_owed() -> None:
    now = clock(at(1, K.WAITING, after="provider"), hours=2)
    assert now.resolution is not None
    assert now.update is not None
    assert (now.resolution.state, now.update.state) == (State.PAUSED, State.RUNNING)
    assert now.resolution.pause is not None
    assert now.resolution.pause.ended_by is EndedBy.DESK
    assert now.next_due_at == T0 + 5 * H


def test_from_one_wait_into_another() -> None:
    stamps = [
        at(1, K.WAITING, after="provider"),
        at(2, K.WAITING, after="client"),
        at(5, K.RESUMED),
    ]
    now = clock(*stamps, hours=6)
    assert now.resolution is not None
    assert now.update is not None
    assert now.resolution.due_at == T0 + 12 * H, "four hours of waiting in all"
    assert now.update.due_at == T0 + 9 * H, "told at 2, three hours of the wait stand between"


def test_what_was_missed_before_a_wait_does_not_grow_in_it() -> None:
    now = resolution(at(10, K.WAITING, after="client"), hours=20)
    assert (now.state, now.share) == (State.PAUSED, 1.25)


def test_solved_in_time_is_met_and_nothing_runs() -> None:
    now = clock(at(1, K.REPLIED), at(7, K.RESOLVED), hours=30)
    assert now.resolution is not None
    assert (now.resolution.state, now.resolution.used) == (State.MET, 7 * H)
    assert (now.next_due_at, now.update, now.resolved_at) == (None, None, T0 + 7 * H)


def test_confirming_later_does_not_make_it_late() -> None:
    now = resolution(at(7, K.RESOLVED), at(90, K.CONFIRMED, by_agent=False), hours=100)
    assert (now.state, now.met_at) == (State.MET, T0 + 7 * H)


def test_solved_during_a_wait_it_was_due_later() -> None:
    now = resolution(at(7, K.WAITING, after="client"), at(50, K.RESOLVED), hours=60)
    assert (now.state, now.used) == (State.MET, 7 * H)
    assert now.due_at == T0 + 51 * H, "an hour was left when it was solved"


def test_reopened_it_goes_on_where_it_stood() -> None:
    now = clock(at(1, K.RESOLVED), at(25, K.REOPENED, by_agent=False), hours=26)
    assert now.resolution is not None
    assert now.update is not None
    assert (now.resolution.used, now.resolution.due_at) == (2 * H, T0 + 32 * H)
    assert (now.resolved_at, now.update.due_at) == (None, T0 + 29 * H)


def test_closed_without_an_answer_promises_nothing_more() -> None:
    now = clock(at(1, K.CLOSED), hours=5)
    assert (now.first_response, now.next_due_at) == (None, None)


@pytest.mark.parametrize("kind", [K.ESCALATED, K.RECLASSIFIED, K.REPRODUCED, K.RETURNED])
def test_telling_the_client_of_a_change_is_news_but_no_first_response(kind: K) -> None:
    now = clock(at(1, kind), hours=1.5)
    assert now.update is not None
    assert (now.first_response_at, now.update.due_at) == (None, T0 + 5 * H)


def test_where_nothing_is_promised_nothing_is_due() -> None:
    now = clock(hours=99, asked=Class("basic", "low", "incident"))
    assert (now.readings, now.next_due_at) == ({}, None)


def test_only_the_hours_of_the_calendar_count() -> None:
    mid = Class("basic", "mid", "incident")
    now = clock(hours=24, asked=mid)
    assert now.first_response is not None
    assert now.first_response.due_at == T0 + 4 * H
    assert (now.first_response.state, now.first_response.used) == (State.MISSED, 8 * H)
    solve = resolution(hours=24, asked=mid)
    assert (solve.target, solve.used) == (16 * H, 8 * H)
    assert solve.due_at == T0 + 2 * DAY, "two business days on, at the same time of day"


def test_a_pause_over_a_weekend_and_nights_moves_a_due_time_by_business_time_only() -> None:
    mid = Class("basic", "mid", "incident")
    wait, on = at(3, K.WAITING, after="client"), at(5 * 24 + 72 - 2, K.RESUMED, before="client")
    now = resolution(wait, on, hours=5 * 24 + 80, asked=mid)
    # Monday 12:00 to 15:00 is used; it goes on the Tuesday of next week at 10:00, with 13 h of 16 h left.
    assert now.due_at == datetime(2026, 3, 11, 15, tzinfo=UTC)


def test_what_was_due_when_the_office_closed_is_late_in_the_evening() -> None:
    """As anybody reads 'by 17:00'; how late, its hours say: no time of theirs has passed."""
    opened = Stamp(K.OPENED, T0 + 1 * H)
    mid = Class("basic", "mid", "incident")
    for stamps in ([opened], [opened, at(8, K.REPLIED)]):
        first = read(stamps, mid, TERMS, T0 + 9 * H).first_response
        assert first is not None
        assert (first.due_at, first.state) == (T0 + 5 * H, State.MISSED)
        assert first.late_by == timedelta()


def test_a_holiday_within_a_pause_moves_nothing() -> None:
    """Tuesday to Friday noon was promised, Wednesday is free; two hours and one stand still around it."""
    opened = Stamp(K.OPENED, datetime(2026, 3, 17, 12, tzinfo=UTC))
    wait = Stamp(K.WAITING, datetime(2026, 3, 17, 15, tzinfo=UTC), True, "client")
    on = Stamp(K.RESUMED, datetime(2026, 3, 19, 10, tzinfo=UTC), False, None, "client")
    mid = Class("basic", "mid", "incident")
    before, after = (
        read(stamps, mid, TERMS, on.at).resolution for stamps in ([opened], [opened, wait, on])
    )
    assert before is not None
    assert after is not None
    assert before.due_at == datetime(2026, 3, 20, 12, tzinfo=UTC)
    assert (after.used, after.due_at) == (3 * H, datetime(2026, 3, 20, 15, tzinfo=UTC))


def test_the_stricter_of_channel_and_plan_is_promised() -> None:
    by_chat, by_portal = (
        clock(hours=0.1, channel=channel).first_response for channel in ("chat", "portal")
    )
    assert by_chat is not None
    assert by_portal is not None
    assert (by_chat.due_at, by_portal.due_at) == (T0 + 30 * MIN, T0 + 2 * H)
    assert by_chat.promised.hours.key == "madrid-office"
    late = read([Stamp(K.OPENED, T0 + 4 * H)], HIGH, Terms(POLICY, "chat"), T0 + 4 * H)
    assert late.first_response is not None
    assert late.first_response.due_at == T0 + 6 * H, "the chat opens tomorrow: the plan is stricter"


def test_reclassified_what_was_used_stays_used_and_the_new_target_stands() -> None:
    """Three hours round the clock, from noon; then office hours until Wednesday's noon were promised."""
    now = resolution(reclassified(3, "high", "mid"), hours=4)
    assert (now.used, now.target) == (4 * H, 16 * H)
    assert now.due_at == T0 + 2 * DAY
    night = resolution(reclassified(9, "high", "mid"), hours=10)
    assert night.used == 9 * H, "nine hours ran round the clock; at 22:00 the office is closed"
    assert night.due_at == datetime(2026, 3, 3, 16, tzinfo=UTC), "seven hours are left, from 09:00"


def test_a_stricter_class_may_have_been_due_already() -> None:
    mid = Class("basic", "mid", "incident")
    now = resolution(reclassified(24, "mid", "high"), hours=25, asked=mid)
    assert now.used == 9 * H, "a day at the office, and an hour round the clock"
    assert (now.state, now.due_at) == (State.MISSED, T0 + 24 * H), "when the eight hours were used"


def test_a_first_response_stays_as_it_was_promised_when_it_was_given() -> None:
    now = clock(at(1.5, K.REPLIED), reclassified(3, "high", "mid"), hours=4)
    assert now.first_response is not None
    assert (now.first_response.target, now.first_response.state) == (2 * H, State.MET)
    waiting = clock(reclassified(1, "high", "mid"), at(3, K.REPLIED), hours=4)
    assert waiting.first_response is not None
    assert (waiting.first_response.target, waiting.first_response.state) == (4 * H, State.MET)


def test_moved_to_another_plan_the_promises_are_that_plans() -> None:
    now = clock(at(1, K.PLAN_CHANGED, after="plus", before="basic"), hours=2)
    assert now.first_response is not None
    assert now.update is not None
    assert (now.first_response.target, now.update.target) == (1 * H, 2 * H)
    assert now.first_response.state is State.MISSED
    assert now.update.due_at == T0 + 3 * H


def test_a_class_that_changes_while_it_is_over_holds_when_it_is_reopened() -> None:
    stamps = [at(1, K.RESOLVED), reclassified(2, "high", "mid"), at(3, K.REOPENED)]
    assert resolution(*stamps, hours=4).target == 16 * H


def test_a_promise_that_comes_with_a_new_class_begins_with_it() -> None:
    low = Class("basic", "low", "incident")
    now = resolution(reclassified(50, "low", "high"), hours=51, asked=low)
    assert (now.used, now.due_at) == (1 * H, T0 + 58 * H)
    gone = clock(reclassified(1, "high", "low"), hours=2)
    assert gone.readings == {}
    back = resolution(reclassified(1, "high", "low"), reclassified(9, "low", "high"), hours=10)
    assert back.used == 2 * H, "an hour before and one after; between, nothing was promised"


def test_out_of_scope_no_clock_runs() -> None:
    out = at(1, K.OUT_OF_SCOPE, after="misuse")
    now = clock(out, at(2, K.REPLIED), at(3, K.QUOTED), hours=30)
    assert now.next_due_at is None
    assert now.paused_at == T0 + 1 * H
    assert now.resolution is not None
    assert now.resolution.pause == Pause("scope", T0 + 1 * H)
    assert now.resolution.pause.ended_by is EndedBy.DECISION
    assert now.update is not None
    assert now.update.state is State.PAUSED
    asked = [out, at(2, K.WAITING, after="client"), at(3, K.RESUMED, before="client")]
    assert resolution(*asked, hours=9).used == 1 * H, "an answer does not bring it into scope"
    on = resolution(out, at(30, K.RESUMED, before="scope"), hours=31)
    assert (on.state, on.used) == (State.RUNNING, 2 * H)


def test_while_parts_are_awaited_the_follow_up_is_owed_in_its_hours() -> None:
    wait = at(26, K.WAITING, after="parts")
    now = update(wait, hours=27)
    assert (now.target, now.promised.hours.key) == (5 * H, "madrid-office")
    assert now.state is State.RUNNING
    # Tuesday 14:00, mornings until 12:30 only, Monday to Wednesday.
    assert now.due_at == datetime(2026, 3, 9, 10, 30, tzinfo=UTC)
    told = update(wait, at(50, K.REPLIED), hours=51)
    assert told.since == T0 + 50 * H, "each word to the client begins it anew"
    on = update(wait, at(60, K.RESUMED, before="parts"), hours=61)
    assert (on.target, on.due_at) == (4 * H, T0 + 64 * H), (
        "then the plan's updates again, from there"
    )


def test_the_moment_of_a_share() -> None:
    now = resolution(at(1, K.WAITING, after="client"), at(3, K.RESUMED, before="client"), hours=4)
    assert now.at_share(0.75) == T0 + 8 * H
    assert now.at_share(0.125) == T0 + 1 * H, "when it was"
    assert now.at_share(1) == now.due_at
    assert now.at_share(1.5) == T0 + 14 * H
    assert resolution(at(1, K.WAITING, after="client"), hours=2).at_share(0.75) is None
    assert resolution(at(1, K.RESOLVED), hours=2).at_share(0.75) is None


def test_an_old_log_reads_as_it_did() -> None:
    """Events of the first release: classes without a priority, an escalation to a tier, no `before` on a wait."""
    stamps = [
        OPENED,
        at(1, K.ESCALATED, after="level-2", before="level-1"),
        at(2, K.WAITING, after="client"),
        at(3, K.RESUMED),
        Stamp(K.RECLASSIFIED, T0 + 4 * H, True, "high incident", "mid incident"),
    ]
    assert opened_as(stamps, HIGH) == Class("basic", "mid", "incident")
    now = read(stamps, opened_as(stamps, HIGH), TERMS, T0 + 5 * H)
    assert now.resolution is not None
    assert (now.resolution.used, now.resolution.target) == (4 * H, 8 * H)


def test_a_clock_that_was_put_back_undoes_nothing() -> None:
    now = resolution(at(2, K.WAITING, after="client"), at(1, K.RESUMED), hours=3)
    assert (now.used, now.due_at) == (3 * H, T0 + 8 * H), "the wait took no time"
    earlier = resolution(at(2, K.REPLIED), hours=1)
    assert earlier.used == 2 * H


@given(tales())
@LAW
def test_the_oracle_agrees(tale: Tale) -> None:
    """Minutes counted one by one on the wall, with the policy's figures written a second time."""
    now = read(tale.stamps, tale.asked, LAWS, tale.now)
    is_over = any(s.kind in {K.RESOLVED, K.CLOSED} for s in tale.stamps) and _is_over(tale.stamps)
    for goal in Goal:
        used, reached_at, target = count(goal, tale.stamps, tale.asked, tale.now)
        reading = now.readings.get(goal)
        if reading is None:
            is_done = is_over and (goal is Goal.UPDATES or now.first_response_at is None)
            assert target is None or is_done
            continue
        assert (reading.used, reading.target) == (used * MIN, (target or 0) * MIN)
        if reached_at is not None:
            assert reading.due_at == reached_at
        elif reading.pause is None and reading.met_at is None:
            assert reading.due_at > tale.now
            later = read(tale.stamps, tale.asked, LAWS, reading.due_at).readings[goal]
            assert (later.used, later.state) == (reading.target, State.RUNNING), "when it is due"


def _is_over(stamps: Sequence[Stamp]) -> bool:
    ends = [s for s in stamps if s.kind in {K.RESOLVED, K.CLOSED, K.REOPENED}]
    return bool(ends) and ends[-1].kind is not K.REOPENED


@given(tales(), st.integers(0, 3000), st.integers(0, 3000))
@LAW
def test_used_never_shrinks_and_due_times_stand_still(tale: Tale, sooner: int, more: int) -> None:
    one = read(tale.stamps, tale.asked, LAWS, tale.now + sooner * MIN)
    two = read(tale.stamps, tale.asked, LAWS, tale.now + (sooner + more) * MIN)
    for goal, reading in one.readings.items():
        later = two.readings[goal]
        assert later.used >= reading.used
        assert later.due_at == reading.due_at, "nothing happened"


@given(tales(), st.integers(0, 1000), st.integers(0, 2000))
@LAW
def test_splitting_a_pause_changes_nothing(tale: Tale, wait: int, split: int) -> None:
    """Ended and begun again in one instant, a pause is the same pause; the updates are told of it."""
    if _is_over(tale.stamps):
        return
    begin = tale.stamps[-1].at + wait * MIN
    middle, end = begin + split * MIN, begin + 2000 * MIN
    whole = [Stamp(K.RESUMED, begin), Stamp(K.WAITING, begin, False, "client")]
    parted = [*whole, Stamp(K.RESUMED, middle), Stamp(K.WAITING, middle, False, "client")]
    for after in ([], [Stamp(K.RESUMED, end)]):
        for later in (timedelta(), 7 * H):
            one, two = (
                read([*tale.stamps, *stamps, *after], tale.asked, LAWS, end + later)
                for stamps in (whole, parted)
            )
            assert one == two


@given(tales(most=14), st.integers(0, 10**6))
@LAW
def test_the_order_at_one_instant_does_not_matter(tale: Tale, seed: int) -> None:
    """But where events contradict each other: of those the log's order stands."""
    shuffled = _shuffled(tale.stamps, Random(seed))  # noqa: S311 (no secret)
    one, two = (read(stamps, tale.asked, LAWS, tale.now) for stamps in (tale.stamps, shuffled))
    assert one == two


_STATES = {K.OPENED, K.WAITING, K.RESUMED, K.OUT_OF_SCOPE, K.RESOLVED, K.CLOSED, K.REOPENED}


def _shuffled(stamps: Sequence[Stamp], chance: Random) -> list[Stamp]:
    """Another order of what shares an instant; begins and ends, and changes of one thing, stay in theirs."""
    found: list[Stamp] = []
    for moment in sorted({stamp.at for stamp in stamps}):
        together = [stamp for stamp in stamps if stamp.at == moment]
        places = together[:]
        chance.shuffle(places)
        for kinds in (_STATES, {K.RECLASSIFIED}, {K.PLAN_CHANGED}):
            ordered = iter([stamp for stamp in together if stamp.kind in kinds])
            places = [next(ordered) if each.kind in kinds else each for each in places]
        found += places
    return found
