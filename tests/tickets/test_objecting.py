"""The client sees a reclassification differently: once for each, and it is answered."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets import steps
from portal.tickets.steps.objecting import is_open_to
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.characters import START
from tests.tickets.conftest import MIN, H, kinds, resolve, words

Act = Callable[..., Any]
WHY = "Nobody at the reception can call."


@pytest.fixture
def lowered(ticket: Ticket, act: Act) -> Ticket:
    """Alice's ticket, which vera thought less bad than she did."""
    act(steps.reclassify, ticket, "vera", "low", "system-error", words("One phone."), at=START + H)
    return ticket


def test_only_a_reclassification_can_be_objected_to(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    assert not is_open_to(ticket, characters["alice"])
    with pytest.raises(Forbidden):
        act(steps.object_to, ticket, "alice", words(WHY), at=START + H)


def test_the_owner_objects_once_and_is_answered(
    lowered: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    asked = [is_open_to(lowered, characters[name]) for name in ("alice", "mara", "ana", "vera")]
    assert asked == [True, True, False, False]
    act(steps.object_to, lowered, "alice", words(WHY), at=START + 2 * H, key="form-1")
    act(steps.object_to, lowered, "alice", words(WHY), at=START + 2 * H + MIN, key="form-1")
    assert lowered.objected_at == START + 2 * H
    assert (lowered.last_word_by, kinds(lowered).count("objected")) == ("client", 1)
    assert not is_open_to(lowered, characters["alice"])
    with pytest.raises(Forbidden, match="already told us"):
        act(steps.object_to, lowered, "alice", words("Still."), at=START + 3 * H)
    act(steps.answer_objection, lowered, "leo", words("The others work."), at=START + 4 * H)
    assert (lowered.objected_at, lowered.severity) == (None, "low")
    with pytest.raises(Forbidden, match="No objection"):
        act(steps.answer_objection, lowered, "leo", words("Again."), at=START + 4 * H)
    assert not is_open_to(lowered, characters["alice"]), "once for each reclassification"


def test_a_new_class_is_an_answer_and_can_be_objected_to(
    lowered: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    act(steps.object_to, lowered, "alice", words(WHY), at=START + 2 * H)
    again = words("We see.")
    act(steps.reclassify, lowered, "vera", "medium", "system-error", again, at=START + 3 * H)
    assert lowered.objected_at is None
    assert is_open_to(lowered, characters["alice"])


def test_nobody_objects_on_a_solved_ticket(
    lowered: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    resolve(lowered, characters["vera"], START + 2 * H)
    assert not is_open_to(lowered, characters["alice"])


def test_the_client_objects_at_the_page_and_the_desk_answers(
    lowered: Ticket, browser: Callable[..., Browser]
) -> None:
    alice, vera = browser("alice"), browser("vera")
    alice.visit(f"/tickets/{lowered.ref}").sees("I see it differently")
    alice.press("Tell them", status=422).sees("Tell us why you disagree")
    alice.fill("How does it affect your work?", WHY).press("Tell them")
    alice.sees("We look at it again", WHY, "Alice Rojas appealed the change")
    alice.does_not_see("How does it affect your work?")
    vera.visit(f"/desk/{lowered.ref}").sees("Answer the objection", WHY)
    vera.press("Send the answer", status=422).sees("Write your answer before you send it.")
    vera.fill("Your answer to the client", "The others can call.").press("Send the answer")
    vera.does_not_see("Answer the objection")
    alice.visit(f"/tickets/{lowered.ref}").sees(
        "The others can call.", "the classification stays the same"
    )


def test_an_objection_that_came_too_late_keeps_its_words(
    lowered: Ticket, act: Act, browser: Callable[..., Browser]
) -> None:
    alice = browser("alice")
    alice.visit(f"/tickets/{lowered.ref}").fill("How does it affect your work?", WHY)
    act(steps.close, lowered, "vera", words("Asked twice."), at=START + 2 * H)
    alice.press("Tell them", status=403)
    assert WHY in alice.html
