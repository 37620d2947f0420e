"""Waiting for the client has an end that is said beforehand; waiting for others has none; what is out of scope stays so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.ground.db import writing
from portal.ground.site import site_row
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.policy.loading import path_of
from portal.tickets import steps
from portal.tickets.due_times import policy_for
from portal.tickets.ticket import Ticket
from portal.tickets.watching import is_due
from tests.characters import START
from tests.tickets.conftest import DAY, H, opened, words

Act = Callable[..., Any]


def test_going_on_clears_the_day_of_closing(ticket: Ticket, act: Act) -> None:
    act(steps.ask_client, ticket, "vera", words("Which version?"), at=START)
    assert ticket.closes_at == START + 7 * DAY
    act(steps.resume, ticket, "vera", at=START + H)
    assert ticket.closes_at is None


def test_waiting_for_a_provider_instead_clears_it_too(ticket: Ticket, act: Act) -> None:
    act(steps.ask_client, ticket, "vera", words("Which version?"), at=START)
    act(steps.wait_for, ticket, "vera", "provider", words("They look."), at=START + H)
    assert (ticket.waiting_for, ticket.closes_at) == ("provider", None)


def test_solving_what_waits_sets_the_day_of_its_own(ticket: Ticket, act: Act) -> None:
    act(steps.ask_client, ticket, "vera", words("Which version?"), at=START)
    act(steps.close, ticket, "vera", words("Asked twice."), at=START + H)
    assert (ticket.closes_at, ticket.watch_at) == (None, None)


def test_without_reminders_in_the_policy_a_question_waits_for_ever(
    characters: dict[str, Person], act: Act, tmp_path: Path
) -> None:
    text = path_of("sgc-sac-004").read_text()
    silent = [
        line for line in text.splitlines() if not line.startswith(("reminders =", "closes_after ="))
    ]
    own = tmp_path / "own.toml"
    own.write_text("\n".join(silent))
    with writing():
        site_row().policy = str(own)
    ticket = opened(characters["alice"])
    act(steps.ask_client, ticket, "vera", words("Which version?"), at=START)
    reason = policy_for(ticket).waiting_reason("client")
    assert reason is not None
    assert reason.reminders == ()
    assert (ticket.closes_at, ticket.watch_at) == (None, None)


def test_a_reason_the_policy_does_not_know_is_refused(ticket: Ticket, act: Act) -> None:
    for reason in ("client", "the moon"):
        with pytest.raises(Forbidden, match="does not know that reason"):
            act(steps.wait_for, ticket, "vera", reason, words("…"), at=START)


def test_what_is_out_of_scope_goes_on_by_its_own_step_alone(ticket: Ticket, act: Act) -> None:
    clause = steps.exclusions(policy_for(ticket))[0].key
    act(steps.ask_client, ticket, "vera", words("Which version?"), at=START)
    act(steps.mark_out_of_scope, ticket, "vera", clause, words("Not in the plan."), at=START + H)
    assert not is_due(START + 30 * DAY), "nothing runs, nobody is reminded, nothing closes"
    for deed, given in (
        (steps.resume, ()),
        (steps.ask_client, (words("And now?"),)),
        (steps.wait_for, ("provider", words("They look."))),
    ):
        with pytest.raises(Forbidden, match="out of scope"):
            act(deed, ticket, "vera", *given, at=START + 2 * H)
    assert ticket.waiting_for == "scope"
