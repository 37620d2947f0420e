"""The client lets support into their system for one ticket, and takes it back."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.ground.db import db
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets import steps
from portal.tickets.conversation import Event
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.characters import START
from tests.tickets.conftest import DAY, H, kinds, opened, resolve

Act = Callable[..., Any]
Enter = Callable[..., Browser]


def test_allowed_withdrawn_and_each_once(ticket: Ticket, act: Act) -> None:
    for _twice in range(2):
        act(steps.allow_access, ticket, "alice", at=START + H)
    assert ticket.access_allowed_at == START + H
    for _twice in range(2):
        act(steps.withdraw_access, ticket, "alice", at=START + 2 * H)
    assert ticket.access_allowed_at is None
    assert kinds(ticket) == ["opened", "access_allowed", "access_withdrawn"]


@pytest.mark.parametrize("who", ["vera", "ana"])
def test_only_who_owns_the_ticket_lets_us_in(
    ticket: Ticket, act: Act, characters: dict[str, Person], who: str
) -> None:
    act(steps.add_colleague, ticket, "alice", characters["ana"], at=START)
    with pytest.raises(Forbidden):
        act(steps.allow_access, ticket, who, at=START + H)


def test_a_guest_by_the_link_and_the_manager_may(act: Act, characters: dict[str, Person]) -> None:
    guest = opened(None, key="guest")
    act(steps.allow_access, guest, None, at=START + H)
    assert guest.access_allowed_at == START + H
    other = opened(characters["alice"], key="other")
    act(steps.allow_access, other, "mara", at=START + H)
    assert other.access_allowed_at == START + H


def test_it_can_be_taken_back_when_solved_and_ends_when_closed(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    act(steps.allow_access, ticket, "alice", at=START)
    resolve(ticket, characters["vera"], START + H)
    act(steps.withdraw_access, ticket, "alice", at=START + 2 * H)
    act(steps.reopen, ticket, "alice", steps.Words("Again", "<p>Again</p>"), at=START + 3 * H)
    act(steps.allow_access, ticket, "alice", at=START + 3 * H)
    resolve(ticket, characters["vera"], START + 4 * H)
    act(steps.confirm, ticket, "alice", at=START + DAY)
    assert ticket.access_allowed_at is None
    ended = db.session.scalars(db.select(Event).where(Event.kind == "access_withdrawn")).all()[-1]
    assert (ended.person_id, ended.after) == (None, "closed")


def test_nothing_ends_where_nothing_was_allowed(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    resolve(ticket, characters["vera"], START + H)
    act(steps.confirm, ticket, "alice", at=START + DAY)
    assert "access_withdrawn" not in kinds(ticket)


def test_on_the_page_it_is_said_plainly_and_taken_back_by_one_button(
    ticket: Ticket, browser: Enter
) -> None:
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    alice.sees("We never access your system without your permission.", "for this ticket only")
    alice.press("Let support into my system for this ticket")
    alice.sees("Our support team may come into your system for this ticket, since")
    alice.sees("Alice Rojas allowed support to access their system for this ticket")
    alice.press("Take it back").sees("We may no longer come into your system for this ticket.")
    alice.sees("Alice Rojas withdrew support’s access to their system")


def test_when_solved_it_can_still_be_taken_back_on_the_page(
    ticket: Ticket, act: Act, browser: Enter, characters: dict[str, Person]
) -> None:
    act(steps.allow_access, ticket, "alice", at=START)
    resolve(ticket, characters["vera"], START + H)
    alice = browser("alice").visit(f"/tickets/{ticket.ref}").press("Take it back")
    alice.does_not_see("Our support team may come into your system")
    alice.does_not_see("Let support into my system")
