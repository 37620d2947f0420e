"""The ledger: every line by hand, and by law that it adds up to what the clock shows."""

from datetime import timedelta

from hypothesis import given

from portal.tickets.clock import Class, Goal, Stamp, read
from portal.tickets.events import EventKind as K
from portal.tickets.ledger import Account, Line, LineKind, ledger
from tests.clockwork import LAW, Tale, tales
from tests.tickets.test_clock import HIGH, LAWS, OPENED, T0, TERMS, H, at, reclassified


def account(
    *stamps: Stamp, hours: float, goal: Goal = Goal.RESOLUTION, asked: Class = HIGH
) -> Account:
    return ledger([OPENED, *stamps], asked, TERMS, T0 + hours * H).goals[goal]


def told(lines: list[Line]) -> list[tuple[LineKind, float, float, float]]:
    """Kind, and in hours: when it began, what it added, what was used by then."""
    return [(l.kind, (l.at - T0) / H, l.used / H, l.total / H) for l in lines]  # noqa: E741


def test_each_line_says_what_happened_and_what_it_added() -> None:
    found = account(
        at(1, K.WAITING, after="client"),
        at(4, K.RESUMED, by_agent=False, before="client"),
        at(6, K.RESOLVED),
        at(30, K.REOPENED, by_agent=False),
        hours=31,
    )
    assert told(found.lines) == [
        (LineKind.STARTED, 0, 1, 1),
        (LineKind.PAUSED, 1, 0, 1),
        (LineKind.RESUMED, 4, 2, 3),
        (LineKind.MET, 6, 0, 3),
        (LineKind.REOPENED, 30, 1, 4),
    ]
    assert (found.used, found.target) == (4 * H, 8 * H)
    paused, resumed, met = found.lines[1:4]
    assert (paused.reason, paused.stood) == ("client", 3 * H)
    assert (paused.due_before, paused.due_at) == (T0 + 8 * H, T0 + 8 * H)
    assert (resumed.reason, resumed.due_before, resumed.due_at) == (
        "client",
        T0 + 8 * H,
        T0 + 11 * H,
    ), "three hours later by the pause"
    assert (met.after, met.until) == (K.RESOLVED, T0 + 30 * H)


def test_a_reclassification_says_what_it_changed() -> None:
    found = account(reclassified(3, "high", "mid"), hours=4)
    line = found.lines[1]
    assert line.kind is LineKind.RECLASSIFIED
    assert (line.before, line.after) == ("high incident", "mid incident")
    assert (line.target_before, line.target) == (8 * H, 16 * H)
    assert (line.due_before, line.due_at) == (T0 + 8 * H, T0 + 48 * H)
    assert line.hours_before is not None
    assert line.hours is not None
    assert (line.hours_before.key, line.hours.key) == ("always", "office")
    assert found.lines[0].total == 3 * H, "what was used stays as it was counted"


def test_another_plan_is_a_line_too() -> None:
    line = account(at(1, K.PLAN_CHANGED, after="plus", before="basic"), hours=2).lines[1]
    assert (line.kind, line.before, line.after) == (LineKind.PLAN_CHANGED, "basic", "plus")
    assert (line.target_before, line.target) == (8 * H, 6 * H)


def test_a_promise_that_was_taken_away_stays_on_the_ledger() -> None:
    found = account(reclassified(1, "high", "low"), hours=9)
    assert told(found.lines) == [
        (LineKind.STARTED, 0, 1, 1),
        (LineKind.RECLASSIFIED, 1, 0, 1),
    ]
    assert (found.target, found.due_at, found.lines[1].hours) == (None, None, None)
    low = Class("basic", "low", "incident")
    assert ledger([OPENED], low, TERMS, T0 + H).goals == {}, "nothing was ever promised"


def test_an_answer_ends_the_first_response() -> None:
    found = account(
        at(1, K.REPLIED), reclassified(2, "high", "mid"), hours=3, goal=Goal.FIRST_RESPONSE
    )
    assert told(found.lines) == [(LineKind.STARTED, 0, 1, 1), (LineKind.MET, 1, 0, 1)]
    assert found.lines[1].after == K.REPLIED


def test_the_updates_show_the_present_round_and_count_the_earlier_ones() -> None:
    found = account(
        at(3, K.REPLIED),
        at(8, K.ESCALATED),
        at(8, K.REPLIED),
        at(9, K.WAITING, after="client"),
        at(20, K.RESUMED, by_agent=False, before="client"),
        hours=21,
        goal=Goal.UPDATES,
    )
    assert (found.kept, found.late) == (2, 1), "five hours, where four were promised, once"
    assert told(found.lines) == [(LineKind.ROUND, 9, 0, 0), (LineKind.RESUMED, 20, 1, 1)]
    assert (found.lines[0].before, found.lines[0].reason) == (K.WAITING, "client")
    solved = account(at(3, K.REPLIED), at(5, K.RESOLVED), hours=9, goal=Goal.UPDATES)
    assert (solved.kept, solved.late) == (2, 0), "the end ends a round as well"


def test_two_hundred_events_add_up() -> None:
    stamps = []
    for n in range(100):
        stamps.append(at(n, K.WAITING, after="client"))
        stamps.append(at(n + 0.25, K.RESUMED, before="client"))
    found = account(*stamps, hours=100)
    assert len(found.lines) == 201
    assert found.used == 100 * 0.75 * H
    assert sum((line.stood for line in found.lines), timedelta()) == 25 * H


@given(tales(most=12))
@LAW
def test_the_lines_add_up_to_the_number_shown(tale: Tale) -> None:
    now = read(tale.stamps, tale.asked, LAWS, tale.now)
    accounts = ledger(tale.stamps, tale.asked, LAWS, tale.now).goals
    for goal, reading in now.readings.items():
        found = accounts[goal]
        assert (found.used, found.target, found.due_at) == (
            reading.used,
            reading.target,
            reading.due_at,
        )
    for found in accounts.values():
        total = timedelta()
        for line, following in zip(found.lines, [*found.lines[1:], None], strict=True):
            total += line.used
            assert line.total == total
            assert line.until == (following.at if following else tale.now)
            by_hand = line.hours.between(line.at, line.until) if line.hours else timedelta()
            assert line.used + line.stood == by_hand, "what passed of its hours counted or stood"
            assert (line.used == by_hand) or not line.is_running
        assert total == found.used
