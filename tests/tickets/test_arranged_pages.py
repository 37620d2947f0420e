"""What the client does at the pages of what is arranged: choose a time, call it off, accept or decline a quote."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.wording import exact
from portal.people.person import Person
from portal.people.viewer import Viewer
from portal.tickets import links, steps
from portal.tickets.arranged import for_client
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.tickets.conftest import DAY, H, opened, resolve, words
from tests.tickets.test_meetings import SESSION, meetings, propose
from tests.tickets.test_quotes import offer, quotes
from tests.tickets.test_scope import exclude

Act = Callable[..., Any]
Enter = Callable[..., Browser]


@pytest.fixture
def fresh(act: Act, characters: dict[str, Person]) -> Ticket:
    """One that is out of scope today, with an open quote."""
    ticket = opened(characters["alice"], now() - 2 * H, key="fresh")
    exclude(act, ticket, at=now() - H)
    offer(act, ticket, at=now(), valid_until=(now() + 7 * DAY).date())
    return ticket


def soon(days: int) -> datetime:
    return (now() + days * DAY).replace(second=0, microsecond=0)


def test_the_client_chooses_in_their_own_zone_and_reads_once_when_it_is(
    ticket: Ticket, act: Act, browser: Enter
) -> None:
    first, second = soon(1), soon(2)
    propose(act, ticket, first, second, at=now())
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    alice.sees("Phone call: please choose a time", "Santiago").follow("Choose a time")
    alice.press("Send", status=422).sees("Choose a time, or tell us that none of them works.")
    chosen = f"{second.astimezone(ZoneInfo('America/Santiago')):%A}, {exact(second)}"
    alice.choose(chosen).press("Send").sees("Agreed:", "Phone call with Vera Soto")
    assert alice.page.get_text().count(chosen) == 1, (
        "the card says it; the box above does not again"
    )
    alice.does_not_see("please choose a time")


def test_words_beside_a_chosen_time_are_a_reply(ticket: Ticket, act: Act, browser: Enter) -> None:
    first = soon(1)
    propose(act, ticket, first, at=now())
    alice = browser("alice").visit(f"/tickets/{ticket.ref}").follow("Choose a time")
    alice.choose(f"{first.astimezone(ZoneInfo('America/Santiago')):%A}, {exact(first)}")
    alice.fill("If none of them works", "Ring the side door.").press("Send").sees("Agreed:")
    assert alice.page.select(".timeline")[0].get_text().count("Ring the side door.") == 1


def test_none_fits_needs_words_and_keeps_them(ticket: Ticket, act: Act, browser: Enter) -> None:
    propose(act, ticket, soon(1), at=now())
    alice = browser("alice").visit(f"/tickets/{ticket.ref}").follow("Choose a time")
    alice.choose("None of these times works for me").press("Send", status=422)
    alice.sees("Tell us when would suit you")
    alice.choose("None of these times works for me").fill(
        "If none of them works", "Any morning."
    ).press("Send")
    alice.sees("We propose other times", "Any morning.", "none of the times worked for Alice Rojas")
    alice.visit(f"/tickets/{ticket.ref}/meetings/{meetings()[0].id}")
    alice.sees("None of the times worked").does_not_see("Cancelled")


def test_times_that_others_took_the_place_of_say_so(
    ticket: Ticket, act: Act, browser: Enter
) -> None:
    propose(act, ticket, soon(1), at=now())
    propose(act, ticket, soon(2), at=now())
    alice = browser("alice").visit(f"/tickets/{ticket.ref}/meetings/{meetings()[0].id}")
    alice.sees("Other times were proposed instead").does_not_see("Cancelled")


def test_times_of_a_ticket_that_ended_say_so(
    ticket: Ticket, act: Act, browser: Enter, characters: dict[str, Person]
) -> None:
    propose(act, ticket, soon(1), at=now())
    resolve(ticket, characters["vera"], now())
    alice = browser("alice").visit(f"/tickets/{ticket.ref}/meetings/{meetings()[0].id}")
    alice.sees("No longer needed").does_not_see("Cancelled")


def test_times_taken_back_meanwhile_are_refused_with_the_words_kept(
    ticket: Ticket, act: Act, browser: Enter
) -> None:
    propose(act, ticket, soon(1), at=now())
    alice = browser("alice").visit(f"/tickets/{ticket.ref}").follow("Choose a time")
    act(steps.call_off, ticket, "vera", meetings()[0], words("Ill."), at=now())
    alice.choose("None of these times works for me").fill("If none of them works", "Any morning.")
    alice.press("Send", status=403).sees("These times are no longer on offer.", "Cancelled")
    alice.sees("What you wrote is not lost").press("Send it as a reply")
    assert "Any morning." in alice.page.select(".timeline")[0].get_text()


def test_an_agreed_one_is_called_off_by_the_client(
    ticket: Ticket, act: Act, browser: Enter
) -> None:
    at = soon(1)
    propose(act, ticket, at, at=now())
    act(steps.agree, ticket, "alice", meetings()[0], at, at=now())
    alice = browser("alice").visit(f"/tickets/{ticket.ref}").follow("It does not suit me after all")
    alice.press("Cancel", status=422).fill("Why are you cancelling the meeting?", "I travel.")
    alice.press("Cancel").sees("It is called off", "I travel.", "cancelled by Alice Rojas")


def test_a_session_without_consent_asks_for_it_on_the_page(
    ticket: Ticket, act: Act, browser: Enter
) -> None:
    propose(act, ticket, soon(1), kind=SESSION, at=now())
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    alice.sees("For the remote session we need your consent")
    alice.press("Let support into my system for this ticket")
    alice.does_not_see("For the remote session we need your consent")


@pytest.mark.parametrize("path", ["meetings/1", "meetings/1/calling-off", "access"])
def test_a_strangers_meeting_does_not_exist(
    ticket: Ticket, act: Act, browser: Enter, path: str
) -> None:
    propose(act, ticket, soon(1), at=now())
    bob = browser("bob").visit("/tickets")
    token = bob.page.find("input", attrs={"name": "csrf_token"})["value"]
    address = f"/tickets/{ticket.ref}/{path}"
    assert bob.client.post(address, data={"csrf_token": token}).status_code == 404
    assert browser("bob").visit("/tickets").client.get(address).status_code in {404, 405}


def test_a_meeting_of_another_ticket_does_not_exist(
    ticket: Ticket, act: Act, browser: Enter, characters: dict[str, Person]
) -> None:
    propose(act, ticket, soon(1), at=now())
    own = opened(characters["bob"], key="bobs")
    browser("bob").visit(f"/tickets/{own.ref}/meetings/{meetings()[0].id}", status=404)


def test_the_client_accepts_on_a_page_of_its_own(fresh: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    alice.sees("A quote for you to decide", "US$1,234.50")
    alice.sees("Two days of work.", "By Vera Soto.").follow("Accept")
    alice.sees("Accept this quote?", "You’re accepting as Alice Rojas, today,", "A report.")
    assert quotes()[0].state == "open", "looking accepts nothing"
    alice.press("Accept for US$1,234.50").sees("The quote is accepted", "The clock resumes")
    alice.sees("Alice Rojas accepted the quote for US$1,234.50")
    alice.does_not_see("A quote for you to decide")
    alice.visit(f"/tickets/{fresh.ref}/quotes/{quotes()[0].id}/acceptance")
    assert alice.url == f"/tickets/{fresh.ref}", "it was accepted; there is nothing more to do"


def test_the_client_declines_with_a_word(fresh: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}").follow("Decline")
    alice.fill("Anything you would like to add", "Next year.").press("Decline the quote")
    alice.sees("The quote is declined", "Next year.", "declined the quote for US$1,234.50")
    alice.sees(
        "This is outside the scope of the service",
        "Our quote was declined. If you change your mind",
    )


def test_withdrawn_meanwhile_it_says_so_and_keeps_the_words(
    fresh: Ticket, act: Act, browser: Enter
) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}").follow("Decline")
    act(steps.withdraw_quote, fresh, "vera", at=now())
    alice.fill("Anything you would like to add", "Next year.")
    alice.press("Decline the quote", status=403).sees("This quote is no longer valid.")
    alice.sees("What you wrote is not lost").press("Send it as a reply")
    assert "Next year." in alice.page.select(".timeline")[0].get_text()
    alice.sees("Our quote is no longer valid. If you would like")


def test_a_letters_link_to_a_quote_that_is_over_leads_to_the_ticket(
    fresh: Ticket, act: Act, browser: Enter
) -> None:
    act(steps.withdraw_quote, fresh, "vera", at=now())
    alice = browser("alice")
    alice.visit(f"/tickets/{fresh.ref}/quotes/{quotes()[0].id}/acceptance")
    assert alice.url == f"/tickets/{fresh.ref}"
    alice.sees("This quote is no longer valid.")


def test_an_older_quote_says_that_a_newer_one_stands(
    fresh: Ticket, act: Act, browser: Enter
) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}").follow("Accept")
    offer(act, fresh, at=now(), valid_until=(now() + 7 * DAY).date())
    alice.press("Accept for US$1,234.50", status=403).sees("A newer quote has taken the place")
    assert [each.state for each in quotes()] == ["lapsed", "open"], "the newer one is not accepted"


def test_a_guest_accepts_by_the_tickets_link(act: Act, browser: Enter, characters: Any) -> None:
    ticket = opened(None, now() - 2 * H, key="guest")
    exclude(act, ticket, at=now() - H)
    offer(act, ticket, at=now(), valid_until=(now() + 7 * DAY).date())
    with writing():
        token = links.mint_tracking_link(ticket, now())
    guest = browser().visit(f"/t/{token}").follow("Accept").sees("You’re accepting as Gwen Pardo")
    guest.press("Accept for US$1,234.50").sees("The quote is accepted")
    db.session.rollback()
    assert (quotes()[0].state, quotes()[0].answered_by) == ("accepted", None)


def test_a_colleague_sees_it_and_is_told_who_decides(
    fresh: Ticket, act: Act, browser: Enter, characters: dict[str, Person]
) -> None:
    act(steps.add_colleague, fresh, "alice", characters["ana"], at=now())
    ana = browser("ana", language="en").visit(f"/tickets/{fresh.ref}")
    number = quotes()[0].id
    assert f"/quotes/{number}" not in ana.html
    ana.visit(f"/tickets/{fresh.ref}/quotes/{number}/acceptance").sees("Only the person who asked")
    browser("bob").visit(f"/tickets/{fresh.ref}/quotes/{number}/acceptance", status=404)


# -- what it costs -----------------------------------------------------------------------------


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The questions that were put to the database."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def test_where_nothing_is_arranged_one_question_tells(
    ticket: Ticket, characters: dict[str, Person], asked: list[str]
) -> None:
    viewer = Viewer(characters["alice"])
    for_client(ticket, viewer, now())  # reads ticket and person anew, after what was written
    asked.clear()
    told = for_client(ticket, viewer, now())
    assert (told["arranged"].meeting, told["arranged_lines"]) == (None, [])
    assert len(asked) == 1
