"""Past tickets under another policy: what would have been kept, and nothing is written."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.ground.db import db
from portal.people.person import Person
from portal.policy.loading import parse, path_of
from portal.policy.policy import Policy
from portal.tickets import replaying, steps
from portal.tickets.conversation import Event
from portal.tickets.goals import Goal
from portal.tickets.replaying import Count, replay
from portal.tickets.ticket import Ticket
from tests.characters import START
from tests.tickets.conftest import DAY, MIN, H, opened, resolve, words

SGC = path_of("sgc-sac-004").read_text("utf-8")


def other(*changes: tuple[str, str]) -> Policy:
    text = SGC
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse(text, "other.toml")


@pytest.fixture
def past(characters: dict[str, Person], act: Callable[..., Any]) -> dict[str, Ticket]:
    """Severity high (answer in 2 h, solution in 8 h, news every 4 h) but for one.

    answered in 90 min, solved in 10 h; answered and solved in 3 h; critical, never touched.
    """
    alice, vera = characters["alice"], characters["vera"]
    first = opened(alice, START, "first")
    act(steps.reply, first, "vera", words("We look."), at=START + 90 * MIN)
    resolve(first, vera, START + 10 * H)
    second = opened(alice, START + DAY, "second")
    resolve(second, vera, START + DAY + 3 * H)
    third = opened(alice, START + 2 * DAY, "third", severity="critical")
    return {"first": first, "second": second, "third": third}


def test_what_was_and_what_would_have_been(past: dict[str, Ticket]) -> None:
    stricter = other(
        ('first_response = "2 h"', 'first_response = "1 h"'), ('"8 h"     #', '"12 h" #')
    )
    found = replay(stricter, None, START + 2 * DAY + 10 * MIN)
    assert found.tickets == 3
    high = found.compared[past["first"].plan, "high"]
    assert high.tickets == 2
    assert high.was[Goal.FIRST_RESPONSE] == Count(kept=1, missed=1)
    assert high.would[Goal.FIRST_RESPONSE] == Count(missed=2)
    assert high.was[Goal.RESOLUTION] == Count(kept=1, missed=1)
    assert high.would[Goal.RESOLUTION] == Count(kept=2)
    # First ticket: the answer came in time, then no news for 8.5 hours. Second: one interval, ended by the solution.
    assert high.was[Goal.UPDATES] == Count(kept=2, missed=1)
    critical = found.compared[past["third"].plan, "critical"]
    assert critical.was[Goal.RESOLUTION] == Count(running=1)
    assert found.unknown == {}


def test_the_same_policy_keeps_and_misses_the_same(past: dict[str, Ticket]) -> None:
    found = replay(other(), None, START + 5 * DAY)
    for each in found.compared.values():
        assert each.was == each.would


def test_what_the_other_policy_does_not_know_is_named(past: dict[str, Ticket]) -> None:
    found = replay(other(('key = "high"', 'key = "urgent"'), *HIGH), None, START + 5 * DAY)
    assert found.unknown == {("severity", "high"): 2}
    high = found.compared[past["first"].plan, "high"]
    assert high.would[Goal.FIRST_RESPONSE] == Count()
    assert high.was[Goal.FIRST_RESPONSE] == Count(kept=1, missed=1)


HIGH = [('severity = "high"', 'severity = "urgent"')] * SGC.count('severity = "high"')


def test_tickets_of_before_can_be_left_out(past: dict[str, Ticket]) -> None:
    found = replay(other(), START + DAY, START + 5 * DAY)
    assert found.tickets == 2


def test_a_pause_counts_as_the_other_policy_says(
    characters: dict[str, Person], act: Callable[..., Any]
) -> None:
    ticket = opened(characters["alice"], START, "waits")
    act(steps.ask_client, ticket, "vera", words("Which number?"), at=START + H)
    act(steps.reply, ticket, "alice", words("This one."), at=START + 9 * H)
    resolve(ticket, characters["vera"], START + 12 * H)
    runs_on = other(('pauses = ["resolution", "updates"]', 'pauses = ["updates"]'))
    found = replay(runs_on, None, START + DAY).compared[ticket.plan, "high"]
    assert found.was[Goal.RESOLUTION] == Count(kept=1), "4 hours counted"
    assert found.would[Goal.RESOLUTION] == Count(missed=1), "12 hours counted"


def test_many_tickets_come_in_batches_and_none_is_changed(
    past: dict[str, Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [
        (each.first_response_due_at, each.resolution_due_at, each.next_due_at)
        for each in db.session.scalars(select(Ticket).order_by(Ticket.id))
    ]
    events = db.session.scalar(select(func.count(Event.id)))
    whole = replay(other(), None, START + 5 * DAY)
    monkeypatch.setattr(replaying, "AT_ONCE", 2)
    assert replay(other(), None, START + 5 * DAY) == whole
    db.session.expire_all()
    after = [
        (each.first_response_due_at, each.resolution_due_at, each.next_due_at)
        for each in db.session.scalars(select(Ticket).order_by(Ticket.id))
    ]
    assert (after, db.session.scalar(select(func.count(Event.id)))) == (before, events)


def test_a_priority_is_what_the_other_policy_makes_of_it(
    characters: dict[str, Person],
) -> None:
    told = {"description": "Nothing works.", "impact.working": "no", "impact.people": "everyone"}
    ticket = opened(characters["alice"], START, "worst", severity="critical", answers=told)
    resolve(ticket, characters["vera"], START + timedelta(hours=2))
    priorities = """
[[priority]]
key = "now"
title = {es = "Ya", en = "Now"}

[[priority]]
key = "later"
title = {es = "Luego", en = "Later"}

[[priority_decision]]
when = {people = ["everyone"]}
priority = "now"

[[priority_decision]]
priority = "later"

[[target]]
priority = "now"
calendar = "always"
resolution = "1 h"
"""
    found = replay(parse(SGC + priorities, "other.toml"), None, START + DAY)
    row = found.compared[ticket.plan, "critical"]
    assert row.was[Goal.RESOLUTION] == Count(kept=1)
    assert row.would[Goal.RESOLUTION] == Count(missed=1)
