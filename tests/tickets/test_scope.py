"""A request that the policy excludes: marked with its clause, told to the client, taken back."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets import steps
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.characters import START
from tests.tickets.conftest import H, kinds, opened, resolve, words

Act = Callable[..., Any]
Enter = Callable[..., Browser]
CLAUSE = "uncontracted-development"
CLAUSE_TEXT = "Building features that are not part of your contract."


def exclude(act: Act, ticket: Ticket, at: Any = START + H, **more: Any) -> None:
    told = words("This would be a new report.")
    act(steps.mark_out_of_scope, ticket, "vera", CLAUSE, told, at=at, **more)


def test_no_clock_runs_while_it_is_out_of_scope(ticket: Ticket, act: Act) -> None:
    due = ticket.resolution_due_at
    exclude(act, ticket)
    assert (ticket.status, ticket.waiting_for, ticket.out_of_scope) == ("waiting", "scope", CLAUSE)
    assert (ticket.next_due_at, ticket.paused_at) == (None, START + H)
    assert ticket.assignee.name == "Vera Soto"
    told = words("We had read the contract wrongly.")
    act(steps.mark_in_scope, ticket, "vera", told, at=START + 6 * H)
    assert (ticket.status, ticket.waiting_for, ticket.out_of_scope) == ("in_progress", None, None)
    assert due is not None
    assert ticket.resolution_due_at == due + 5 * H, "as much later as it stood still"
    assert kinds(ticket) == ["opened", "taken", "out_of_scope", "resumed"]


def test_the_same_form_marks_it_once_and_a_second_mark_is_refused(ticket: Ticket, act: Act) -> None:
    for _twice in range(2):
        exclude(act, ticket, key="form")
    assert kinds(ticket).count("out_of_scope") == 1
    with pytest.raises(Forbidden, match="already"):
        exclude(act, ticket, key="another")


@pytest.mark.parametrize("clause", ["no-such-clause", ""])
def test_only_an_exclusion_of_the_policy_is_a_reason(ticket: Ticket, act: Act, clause: str) -> None:
    with pytest.raises(Forbidden, match="names no such exclusion"):
        act(steps.mark_out_of_scope, ticket, "vera", clause, words("?"), at=START + H)


def test_meanwhile_it_waits_for_nothing_else(ticket: Ticket, act: Act) -> None:
    exclude(act, ticket)
    for step, given in (
        (steps.ask_client, (words("?"),)),
        (steps.wait_for, ("provider", words("?"))),
        (steps.resume, ()),
    ):
        with pytest.raises(Forbidden):
            act(step, ticket, "vera", *given, at=START + 2 * H)
    act(steps.reply, ticket, "alice", words("I see."), at=START + 2 * H)
    assert (ticket.status, ticket.out_of_scope) == ("waiting", CLAUSE)


def test_a_solution_ends_it(ticket: Ticket, act: Act, characters: dict[str, Person]) -> None:
    exclude(act, ticket)
    resolve(ticket, characters["vera"], START + 2 * H)
    assert (ticket.out_of_scope, ticket.waiting_for) == (None, None)


def test_what_is_in_scope_cannot_be_taken_back(ticket: Ticket, act: Act) -> None:
    with pytest.raises(Forbidden, match="not out of scope"):
        act(steps.mark_in_scope, ticket, "vera", words("?"), at=START + H)


def test_the_client_reads_the_clause_and_the_words_in_their_language(
    ticket: Ticket, act: Act, browser: Enter, characters: dict[str, Person]
) -> None:
    exclude(act, ticket)
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    alice.sees(
        "This is outside the scope of the service", CLAUSE_TEXT, "This would be a new report."
    )
    alice.sees("The clock has been paused since", "would like a quote, write to us below")
    assert alice.page.select_one(".promise").get_text().count(CLAUSE_TEXT) == 1
    assert not alice.page.select(".thread .notice"), "it is said once, in the box"
    mine = opened(characters["ana"], key="ana")
    exclude(act, mine)
    browser("ana", language="es").visit(f"/tickets/{mine.ref}").sees("funciones que no estén")
