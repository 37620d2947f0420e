"""How letters go, wait, are tried again, are given up, and are never lost or sent by two workers."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from portal.ground.db import db, writing
from portal.ground.settings import Settings
from portal.people.person import Person
from portal.post import sending
from portal.post.delivering import LEASE, PAUSES, claim, deliver
from portal.post.letter import Letter
from tests.characters import START
from tests.mailbox import Mailbox
from tests.post.servers import Grumpy, free_port
from tests.post.story import MINUTE, delivered, opened, text_of

People = dict[str, Person]


def use_mail_server(app: Flask, url: str | None) -> None:
    settings: Settings = app.extensions["portal_settings"]
    app.extensions["portal_settings"] = settings.model_copy(update={"mail_url": url})


@pytest.fixture
def grumpy(app: Flask) -> Iterator[Grumpy]:
    before = app.extensions["portal_settings"]
    server = Grumpy()
    server.start()
    use_mail_server(app, server.url)
    yield server
    server.stop()
    app.extensions["portal_settings"] = before


@pytest.fixture
def no_server(app: Flask) -> Iterator[None]:
    before = app.extensions["portal_settings"]
    use_mail_server(app, None)
    yield
    app.extensions["portal_settings"] = before


def only_letter() -> Letter:
    db.session.rollback()
    return db.session.query(Letter).one()


def test_without_a_mail_server_letters_wait_and_go_when_there_is_one(
    app: Flask, characters: People, no_server: None, mail_server: Mailbox
) -> None:
    opened(characters["alice"])
    assert delivered(START) == 0
    waiting = only_letter()
    assert (waiting.state, waiting.attempts, waiting.error) == ("waiting", 0, "")
    use_mail_server(app, mail_server.url)
    assert delivered(START + timedelta(days=4)) == 1
    assert mail_server.to("alice@")


def test_a_refused_recipient_fails_for_good_with_the_servers_words(
    characters: People, mail_server: Mailbox
) -> None:
    mail_server.refuse.add("alice@aromos.example")
    opened(characters["alice"])
    opened(characters["bob"])
    assert delivered(START) == 1  # the other one goes all the same, over the same connection
    failed = db.session.query(Letter).filter_by(to="alice@aromos.example").one()
    assert (failed.state, failed.error) == ("failed", "550 5.1.1 no such mailbox")
    mail_server.refuse.clear()
    assert delivered(START + timedelta(days=1)) == 0


def test_a_server_that_is_busy_is_tried_again_after_a_minute(
    characters: People, grumpy: Grumpy
) -> None:
    grumpy.answers["RCPT"] = "451 4.3.0 come back later"
    opened(characters["alice"])
    assert delivered(START) == 0
    letter = only_letter()
    assert (letter.state, letter.error) == ("waiting", "451 4.3.0 come back later")
    assert letter.next_at == START + MINUTE
    grumpy.answers.clear()
    assert deliver(START + MINUTE / 2) == 0
    assert deliver(START + MINUTE) == 1


def test_a_refused_text_fails_for_good(characters: People, grumpy: Grumpy) -> None:
    grumpy.answers["DATA"] = "554 5.7.1 looks like spam"
    opened(characters["alice"])
    assert delivered(START) == 0
    assert only_letter().state == "failed"
    assert only_letter().error == "554 5.7.1 looks like spam"


def test_a_dropped_connection_is_tried_again_with_the_same_message_id(
    characters: People, grumpy: Grumpy
) -> None:
    grumpy.drop_at.add("DATA")
    opened(characters["alice"])
    assert delivered(START) == 0
    letter = only_letter()
    assert letter.state == "waiting"
    assert letter.error
    grumpy.drop_at.clear()
    assert deliver(START + MINUTE) == 1
    assert grumpy.letters[0]["Message-ID"] == letter.message_id


def test_a_slow_server_is_waited_for(characters: People, grumpy: Grumpy) -> None:
    grumpy.silence = 0.7
    opened(characters["alice"])
    assert delivered(START) == 1


def test_a_silent_server_is_left_after_our_patience(
    characters: People, grumpy: Grumpy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE", timedelta(seconds=0.4))
    grumpy.silence = 1000
    opened(characters["alice"])
    assert delivered(START) == 0
    assert only_letter().state == "waiting"
    assert "didn’t answer" in only_letter().error


def test_an_unreachable_server_puts_all_letters_off_and_gives_up_after_days(
    app: Flask, characters: People, no_server: None
) -> None:
    use_mail_server(app, f"smtp://127.0.0.1:{free_port()}")
    opened(characters["alice"])
    opened(characters["bob"])
    at = START
    assert delivered(at) == 0
    for pause in PAUSES:
        states = {(letter.state, letter.next_at) for letter in db.session.query(Letter)}
        assert states == {("waiting", at + pause)}
        at += pause
        assert deliver(at) == 0
    assert timedelta(days=2) < at - START <= timedelta(days=3)
    given_up = db.session.query(Letter).all()
    assert {letter.state for letter in given_up} == {"failed"}
    assert "doesn’t accept connections" in given_up[0].error


def test_two_workers_never_take_the_same_letter(characters: People, mail_server: Mailbox) -> None:
    opened(characters["alice"])
    opened(characters["bob"])
    assert delivered(START - MINUTE) == 0  # letters are made, none is due
    taken = [claim(START), claim(START), claim(START)]
    assert taken[2] is None
    assert len({letter_id for letter_id, _rendered in filter(None, taken)}) == 2
    assert deliver(START + MINUTE) == 0


def test_a_worker_that_dies_after_claiming_loses_nothing(
    characters: People, mail_server: Mailbox
) -> None:
    opened(characters["alice"])
    delivered(START - MINUTE)
    assert claim(START) is not None  # and then nothing more is heard of that worker
    db.session.rollback()
    assert deliver(START + LEASE - MINUTE) == 0
    assert deliver(START + LEASE) == 1
    assert len(mail_server.to("alice@")) == 1


def test_a_letter_that_cannot_be_written_does_not_stop_the_others(
    characters: People, mail_server: Mailbox
) -> None:
    opened(characters["alice"])
    opened(characters["bob"])
    delivered(START - MINUTE)
    with writing():
        broken = db.session.query(Letter).filter_by(to="alice@aromos.example").one()
        broken.values = {}
    assert deliver(START) == 1
    assert mail_server.to("bob@")
    broken = db.session.query(Letter).filter_by(to="alice@aromos.example").one()
    assert broken.state == "waiting"
    assert broken.next_at == START + MINUTE
    assert "could not be written" in broken.error


def test_an_impossible_address_fails_for_good(characters: People, mail_server: Mailbox) -> None:
    opened(email="not an address", name="X")
    assert delivered(START) == 0
    assert only_letter().state == "failed"
    assert "not an address" in only_letter().error


def test_no_secret_is_kept_with_a_letter(characters: People, mail_server: Mailbox) -> None:
    opened()
    assert delivered(START) == 1
    token = text_of(mail_server.letters[0]).split("/t/")[1].split()[0]
    letter = only_letter()
    kept = " ".join(str(getattr(letter, column.key)) for column in Letter.__table__.columns)
    assert token not in kept
