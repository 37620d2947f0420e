"""Which letters people get about a ticket, what stands in them, and what does not."""

from typing import Any

import pytest
from flask import Flask

from portal.ground.db import db, writing
from portal.ground.following import catch_up, rewind
from portal.people.person import Person
from portal.post.following import EVENTS
from portal.post.letter import Letter
from portal.tickets import steps
from portal.tickets.closing import Lesson
from portal.tickets.conversation import Event
from portal.tickets.steps import Words
from portal.tickets.ticket import Colleague, Ticket
from tests.characters import START
from tests.mailbox import Mailbox, link_in
from tests.post.story import MINUTE, TITLE, delivered, opened, text_of

People = dict[str, Person]
LATER = START + 5 * MINUTE
WORDS = Words("Please *restart* it.", "<p>Please <em>restart</em> it.</p>")


def share(ticket: Ticket, person: Person) -> None:
    with writing():
        db.session.add(Colleague(ticket_id=ticket.id, person_id=person.id, added_at=START))


def test_whoever_files_gets_an_acknowledgement_with_the_promise(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    assert delivered(START) == 1
    [letter] = mail_server.letters
    assert letter["To"] == "Alice Rojas <alice@aromos.example>"
    assert letter["From"] == "Soporte Andes <support@portal.example>"
    assert letter["Subject"] == f"{TITLE} [{ticket.ref}]"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"
    text = text_of(letter)
    assert text.startswith("Hello Alice Rojas,\n\nWe have received your request.")
    assert "We’ll reply by Mon 2 Mar, 11:00" in text  # high: two hours, in her time zone
    assert f"http://localhost/tickets/{ticket.ref}" in text
    assert "\n\n\n" not in text


def test_the_letter_is_also_html_with_the_same_link(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"], title="<script>alert(1)</script>")
    delivered(START)
    html = mail_server.letters[0].get_body(("html",)).get_content()  # type: ignore[union-attr]  # it has one
    assert f'href="http://localhost/tickets/{ticket.ref}"' in html
    assert "&lt;script&gt;" in html
    assert "<script" not in html


def test_an_acknowledgement_to_an_unverified_address_carries_no_text_of_the_sender(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(
        title="Buy pills at spam.example",
        name="Cheap pills",
        answers={"description": "visit spam.example"},
    )
    assert delivered(START) == 1
    letter = mail_server.letters[0]
    whole = letter.as_string()
    assert "pills" not in whole
    assert "spam.example" not in whole
    assert letter["Subject"] == f"Your request [{ticket.ref}]"
    assert "If it wasn’t you, please ignore this email" in " ".join(text_of(letter).split())
    assert link_in(letter, "/t/")


def test_a_held_filing_sends_nothing_until_an_agent_lets_it_through(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(held=True)
    assert delivered(START) == 0
    with writing():
        steps.release(ticket, characters["vera"], LATER)
    assert delivered(LATER) == 1
    assert "We have received your request" in text_of(mail_server.letters[0])


def test_a_held_filing_that_is_closed_sends_nothing(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(held=True)
    with writing():
        steps.close(ticket, characters["vera"], WORDS, LATER)
    assert delivered(LATER) == 0


def test_an_agents_first_reply_is_one_letter_to_the_client_and_one_to_the_colleague(
    characters: People, mail_server: Mailbox
) -> None:
    """The reply also takes the ticket: two events, one deed, one letter each, in each reader's language."""
    ticket = opened(characters["alice"])
    share(ticket, characters["ana"])
    delivered(START)
    mail_server.letters.clear()
    with writing():
        steps.reply(ticket, characters["vera"], WORDS, LATER)
    assert delivered(LATER) == 2
    [to_alice], [to_ana] = mail_server.to("alice@"), mail_server.to("ana@")
    assert "Vera Soto wrote:\n\nPlease *restart* it." in text_of(to_alice)
    assert to_alice["Content-Language"] == "en"
    assert to_ana["Content-Language"] == "es"
    assert "<em>restart</em>" in to_ana.get_body(("html",)).get_content()  # type: ignore[union-attr]  # it has one
    assert not mail_server.to("vera@")


def test_the_letters_of_a_ticket_are_one_thread(characters: People, mail_server: Mailbox) -> None:
    ticket = opened(characters["alice"])
    delivered(START)
    with writing():
        steps.reply(ticket, characters["vera"], WORDS, LATER)
    delivered(LATER)
    first, second = mail_server.letters
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert second["Subject"] == f"Re: {first['Subject']}"
    assert first["Message-ID"] != second["Message-ID"]


def test_a_clients_reply_goes_to_whoever_has_the_ticket_and_to_the_other_clients(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    share(ticket, characters["ana"])
    with writing():
        steps.take(ticket, characters["vera"], START + MINUTE)
    delivered(START + MINUTE)
    mail_server.letters.clear()
    with writing():
        steps.reply(ticket, characters["alice"], Words("It helped.", "<p>It helped.</p>"), LATER)
    delivered(LATER)
    assert not mail_server.to("alice@")
    assert f"http://localhost/desk/{ticket.ref}" in text_of(mail_server.to("vera@")[0])
    assert "It helped." in text_of(mail_server.to("ana@")[0])


def test_an_answer_that_ends_a_wait_is_one_letter(characters: People, mail_server: Mailbox) -> None:
    ticket = opened(characters["alice"])
    with writing():
        steps.ask_client(
            ticket, characters["vera"], Words("Which browser?", "<p>Which browser?</p>"), LATER
        )
    delivered(LATER)
    assert "Vera Soto asks:\n\nWhich browser?" in text_of(mail_server.to("alice@")[-1])
    mail_server.letters.clear()
    with writing():
        steps.reply(ticket, characters["alice"], Words("Firefox", "<p>Firefox</p>"), LATER + MINUTE)
    delivered(LATER + MINUTE)
    assert [letter["To"] for letter in mail_server.letters] == ["Vera Soto <vera@portal.example>"]


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        (lambda t, p: steps.take(t, p["vera"], LATER), "Assigned to Vera Soto."),
        (
            lambda t, p: steps.reclassify(t, p["vera"], "low", "system-error", WORDS, LATER),
            "changed the severity from High to Low.\n\nPlease *restart* it.",
        ),
        (lambda t, p: steps.escalate(t, p["vera"], "level-2", WORDS, LATER), "escalated this to:"),
        (
            lambda t, p: steps.wait_for(t, p["vera"], "provider", WORDS, LATER),
            "Please *restart* it.",
        ),
    ],
    ids=["taken", "reclassified", "escalated", "provider"],
)
def test_each_change_is_told_to_the_client(
    deed: Any, says: str, characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    delivered(START)
    mail_server.letters.clear()
    with writing():
        deed(ticket, characters)
    delivered(LATER)
    [letter] = mail_server.to("alice@")
    assert says in text_of(letter)


def test_a_note_is_told_to_nobody(characters: People, mail_server: Mailbox) -> None:
    ticket = opened(characters["alice"])
    with writing():
        steps.take(ticket, characters["leo"], START)
    delivered(START)
    mail_server.letters.clear()
    with writing():
        steps.note(ticket, characters["vera"], Words("rude client", "<p>rude client</p>"), LATER)
    assert delivered(LATER) == 0


def resolved(ticket: Ticket, characters: People) -> None:
    with writing():
        steps.resolve(
            ticket,
            characters["vera"],
            Words("Allow the microphone.", "<p>Allow the microphone.</p>"),
            Lesson.NOTHING,
            LATER,
            cause="secret cause",
            reason="known to all",
        )


def test_a_resolution_asks_for_confirmation_and_for_a_rating(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    share(ticket, characters["ana"])
    delivered(START)
    mail_server.letters.clear()
    resolved(ticket, characters)
    assert delivered(LATER) == 2
    text = text_of(mail_server.to("alice@")[0])
    assert "Allow the microphone." in text
    assert "secret cause" not in text
    assert "Excellent: http://localhost/r/" in text
    assert "score=5" in text
    assert "/r/" not in text_of(mail_server.to("ana@")[0])  # the one who asked rates


def test_confirming_asks_for_a_rating_later_unless_it_was_given_meanwhile(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    resolved(ticket, characters)
    delivered(LATER)
    mail_server.letters.clear()
    with writing():
        steps.confirm(ticket, characters["alice"], LATER + MINUTE)
    assert delivered(LATER + 2 * MINUTE) == 0  # the page is asking just now
    with writing():
        steps.rate(ticket, characters["alice"], 4, "", LATER + 3 * MINUTE)
    assert delivered(LATER + 90 * MINUTE) == 0
    assert not mail_server.letters
    states = [letter.state for letter in db.session.query(Letter).order_by(Letter.id)]
    assert states[-1] == "withdrawn"


def test_who_confirms_and_does_not_rate_is_asked_by_letter(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    resolved(ticket, characters)
    delivered(LATER)
    mail_server.letters.clear()
    with writing():
        steps.confirm(ticket, characters["alice"], LATER + MINUTE)
    assert delivered(LATER + 90 * MINUTE) == 1
    assert "How was our help?" in text_of(mail_server.letters[0])


def test_closing_by_itself_is_told_and_a_guest_too(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened()
    resolved(ticket, characters)
    delivered(LATER)
    mail_server.letters.clear()
    with writing():
        steps.close_by_itself(ticket, LATER + MINUTE)
    assert delivered(LATER + MINUTE) == 1
    text = text_of(mail_server.letters[0])
    assert "This request is closed now." in text
    assert "http://localhost/t/" in text
    assert "/r/" in text


def test_reopening_reaches_whoever_has_it(characters: People, mail_server: Mailbox) -> None:
    ticket = opened(characters["alice"])
    resolved(ticket, characters)
    delivered(LATER)
    mail_server.letters.clear()
    with writing():
        steps.reopen(
            ticket, characters["alice"], Words("Still mute", "<p>Still mute</p>"), LATER + MINUTE
        )
    assert delivered(LATER + MINUTE) == 1
    assert "Still mute" in text_of(mail_server.to("vera@")[0])


def test_an_added_colleague_and_an_assigned_agent_are_told(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    delivered(START)
    mail_server.letters.clear()
    with writing():
        steps.add_colleague(ticket, characters["alice"], characters["ana"], LATER)
        steps.assign(ticket, characters["leo"], characters["vera"], LATER)
    assert delivered(LATER) == 2
    assert "Alice Rojas" in text_of(mail_server.to("ana@")[0])
    assert "Leo Díaz has given you this ticket." in text_of(mail_server.to("vera@")[0])


def test_reading_the_log_twice_makes_no_letter_twice(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    with writing():
        steps.reply(ticket, characters["vera"], WORDS, LATER)
    delivered(LATER)
    with writing():
        rewind(EVENTS.name)
    catch_up(EVENTS)
    assert db.session.query(Letter).count() == 2
    assert delivered(LATER) == 0


def test_a_deed_split_over_two_readings_is_still_one_letter(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    with writing():
        steps.reply(ticket, characters["vera"], WORDS, LATER)
    events = db.session.query(Event).order_by(Event.id).all()
    assert len(events) == 3
    for event in events:
        with writing():
            EVENTS.write([event], None)
    assert sorted(letter.kind for letter in db.session.query(Letter)) == [
        "acknowledgement",
        "reply",
    ]


def test_names_with_line_ends_begin_no_header(characters: People, mail_server: Mailbox) -> None:
    person = characters["alice"]
    with writing():
        person.name = "Alice\r\nBcc: victim@else.example"
    opened(person, title="Hello\r\nX-Evil: 1")
    assert delivered(START) == 1
    letter = mail_server.letters[0]
    assert letter["Bcc"] is None
    assert letter["X-Evil"] is None
    assert "Alice Bcc: victim@else.example" in str(letter["To"])


def test_a_disabled_person_gets_no_letters(
    app: Flask, characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    delivered(START)
    mail_server.letters.clear()
    with writing():
        characters["alice"].disabled_at = LATER
        steps.reply(ticket, characters["vera"], WORDS, LATER)
    assert delivered(LATER) == 0


def test_a_new_holder_reads_their_own_name_though_somebody_else_has_it_by_now(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    delivered(START)
    mail_server.letters.clear()
    vera, leo = characters["vera"], characters["leo"]
    with writing():
        steps.assign(ticket, leo, vera, LATER)
        event = db.session.query(Event).filter_by(kind="assigned").one()
        event.person_id = None  # as a rule of the policy gives it
    catch_up(EVENTS)
    with writing():
        steps.take(db.session.get_one(Ticket, ticket.id), leo, LATER + MINUTE)
    delivered(LATER + MINUTE)
    said = text_of(mail_server.to("vera@")[0])
    assert "Assigned to Vera" in said
    assert leo.name not in said


def test_plain_text_is_read_without_the_marks(characters: People, mail_server: Mailbox) -> None:
    ticket = opened(characters["alice"])
    typed = "Press **Save** in `setup`, see [the page](https://example.com/a).\n* one\n* two\n2*3*4"
    with writing():
        steps.reply(ticket, characters["vera"], steps.render(typed), LATER)
    delivered(LATER)
    said = text_of(mail_server.to("alice@")[-1])
    assert "Press Save in setup, see the page (https://example.com/a)." in said
    assert "- one\n- two\n2*3*4" in said
    assert "**" not in said
