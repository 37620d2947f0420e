"""Words typed for a state that the ticket has left meanwhile: shown again where they can still be sent."""

from collections.abc import Callable
from typing import Any

from portal.ground.now import now
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.tickets.conftest import resolve

Act = Callable[..., Any]
Enter = Callable[..., Browser]


def test_a_reply_to_what_was_solved_meanwhile_opens_it_again(
    ticket: Ticket, characters: dict[str, Person], browser: Enter
) -> None:
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    resolve(ticket, characters["vera"], now())
    alice.fill("Your reply", "It rings once, then nothing.").press("Send", status=403)
    alice.sees("This ticket is solved. If it still happens, open it again.")
    assert alice.page.title is not None
    assert alice.page.title.get_text().startswith("Error:"), "heard first, where the page is read"
    assert alice.value("What’s happening now?") == "It rings once, then nothing."
    alice.press("Open the ticket again").sees("The ticket is open again.")
    assert "It rings once, then nothing." in alice.page.select(".timeline")[0].get_text()


def test_what_was_opened_again_meanwhile_takes_the_words_as_a_reply(
    ticket: Ticket, act: Act, characters: dict[str, Person], browser: Enter
) -> None:
    resolve(ticket, characters["vera"], now())
    alice = browser("alice").visit(f"/tickets/{ticket.ref}?again=1")
    act(steps.reopen, ticket, "alice", steps.Words("Again", "<p>Again</p>"), at=now())
    alice.fill("What’s happening now?", "Still silent today.")
    alice.press("Open the ticket again", status=403).sees("The ticket is open already.")
    assert alice.value("Your reply") == "Still silent today."
    alice.press("Send")
    assert "Still silent today." in alice.page.select(".timeline")[0].get_text()


def test_where_no_form_takes_them_the_refusal_shows_them_and_the_way_back(
    ticket: Ticket, act: Act, characters: dict[str, Person], browser: Enter
) -> None:
    act(steps.add_colleague, ticket, "alice", characters["ana"], at=now())
    ana = browser("ana", language="en").visit(f"/tickets/{ticket.ref}")
    resolve(ticket, characters["vera"], now())
    ana.fill("Your reply", "I hear it too.").press("Send", status=403)
    ana.sees("This ticket is solved.", "What you wrote is not lost", "I hear it too.")
    assert ana.follow("Go back").url == f"/tickets/{ticket.ref}"
