"""A small demo, made once: every test looks at the same one and changes nothing of it."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from portal.app import create_app
from portal.demo.making import make
from portal.ground.db import db
from portal.ground.now import now
from portal.ground.settings import PROJECT, Settings
from tests.conftest import FreshClient

SMALL = 0.12


@pytest.fixture(scope="module")
def made_at() -> datetime:
    return now()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, made_at: datetime) -> Iterator[Flask]:
    """The app of a small demo with articles of its own, inside its context."""
    data: Path = tmp_path_factory.mktemp("demo")
    shutil.copytree(PROJECT / "kb_articles", data / "kb_articles")
    app = create_app(Settings(_env_file=None, data=data, base_url="http://localhost"))
    app.testing, app.test_client_class = True, FreshClient
    with app.app_context():
        upgrade()
        make(made_at, SMALL)
        yield app
        db.session.remove()
        db.engine.dispose()
