"""The client's pages of a ticket, as people use them."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.person import Person
from portal.tickets import links, steps
from portal.tickets.closing import Lesson, Rating
from portal.tickets.filing import TrailKind
from portal.tickets.opening import TrailItem
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.tickets.conftest import DAY, MIN, H, kinds, opened, resolve, words

Enter = Callable[..., Browser]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture
def fresh(characters: dict[str, Person]) -> Ticket:
    """Opened by alice a little while ago, with steps, answers and a search before it."""
    return opened(
        characters["alice"],
        now() - 10 * MIN,
        steps=["Call any number", "Wait ten seconds"],
        answers={
            "description": "Every call ends after <ten> seconds.",
            "error_message": "SIP 503",
            "environment": "Firefox 140, Windows",
            "impact.working": "partly",
        },
        trail=[TrailItem(TrailKind.SEARCHED, now(), words="calls drop")],
    )


def act_now(step: Callable[..., Any], *given: Any, at: datetime | None = None, **more: Any) -> Any:
    with writing():
        return step(*given, now=at or now(), **more)


def scores() -> list[int]:
    """The ratings as they are now."""
    db.session.rollback()
    return list(db.session.scalars(db.select(Rating.score)))


@pytest.fixture
def queries() -> Iterator[list[str]]:
    """The statements that were sent to the database."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def test_a_client_sees_where_the_ticket_stands(fresh: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    assert alice.heading() == "Calls drop after ten seconds"
    alice.sees(fresh.ref, "Received", "We’ll reply by", "We aim to solve it by")
    alice.sees("Every call ends after <ten> seconds.", "SIP 503")
    alice.sees("Something is broken", "High", "Firefox 140, Windows", "Can people still work?")
    alice.sees("Call any number", "Wait ten seconds", "calls drop", "Who can see it")


def test_a_reader_of_spanish_reads_the_policy_in_spanish(
    fresh: Ticket, browser: Enter, characters: dict[str, Person]
) -> None:
    act_now(steps.add_colleague, fresh, characters["alice"], characters["ana"])
    ana = browser("ana", language="es").visit(f"/tickets/{fresh.ref.lower()}")
    ana.sees("Algo falla", "Alta", "¿Pueden trabajar?", "Sí, pero con dificultad")


@pytest.mark.parametrize("path", ["", "/latest", "/files/1"])
def test_a_strangers_ticket_does_not_exist(fresh: Ticket, browser: Enter, path: str) -> None:
    bob = browser("bob")
    bob.visit(f"/tickets/{fresh.ref}{path}", status=404)
    foreign = bob.html.replace(fresh.ref, "T-22222")
    bob.visit(f"/tickets/T-22222{path}", status=404)
    assert re.sub(r"IjQ\S+|value=\"[^\"]{60,}\"", "", bob.html) == re.sub(
        r"IjQ\S+|value=\"[^\"]{60,}\"", "", foreign
    )


@pytest.mark.parametrize(
    "deed", ["replies", "confirmation", "reopening", "rating", "colleagues", "colleagues/1/removal"]
)
def test_a_stranger_can_do_nothing_to_it(
    app: Flask, fresh: Ticket, browser: Enter, deed: str
) -> None:
    bob = browser("bob").visit("/tickets")
    token = bob.page.find("input", attrs={"name": "csrf_token"})["value"]
    data = {"csrf_token": token, "text": "x", "score": 5, "email": "bob@nunoa.example"}
    answer = bob.client.post(f"/tickets/{fresh.ref}/{deed}", data=data)
    assert answer.status_code == 404
    assert kinds(fresh) == ["opened"]


def test_nobody_is_led_to_sign_in_and_back(fresh: Ticket, app: Flask) -> None:
    answer = app.test_client().get(f"/tickets/{fresh.ref}")
    assert answer.status_code == 302
    assert f"next=/tickets/{fresh.ref}" in answer.location


def test_a_reply_with_a_picture_stands_at_the_foot(fresh: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    alice.fill("Your reply", "It is **worse** now.\n\nSee the picture.")
    alice.attach("Screenshots and files", ("now.png", PNG)).press("Send")
    alice.sees("It is worse now.", "now.png")
    picture = alice.page.find("a", href=re.compile("/files/"))["href"]
    got = alice.client.get(picture)
    assert (got.status_code, got.mimetype) == (200, "image/png")
    assert browser("bob").client.get(picture).status_code == 404
    assert alice.url.startswith(f"/tickets/{fresh.ref}")


def test_words_are_never_lost_by_a_refused_file(fresh: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    alice.fill("Your reply", "Here is the page.")
    alice.attach("Screenshots and files", ("page.html", b"<html><script>1</script></html>"))
    alice.press("Send", status=422)
    alice.sees("There is a problem", "page.html")
    assert alice.value("Your reply") == "Here is the page."
    assert kinds(fresh) == ["opened"]
    alice.press("Send").sees("Here is the page.")


def test_an_empty_reply_is_asked_for(fresh: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    alice.fill("Your reply", "   ").press("Send", status=422)
    alice.sees("Enter your reply.")


def test_a_double_click_says_it_once(fresh: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    alice.fill("Your reply", "Once.")
    form = alice.page.find("form", action=re.compile("replies"))
    data = {
        field["name"]: field.get("value", "")
        for field in form.find_all("input")
        if field["type"] == "hidden"
    }
    for _click in range(2):
        alice.client.post(f"/tickets/{fresh.ref}/replies", data={**data, "text": "Once."})
    assert alice.visit(f"/tickets/{fresh.ref}").html.count("<p>Once.</p>") == 1


def test_notes_and_their_files_are_the_desks_alone(
    fresh: Ticket, browser: Enter, characters: dict[str, Person]
) -> None:
    act_now(steps.note, fresh, characters["vera"], words("Their firewall again."))
    act_now(steps.link_article, fresh, characters["vera"], 3)
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    alice.does_not_see("Their firewall again.", "Internal note", "linked an article")


def test_solved_confirmed_rated_and_rated_anew(
    fresh: Ticket, browser: Enter, characters: dict[str, Person]
) -> None:
    resolve(fresh, characters["vera"], now(), "Open UDP 10000–20000.")
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    alice.sees(
        "The solution",
        "Open UDP 10000–20000.",
        "Does this solve it?",
        "If we don’t hear from you, the ticket closes",
    )
    alice.does_not_see("Firewall", "Write to us")
    alice.press("Yes, solved").sees("Thank you. The ticket is closed.", "How did we do?")
    alice.choose("4", within="How did we do?")
    alice.fill("Anything you would like to add", "Quick.").press("Send the rating")
    alice.sees("Your rating is saved", "rated our support: Good")
    assert alice.value("Anything you would like to add") == "Quick."
    alice.choose("5", within="How did we do?").press("Change the rating")
    db.session.rollback()
    rating = db.session.scalars(db.select(Rating)).one()
    assert (rating.score, rating.comment) == (5, "Quick.")


def test_the_articles_that_were_read_and_the_one_that_solved_it_are_named(
    app: Flask, browser: Enter, characters: dict[str, Person]
) -> None:
    class Card:
        def __init__(self, number: int) -> None:
            self.url, self.title = f"/en/articles/{number}", f"Article {number}"

    trail = [TrailItem(TrailKind.READ, now(), article_id=number) for number in (7, 8, 7)]
    ticket = opened(characters["alice"], now() - H, trail=trail)
    with writing():
        steps.resolve(
            ticket, characters["vera"], words("See there."), Lesson.LINKED, now(), article_id=9
        )
    earlier = app.jinja_env.globals.get("article_cards")
    app.jinja_env.globals["article_cards"] = lambda numbers: {n: Card(n) for n in numbers if n != 8}
    try:
        alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    finally:
        app.jinja_env.globals.pop("article_cards")
        if earlier:
            app.jinja_env.globals["article_cards"] = earlier
    links_shown = [a["href"] for a in alice.page.find_all("a", href=re.compile("articles"))]
    assert links_shown == ["/en/articles/9", "/en/articles/7"]


def test_a_rating_without_a_score_keeps_the_words(
    fresh: Ticket, browser: Enter, characters: dict[str, Person]
) -> None:
    resolve(fresh, characters["vera"], now())
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    alice.fill("Anything you would like to add", "Slow.").press("Send the rating", status=422)
    alice.sees("Choose a rating.")
    assert alice.value("Anything you would like to add") == "Slow."


def test_it_still_happens(fresh: Ticket, browser: Enter, characters: dict[str, Person]) -> None:
    resolve(fresh, characters["vera"], now(), "Restart the router.")
    alice = browser("alice").visit(f"/tickets/{fresh.ref}").follow("No, it still happens")
    alice.press("Open the ticket again", status=422).sees("Tell us what’s happening now")
    alice.fill("What’s happening now?", "Same as before.").press("Open the ticket again")
    alice.sees(
        "The ticket is open again.", "We are working on it", "Same as before.", "Reopened by"
    )
    alice.sees("Solution at that time", "Restart the router.")


def test_colleagues_are_added_and_removed(fresh: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    alice.fill("Colleague’s email address", "bob@nunoa.example").press("Add", status=422)
    alice.sees("There’s nobody with that address in this organisation.")
    assert alice.value("Colleague’s email address") == "bob@nunoa.example"
    alice.fill("Colleague’s email address", "ana@aromos.example").press("Add")
    alice.sees("Ana Muñoz sees this ticket now.", "Alice Rojas shared this with Ana Muñoz")
    ana = browser("ana", language="en").visit(f"/tickets/{fresh.ref}")
    ana.fill("Your reply", "Here too.").press("Send").sees("Here too.")
    alice.visit(f"/tickets/{fresh.ref}").press("Remove Ana Muñoz").sees(
        "no longer sees this ticket"
    )
    ana.visit(f"/tickets/{fresh.ref}", status=404)


def test_removing_someone_who_is_not_on_it_tells_nothing(
    fresh: Ticket, browser: Enter, characters: dict[str, Person]
) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    token = alice.page.find("input", attrs={"name": "csrf_token"})["value"]
    address = f"/tickets/{fresh.ref}/colleagues/{characters['bob'].id}/removal"
    assert alice.client.post(address, data={"csrf_token": token}).status_code == 404


def test_the_live_part_shows_what_is_new(
    fresh: Ticket, browser: Enter, characters: dict[str, Person]
) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    address = alice.page.find(attrs={"data-enhance": "live"})["data-live-url"]
    act_now(steps.ask_client, fresh, characters["vera"], words("Which browser?"))
    part = alice.client.get(address, headers=alice.headers).get_data(as_text=True)
    assert "Which browser?" in part
    assert "We need your answer to continue" in part
    assert "Waiting for your answer: the clock is paused" in part
    assert "<html" not in part
    resolve(fresh, characters["vera"], now())
    assert "See the solution" in alice.client.get(address, headers=alice.headers).get_data(
        as_text=True
    )


def test_an_agent_looks_without_forms(fresh: Ticket, browser: Enter) -> None:
    vera = browser("vera").visit(f"/tickets/{fresh.ref}")
    vera.sees("Calls drop").does_not_see("Your reply", "Colleague’s email address")


def test_a_guest_follows_by_the_letters_link(browser: Enter, characters: dict[str, Person]) -> None:
    ticket = opened(None, now())
    token = act_now(links.mint_tracking_link, ticket)
    other = opened(characters["bob"], now(), key="key-2")
    guest = browser().visit(f"/t/{token}")
    assert guest.url == f"/tickets/{ticket.ref}", "the address that stays is clean"
    guest.sees("Calls drop after ten seconds", "Anyone who has the link from our email")
    guest.does_not_see("Colleague’s email address")
    assert not ticket.is_verified, "opening is not enough: mail scanners open links, too"
    guest.fill("Your reply", "Still here.").press("Send").sees("Still here.")
    db.session.rollback()
    assert ticket.is_verified
    guest.visit("/tickets").sees("1 ticket", ticket.ref)
    guest.visit(f"/tickets/{other.ref}", status=404)
    guest.visit(f"/t/{token}"), "it can be opened again"
    browser().visit("/t/nonsense", status=404)


def test_a_tracking_link_ends_after_ninety_days(
    browser: Enter, characters: dict[str, Person]
) -> None:
    ticket = opened(None, now() - 91 * DAY)
    token = act_now(links.mint_tracking_link, ticket, at=now() - 90 * DAY)
    browser().visit(f"/t/{token}", status=404)


def test_a_signed_in_person_may_open_a_guests_link(
    browser: Enter, characters: dict[str, Person]
) -> None:
    ticket = opened(None, now())
    token = act_now(links.mint_tracking_link, ticket)
    bob = browser("bob").visit(f"/t/{token}")
    assert bob.heading() == ticket.title


def test_a_letter_is_rated_without_signing_in_and_only_by_the_button(
    fresh: Ticket, browser: Enter, characters: dict[str, Person]
) -> None:
    resolve(fresh, characters["vera"], now())
    token = act_now(links.mint_rating_link, fresh)
    anyone = browser().visit(f"/r/{token}?score=4")
    assert scores() == [], "looking is not rating"
    assert anyone.page.find("input", checked=True)["value"] == "4"
    anyone.does_not_see("Calls drop")
    anyone.press("Send the rating").sees("Thank you.")
    assert scores() == [4]
    anyone.choose("2", within="How did we do?").press("Change the rating")
    assert scores() == [2]


def test_a_rating_by_link_that_comes_too_late_is_refused_and_kept_to_be_copied(
    fresh: Ticket, browser: Enter, characters: dict[str, Person]
) -> None:
    resolve(fresh, characters["vera"], now())
    anyone = browser().visit(f"/r/{act_now(links.mint_rating_link, fresh)}?score=4")
    act_now(steps.reopen, fresh, characters["vera"], words("Ours."))
    anyone.fill("Anything you would like to add", "Very kind.").press("Send the rating", status=403)
    anyone.sees("This ticket is open again.", "What you wrote is not lost", "Very kind.")
    assert scores() == []


def test_a_rating_link_ends_with_the_policys_days(
    fresh: Ticket, browser: Enter, characters: dict[str, Person]
) -> None:
    long_ago = now() - 20 * DAY
    resolve(fresh, characters["vera"], long_ago)
    act_now(steps.confirm, fresh, characters["alice"], at=long_ago + H)
    token = act_now(links.mint_rating_link, fresh)
    browser().visit(f"/r/{token}?score=9").sees("The time to rate this is over.")
    act_now(steps.reopen, fresh, characters["vera"], words("Ours."))
    browser().visit(f"/r/{token}").sees("open again")
    browser().visit("/r/nonsense", status=404)


def test_the_page_asks_for_no_more_as_the_ticket_grows(
    fresh: Ticket, browser: Enter, characters: dict[str, Person], queries: list[str]
) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    queries.clear()
    db.session.rollback()
    alice.visit(f"/tickets/{fresh.ref}")
    few = len(queries)
    for number in range(15):
        act_now(
            steps.reply,
            fresh,
            characters["vera" if number % 2 else "alice"],
            words(f"Word {number}"),
        )
        act_now(steps.assign, fresh, characters["vera"], characters["leo"])
        act_now(steps.take, fresh, characters["vera"])
    db.session.rollback()
    queries.clear()
    alice.visit(f"/tickets/{fresh.ref}").sees("Word 14")
    assert len(queries) <= few + 1, "one more for the names of those it was given to"
    assert len(queries) <= 13, "\n".join(queries)


def test_who_moved_to_another_organisation_no_longer_sees_colleagues_tickets(
    fresh: Ticket, characters: dict[str, Person], browser: Enter
) -> None:
    act_now(steps.add_colleague, fresh, characters["alice"], characters["ana"])
    ana = browser("ana").visit(f"/tickets/{fresh.ref}")
    with writing():
        moved = db.session.get_one(Person, characters["ana"].id)
        moved.organisation = db.session.get_one(Person, characters["bob"].id).organisation
    ana.visit(f"/tickets/{fresh.ref}", status=404)
    ana.visit("/tickets").does_not_see(fresh.ref)
    browser("alice").visit(f"/tickets/{fresh.ref}").does_not_see(characters["ana"].email)
