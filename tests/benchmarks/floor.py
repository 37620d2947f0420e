"""The portal with two more routes to measure against, the floor page and the floor write, and a count of queries.

The floor page is the same app and layout, the session looked up, one keyed SELECT, nothing else. The
floor write looks up the session and inserts one row, synchronous=FULL. Every answer tells in the header
`Queries` how many statements it took. Served by `python -m tests.benchmarks.floor`.
"""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy import event

from portal.app import create_app, serve_calmly
from portal.cli.web import serve
from portal.ground import outbox
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.settings import read_settings
from portal.people.gate import for_everyone, viewer
from portal.people.person import Organisation

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HERE = Path(__file__).parent
QUERIES = "Queries"
NO_QUERIES = ("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")

floor = Blueprint("floor", __name__)


@floor.get("/floor")
@for_everyone
def page() -> ResponseReturnValue:
    """The layout around one row."""
    viewer()
    return render_template("floor.html", organisation=db.session.get(Organisation, 1))


@floor.post("/floor")
@for_everyone
def write() -> ResponseReturnValue:
    """One row, acknowledged when it is on disk."""
    viewer()
    with writing():
        outbox.put("floor@example.org", "floor", "en", {}, now())
    return "", 204


def floored() -> Flask:
    """The app of this environment with the floor laid in, served as `wsgi` serves it."""
    made = create_app()
    made.jinja_loader = ChoiceLoader([made.jinja_loader, FileSystemLoader(HERE / "templates")])  # type: ignore[list-item]
    made.register_blueprint(floor)
    with made.app_context():
        made.wsgi_app = _counting(made.wsgi_app)  # type: ignore[method-assign]
    serve_calmly()
    return made


def _counting(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The same app, telling how many statements the request's own thread sent to the database."""
    here = threading.local()

    @event.listens_for(db.engine, "before_cursor_execute")
    def sent(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(NO_QUERIES):
            here.count = getattr(here, "count", 0) + 1

    def counted(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        here.count = 0

        def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, (QUERIES, str(here.count))], *rest)

        return app(environ, started)

    return counted


if __name__ == "__main__":
    serve(floored(), read_settings())
