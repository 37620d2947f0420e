"""A worker that is killed outright in the middle of sending: the letter is never lost, and comes twice at most."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask

from portal.ground.db import db
from portal.ground.now import now
from portal.people.person import Person
from portal.post.delivering import LEASE, deliver
from portal.post.letter import Letter
from tests.post.servers import Grumpy
from tests.post.story import opened


@pytest.fixture
def slow_server() -> Iterator[Grumpy]:
    server = Grumpy()
    server.silence = 1000
    server.start()
    yield server
    server.stop()


@contextmanager
def working(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`portal work`; it is gone at the end, also where the test failed."""
    command = [sys.executable, "-m", "portal.cli", "work"]
    with subprocess.Popen(command, env=environment) as worker:
        try:
            yield worker
        finally:
            worker.kill()


def test_killed_while_sending(
    app: Flask, characters: dict[str, Person], slow_server: Grumpy
) -> None:
    opened(characters["alice"], at=now())
    settings = app.extensions["portal_settings"]
    environment = os.environ | {
        "DATA": str(settings.data),
        "BASE_URL": "http://localhost",
        "MAIL_URL": slow_server.url,
        "MAIL_FROM": "support@portal.example",
    }
    db.session.rollback()
    with working(environment) as worker:
        assert slow_server.data_begun.wait(200), "the worker never began to send"
        worker.send_signal(signal.SIGKILL)
    db.session.rollback()
    letter = db.session.query(Letter).one()
    assert (letter.state, letter.attempts) == ("waiting", 1)
    app.extensions["portal_settings"] = settings.model_copy(update={"mail_url": slow_server.url})
    try:
        slow_server.silence = 0
        assert deliver(now()) == 0  # it may still be on its way with another worker
        assert deliver(now() + LEASE + timedelta(minutes=1)) == 1
    finally:
        app.extensions["portal_settings"] = settings
    arrived = slow_server.to("alice@")
    assert 1 <= len(arrived) <= 2
    assert {str(one["Message-ID"]) for one in arrived} == {letter.message_id}
    assert deliver(now() + timedelta(days=3)) == 0


def test_told_to_end_it_waits_for_no_silent_server(
    app: Flask, characters: dict[str, Person], slow_server: Grumpy
) -> None:
    opened(characters["alice"], at=now())
    db.session.rollback()
    settings = app.extensions["portal_settings"]
    environment = os.environ | {"DATA": str(settings.data), "MAIL_URL": slow_server.url}
    with working(environment) as worker:
        assert slow_server.data_begun.wait(200)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
