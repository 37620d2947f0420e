"""The stage of the journeys: a small knowledge base out of the folder that the portal comes with, and people at browsers."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal.articles.sync import sync
from portal.ground.db import db
from portal.ground.now import now
from portal.ground.settings import PROJECT
from tests.browser import Browser
from tests.characters import people
from tests.journeys.jobs import jobs_run

ARTICLES = (
    "es/sin-audio-en-las-llamadas.md",
    "es/requisitos-de-red.md",
    "es/exportar-reportes-a-excel.md",
    "es/topics.toml",
    "en/no-audio-in-calls.md",
    "en/network-requirements.md",
    "en/export-reports-to-excel.md",
    "en/topics.toml",
)


def lay_out(folder: Path) -> None:
    """Copy a few of the starting articles, pairs in both languages, into this folder."""
    for name in ARTICLES:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / "kb_articles" / name, target)
    for language, slug in (("es", "requisitos-de-red"), ("en", "network-requirements")):
        shutil.copytree(PROJECT / "kb_articles" / language / slug, folder / language / slug)


@pytest.fixture(scope="session")
def _stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the data folder of the first journey's start is kept for the others."""
    return tmp_path_factory.mktemp("stage") / "data"


@pytest.fixture
def articles(app: Flask, _stage: Path) -> None:
    """The characters, and articles published and in the index."""
    settings = app.extensions["portal_settings"]
    if _stage.exists():
        db.session.remove()
        db.engine.dispose()
        shutil.copytree(_stage, settings.data, dirs_exist_ok=True)
        return
    people()
    lay_out(settings.articles_folder)
    sync(settings.articles_folder, now())
    jobs_run()
    db.session.remove()
    db.engine.dispose()
    shutil.copytree(settings.data, _stage)


@pytest.fixture
def alice(browser: Callable[..., Browser], articles: None) -> Browser:
    """A client."""
    return browser("alice")


@pytest.fixture
def ana(browser: Callable[..., Browser], articles: None) -> Browser:
    """A client of the same organisation, who reads Spanish."""
    return browser("ana", language="es")


@pytest.fixture
def bob(browser: Callable[..., Browser], articles: None) -> Browser:
    """A client of another organisation."""
    return browser("bob")


@pytest.fixture
def vera(browser: Callable[..., Browser], articles: None) -> Browser:
    """An agent."""
    return browser("vera")


@pytest.fixture
def gina(browser: Callable[..., Browser], articles: None) -> Browser:
    """Nobody we know."""
    return browser()
