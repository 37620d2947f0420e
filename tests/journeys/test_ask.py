"""Ask: nothing helped, the form with what was searched and read, check, sent with a reference and a promise.

All of it without scripts: these browsers have none.
"""

from collections.abc import Callable

from sqlalchemy import func, select

from portal.asking.draft import Draft
from portal.ground.db import db
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.files.samples import picture
from tests.journeys.jobs import jobs_run
from tests.journeys.requests import TITLE, ask, filed_by_guest, latest, reference, weigh
from tests.mailbox import Mailbox, text_of


def tickets() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Ticket)) or 0


def drafts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Draft)) or 0


def test_a_client_asks_after_an_article_did_not_help(
    alice: Browser, vera: Browser, mail_server: Mailbox
) -> None:
    alice.visit("/search?q=nobody+hears+me").follow("No audio in calls")
    alice.press("No, it did not").fill("What was missing or wrong?", "We use desk phones.")
    jobs_run()  # a moment passes
    alice.press("Tell us").follow("Describe the problem").choose("Something is broken")
    alice.press("Continue").sees("Step 2 of 7").fill("In one line", "Silence on desk phones")
    alice.fill("Tell us more", "Since Monday.\nOnly desk phones.")
    alice.fill("Error message", "SIP 488 Not Acceptable Here").press("Continue")
    alice.fill("Step 1", "I lift the receiver").fill("Step 2", "I call 600")
    alice.attach("Screenshot of this step", ("phone.png", picture()), within="Step 2")
    alice.fill("Step 3", "I hear nothing").fill("What did you expect?", "A voice")
    alice.press("Continue")
    assert alice.value("Device, system and browser").strip() == "Chrome 130, Linux"
    alice.choose("Calls").press("Continue")
    alice.attach("Screenshots", ("panel.jpg", picture("JPEG")), ("sip.log", b"488 refused"))
    alice.press("Continue").choose("No, nobody can work").choose("Something we use every day")
    alice.choose("Everyone, or nearly everyone").choose("No", "another way").press("Continue")
    alice.sees("Check your request", "Severity: Critical", "within 30 min.")
    alice.sees("Silence on desk phones", "I lift the receiver", "panel.jpg", "phone.png", "Calls")
    alice.press("Send the request").sees("We’ve received your request", "We’ll reply by")
    ref = reference(alice)
    jobs_run()
    assert ref in text_of(latest(mail_server, "alice@aromos.example"))
    alice.follow("Open your ticket").sees("SIP 488", "I lift the receiver", "phone.png", "sip.log")
    vera.visit(f"/desk/{ref}").sees("Searched for “nobody hears me”", "Was not helped by")
    vera.sees("“We use desk phones.”", "No audio in calls", "SIP 488", "I hear nothing")


def test_a_guest_asks_and_is_told_where_the_answer_goes(
    gina: Browser, mail_server: Mailbox
) -> None:
    gina.visit("/").follow("Ask for help")
    ref = filed_by_guest(gina)
    gina.sees("We’ve received your request", ref, "gina@elsewhere.example", "private link")
    jobs_run()
    letter = latest(mail_server, "gina@elsewhere.example")
    assert ref in text_of(letter)
    assert "We’ll reply by" in text_of(letter)


def test_an_agent_files_for_a_client_who_phoned(
    vera: Browser, alice: Browser, mail_server: Mailbox
) -> None:
    vera.visit("/desk").follow("File for a client").fill("Find a client", "rojas").press(
        "Search", within="Find a client"
    )
    vera.follow("Alice Rojas").choose("Phone").choose("Something is broken").press("Continue")
    vera.fill("In one line", TITLE).fill("Tell us more", "She called.")
    vera.choose("Yes, as usual").choose("Something we use now and then").choose("Only one")
    vera.choose("Yes", "another way").press("Continue").sees("Alice Rojas is known here")
    vera.press("Send the request").sees("The request is filed")
    ref = reference(vera)
    jobs_run()
    assert ref in text_of(latest(mail_server, "alice@aromos.example"))
    alice.visit("/tickets").follow(TITLE).sees("She called.", "Phone")
    vera.follow("Open the ticket").sees("Alice Rojas", "Clínica Los Aromos")


def test_an_article_that_solves_it_on_the_way_ends_it_without_a_ticket(gina: Browser) -> None:
    gina.visit("/ask").choose("Something is broken").press("Continue")
    gina.fill("In one line", "Nobody hears me in calls").fill("Tell us more", "NotAllowedError")
    gina.press("Continue").sees("This may already help", "No audio in calls")
    gina.press("This solved it").sees("Glad that helped", "no ticket was opened")
    assert tickets() == 0
    gina.follow("It is not solved after all").follow("Back")
    assert gina.value("In one line") == "Nobody hears me in calls"


def test_the_draft_outlives_reloading_another_device_and_an_ended_session(
    alice: Browser, browser: Callable[..., Browser], gina: Browser
) -> None:
    ask(alice).fill("Version", "4.2")
    page = alice.url
    alice.press("Continue").visit(page)  # typed, sent, and back to it as by reloading
    assert alice.value("Version") == "4.2"
    phone = browser("alice").visit("/ask").sees("Continue where you left off").follow(TITLE)
    phone.follow("Back")
    assert phone.value("Version") == "4.2"
    session = alice.client.get_cookie("session")
    assert session is not None
    alice.visit(page).fill("Version", "4.3")
    alice.client.delete_cookie("session")  # the session ends while she writes
    alice.press("Continue")
    assert alice.url.startswith("/sign-in?next=")
    alice.client.set_cookie("session", session.value)
    alice.visit(page)
    assert alice.value("Version") == "4.3"
    gina.visit(page, status=404)
    assert drafts() == 1


def test_a_guests_draft_is_still_there_after_closing_the_tab_and_goes_along_when_signing_in(
    gina: Browser, mail_server: Mailbox
) -> None:
    weigh(ask(gina)).follow("Sign in and continue with this request")
    gina.fill("Email address", "alice@aromos.example").press("Email me a link")
    jobs_run()
    code = text_of(latest(mail_server, "alice@aromos.example")).split("asked for it: ")[1][:6]
    gina.fill("Code", code).press("Sign in").sees("Check your request", TITLE)
    gina.press("Send the request").follow("Open your ticket").sees("Alice Rojas")


def test_sent_twice_it_is_one_ticket(alice: Browser) -> None:
    weigh(ask(alice))
    check = alice.url
    alice.press("Send the request")
    ref = reference(alice)
    alice.visit(check).sees(ref)
    assert alice.url.endswith("/sent")
    assert tickets() == 1
