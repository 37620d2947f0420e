"""An agent tries to see the problem happen: what is kept, and what the client reads of it."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.ground.db import db
from portal.people.refusal import Forbidden
from portal.tickets import steps
from portal.tickets.arrangement import ReproductionAttempt, Result
from portal.tickets.steps import Attempt
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.characters import START
from tests.tickets.conftest import H, kinds, resolve

Act = Callable[..., Any]
TRIED = Attempt("Test system, Firefox 140", Result.PARTLY, "10.4.2", (1, 2), "Only over wifi.")


def test_an_attempt_keeps_where_which_version_which_steps_and_what_came_of_it(
    ticket: Ticket, act: Act
) -> None:
    act(steps.reproduce, ticket, "vera", TRIED, at=START + H)
    row = db.session.scalars(db.select(ReproductionAttempt)).one()
    assert (row.environment, row.version, row.steps) == (TRIED.environment, "10.4.2", [1, 2])
    assert (row.result, row.note, row.person.name) == ("partly", "Only over wifi.", "Vera Soto")
    assert ticket.status == "open", "trying is not taking"


def test_several_attempts_stand_beside_each_other_and_the_same_form_counts_once(
    ticket: Ticket, act: Act
) -> None:
    for result, key in ((Result.NO, "a"), (Result.NO, "a"), (Result.YES, "b")):
        act(steps.reproduce, ticket, "vera", Attempt("Lab", result), at=START + H, key=key)
    assert kinds(ticket) == ["opened", "reproduced", "reproduced"]


def test_nobody_tries_on_a_ticket_that_is_over(
    ticket: Ticket, act: Act, characters: dict[str, Any]
) -> None:
    resolve(ticket, characters["vera"], START + H)
    with pytest.raises(Forbidden, match="solved"):
        act(steps.reproduce, ticket, "vera", TRIED, at=START + 2 * H)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Result.YES, "We reproduced the problem."),
        (Result.PARTLY, "We reproduced part of the problem."),
        (Result.NO, "We haven’t been able to reproduce the problem yet."),
    ],
)
def test_the_client_reads_the_last_result_in_the_box_and_on_the_timeline(
    ticket: Ticket, act: Act, browser: Callable[..., Browser], result: Result, said: str
) -> None:
    act(steps.reproduce, ticket, "vera", Attempt("Lab", Result.NO, note="Odd."), at=START + H)
    act(steps.reproduce, ticket, "leo", Attempt("Lab 2", result), at=START + 2 * H)
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    box = alice.page.select_one(".promise")
    assert box is not None
    assert said in box.get_text()
    lines = [line.get_text(" ", strip=True) for line in alice.page.select(".event")]
    assert any(said.removesuffix(".") in line for line in lines)
    alice.does_not_see("Odd.", "Lab 2")
