"""Work: the queue by what is due, a ticket, take, reply, note, reclassify, escalate, wait, resolve."""

import pytest

from portal.ground.db import db
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.journeys.jobs import jobs_run
from tests.journeys.requests import TITLE, filed, latest
from tests.mailbox import Mailbox, text_of

ALICE = "alice@aromos.example"


def row(ref: str) -> Ticket:
    db.session.rollback()
    return db.session.query(Ticket).filter_by(ref=ref).one()


def test_from_the_queue_to_the_solution(
    alice: Browser, vera: Browser, mail_server: Mailbox
) -> None:
    ref = filed(alice)
    vera.visit("/desk?view=unassigned").follow(TITLE).press("Take it").sees("Assigned to Vera Soto")
    vera.fill("Your note", "Their firewall is new.").press("Keep the note")
    vera.fill("Your reply", "Is the firewall new?").choose("We wait for the client’s answer")
    vera.press("Send the reply").sees("Paused")
    jobs_run()
    assert "Is the firewall new?" in text_of(latest(mail_server, ALICE))
    alice.visit(f"/tickets/{ref}").sees("We need your answer to continue", "Is the firewall new?")
    alice.does_not_see("Their firewall is new.").fill("Your reply", "Yes, since Friday.")
    alice.press("Send").does_not_see("We need your answer to continue")
    vera.visit(f"/desk/{ref}").sees("Yes, since Friday.").does_not_see("Paused")
    vera.choose("Critical").fill("Why does it change?", "The whole clinic is cut off.")
    vera.press("Change it").choose("Level 2").fill("Why is it passed on?", "A look at the network.")
    vera.press("Escalate").sees("Not assigned yet")
    alice.visit(f"/tickets/{ref}").sees("from High to Critical", "The whole clinic is cut off.")
    alice.sees("Level 2", "A look at the network.")
    assert (row(ref).severity, row(ref).assignee_id) == ("critical", None)
    vera.visit(f"/desk/{ref}").follow("Resolve").fill("Solution", "UDP 10000 to 20000 is open now.")
    vera.fill("Cause", "The new firewall.").choose("Nothing to learn")
    vera.fill("Why is there nothing to learn?", "Theirs alone.").press("Mark as solved")
    jobs_run()
    letter = text_of(latest(mail_server, ALICE))
    assert "UDP 10000 to 20000 is open now." in letter
    assert "The new firewall." not in letter
    alice.visit(f"/tickets/{ref}").press("Yes, solved")
    assert row(ref).status == "closed"
    vera.visit("/desk?view=closed").sees(TITLE)
    vera.visit("/desk?view=open").does_not_see(TITLE)


def test_what_is_due_first_stands_first(alice: Browser, bob: Browser, vera: Browser) -> None:
    filed(alice, "Filed first")
    bob.visit("/ask").choose("Something is broken").press("Continue")
    bob.fill("In one line", "Filed second and worse").fill("Tell us more", "All is dark.")
    for _page in ("what", "steps", "where", "evidence"):
        bob.press("Continue")
    bob.choose("No, nobody can work").choose("Something we use every day")
    bob.choose("Everyone, or nearly everyone").choose("No", "another way").press("Continue")
    bob.press("Send the request")
    vera.visit("/desk?view=open")
    titles = [link.get_text(strip=True) for link in vera.page.select(".sheet__main a")]
    assert titles == ["Filed second and worse", "Filed first"]


@pytest.mark.parametrize(
    ("lesson", "label", "answer", "seen"),
    [
        ("An article is right", "Address of another article", "network-requirements", "Network"),
        ("Nothing to learn", "Why is there nothing to learn?", "A loose cable.", "A loose cable."),
    ],
)
def test_every_solution_says_what_was_learnt(
    alice: Browser, vera: Browser, lesson: str, label: str, answer: str, seen: str
) -> None:
    ref = filed(alice)
    vera.visit(f"/desk/{ref}/resolution").fill("Solution", "It works.")
    vera.press("Mark as solved", status=422)
    assert vera.value("Solution") == "It works."
    vera.choose(lesson).fill(label, answer).press("Mark as solved").sees(seen)
    is_shown = lesson != "Nothing to learn"
    alice.visit(f"/tickets/{ref}").sees("It works.")
    assert (seen in alice.html) == is_shown
