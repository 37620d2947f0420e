"""How the time was counted: a page that anybody can add up, for the client and for the desk, and for nobody else."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.ground.db import db
from portal.ground.now import now
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.due_times import clock_of
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.tickets.conftest import DAY, MIN, H, opened, resolve, words

Enter = Callable[..., Browser]
Act = Callable[..., Any]


def minutes(text: str) -> int:
    """'2 h 5 min' as a number of minutes."""
    text = " ".join(text.split())
    hours, left = re.search(r"(\d+) h", text), re.search(r"(\d+) min", text)
    return 60 * int(hours[1] if hours else 0) + int(left[1] if left else 0)


def rows(page: Browser, goal: str) -> list[list[str]]:
    """The cells of a goal's lines."""
    lines = page.page.select(f"#{goal} tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in line.select("td")] for line in lines]


@pytest.fixture
def waited(characters: dict[str, Person], act: Act) -> Ticket:
    """Opened ten hours ago, answered after one; four hours of waiting; raised from medium to high an hour ago."""
    at = now() - 10 * H
    ticket = opened(characters["alice"], at, severity="medium")
    act(steps.reply, ticket, "vera", words("Hello."), at=at + H)
    act(steps.ask_client, ticket, "vera", words("Which browser?"), at=at + 2 * H)
    act(steps.reply, ticket, "alice", words("Firefox."), at=at + 6 * H)
    why = words("More people are affected.")
    act(steps.reclassify, ticket, "vera", "high", "system-error", why, at=at + 9 * H)
    return ticket


def test_the_lines_add_up_to_what_is_shown(waited: Ticket, browser: Enter) -> None:
    page = browser("alice").visit(f"/tickets/{waited.ref}/ledger")
    assert page.heading() == "How the time was counted"
    page.sees("Technical support by severity", "All times are in Santiago time")
    for goal in ("first-response", "resolution", "updates"):
        lines = rows(page, goal)
        total = 0
        for _when, _what, counted, in_all in lines:
            total += minutes(counted)
            assert minutes(in_all) == total
        foot = page.page.select_one(f"#{goal} tfoot .ledger__amount")
        assert foot is not None
        assert minutes(foot.get_text()) == total
    used = clock_of(waited, now()).readings
    assert {goal: reading.used // MIN for goal, reading in used.items()} == {
        goal: minutes(rows(page, goal)[-1][3]) for goal in used
    }


def test_each_line_says_what_happened_and_what_it_changed(waited: Ticket, browser: Enter) -> None:
    page = browser("alice").visit(f"/tickets/{waited.ref}/ledger")
    said = [what for _when, what, *_amounts in rows(page, "resolution")]
    assert said[0] == "Request received: time starts counting."
    assert said[1].startswith("Waiting for your answer: time stops counting.")
    assert "4 h passed meanwhile and did not count." in said[1]
    assert said[2] == "You answered: time counts again."
    assert "The severity changed from Medium to High." in said[3]
    assert "The target changed from 24 h to 8 h; what was counted stays." in said[3]
    assert "Due time moved from" in said[3]
    page.sees("6 h used of 8 h, 2 h left. Due by")
    page.sees("Met: took 1 h, promised 4 h.", "applies to: severity Medium", "severity High")


def test_a_missed_promise_says_by_how_much(
    characters: dict[str, Person], act: Act, browser: Enter
) -> None:
    ticket = opened(characters["alice"], now() - 3 * DAY)
    act(steps.reply, ticket, "vera", words("Hello."), at=now() - 3 * DAY + 150 * MIN)
    resolve(ticket, characters["vera"], now() - 2 * DAY)
    page = browser("alice").visit(f"/tickets/{ticket.ref}/ledger")
    page.sees("Missed by 30 min: took 2 h 30 min, promised 2 h.")
    page.sees("Missed by 16 h: took 24 h, promised 8 h.", "Solved: time stops counting")


def test_the_desk_reads_the_same_with_the_client_spoken_of(waited: Ticket, browser: Enter) -> None:
    vera = browser("vera").visit(f"/desk/{waited.ref}").follow("How this time was counted")
    vera.sees(
        "What was promised to Alice Rojas", "Waiting for the client’s answer: time stops counting"
    )
    theirs = browser("alice").visit(f"/tickets/{waited.ref}").follow("How this time was counted")
    numbers = [[line[2:] for line in rows(page, "resolution")] for page in (vera, theirs)]
    assert numbers[0] == numbers[1]


def test_a_strangers_ledger_does_not_exist(waited: Ticket, browser: Enter) -> None:
    browser("bob").visit(f"/tickets/{waited.ref}/ledger", status=404)
    browser("bob").visit(f"/desk/{waited.ref}/ledger", status=404)
    browser("ana").visit(f"/tickets/{waited.ref}/ledger", status=404)


def test_time_in_office_hours_can_be_recomputed_by_hand(
    characters: dict[str, Person], act: Act, browser: Enter, use_policy: Callable[[str], None]
) -> None:
    use_policy("planes")
    friday = now().replace(2026, 11, 20, 19, 0, 0, 0)  # 16:00 in Santiago
    ticket = opened(characters["alice"], friday, severity="critical", kind="problem", plan="basic")
    act(steps.reply, ticket, "vera", words("Hello."), at=friday + timedelta(days=2, hours=18))
    page = browser("alice").visit(f"/tickets/{ticket.ref}/ledger")
    first = rows(page, "first-response")[0]
    assert first[2] == "3 h"
    assert "20 Nov 2026, 16:00–18:00 (2 h), 23 Nov 2026, 09:00–10:00 (1 h)" in first[1]
    page.sees("Monday to Friday, 9:00 to 18:00", "Promised: 2 business hours.")


def test_words_without_a_time_are_said_to_run_no_clock(
    characters: dict[str, Person], browser: Enter, use_policy: Callable[[str], None]
) -> None:
    use_policy("politica-base")
    ticket = opened(characters["alice"], now() - H, severity="critical", kind="failure")
    page = browser("alice").visit(f"/tickets/{ticket.ref}/ledger")
    page.sees("The policy gives no amount of time for this, so there is nothing to count.")
    db.session.rollback()
    assert ticket.next_due_at is None
