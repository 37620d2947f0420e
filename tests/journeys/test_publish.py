"""Publish: the resolution, an article made of it, preview, published; the next client finds it within a second."""

from portal.ground.site import settings
from tests.browser import Browser
from tests.journeys.jobs import jobs_run
from tests.journeys.requests import filed, latest
from tests.mailbox import Mailbox, link_in

WORDS = "The parrot button swallows my contacts"
ARTICLE = "Contacts vanish after an import"


def test_what_one_client_taught_is_found_by_the_next_in_the_first_ones_words(
    alice: Browser, bob: Browser, vera: Browser, mail_server: Mailbox
) -> None:
    alice.visit("/search?q=parrot+swallows").sees("Nothing found")
    ref = filed(alice, WORDS, "I press it and they are gone.")
    bob.visit("/search?q=parrot+button+contacts").does_not_see(ARTICLE)
    vera.visit(f"/desk/{ref}").follow("Resolve").fill("Solution", "Choose *Keep both*.")
    vera.fill("Cause", "Replace empties the list first.").choose("I’ll write or update an article")
    vera.press("Mark as solved")
    assert vera.heading() == "Write the article"
    vera.sees("Desk only", "Replace empties the list first.", "What the client wrote")
    assert vera.value("Text") == "## Solution\n\nChoose *Keep both*."
    vera.fill("Title", ARTICLE).press("Preview").sees("Keep both")
    vera.choose(WORDS).press("Publish").sees("Clients can find it now", ARTICLE)
    jobs_run()
    bob.visit("/search?q=parrot+button+swallows+contacts").follow(ARTICLE)
    bob.sees("Keep both", "Did this solve it?").does_not_see("parrot button")
    alice.visit(link_in(latest(mail_server, "alice@aromos.example"), f"/tickets/{ref}"))
    alice.sees("Keep both", ARTICLE).press("Yes, solved").choose("Excellent")
    alice.press("Send the rating").sees("Your rating is saved")
    vera.visit(f"/desk/{ref}").sees("5 out of 5", "Alice Rojas confirmed the solution")
    vera.visit("/desk/articles?q=Contacts").sees(ARTICLE)


def test_it_becomes_a_file_in_the_folder(alice: Browser, vera: Browser) -> None:
    ref = filed(alice, WORDS)
    vera.visit(f"/desk/{ref}/resolution").fill("Solution", "Choose Keep both.")
    vera.choose("I’ll write or update an article").press("Mark as solved").fill("Title", ARTICLE)
    vera.choose(WORDS).press("Publish")
    jobs_run()
    file = settings().articles_folder / "en" / "contacts-vanish-after-an-import.md"
    assert f"title: {ARTICLE}" in file.read_text()
    assert WORDS in file.read_text()
