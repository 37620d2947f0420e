"""Sign-in letters and invitations: they let their reader in, once, and nobody else may read the link."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.ground.db import db, writing
from portal.people.organising import invite
from portal.people.person import Person
from portal.people.signing_in import ask_to_sign_in, sign_in_by_code, sign_in_by_token
from portal.post.letter import Letter
from portal.post.links import MASK, MaskedLinks
from portal.post.rendering import render
from tests.characters import START
from tests.mailbox import Mailbox, link_in
from tests.post.story import MINUTE, delivered, opened, text_of

People = dict[str, Person]


def ask(email: str, language: str = "en") -> None:
    with writing():
        ask_to_sign_in(email, "browser-1", language, None, START)


def test_a_sign_in_letter_holds_a_link_and_a_code_that_work(
    characters: People, mail_server: Mailbox
) -> None:
    ask("alice@aromos.example")
    assert delivered(START) == 1
    letter = mail_server.letters[0]
    assert letter["Subject"] == "Sign in to Soporte Andes"
    token = link_in(letter, "/sign-in/").rsplit("/", 1)[1]
    with writing():
        who = sign_in_by_token(token, START + MINUTE)
        assert who is not None
        assert who[0].id == characters["alice"].id


def test_the_code_works_in_the_browser_that_asked(characters: People, mail_server: Mailbox) -> None:
    ask("alice@aromos.example")
    delivered(START)
    code = text_of(mail_server.letters[0]).split("asked for it: ")[1].split()[0]
    with writing():
        assert sign_in_by_code(code, "browser-1", START + MINUTE) is not None


def test_it_is_in_the_persons_language_whatever_the_page_was_in(
    characters: People, mail_server: Mailbox
) -> None:
    ask("ana@aromos.example", language="en")
    delivered(START)
    assert mail_server.letters[0]["Content-Language"] == "es"


def test_a_stranger_gets_no_letter(characters: People, mail_server: Mailbox) -> None:
    ask("nobody@else.example")
    assert delivered(START) == 0


def test_a_sign_in_asked_for_hours_ago_is_withdrawn(
    characters: People, mail_server: Mailbox
) -> None:
    ask("alice@aromos.example")
    assert delivered(START + timedelta(hours=3)) == 0
    assert db.session.query(Letter).one().state == "withdrawn"


def test_an_invitation_works_for_days_and_says_who_invites(
    characters: People, mail_server: Mailbox
) -> None:
    with writing():
        invite(characters["bob"], START, by="Leo Díaz")
    assert delivered(START + timedelta(hours=3)) == 1
    letter = mail_server.letters[0]
    assert "Leo Díaz has made an account for you at Soporte Andes." in text_of(letter)
    token = link_in(letter, "/sign-in/").rsplit("/", 1)[1]
    with writing():
        assert sign_in_by_token(token, START + timedelta(days=3)) is not None


@pytest.mark.parametrize("kind", ["sign_in", "invitation", "acknowledgement"])
def test_whoever_else_reads_a_letter_sees_no_link_that_lets_in(
    kind: str, app: Flask, characters: People, mail_server: Mailbox
) -> None:
    if kind == "sign_in":
        ask("alice@aromos.example")
    elif kind == "invitation":
        with writing():
            invite(characters["bob"], START)
    else:
        opened()
    delivered(START)
    letter = db.session.query(Letter).one()
    read = render(letter, MaskedLinks(), START)
    sent = text_of(mail_server.letters[0])
    secrets = [
        line.rsplit("/", 1)[1] for line in sent.split() if "/sign-in/" in line or "/t/" in line
    ]
    assert secrets
    assert MASK in read.text
    for secret in secrets:
        assert secret not in read.text + read.html
