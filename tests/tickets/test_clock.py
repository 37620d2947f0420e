"""The clock's arithmetic, by hand and by law: due times, pauses, what was kept and missed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.tickets.clock import Clock, Goal, Stamp, State, read
from portal.tickets.events import EventKind as K

T0 = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MIN, H = timedelta(minutes=1), timedelta(hours=1)
HIGH = {Goal.FIRST_RESPONSE: 2 * H, Goal.RESOLUTION: 8 * H, Goal.UPDATES: 4 * H}
PAUSES = {"client": ["resolution", "updates"], "provider": ["resolution"]}


def at(hours: float, kind: K, by_agent: bool = True, after: str | None = None) -> Stamp:
    return Stamp(kind, T0 + hours * H, by_agent, after)


OPENED = at(0, K.OPENED, by_agent=False)


def clock(*stamps: Stamp, hours: float) -> Clock:
    return read([OPENED, *stamps], HIGH, PAUSES, T0 + hours * H)


def test_nothing_runs_while_a_request_is_held() -> None:
    held = [at(0, K.HELD, by_agent=False)]
    assert read(held, HIGH, PAUSES, T0 + 9 * H) == Clock()
    released = read([*held, at(3, K.RELEASED)], HIGH, PAUSES, T0 + 4 * H)
    assert released.first_response is not None
    assert released.first_response.due_at == T0 + 5 * H, "two hours from the release"


def test_what_is_promised_is_due_from_the_opening() -> None:
    now = clock(hours=1)
    assert now.first_response is not None
    assert now.resolution is not None
    assert (now.first_response.due_at, now.resolution.due_at) == (T0 + 2 * H, T0 + 8 * H)
    assert now.first_response.share == 0.5
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


def test_a_late_answer_stays_missed() -> None:
    now = clock(at(2.5, K.REPLIED), hours=3)
    assert now.first_response is not None
    assert now.first_response.state is State.MISSED
    assert now.first_response.used == 2.5 * H


def test_waiting_for_the_client_moves_the_solution_on_by_as_much() -> None:
    paused = clock(at(1, K.WAITING, after="client"), hours=4)
    assert paused.resolution is not None
    assert (paused.resolution.state, paused.resolution.used) == (State.PAUSED, 1 * H)
    assert (paused.paused_at, paused.next_due_at) == (T0 + 1 * H, None)
    on = clock(at(1, K.WAITING, after="client"), at(4, K.RESUMED, by_agent=False), hours=5)
    assert on.resolution is not None
    assert (on.resolution.due_at, on.resolution.used, on.paused_at) == (T0 + 11 * H, 2 * H, None)


def test_while_a_provider_is_awaited_news_is_still_owed() -> None:
    now = clock(at(1, K.WAITING, after="provider"), hours=2)
    assert now.resolution is not None
    assert now.update is not None
    assert (now.resolution.state, now.update.state) == (State.PAUSED, State.RUNNING)
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
    now = clock(at(10, K.WAITING, after="client"), hours=20)
    assert now.resolution is not None
    assert (now.resolution.state, now.resolution.share) == (State.PAUSED, 1.25)


def test_solved_in_time_is_met_and_nothing_runs() -> None:
    now = clock(at(1, K.REPLIED), at(7, K.RESOLVED), hours=30)
    assert now.resolution is not None
    assert (now.resolution.state, now.resolution.used) == (State.MET, 7 * H)
    assert (now.next_due_at, now.update, now.resolved_at) == (None, None, T0 + 7 * H)


def test_confirming_later_does_not_make_it_late() -> None:
    now = clock(at(7, K.RESOLVED), at(90, K.CONFIRMED, by_agent=False), hours=100)
    assert now.resolution is not None
    assert (now.resolution.state, now.resolution.met_at) == (State.MET, T0 + 7 * H)


def test_reopened_it_goes_on_where_it_stood() -> None:
    now = clock(at(1, K.RESOLVED), at(25, K.REOPENED, by_agent=False), hours=26)
    assert now.resolution is not None
    assert now.update is not None
    assert (now.resolution.used, now.resolution.due_at) == (2 * H, T0 + 32 * H)
    assert (now.resolved_at, now.update.due_at) == (None, T0 + 29 * H)


def test_closed_without_an_answer_promises_nothing_more() -> None:
    now = clock(at(1, K.CLOSED), hours=5)
    assert (now.first_response, now.next_due_at) == (None, None)


@pytest.mark.parametrize("kind", [K.ESCALATED, K.RECLASSIFIED])
def test_telling_the_client_of_a_change_is_news_but_no_first_response(kind: K) -> None:
    now = clock(at(1, kind), hours=1.5)
    assert now.update is not None
    assert (now.first_response_at, now.update.due_at) == (None, T0 + 5 * H)


def test_where_nothing_is_promised_nothing_is_due() -> None:
    now = read([OPENED], {}, PAUSES, T0 + 99 * H)
    assert (now.first_response, now.resolution, now.update, now.next_due_at) == (
        None,
        None,
        None,
        None,
    )


minutes = st.integers(0, 600)


@given(st.lists(st.tuples(minutes, minutes), max_size=6), st.integers(0, 5000))
@settings(max_examples=200, deadline=None)
def test_used_and_paused_make_up_the_whole(gaps: list[tuple[int, int]], later: int) -> None:
    """An independent count: minutes worked and minutes waited, each added up on its own."""
    stamps, minute, worked = [], 0, 0
    for work, wait in gaps:
        worked, minute = worked + work, minute + work
        stamps.append(Stamp(K.WAITING, T0 + minute * MIN, True, "client"))
        minute += wait
        stamps.append(Stamp(K.RESUMED, T0 + minute * MIN))
    now = read([OPENED, *stamps], HIGH, PAUSES, T0 + (minute + later) * MIN)
    assert now.resolution is not None
    assert now.resolution.used == (worked + later) * MIN
    assert now.resolution.due_at == T0 + 8 * H + (minute - worked) * MIN


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 500))
@settings(max_examples=100, deadline=None)
def test_splitting_a_pause_changes_nothing(start: int, first: int, second: int) -> None:
    a, b, c = (T0 + n * MIN for n in (start, start + first, start + first + second))
    whole = [Stamp(K.WAITING, a, True, "client"), Stamp(K.RESUMED, c)]
    split = [whole[0], Stamp(K.RESUMED, b), Stamp(K.WAITING, b, True, "client"), whole[1]]
    end = c + 3 * H
    one, two = (read([OPENED, *stamps], HIGH, PAUSES, end).resolution for stamps in (whole, split))
    assert one == two
