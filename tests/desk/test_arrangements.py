"""What an agent arranges at the ticket's page, and what they see of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.settings import PROJECT
from portal.ground.site import site_row
from portal.ground.wording import exact
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.arrangement import Meeting, MeetingKind, Quote, ReproductionAttempt
from portal.tickets.steps import Proposal, Words
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.desk.filings import DAY, MIN, H, opened

SANTIAGO = ZoneInfo("America/Santiago")
CLAUSE = "Building features that are not part of your contract."


def wall(at: datetime) -> str:
    """As a browser sends it for a reader in Santiago."""
    return at.astimezone(SANTIAGO).strftime("%Y-%m-%dT%H:%M")


def shown(at: datetime) -> str:
    """As the pages say it to a reader in Santiago."""
    return f"{at.astimezone(SANTIAGO):%A}, {exact(at)}"


def agreed_meeting(
    ticket: Ticket, characters: dict[str, Person], kind: MeetingKind, ago: timedelta
) -> None:
    """A meeting that began a while ago, for a ticket that was opened before."""
    at = now() - ago
    with writing():
        proposal = Proposal(kind, (at,))
        steps.propose_meeting(ticket, characters["vera"], proposal, None, at - H)
        meeting = db.session.scalars(db.select(Meeting)).one()
        steps.agree(ticket, characters["alice"], meeting, at, at - H / 2)


def test_an_attempt_is_kept_with_the_clients_steps(
    ticket: Ticket, vera: Browser, alice: Browser
) -> None:
    vera.visit(f"/desk/{ticket.ref}").fill("Where did you try it?", "Lab, Firefox 140")
    vera.fill("In which version?", "10.4.2").choose("1. Call any number").choose("Partly")
    vera.fill("Note for the desk", "Over wifi alone.", within="Did it happen?")
    vera.press("Keep the attempt")
    vera.sees("We reproduced part of the problem: Lab, Firefox 140, 10.4.2", "Steps followed: 1")
    vera.sees("Over wifi alone.")
    alice.visit(f"/tickets/{ticket.ref}").sees("We reproduced part of the problem")
    alice.does_not_see("Over wifi alone.", "Lab, Firefox 140")
    assert db.session.scalars(db.select(ReproductionAttempt)).one().steps == [1]


def test_an_attempt_without_place_or_result_says_what_is_missing(
    ticket: Ticket, vera: Browser
) -> None:
    vera.visit(f"/desk/{ticket.ref}").fill("In which version?", "10.4.2")
    vera.press("Keep the attempt", status=422).sees("Say where", "Say whether it happened.")
    assert vera.value("In which version?") == "10.4.2"


def test_times_are_proposed_by_the_agents_own_clock(
    ticket: Ticket, vera: Browser, alice: Browser
) -> None:
    first, second = now() + DAY, now() + 2 * DAY
    vera.visit(f"/desk/{ticket.ref}").sees("By your clock: Santiago.")
    vera.choose("Phone call").fill("Number or address", "+56 2 2345 6789")
    vera.fill("Time 1", wall(second)).fill("Time 4", wall(first))
    vera.fill("Words for the client", "Let us look at it together.").press("Propose these times")
    vera.sees("Phone call: the client is to choose a time.", shown(first), shown(second))
    alice.visit(f"/tickets/{ticket.ref}").sees("Let us look at it together.")
    alice.follow("Choose a time").choose(shown(first)).press("Send")
    vera.visit(f"/desk/{ticket.ref}").sees(f"Phone call: scheduled for {shown(first)}.")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Propose at least one time."),
        ("tomorrow", "Write the day and the time as in 2031-03-31 15:30."),
        ("2020-01-01T10:00", "That time has passed."),
        ("2027-09-05T00:30", "The clocks jump over that time"),
        ("9999-12-31T23:59", "Propose a time within two years"),
        ("0001-01-01T00:00", "That time has passed."),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_the_rest_kept(
    ticket: Ticket, vera: Browser, typed: str, why: str
) -> None:
    vera.visit(f"/desk/{ticket.ref}").fill("Number or address", "600").fill("Time 1", typed)
    vera.press("Propose these times", status=422).sees(why).does_not_see("Not a valid")
    assert vera.value("Number or address") == "600"


def test_what_came_of_a_meeting_is_recorded(
    characters: dict[str, Person], vera: Browser, alice: Browser
) -> None:
    ticket = opened(characters["alice"], ago=DAY)
    agreed_meeting(ticket, characters, MeetingKind.PHONE_CALL, ago=2 * H)
    vera.visit(f"/desk/{ticket.ref}").choose("Yes", within="Did it take place?")
    vera.press("Record it", status=422).sees("Enter how many minutes it took.")
    for typed in ("half an hour", "0", "1441"):
        vera.choose("Yes", within="Did it take place?").fill("How many minutes", typed)
        vera.press("Record it", status=422).sees("Enter minutes between 1 and 1440.")
        vera.does_not_see("Not a valid")
    vera.choose("Yes", within="Did it take place?").fill("How many minutes", "35")
    vera.fill("Note for the desk", "The port was closed.", within="Did it take place?")
    vera.press("Record it").sees("Took place (35 min)", "The port was closed.")
    alice.visit(f"/tickets/{ticket.ref}").sees("Phone call: took place (35 min)")
    alice.does_not_see("The port was closed.")


def test_a_session_without_consent_cannot_have_been_held(
    characters: dict[str, Person], vera: Browser
) -> None:
    ticket = opened(characters["alice"], ago=DAY)
    agreed_meeting(ticket, characters, MeetingKind.REMOTE_SESSION, ago=2 * H)
    vera.visit(f"/desk/{ticket.ref}").sees("We’ve asked the client for access to their system.")
    vera.choose("Yes", within="Did it take place?").fill("How many minutes", "35")
    vera.press("Record it", status=403).sees("The client had not given us access to their system")
    assert vera.value("How many minutes") == "35"
    vera.choose("No, somebody was missing").press("Record it").sees("Did not take place")


def test_a_meeting_is_called_off_with_words(
    ticket: Ticket, vera: Browser, alice: Browser, characters: dict[str, Person]
) -> None:
    with writing():
        proposal = Proposal(MeetingKind.VIDEO_CALL, (now() + DAY,))
        steps.propose_meeting(ticket, characters["vera"], proposal, None, now())
    vera.visit(f"/desk/{ticket.ref}").fill("Why is it called off?", "Our line is down.")
    vera.press("Cancel").sees("Video call: cancelled by Vera Soto")
    alice.visit(f"/tickets/{ticket.ref}").sees("Our line is down.", "cancelled by Vera Soto")


def test_called_off_by_both_at_once_the_second_keeps_the_words(
    ticket: Ticket, vera: Browser, characters: dict[str, Person]
) -> None:
    with writing():
        proposal = Proposal(MeetingKind.VIDEO_CALL, (now() + DAY,))
        steps.propose_meeting(ticket, characters["vera"], proposal, None, now())
    vera.visit(f"/desk/{ticket.ref}").fill("Why is it called off?", "Our line is down.")
    with writing():
        meeting = db.session.scalars(db.select(Meeting)).one()
        said = Words("Mornings.", "<p>Mornings.</p>")
        steps.decline_times(ticket, characters["alice"], meeting, said, now())
    vera.press("Cancel", status=403).sees("There is nothing to call off")
    assert vera.value("Why is it called off?") == "Our line is down."


def test_out_of_scope_quoted_accepted(ticket: Ticket, vera: Browser, alice: Browser) -> None:
    vera.visit(f"/desk/{ticket.ref}").choose(CLAUSE)
    vera.fill("What does this mean for the client?", "It would be a new report.")
    vera.press("It is out of scope").sees(f"Out of scope: “{CLAUSE}”")
    vera.does_not_see("We wait for the client’s answer")
    last_day = (now() + 10 * DAY).astimezone(SANTIAGO).date()
    vera.fill("Amount", "1.234,50").choose("EUR, Euro")
    vera.fill("Valid until", last_day.isoformat())
    vera.fill("What work does it cover?", "Two days of work.").press("Send the quote")
    vera.sees("EUR 1,234.50", "Two days of work.", "Vera Soto sent a quote for EUR 1,234.50")
    alice.visit(f"/tickets/{ticket.ref}").sees("A quote for you to decide").follow("Accept")
    alice.press("Accept for EUR 1,234.50")
    vera.visit(f"/desk/{ticket.ref}").sees("EUR 1,234.50: Accepted by Alice Rojas")
    vera.does_not_see("Out of scope: “")


def test_where_the_policy_excludes_nothing_nothing_is_out_of_scope(
    characters: dict[str, Person], vera: Browser
) -> None:
    with writing():
        site_row().policy = str(PROJECT / "tests" / "policy" / "small.toml")
    ticket = opened(characters["alice"], kind="incident", severity="critical")
    vera.visit(f"/desk/{ticket.ref}").sees("The service policy names no exclusions")
    assert f"/desk/{ticket.ref}/exclusion" not in vera.html


@pytest.mark.parametrize(
    ("amount", "currency", "day", "why"),
    [
        ("a lot", "USD, US Dollar", 5, "Enter an amount in numbers"),
        ("1.234.50", "USD, US Dollar", 5, "Enter an amount in numbers"),
        ("0", "USD, US Dollar", 5, "more than zero, and at most 10,000,000,000."),
        ("-5", "USD, US Dollar", 5, "more than zero"),
        ("10.000.000.001", "USD, US Dollar", 5, "at most 10,000,000,000."),
        ("1.234,50", "CLP, Chilean Peso", 5, "CLP has no decimals"),
        ("100", "USD, US Dollar", 0, "Choose a day that is still to come."),
    ],
)
def test_a_quote_that_is_unclear_is_refused_and_kept(
    ticket: Ticket,
    vera: Browser,
    characters: dict[str, Person],
    amount: str,
    currency: str,
    day: int,
    why: str,
) -> None:
    _exclude(ticket, characters)
    until = now().astimezone(SANTIAGO).date() + timedelta(days=day)
    vera.visit(f"/desk/{ticket.ref}").fill("Amount", amount).choose(currency)
    vera.fill("Valid until", until.isoformat()).fill("What work does it cover?", "Work.")
    vera.press("Send the quote", status=422).sees(why)
    assert (vera.value("Amount"), vera.value("What work does it cover?")) == (amount, "Work.")
    assert db.session.scalars(db.select(Quote)).all() == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("9999-12-31", "Choose a day within two years from now."),
        ("soon", "Write the day as in 2031-03-31."),
    ],
)
def test_a_quote_stands_until_a_day_of_the_next_two_years(
    ticket: Ticket, vera: Browser, characters: dict[str, Person], typed: str, why: str
) -> None:
    _exclude(ticket, characters)
    vera.visit(f"/desk/{ticket.ref}").fill("Amount", "100").choose("USD, US Dollar")
    vera.fill("Valid until", typed).fill("What work does it cover?", "Work.")
    vera.press("Send the quote", status=422).sees(why).does_not_see("Not a valid")
    assert vera.value("Valid until") == typed
    assert db.session.scalars(db.select(Quote)).all() == []


def test_a_quote_is_withdrawn_and_the_ticket_comes_back_into_scope(
    ticket: Ticket, vera: Browser, characters: dict[str, Person]
) -> None:
    _exclude(ticket, characters)
    with writing():
        offer = steps.Offer(5000, "USD", (now() + 5 * DAY).date(), "An hour.")
        steps.quote(ticket, characters["vera"], offer, now())
    vera.visit(f"/desk/{ticket.ref}").press("Withdraw the open quote")
    vera.sees("The quote for US$50.00 was withdrawn", "US$50.00: No longer valid")
    vera.fill("Why is it in scope after all?", "The plan has it.").press("Continue with the ticket")
    vera.sees("The plan has it.", "The clock resumes").does_not_see("Out of scope: “")


def test_what_was_solved_meanwhile_is_refused_with_everything_typed(
    ticket: Ticket, vera: Browser, characters: dict[str, Person]
) -> None:
    vera.visit(f"/desk/{ticket.ref}").fill("Where did you try it?", "Lab").choose("Not yet")
    with writing():
        steps.close(ticket, characters["leo"], Words("A test.", "<p>A test.</p>"), now())
    vera.press("Keep the attempt", status=403).sees("This ticket is closed.")
    assert vera.value("Where did you try it?") == "Lab"


def test_the_desk_reads_the_consent(
    ticket: Ticket, vera: Browser, characters: dict[str, Person]
) -> None:
    vera.visit(f"/desk/{ticket.ref}").does_not_see("We may come into their system")
    with writing():
        steps.allow_access(ticket, characters["alice"], now())
    vera.visit(f"/desk/{ticket.ref}").sees("We may come into their system, since")


def test_a_ticket_without_arrangements_costs_one_query_more(
    ticket: Ticket,
    vera: Browser,
    characters: dict[str, Person],
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    bare = count_queries(lambda: vera.visit(f"/desk/{ticket.ref}"))
    agreed_meeting(
        opened(characters["alice"], "other", ago=DAY), characters, MeetingKind.PHONE_CALL, H
    )
    assert count_queries(lambda: vera.visit(f"/desk/{ticket.ref}")) == bare
    assert bare <= 22


@pytest.mark.parametrize(
    "deed",
    [
        "attempts",
        "meetings",
        "meetings/1/record",
        "meetings/1/calling-off",
        "exclusion",
        "inclusion",
        "quotes",
        "quotes/withdrawal",
    ],
)
def test_only_the_desk_arranges(ticket: Ticket, alice: Browser, deed: str) -> None:
    alice.visit("/tickets")
    token = alice.page.find("input", attrs={"name": "csrf_token"})["value"]
    answer = alice.client.post(f"/desk/{ticket.ref}/{deed}", data={"csrf_token": token})
    assert answer.status_code == 404


def _exclude(ticket: Ticket, characters: dict[str, Person]) -> None:
    words = Words("It would be a new report.", "<p>It would be a new report.</p>")
    with writing():
        steps.mark_out_of_scope(
            ticket, characters["vera"], "uncontracted-development", words, now() - MIN
        )


def test_nothing_arranged_and_nothing_to_arrange_needs_no_heading(
    characters: dict[str, Person], vera: Browser
) -> None:
    ticket = opened(characters["alice"], ago=DAY)
    vera.visit(f"/desk/{ticket.ref}").sees("Arranged with the client", "Call or session")
    held = opened(None, "held", held=True)
    vera.visit(f"/desk/{held.ref}").does_not_see("Arranged with the client")
