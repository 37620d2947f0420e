"""Work on a ticket, as an agent does it at the page and as the client then reads it."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.filing import TrailKind
from portal.tickets.opening import TrailItem
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.desk.filings import DESCRIPTION, MIN, ODD_WORDS, opened, published


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return out.getvalue()


def test_the_page_shows_everything_about_the_ticket(
    characters: dict[str, Person], vera: Browser
) -> None:
    article = published(
        "Sound that comes and goes", "## Check\n\nCheck the cable.", characters["vera"]
    )
    at = now()
    trail = [
        TrailItem(TrailKind.SEARCHED, at, words=ODD_WORDS),
        TrailItem(TrailKind.SHOWN, at, article_id=article.id),
        TrailItem(TrailKind.READ, at, article_id=article.id),
        TrailItem(TrailKind.NOT_HELPFUL, at, words="The cable is fine.", article_id=article.id),
    ]
    ticket = opened(characters["alice"], trail=trail)
    opened(characters["bob"], "other", title="Calls drop now and then")
    vera.visit(f"/desk/{ticket.ref.lower()}")
    assert vera.heading() == ticket.title
    vera.sees(DESCRIPTION, "SIP 503", "Call any number", "Wait ten seconds", "10.4.2")
    vera.sees("Alice Rojas", "alice@aromos.example", "Clínica Los Aromos", "Standard", "English")
    vera.sees("Reply in", "The client reads: “We’ll reply by")
    vera.sees(
        f"Searched for “{ODD_WORDS}”", "Was shown", "Was not helped by", "“The cable is fine.”"
    )
    assert len(vera.page.select(f'a[href="/en/articles/{article.slug}"]')) >= 3
    vera.sees("Similar tickets", "Calls drop now and then")


def test_the_conversation_comes_alone_for_the_live_part(ticket: Ticket, vera: Browser) -> None:
    live = vera.visit(f"/desk/{ticket.ref}").page.select_one("[data-live-url]")
    assert live is not None
    vera.visit(str(live["data-live-url"])).sees(DESCRIPTION)
    assert vera.page.find("html") is None


def test_take_and_give_away(ticket: Ticket, vera: Browser) -> None:
    vera.visit(f"/desk/{ticket.ref}").sees("Not assigned yet").press("Take it")
    vera.sees("Assigned to Vera Soto").does_not_see("not started")
    assert "Take it" not in [button.get_text(strip=True) for button in vera.page.find_all("button")]
    vera.choose("Leo Díaz").press("Give it").sees("Assigned to Leo Díaz")


def test_a_reply_reaches_the_client_and_takes_the_ticket(
    ticket: Ticket, vera: Browser, alice: Browser
) -> None:
    vera.visit(f"/desk/{ticket.ref}").fill("Your reply", "Please **restart** the phone.")
    vera.attach("Files for the client", ("where.png", picture())).press("Send the reply")
    vera.sees("Please restart the phone.", "where.png", "Assigned to Vera Soto")
    alice.visit(f"/tickets/{ticket.ref}").sees(
        "Please restart the phone.", "where.png", "Vera Soto"
    )


def test_a_reply_sent_twice_says_it_once(ticket: Ticket, vera: Browser, alice: Browser) -> None:
    vera.visit(f"/desk/{ticket.ref}").fill("Your reply", "Only once, please.")
    form = vera.page.find("form", id="reply-form")
    assert form is not None
    from tests.browser import form_values

    values = form_values(form) | {"text": ["Only once, please."]}
    for _again in range(2):
        vera.client.post(f"/desk/{ticket.ref}/replies", data=values, headers=vera.headers)
    alice.visit(f"/tickets/{ticket.ref}")
    assert alice.html.count("Only once, please.") == 1


def test_a_reply_may_ask_the_client_and_stops_the_clock(
    ticket: Ticket, vera: Browser, alice: Browser
) -> None:
    vera.visit(f"/desk/{ticket.ref}").fill("Your reply", "Which browser is it?")
    vera.choose("We wait for the client’s answer").press("Send the reply")
    vera.sees("Waiting for the client’s answer: the clock is paused", "Paused")
    alice.visit(f"/tickets/{ticket.ref}").sees(
        "We need your answer to continue", "Which browser is it?"
    )
    vera.press("Resume").sees("The clock resumes")
    vera.fill("Your reply", "The vendor has to look.").choose("We wait for a provider")
    vera.press("Send the reply").sees("Waiting for a provider")


def test_a_note_stays_at_the_desk(ticket: Ticket, vera: Browser, alice: Browser) -> None:
    vera.visit(f"/desk/{ticket.ref}").fill("Your note", "Their contract ends in May.")
    vera.attach("Files for the desk", ("contract.png", picture()))
    vera.press("Keep the note").sees("Their contract ends in May.", "Internal note")
    alice.visit(f"/tickets/{ticket.ref}").does_not_see("contract", "Internal note")


def test_a_reclassification_tells_the_client_why(
    ticket: Ticket, vera: Browser, alice: Browser
) -> None:
    vera.visit(f"/desk/{ticket.ref}").choose("Critical")
    vera.fill("Why does it change?", "Nobody can call at all.").press("Change it")
    vera.sees("Vera Soto changed the severity from High to Critical")
    alice.visit(f"/tickets/{ticket.ref}")
    alice.sees("changed the severity from High to Critical", "Nobody can call at all.")


def test_a_reclassification_without_a_reason_is_shown_again_as_it_was(
    ticket: Ticket, vera: Browser
) -> None:
    vera.visit(f"/desk/{ticket.ref}").choose("Critical").press("Change it", status=422)
    vera.sees("Say why: the client reads it.")
    chosen = vera.field("Severity").find("option", selected=True)
    assert chosen is not None
    assert chosen.get_text() == "Critical"
    assert db.session.get(Ticket, ticket.id).severity == "high"


def test_an_escalation_names_the_level_and_the_reason(
    ticket: Ticket, vera: Browser, alice: Browser
) -> None:
    vera.visit(f"/desk/{ticket.ref}").press("Take it").choose("Level 2")
    vera.fill("Why is it passed on?", "It needs a look at the network.").press("Escalate")
    vera.sees("Vera Soto escalated this to: Level 2", "Not assigned yet")
    alice.visit(f"/tickets/{ticket.ref}").sees("Level 2", "It needs a look at the network.")


def test_a_deed_that_came_too_late_keeps_every_word(
    characters: dict[str, Person], ticket: Ticket, vera: Browser
) -> None:
    vera.visit(f"/desk/{ticket.ref}").fill("Your reply", "A long and careful answer.")
    vera.attach("Files for the client", ("a.log", b"10:00\n"))
    with writing():
        steps.close(ticket, characters["leo"], steps.render("Asked twice."), now())
    vera.press("Send the reply", status=403)
    vera.sees("This ticket is closed. Reopen it to continue.")
    assert vera.value("Your reply") == "A long and careful answer."
    vera.sees("Already here, and sent with this form:", "a.log")


def test_what_is_too_long_is_refused_whole_and_not_cut_by_the_browser(
    ticket: Ticket, vera: Browser
) -> None:
    log = "ERROR 503 on line 7\n" * 2600
    vera.visit(f"/desk/{ticket.ref}").fill("Your note", log)
    assert not vera.field("Your note").has_attr("maxlength"), "a paste would be cut in silence"
    vera.press("Keep the note", status=422).sees("This is longer than we can take.")
    assert vera.value("Your note").strip() == log.strip()


@pytest.mark.parametrize(
    ("label", "files", "button"),
    [
        ("Your reply", "Files for the client", "Send the reply"),
        ("Your note", "Files for the desk", "Keep the note"),
    ],
)
def test_a_refused_file_keeps_the_words(
    ticket: Ticket, vera: Browser, label: str, files: str, button: str
) -> None:
    vera.visit(f"/desk/{ticket.ref}").fill(label, "See the page attached.")
    vera.attach(files, ("page.html", b"<html><script>1</script></html>"), ("a.log", b"10:00\n"))
    vera.press(button, status=422).sees("is a web page")
    assert vera.value(label) == "See the page attached."
    vera.press(button).does_not_see("Already here")
    assert "a.log" in vera.page.select(".timeline")[0].get_text(), "chosen once, sent once mended"


def test_an_article_is_put_into_the_reply_and_the_words_stay(
    characters: dict[str, Person], ticket: Ticket, vera: Browser
) -> None:
    published(
        "Calls that drop after ten seconds",
        "## Fix\n\nOpen UDP ports. Calls drop.",
        characters["vera"],
    )
    from portal.ground.following import catch_up
    from portal.search.following import FOLLOWER

    catch_up(FOLLOWER)
    vera.visit(f"/desk/{ticket.ref}").fill("Your reply", "This should help:")
    vera.attach("Files for the client", ("a.log", b"10:00\n"))
    vera.press("Put into the reply").sees("Already here, and sent with this form:", "a.log")
    reply = vera.value("Your reply")
    assert reply.startswith(
        "This should help:\n\n[Calls that drop after ten seconds](http://localhost/en/articles/"
    )


def test_a_held_filing_is_let_go_on(vera: Browser, characters: dict[str, Person]) -> None:
    held = opened(None, "guest", held=True, ago=5 * MIN)
    vera.visit(f"/desk/{held.ref}").sees("(not verified)", "No, a guest").press("Accept request")
    vera.sees("Review complete: the request was accepted", "Reply in 2 h")


def test_close_and_open_again_with_reasons(ticket: Ticket, vera: Browser, alice: Browser) -> None:
    vera.visit(f"/desk/{ticket.ref}").fill("Why is it closed?", "It is the same as T-22222.")
    vera.press("Close it").sees("Closed by Vera Soto")
    vera.fill("Why reopen it?", "It is not the same after all.").press("Open again")
    vera.sees("Reopened by Vera Soto")
    alice.visit(f"/tickets/{ticket.ref}").sees(
        "It is the same as T-22222.", "It is not the same after all."
    )


def test_a_colleague_is_added_and_removed(ticket: Ticket, vera: Browser) -> None:
    page = vera.visit(f"/desk/{ticket.ref}")
    page.fill("Their email address", "bob@nunoa.example").press("Add", status=422)
    page.sees("There’s nobody with that address in this organisation.")
    page.fill("Their email address", "ana@aromos.example").press("Add")
    page.sees("Vera Soto shared this with Ana Muñoz").press("Remove Ana Muñoz")
    page.sees("Ana Muñoz no longer has access")


def test_the_page_asks_as_many_queries_for_a_long_conversation_as_for_a_short_one(
    characters: dict[str, Person], ticket: Ticket, vera: Browser, count_queries: Callable[..., int]
) -> None:
    with writing():
        steps.reply(ticket, characters["vera"], steps.render("One."), now())
    vera.visit(f"/desk/{ticket.ref}")
    few = count_queries(lambda: vera.visit(f"/desk/{ticket.ref}"))
    for number in range(12):
        with writing():
            who = characters["alice" if number % 2 else "leo"]
            steps.reply(ticket, who, steps.render(f"Word {number}."), now())
        opened(characters["bob"], f"like-{number}")
    assert count_queries(lambda: vera.visit(f"/desk/{ticket.ref}")) == few
    assert few <= 22
