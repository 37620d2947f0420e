"""What people write stays inside its header: Python reads encoded words in a header that is set, line ends and all."""

from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask

from portal.ground.db import db, writing
from portal.people.person import Person
from portal.post.letter import Letter
from portal.post.sending import NotSent, compose
from tests.characters import START
from tests.mailbox import Mailbox
from tests.post.story import delivered, opened

FROM, TO = ("Help", "help@portal.example"), ("Alice", "alice@aromos.example")
MEANT = {"From", "To", "Subject", "Auto-Submitted", "X-Auto-Response-Suppress"}
MEANT |= {"MIME-Version", "Content-Type"}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "words",
    [
        "=?utf-8?q?a=0AX-Test=3A_b?=",
        "Café =?utf-8?q?a=0D=0AX-Test=3A_b?=",
        "=?utf-8?b?YQpYLVRlc3Q6IGI=?=",
        "two\r\nX-Test: lines",
        "a\x00b\x1fc",
    ],
)
@pytest.mark.parametrize("place", ["sender", "to", "subject"])
def test_words_make_no_header_of_their_own(words: str, place: str) -> None:
    sender, to = (words, FROM[1]) if place == "sender" else FROM, TO
    to = (words, TO[1]) if place == "to" else TO
    subject = words if place == "subject" else "Ñandú"
    message = compose(sender, to, subject, "Hello", "<p>Hello</p>", {})
    read = message_from_bytes(message.as_bytes(), policy=default)
    assert set(read.keys()) == MEANT
    assert [each.addr_spec for each in read["To"].addresses] == [TO[1]]


@pytest.mark.usefixtures("app")
def test_names_and_titles_arrive_as_they_were_written() -> None:
    message = compose(("Peña, “Ana”", FROM[1]), TO, "¿Qué = qué? 2=?3", "x", "x", {})
    read = message_from_bytes(message.as_bytes(), policy=default)
    assert read["From"].addresses[0].display_name == "Peña, “Ana”"
    assert read["Subject"] == "¿Qué = qué? 2= ?3"


@pytest.mark.usefixtures("app")
def test_what_cannot_be_written_is_given_up_with_a_word() -> None:
    with pytest.raises(NotSent) as refused:
        compose(FROM, TO, "Hello", "x", "x", {"In-Reply-To": "=?utf-8?q?a=0AX-Test=3A_b?="})
    assert refused.value.is_final
    assert "can’t be written in an email" in refused.value.words


def test_a_crafted_title_fails_or_arrives_but_never_waits_for_ever(
    app: Flask, characters: dict[str, Person], mail_server: Mailbox
) -> None:
    opened(characters["alice"])
    with writing():
        db.session.execute(db.text("UPDATE tickets SET title = '=?utf-8?q?a=0AX-Test=3A_b?='"))
    delivered(START)
    db.session.rollback()
    assert {letter.state for letter in db.session.query(Letter)} == {"sent"}
    assert all("X-Test" not in letter for letter in mail_server.letters)
