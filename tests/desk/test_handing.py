"""Escalating at the desk: to a level, upwards, to development and providers, and back; nothing typed is lost."""

from collections.abc import Callable

import pytest
from bs4 import Tag
from flask import g

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.site import site_row
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.handover import Destination, Handover
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.desk.filings import MIN, H, opened


def fold(page: Browser, title: str) -> Tag | None:
    """The part of 'Decide' with that title."""
    for part in page.page.select("details.fold"):
        summary = part.find("summary")
        if summary and title in summary.get_text():
            return part
    return None


def bring_in_telco(page: Browser) -> Browser:
    page.choose("An outside provider").fill("Their name", "Telco Sur")
    page.fill("How to reach them", "noc@telco.example").fill("Their number for it", "TS-881")
    page.fill("They expect to be done on", "2031-03-09")
    return page.fill("Why are they brought in?", "The line itself drops.")


def test_a_provider_is_brought_in_waited_for_and_done(
    ticket: Ticket, vera: Browser, alice: Browser
) -> None:
    bring_in_telco(vera.visit(f"/desk/{ticket.ref}"))
    vera.choose("The ticket waits for the provider").press("Hand off")
    vera.sees(
        "With: Telco Sur", "noc@telco.example", "TS-881", "9 March 2031", "Assigned to Vera Soto"
    )
    alice.visit(f"/tickets/{ticket.ref}").sees("The line itself drops.", "waiting for a provider")
    alice.does_not_see("noc@telco.example")
    vera.fill("What do they say?", "A week more.").fill("They expect to be done on", "2031-03-16")
    vera.press("Write it down").sees("A week more.", "16 March 2031", "TS-881")
    vera.fill("Outcome", "They mended the line.").press("Returned")
    vera.sees("Returned by the outside provider", "The clock resumes")
    assert fold(vera, "With:") is None
    alice.visit(f"/tickets/{ticket.ref}").sees("They mended the line.")
    alice.does_not_see("A week more.")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"Their name": ""}, "Write which provider it is."),
        ({"Their name": "x" * 201}, "at most 200"),
        ({"Why are they brought in?": ""}, "Say why: the client reads it."),
        ({"They expect to be done on": "soon"}, "Write the day as in"),
        ({"They expect to be done on": "2020-01-01"}, "That day has passed."),
        ({"They expect to be done on": "0001-01-01"}, "That day has passed."),
        ({"They expect to be done on": "9999-12-31"}, "Choose a day within ten years"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    ticket: Ticket, vera: Browser, changes: dict[str, str], said: str
) -> None:
    bring_in_telco(vera.visit(f"/desk/{ticket.ref}"))
    for label, value in changes.items():
        vera.fill(label, value)
    vera.press("Hand off", status=422).sees(said)
    assert vera.value("How to reach them") == "noc@telco.example"
    part = fold(vera, "Bring in developers")
    assert part is not None
    assert part.has_attr("open")
    assert db.session.query(Handover).count() == 0


def test_a_handover_that_came_too_late_keeps_every_word(
    ticket: Ticket, vera: Browser, characters: dict[str, Person]
) -> None:
    vera.visit(f"/desk/{ticket.ref}").choose("Our developers")
    vera.fill("Why are they brought in?", "A crash in their code.")
    with writing():
        words = steps.render("It is a bug.")
        steps.hand_over(ticket, characters["leo"], Destination.DEVELOPMENT, words, now())
    vera.press("Hand off", status=403).sees("It is there already.", "Our developers")
    assert vera.value("Why are they brought in?") == "A crash in their code."


def test_a_level_that_only_an_old_page_offers_is_refused_in_our_words(
    ticket: Ticket, vera: Browser, characters: dict[str, Person]
) -> None:
    vera.visit(f"/desk/{ticket.ref}").choose("Level 2").fill("Why is it passed on?", "It is deep.")
    with writing():
        words = steps.render("It needs a deeper look.")
        steps.escalate(ticket, characters["leo"], "level-2", words, now())
    vera.press("Escalate", status=422).sees("This option is no longer available. Choose another.")
    assert vera.value("Why is it passed on?") == "It is deep."


def test_what_is_back_already_is_not_taken_back_again(
    ticket: Ticket, vera: Browser, characters: dict[str, Person]
) -> None:
    with writing():
        words = steps.render("It is a bug.")
        steps.hand_over(ticket, characters["leo"], Destination.DEVELOPMENT, words, now())
    vera.visit(f"/desk/{ticket.ref}").fill("Outcome", "Fixed in 2.1.")
    with writing():
        (there,) = steps.open_handovers(ticket)
        steps.take_back(ticket, characters["leo"], there, words, now())
    vera.press("Returned", status=422).sees("It is not there any more.")
    assert vera.value("Outcome") == "Fixed in 2.1."


def test_management_is_told_and_a_level_works_on_it(ticket: Ticket, vera: Browser) -> None:
    vera.visit(f"/desk/{ticket.ref}").press("Take it").choose("Support leader", within="")
    vera.fill("Why is it passed on?", "They threaten to leave.").press("Escalate")
    vera.sees("Vera Soto notified our management", "Assigned to Vera Soto", "With: Support leader")
    vera.choose("Level 2").fill("Why is it passed on?", "It needs a deeper look.")
    vera.press("Escalate").sees("escalated this to: Level 2", "Not assigned yet")
    vera.sees("With: Level 2 and Support leader")


@pytest.mark.parametrize(
    ("severity", "ago", "why"),
    [
        ("critical", MIN, "This is critical, so you can escalate"),
        ("high", 3 * H, "What was promised is late"),
        ("high", MIN, None),
    ],
)
def test_escalating_is_offered_at_once_where_it_presses(
    characters: dict[str, Person],
    vera: Browser,
    severity: str,
    ago: object,
    why: str | None,
) -> None:
    ticket = opened(characters["alice"], severity=severity, ago=ago)
    part = fold(vera.visit(f"/desk/{ticket.ref}"), "Escalate to another level")
    assert part is not None
    assert part.has_attr("open") == (why is not None)
    if why:
        vera.sees(why)
        assert part.find_previous_sibling("details") is None, "it stands first"
        vera.choose("Level 2").fill("Why is it passed on?", "Now.").press("Escalate")
        vera.does_not_see(why)


def test_a_ticket_is_moved_to_another_plan(ticket: Ticket, vera: Browser, alice: Browser) -> None:
    vera.visit(f"/desk/{ticket.ref}").choose("Premium").press("Move it", status=422)
    vera.sees("Say why: the client reads it.")
    vera.fill("Why another plan?", "The new contract begins today.").press("Move it")
    vera.sees("Vera Soto changed the plan from Standard to Premium")
    alice.visit(f"/tickets/{ticket.ref}").sees("The new contract begins today.")


def test_a_reply_can_wait_for_any_reason_of_the_policy(
    characters: dict[str, Person], browser: Callable[..., Browser]
) -> None:
    with writing():
        site_row().policy = "poliza"
    g.pop("site", None)
    ticket = opened(characters["alice"], kind="software", severity="minor")
    vera = browser("vera").visit(f"/desk/{ticket.ref}")
    vera.fill("Your reply", "The part comes on Friday.").choose("We wait for the missing parts")
    vera.press("Send the reply").sees("Waiting for the missing parts")
    assert db.session.get(Ticket, ticket.id).waiting_for == "parts"
