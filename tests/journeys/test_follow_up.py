"""What was closed long ago is not said to be reopened: a new request follows it, and both say so to who may see them."""

from datetime import timedelta

from sqlalchemy import select

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.journeys.jobs import jobs_run
from tests.journeys.requests import TITLE, filed, latest, reference, solve, weigh
from tests.mailbox import Mailbox, text_of


def closed(alice: Browser, vera: Browser, days: int) -> str:
    """A request that was solved, confirmed, and closed that many days ago."""
    ref = filed(alice)
    solve(vera, ref)
    alice.visit(f"/tickets/{ref}").press("Yes, solved")
    with writing():
        ticket = db.session.scalars(select(Ticket).where(Ticket.ref == ref)).one()
        ticket.closed_at = now() - timedelta(days=days)
    return ref


def test_until_when_it_can_be_reopened_is_said(alice: Browser, vera: Browser) -> None:
    ref = closed(alice, vera, 2)
    alice.visit(f"/tickets/{ref}").sees("If it happens again, this ticket can be reopened until")
    alice.does_not_see("Send a new request linked to this ticket")


def test_what_cannot_be_reopened_is_followed_by_a_new_request(
    alice: Browser, bob: Browser, vera: Browser
) -> None:
    ref = closed(alice, vera, 40)
    alice.visit(f"/tickets/{ref}").sees("This ticket can no longer be reopened.")
    alice.does_not_see("can be reopened until", "It still happens: open this ticket again")
    alice.follow("Send a new request linked to this ticket").sees(f"to {ref}: {TITLE}")
    alice.choose("Something is broken").press("Continue")
    alice.fill("In one line", "It is back").fill("Tell us more", "Since today.").press("Continue")
    alice.press("Continue")
    weigh(alice).press("Send the request")
    new = reference(alice)
    alice.visit(f"/tickets/{new}").sees(f"Follows {ref}: {TITLE}")
    alice.visit(f"/tickets/{ref}").sees(f"Continued in {new}: It is back")
    vera.visit(f"/desk/{new}").follow(f"Follows {ref}").sees(f"Continued in {new}")


def test_a_strangers_ticket_cannot_be_followed(alice: Browser, bob: Browser, vera: Browser) -> None:
    ref = closed(alice, vera, 40)
    bob.visit(f"/ask?follows={ref}").does_not_see(ref, TITLE)
    bob.choose("Something is broken").press("Continue")
    assert all("follows" not in each or each["follows"] is None for each in _trails())


def _trails() -> list[dict[str, object]]:
    from portal.asking.draft import Draft

    db.session.rollback()
    return [draft.trail for draft in db.session.scalars(select(Draft))]


def test_the_email_about_the_closing_promises_what_is_offered(
    alice: Browser, vera: Browser, mail_server: Mailbox
) -> None:
    ref = filed(alice)
    vera.visit(f"/desk/{ref}").fill("Why is it closed?", "Asked twice.").press("Close it")
    with writing():
        ticket = db.session.scalars(select(Ticket).where(Ticket.ref == ref)).one()
        ticket.closed_at = now() - timedelta(days=40)
    jobs_run()
    letter = text_of(latest(mail_server, "alice@aromos.example"))
    assert "closed now" in letter
    assert "reopen" not in letter
    assert "open it again" not in letter
