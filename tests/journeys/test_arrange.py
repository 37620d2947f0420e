"""Arrange: we reproduce it, a session is agreed and held with consent; work outside the scope is quoted and accepted."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.tickets.arrangement import Meeting, MeetingTime
from tests.browser import Browser
from tests.journeys.jobs import jobs_run
from tests.journeys.requests import GINA, filed, filed_by_guest, follow_letter
from tests.mailbox import Mailbox

SANTIAGO = ZoneInfo("America/Santiago")
DAY = timedelta(days=1)


def test_a_session_is_agreed_and_held_with_consent(alice: Browser, vera: Browser) -> None:
    ref = filed(alice)
    vera.visit(f"/desk/{ref}").fill("Where did you try it?", "Lab").choose("Not yet")
    vera.press("Keep the attempt")
    at = (now() + DAY).astimezone(SANTIAGO)
    vera.choose("Remote session").fill("Time 1", at.strftime("%Y-%m-%dT%H:%M"))
    vera.press("Propose these times").sees("We’ve asked the client for access to their system.")
    alice.visit(f"/tickets/{ref}").sees("We haven’t been able to reproduce the problem yet.")
    alice.press("Let support into my system for this ticket").follow("Choose a time")
    alice.choose(f"{at:%A}").press("Send").sees("Remote session: scheduled for")
    vera.visit(f"/desk/{ref}").sees(
        "Remote session: scheduled for", "We may come into their system"
    )
    _the_time_has_come()
    vera.visit(f"/desk/{ref}").choose("Yes", within="Did it take place?")
    vera.fill("How many minutes did it take?", "25").press("Record it")
    vera.choose("Yes, I could reproduce it").fill("Where did you try it?", "Their system")
    vera.press("Keep the attempt")
    alice.visit(f"/tickets/{ref}").sees("Remote session: took place (25 min)")
    alice.sees("We reproduced the problem.").press("Take it back")
    vera.visit(f"/desk/{ref}").does_not_see("We may come into their system")


def test_a_guest_accepts_a_quote_by_the_letters_link(
    gina: Browser, vera: Browser, browser: Callable[..., Browser], mail_server: Mailbox
) -> None:
    ref = filed_by_guest(gina)
    vera.visit(f"/desk/{ref}").choose("Building features that are not part of your contract.")
    vera.fill("What does this mean for the client?", "We can build it for you.")
    vera.press("It is out of scope").fill("Amount", "250.000").choose("CLP, Chilean Peso")
    last_day = (now() + 10 * DAY).astimezone(SANTIAGO).date()
    vera.fill("Valid until", last_day.isoformat())
    vera.fill("What work does it cover?", "Two days of work.").press("Send the quote")
    jobs_run()
    phone = follow_letter(browser(), mail_server, GINA, "/t/").follow("Accept")
    phone.press("Accept for $250,000").sees("The quote is accepted")
    vera.visit(f"/desk/{ref}").sees("$250,000: Accepted by a guest using the ticket’s link")
    vera.sees("In progress")


def _the_time_has_come() -> None:
    """The agreed time was a quarter of an hour ago, and so was the consent."""
    at = now() - timedelta(minutes=15)
    with writing():
        db.session.execute(update(MeetingTime).values(at=at))
        db.session.execute(update(Meeting).values(starts_at=at))
