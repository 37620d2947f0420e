"""Stored due times and the computed clock agree after any sequence of steps."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from portal.ground.db import db, writing
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets import steps
from portal.tickets.closing import Lesson
from portal.tickets.due_times import clock_of
from portal.tickets.ticket import Ticket
from tests.characters import START
from tests.tickets.conftest import MIN, opened, words

SAID = words("…")


def deeds(people: dict[str, Person]) -> list[Callable[[Ticket, datetime], Any]]:
    """Every step that touches a clock or might, by someone who may take it."""
    alice, vera, leo = people["alice"], people["vera"], people["leo"]
    return [
        lambda t, at: steps.reply(t, alice, SAID, at),
        lambda t, at: steps.reply(t, vera, SAID, at),
        lambda t, at: steps.note(t, vera, SAID, at),
        lambda t, at: steps.take(t, vera, at),
        lambda t, at: steps.assign(t, vera, leo, at),
        lambda t, at: steps.ask_client(t, vera, SAID, at),
        lambda t, at: steps.await_provider(t, vera, SAID, at),
        lambda t, at: steps.resume(t, vera, at),
        lambda t, at: steps.reclassify(t, vera, "critical", "system-error", SAID, at),
        lambda t, at: steps.reclassify(t, vera, "low", "call", SAID, at),
        lambda t, at: steps.escalate(t, vera, "level-3", SAID, at),
        lambda t, at: steps.resolve(t, vera, SAID, Lesson.NOTHING, at, reason="Known."),
        lambda t, at: steps.confirm(t, alice, at),
        lambda t, at: steps.reopen(t, alice, SAID, at),
        lambda t, at: steps.rate(t, alice, 4, "", at),
        lambda t, at: steps.release(t, vera, at),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_stored_and_computed_agree(characters: dict[str, Person], seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (no secret)
    ticket = opened(None if seed % 4 == 0 else characters["alice"], held=seed % 4 == 0)
    at, taken = START, 0
    for _ in range(40):
        at += timedelta(minutes=chance.choice([0, 1, 20, 90, 300]))
        try:
            with writing():
                chance.choice(deeds(characters))(ticket, at)
            taken += 1
        except Forbidden:
            continue
        later = at + chance.randrange(600) * MIN
        clock = clock_of(ticket, later)
        stored = (
            ticket.next_due_at,
            ticket.paused_at,
            ticket.first_response_at,
            ticket.resolved_at,
        )
        assert stored == (
            clock.next_due_at,
            clock.paused_at,
            clock.first_response_at,
            clock.resolved_at,
        )
        for reading, due_at in (
            (clock.first_response, ticket.first_response_due_at),
            (clock.resolution, ticket.resolution_due_at),
            (clock.update, ticket.update_due_at),
        ):
            assert due_at == (reading.due_at if reading else None)
        assert (ticket.paused_at is not None) <= (ticket.status == "waiting")
    assert taken > 5, "the sequence did something"
    db.session.rollback()
