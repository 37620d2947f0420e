"""The page on which a lead reads letters, and has them tried again."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.person import Person
from portal.people.signing_in import ask_to_sign_in
from portal.post.kinds import LetterKind
from portal.post.letter import Letter, LetterState
from portal.post.views import kind_words, state_words
from tests.browser import Browser
from tests.characters import START
from tests.mailbox import Mailbox, link_in
from tests.post.story import delivered, opened

People = dict[str, Person]
Browsers = Callable[..., Browser]


def test_a_lead_sees_why_a_letter_failed_and_sends_it_again(
    characters: People, browser: Browsers, mail_server: Mailbox
) -> None:
    mail_server.refuse.add("alice@aromos.example")
    opened(characters["alice"])
    delivered(START)
    mail_server.refuse.clear()
    leo = browser("leo").visit("/desk/letters").follow("Failed")
    leo.sees("550 5.1.1 no such mailbox")
    leo.follow("alice@aromos.example").sees("No sound in calls since this morning").press(
        "Send again"
    )
    leo.sees("The email is being sent.")
    assert delivered(now()) == 1
    assert mail_server.to("alice@")


def test_a_lead_reads_a_sign_in_letter_without_its_link_and_code(
    characters: People, browser: Browsers, mail_server: Mailbox
) -> None:
    with writing():
        ask_to_sign_in("alice@aromos.example", "browser-1", "en", None, now())
    delivered(now())
    token = link_in(mail_server.letters[0], "/sign-in/").rsplit("/", 1)[1]
    leo = browser("leo").visit("/desk/letters?state=sent").follow("alice@aromos.example")
    leo.sees("••••••")
    assert token not in leo.html


def test_letters_that_wait_for_a_server_say_so(
    app: Flask, characters: People, browser: Browsers
) -> None:
    before = app.extensions["portal_settings"]
    app.extensions["portal_settings"] = before.model_copy(update={"mail_url": None})
    try:
        opened(characters["alice"])
        delivered(START)
        leo = browser("leo").visit("/desk/letters")
        leo.sees("There is no mail server yet")
        leo.sees("alice@aromos.example")
    finally:
        app.extensions["portal_settings"] = before


def test_all_waiting_letters_can_be_tried_now(
    characters: People, browser: Browsers, mail_server: Mailbox
) -> None:
    opened(characters["alice"])
    delivered(START)
    with writing():
        letter = db.session.query(Letter).one()
        letter.state, letter.next_at, letter.attempts = "waiting", now().replace(year=2099), 9
    browser("leo").visit("/desk/letters").press("Try all of them now")
    assert delivered(now()) == 1


@pytest.mark.parametrize("who", ["vera", "alice", None])
def test_nobody_but_a_lead_reads_letters(
    who: str | None, characters: People, browser: Browsers
) -> None:
    opened(characters["alice"])
    delivered(START)
    key = db.session.query(Letter).one().key
    for path in ("/desk/letters", f"/desk/letters/{key}"):
        visitor = browser(who)
        answer = visitor.client.get(path)
        assert answer.status_code == (404 if who else 302)


def test_an_unknown_letter_or_state_is_not_there(characters: People, browser: Browsers) -> None:
    leo = browser("leo")
    leo.visit("/desk/letters/none-such", 404)
    leo.visit("/desk/letters?state=burnt", 404)


def test_every_kind_and_state_of_letter_has_a_name_and_a_template(app: Flask) -> None:
    assert set(kind_words()) == set(LetterKind)
    assert set(state_words()) == set(LetterState)
    for kind in LetterKind:
        for form in ("html", "txt"):
            assert app.jinja_env.get_template(f"letters/{kind}.{form}")
