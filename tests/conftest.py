"""What every test may ask for: an app on real SQLite and real files, the characters, browsers, letters that arrived."""

import contextvars
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck
from hypothesis import settings as trying

from portal.app import create_app
from portal.articles import shelves, useful
from portal.ground.db import db
from portal.ground.settings import Settings
from portal.ground.tally import current_tally
from portal.people.person import Person
from portal.search import finding
from tests.browser import Browser
from tests.characters import people
from tests.mailbox import Mailbox
from tests.signing_in import signed_in

# The model takes seconds to load: only the tests of meaning turn it on, for themselves.
os.environ["SEMANTIC"] = "0"

# How long an example takes says something of the machine, nothing of the law that is tried.
trying.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
trying.load_profile("steady")


class FreshClient(FlaskClient):
    """A client whose requests see nothing of the test's own app context, as in a real server.

    (Flask reuses a context that is there, and with it `g`: who looks would leak from page to page.)
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            db.session.rollback()  # what the request writes is read afresh by the test
        return contextvars.Context().run(super().open, *args, **kwargs)


@pytest.fixture(scope="session")
def mail_server() -> Iterator[Mailbox]:
    """A real mail server on loopback; what it accepted can be read."""
    mailbox = Mailbox()
    mailbox.start()
    yield mailbox
    mailbox.stop()


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory, mail_server: Mailbox) -> tuple[Flask, Path]:
    data = tmp_path_factory.mktemp("portal")
    settings = Settings(
        _env_file=None,
        data=data,
        base_url="http://localhost",
        mail_url=mail_server.url,
        mail_from="support@portal.example",
    )
    app = create_app(settings)
    app.testing = True
    app.test_client_class = FreshClient
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    template = tmp_path_factory.mktemp("template") / "portal.sqlite3"
    shutil.copy(data / "portal.sqlite3", template)
    return app, template


@pytest.fixture
def app(_built: tuple[Flask, Path], mail_server: Mailbox) -> Iterator[Flask]:
    """The app with an empty database and data folder, inside its context."""
    app, template = _built
    settings = app.extensions["portal_settings"]
    with app.app_context():
        db.engine.dispose()
        for path in settings.data.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "secret.key":
                path.unlink()
        shutil.copy(template, settings.data / "portal.sqlite3")
        mail_server.letters.clear()
        _forget_caches()
        g.language = "en"  # of what a test calls itself; a request chooses its own
        yield app
        current_tally().forget()
        db.session.remove()


@pytest.fixture
def characters(app: Flask) -> dict[str, Person]:
    """alice, ana, mara, bob, vera, leo: rows by first name."""
    return people()


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """Browsers: `browser()` is a stranger's, `browser("alice")` is one where alice is signed in."""

    def make(name: str | None = None, language: str | None = None) -> Browser:
        fresh = Browser(app, language or "en")
        return signed_in(fresh, name, language) if name else fresh

    return make


def _forget_caches() -> None:
    """What a process keeps in memory about the database must not outlive the database."""
    finding.forget()
    shelves.forget()
    useful.forget()
