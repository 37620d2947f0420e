"""The commands that bring the portal up: run, work, prepare, set-up."""

import argparse
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from portal.cli.context import CommandError, app_context, settings_of_environment
from portal.ground.logs import log_to_stderr
from portal.ground.settings import PROJECT, Settings

if TYPE_CHECKING:
    from flask import Flask


def run(_asked: argparse.Namespace) -> int:
    """`portal run`: everything, until it is told to end. Imports little: the two children do the work."""
    from portal.cli import supervisor

    return supervisor.run(settings_of_environment())


def work(_asked: argparse.Namespace | None) -> None:
    """`portal work`: the jobs, until told to end."""
    log_to_stderr()
    from portal.app import create_app
    from portal.health import working
    from portal.jobs import work as work_on

    settings = settings_of_environment()
    with working(settings.data):
        work_on(create_app(settings))


def serve(settings: Settings) -> None:
    """The web, until told to end."""
    log_to_stderr()
    from portal.app import create_app, serve_calmly
    from portal.cli.web import serve as serve_at
    from portal.search.warming import warm

    app = create_app(settings)
    serve_calmly()
    warm(app)
    serve_at(app, settings)


def prepare(_asked: argparse.Namespace | None) -> None:
    """`portal prepare`: migrations, articles from the folder, and a set-up link where nobody leads yet."""
    log_to_stderr()
    with app_context() as app:
        migrate()
        _read_articles(app)
        from portal.people.set_up import has_lead

        if not has_lead():
            print(f"Nobody leads this portal yet. Set it up here: {_new_set_up_link()}", flush=True)


def set_up(_asked: argparse.Namespace) -> None:
    """`portal set-up`: a new set-up link; those printed before stop working."""
    from portal.people.refusal import Forbidden

    with app_context():
        try:
            print(_new_set_up_link())
        except Forbidden as refusal:
            raise CommandError(refusal.reason) from None


def _new_set_up_link() -> str:
    from flask import current_app

    from portal.ground.db import writing
    from portal.ground.now import now
    from portal.ground.site import current_site
    from portal.people.set_up import set_up_link

    with writing():
        token = set_up_link(now())
    path = current_app.url_map.bind("localhost").build("desk.set_up", {"token": token})
    return current_site().address(path)


def migrate() -> None:
    """Bring the database to this version; nothing is loaded or logged where it is there already."""
    from flask_migrate import upgrade

    from portal.health import schema_versions

    is_at, wanted = schema_versions()
    if is_at != wanted:
        upgrade()
    from portal.ground.db import db

    db.session.rollback()


def _read_articles(app: "Flask") -> None:
    from portal.cli.articles import synchronise

    seed_articles(app.extensions["portal_settings"])
    synchronise(quietly=True)


def seed_articles(settings: Settings) -> None:
    """Give an empty folder of articles the starting ones."""
    folder, starting = settings.articles_folder, PROJECT / "kb_articles"
    is_empty = not folder.exists() or not any(folder.iterdir())
    if is_empty and starting.is_dir() and folder.resolve() != starting.resolve():
        _copy(starting, folder)


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copytree(source, target, dirs_exist_ok=True)
    except OSError as error:
        raise CommandError(
            f"The starting articles could not be copied to {target}: {error}"
        ) from None
