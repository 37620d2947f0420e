"""Follow: the letter's link, the ticket, a reply, a colleague, yes or no to the solution, the rating."""

from collections.abc import Callable

from sqlalchemy import select

from portal.ground.db import db
from portal.tickets.closing import Rating
from tests.browser import Browser
from tests.journeys.jobs import jobs_run
from tests.journeys.requests import GINA, TITLE, filed, filed_by_guest, follow_letter, latest, solve
from tests.mailbox import Mailbox, link_in, text_of


def scores() -> list[tuple[int, str]]:
    db.session.rollback()
    return [(row.score, row.comment) for row in db.session.scalars(select(Rating))]


def test_a_guest_follows_by_the_letter_writes_and_reads_the_answer(
    gina: Browser, vera: Browser, browser: Callable[..., Browser], mail_server: Mailbox
) -> None:
    ref = filed_by_guest(gina)
    jobs_run()
    letter = latest(mail_server, GINA)
    assert ref in str(letter["Subject"])
    assert TITLE not in text_of(letter), "nobody has shown yet that the address is theirs"
    phone = browser()  # the letter is opened elsewhere
    phone.visit(link_in(letter, "/t/")).sees("We’ll reply by", "I wait ten minutes")
    assert phone.heading() == TITLE
    assert phone.url == f"/tickets/{ref}"
    phone.fill("Your reply", "It is line 4 as well.").press("Send").sees("It is line 4 as well.")
    vera.visit(f"/desk/{ref}").sees("It is line 4 as well.")
    vera.fill("Your reply", "Which firewall do you have?").press("Send the reply")
    jobs_run()
    answer = latest(mail_server, GINA)
    assert "Which firewall do you have?" in text_of(answer)
    assert letter["Message-ID"] in str(answer["References"])
    gina.visit(link_in(answer, "/t/")).sees("Which firewall do you have?", "Vera Soto")
    gina.visit("/tickets").sees(TITLE)


def test_the_link_is_for_who_holds_it_alone(
    gina: Browser, browser: Callable[..., Browser], mail_server: Mailbox
) -> None:
    ref = filed_by_guest(gina)
    stranger = browser().visit(f"/tickets/{ref}")
    assert stranger.url.startswith("/sign-in"), "the reference alone opens nothing"
    jobs_run()
    link = link_in(latest(mail_server, GINA), "/t/")
    browser().visit(link[:-1] + ("a" if link[-1] != "a" else "b"), status=404)


def test_not_solved_it_goes_on_then_is_confirmed_and_rated_by_the_letter(
    alice: Browser, vera: Browser, browser: Callable[..., Browser], mail_server: Mailbox
) -> None:
    ref = filed(alice)
    solve(vera, ref, "Turn the phone off and on.")
    jobs_run()
    letter = latest(mail_server, "alice@aromos.example")
    assert "Turn the phone off and on." in text_of(letter)
    alice.visit(link_in(letter, f"/tickets/{ref}")).sees("Does this solve it?")
    alice.follow("No, it still happens").fill("What’s happening now?", "It drops after one minute.")
    alice.press("Open the ticket again").sees("It drops after one minute.", "open again")
    assert vera.visit(f"/desk/{ref}").sees("It drops after one minute.").heading() == TITLE
    solve(vera, ref, "Open UDP 10000 to 20000.")
    alice.visit(f"/tickets/{ref}").press("Yes, solved").sees("Thank you. The ticket is closed.")
    jobs_run()
    stranger = browser()  # the letter needs no sign-in
    follow_letter(stranger, mail_server, "alice@aromos.example", "/r/")
    assert scores() == [], "a mail scanner follows links: looking counts nothing"
    stranger.does_not_see(TITLE).choose("Good").fill(
        "Anything you would like to add", "It took two tries."
    )
    stranger.press("Send the rating").sees("Your rating is saved")
    assert scores() == [(4, "It took two tries.")]
    alice.visit(f"/tickets/{ref}").choose("Excellent").press("Change the rating")
    assert scores() == [(5, "It took two tries.")]
    vera.visit(f"/desk/{ref}").sees("It took two tries.", "confirmed the solution")


def test_a_colleague_sees_the_ticket_until_taken_off(
    alice: Browser, ana: Browser, bob: Browser, mail_server: Mailbox
) -> None:
    ref = filed(alice)
    ana.visit(f"/tickets/{ref}", status=404)
    alice.visit(f"/tickets/{ref}").fill("Colleague’s email address", "ana@aromos.example").press(
        "Add"
    )
    alice.sees("Ana Muñoz sees this ticket now.")
    jobs_run()
    letter = latest(mail_server, "ana@aromos.example")
    ana.visit(link_in(letter, f"/tickets/{ref}")).sees(TITLE)
    alice.fill("Colleague’s email address", "bob@nunoa.example").press("Add", status=422)
    bob.visit(f"/tickets/{ref}", status=404)
    alice.visit(f"/tickets/{ref}").press("Remove Ana Muñoz").sees("no longer sees this ticket")
    ana.visit(f"/tickets/{ref}", status=404)
    ana.visit("/tickets").does_not_see(TITLE)


def test_the_manager_of_the_organisation_sees_and_finds_it(
    alice: Browser, browser: Callable[..., Browser]
) -> None:
    ref = filed(alice)
    mara = browser("mara").visit("/tickets?whose=organisation").sees(TITLE)
    mara.visit(f"/tickets/{ref}").sees("Alice Rojas")
