"""A small demo, made once: every test looks at the same one and changes nothing of it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from portal.app import create_app
from portal.demo.making import BEFORE, make, shelve
from portal.ground.db import db
from portal.ground.now import now
from portal.ground.settings import PROJECT, Settings
from tests.conftest import FreshClient

SMALL = 0.16

Making = Callable[..., AbstractContextManager[Flask]]
"""Called with the policy's name and a scale: a demo made anew, inside its app's context."""


@pytest.fixture(scope="package")
def made_at() -> datetime:
    return now()


@pytest.fixture(scope="package")
def shelved(tmp_path_factory: pytest.TempPathFactory, made_at: datetime) -> Path:
    """A data folder with the tables, the articles and their index: where every making begins."""
    data: Path = tmp_path_factory.mktemp("shelved")
    shutil.copytree(PROJECT / "kb_articles", data / "kb_articles")
    with _running(_app(data)):
        upgrade()
        shelve(made_at - BEFORE)
    return data


@pytest.fixture(scope="package")
def making(shelved: Path, tmp_path_factory: pytest.TempPathFactory, made_at: datetime) -> Making:
    @contextmanager
    def made(policy: str = "sgc-sac-004", scale: float = SMALL) -> Iterator[Flask]:
        data = tmp_path_factory.mktemp("demo") / "data"
        shutil.copytree(shelved, data)
        with _running(_app(data, policy)) as app:
            make(made_at, scale)
            yield app

    return made


@pytest.fixture(scope="package")
def demo(making: Making) -> Iterator[Flask]:
    """The app of a small demo with articles of its own, inside its context."""
    with making() as app:
        yield app


def _app(data: Path, policy: str = "sgc-sac-004") -> Flask:
    app = create_app(
        Settings(_env_file=None, data=data, policy=policy, base_url="http://localhost")
    )
    app.testing, app.test_client_class = True, FreshClient
    return app


@contextmanager
def _running(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
