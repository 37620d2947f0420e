"""Apps for the tests of people and of the lead's pages: no mail server, no address, nothing from the environment."""

import atexit
import os
import shutil
from collections.abc import Callable, Iterator
from contextvars import Context
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.ground.db import Model, db, writing
from portal.ground.now import now
from portal.ground.outbox import OutboxLetter
from portal.ground.settings import Settings
from portal.people.organising import person_by_address
from portal.people.signing_in import link_for, mint_sign_in
from tests.browser import Browser

Prepare = Callable[[Flask], None]
_built: dict[object, tuple[Flask, Path]] = {}


class OwnContext(FlaskClient):
    """A client whose requests share nothing with the test's own app context, as a server's do not."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return Context().run(super().open, *args, **kwargs)


def running(prepare: Prepare | None = None, **given: Any) -> Iterator[Flask]:
    """The app inside its context, on an empty database; for a fixture.

    `given` is what the environment says, `prepare` adds what a test needs before the first request.
    An app is built once for the same wishes; its data are new each time.
    """
    app, data = _app(prepare, given)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        for path in data.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name not in {"secret.key", "empty"}:
                path.unlink()
        shutil.copy(data / "empty", data / "portal.sqlite3")
        yield app
        db.session.remove()


def _app(prepare: Prepare | None, given: dict[str, Any]) -> tuple[Flask, Path]:
    wishes = (prepare, *sorted(given.items()))
    if wishes not in _built:
        data = Path(mkdtemp(prefix="portal-people-"))
        atexit.register(_clear_away, data, os.getpid())
        app = create_app(Settings(_env_file=None, data=data, **given))
        app.testing = True
        app.test_client_class = OwnContext
        if prepare is not None:
            prepare(app)
        with app.app_context():
            Model.metadata.create_all(db.engine)
            db.session.execute(db.text("PRAGMA wal_checkpoint(TRUNCATE)"))
            db.session.remove()
            db.engine.dispose()
        shutil.copy(data / "portal.sqlite3", data / "empty")
        _built[wishes] = (app, data)
    return _built[wishes]


def _clear_away(data: Path, owner: int) -> None:
    """At the end of the process that made it: a fork of that process (tests of the supervisor make some) leaves it."""
    if os.getpid() == owner:
        shutil.rmtree(data, ignore_errors=True)


def sign_in(browser: Browser, email: str) -> Browser:
    """Let the person with this address in, by a printed link."""
    with browser.client.application.app_context(), writing():
        person = person_by_address(email)
        assert person is not None
        token = link_for(person, now(), next="/account")
    browser.visit(f"/sign-in/{token}").press("Sign in", within="Sign in")
    assert browser.url == "/account", browser.url
    return browser


def letters() -> list[OutboxLetter]:
    """The letters promised so far, oldest first."""
    db.session.rollback()
    return list(db.session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)))


def opened(letter: OutboxLetter) -> tuple[str, str]:
    """The link's token and the code that this letter would carry."""
    with writing():
        return mint_sign_in(int(letter.values["sign_in"]), now())
