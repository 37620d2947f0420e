"""What nobody has started and cannot wait stands above the queue until somebody takes it."""

from collections.abc import Callable
from typing import Any

from portal.ground.db import writing
from portal.people.person import Person
from portal.tickets import steps
from tests.browser import Browser
from tests.characters import START
from tests.post.story import MINUTE, opened

People = dict[str, Person]
WORDS = "1 urgent ticket not started"


def test_a_critical_ticket_stands_above_the_queue_until_somebody_takes_it(
    characters: People, browser: Callable[..., Browser]
) -> None:
    ticket = opened(characters["alice"], severity="critical", title="Nothing works")
    opened(characters["bob"], severity="high")
    vera = browser("vera")
    vera.visit("/desk?view=mine").sees(WORDS).sees("Nothing works").sees("Critical")
    with writing():
        steps.take(ticket, characters["vera"], START + MINUTE)
    vera.visit("/desk?view=mine").does_not_see(WORDS)


def test_it_is_taken_from_there_with_one_press(
    characters: People, browser: Callable[..., Browser]
) -> None:
    ticket = opened(characters["alice"], severity="critical")
    vera = browser("vera").visit("/desk").press(f"Take it {ticket.ref}")
    vera.sees("Assigned to Vera Soto", ticket.title).visit("/desk").does_not_see(WORDS)


def test_it_comes_back_where_the_ticket_is_passed_on(
    characters: People, browser: Callable[..., Browser]
) -> None:
    ticket = opened(characters["alice"], severity="critical")
    words = steps.render("It is deep.")
    with writing():
        steps.take(ticket, characters["vera"], START)
    with writing():
        steps.escalate(ticket, characters["vera"], "level-2", words, START + MINUTE)
    browser("vera").visit("/desk").sees(WORDS).sees("Level 2")


def test_no_client_sees_it(characters: People, browser: Callable[..., Any]) -> None:
    opened(characters["alice"], severity="critical")
    browser("alice").visit("/tickets").does_not_see("urgent")
