"""A bare app for this room: a database with its tables, a data folder, and a route that sends by row id."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, Response, g

from portal.files.allowance import Allowance
from portal.files.file import File
from portal.files.sending import send
from portal.ground import db as ground_db
from portal.ground import language, site
from portal.ground.db import db
from portal.ground.settings import Settings

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ALLOWED = Allowance(50)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An app that knows nothing but files."""
    app = Flask("files")
    app.testing = True
    site.register(app, Settings(_env_file=None, data=tmp_path))
    ground_db.register(app, f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    language.register(app)

    @app.get("/<int:number>")
    def file(number: int) -> Response:
        return send(db.get_or_404(File, number))

    @app.get("/<int:number>/thumb")
    def thumb(number: int) -> Response:
        return send(db.get_or_404(File, number), thumb=True)

    with app.app_context():
        db.create_all()
        g.language = "en"
        yield app
        db.session.remove()
        db.engine.dispose()
