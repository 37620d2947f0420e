"""The whole portal put together: `create_app` is, with the commands and jobs, the only place that knows every room."""

import gc
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask.logging import default_handler
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import portal.articles.views
import portal.asking.views
import portal.desk.views
import portal.people.views
import portal.post.views
import portal.search.views
import portal.status.views
import portal.tickets.views
from portal import arriving, health, refusals
from portal.files import offering
from portal.ground import (
    bodies,
    catalogue,
    db,
    language,
    lists,
    logs,
    moments,
    site,
    static,
    tally,
    telling,
    wording,
    zones,
)
from portal.ground.settings import PROJECT, Settings, read_settings, secret_key
from portal.people import cookies
from portal.tickets.reference import ReferenceConverter

MIGRATIONS = Path(__file__).parent / "migrations"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
ROOMS = (
    portal.people.views,
    portal.articles.views,
    portal.tickets.views,
    portal.search.views,
    portal.status.views,
    portal.asking.views,
    portal.desk.views,
    portal.post.views,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The app for these settings (those of the environment, where none are given)."""
    settings = settings or read_settings()
    default_handler.setFormatter(logs.Line())  # Flask's, where whoever serves us has none
    app = Flask("portal", static_folder=None, template_folder=str(PROJECT / "templates"))
    app.config.update(
        SECRET_KEY=secret_key(settings.data),
        MAX_CONTENT_LENGTH=bodies.WORDS,  # each view says what it takes more, see `arriving`
        MAX_FORM_MEMORY_SIZE=2 * bodies.MEGABYTE,
        MAX_FORM_PARTS=bodies.FIELDS,
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch still works
        WTF_CSRF_SSL_STRICT=False,  # the Origin is checked in `refusals`, for http and https alike
        SESSION_COOKIE_NAME="form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    _set_up_templates(app)
    app.url_map.converters["ref"] = ReferenceConverter
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # the documented way to add middleware
    _lay_ground(app, settings)
    CSRFProtect(app)
    for room in ROOMS:
        room.register(app)
    health.register(app)
    return app


def _set_up_templates(app: Flask) -> None:
    templates = app.jinja_env
    templates.undefined = StrictUndefined
    templates.trim_blocks = templates.lstrip_blocks = True
    # One dict of globals for all templates, in place of a chain for each: every import of a macro
    # compares its names, which takes longer than the macro where they are chained.
    shared: MutableMapping[str, Any] = templates.globals
    templates.make_globals = lambda d: shared  # type: ignore[method-assign]


def serve_calmly() -> None:
    """For a process that serves: the app itself is never garbage, and a page's thousands of objects go
    by themselves, so the collector need not look at each page (it took a third of the queue's time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _lay_ground(app: Flask, settings: Settings) -> None:
    db.register(app, settings.database)
    Migrate(app, db.db, directory=str(MIGRATIONS), render_as_batch=True)
    site.register(app, settings)
    refusals.register(app)
    arriving.register(app)
    language.register(app)
    catalogue.register(app)
    wording.register(app)
    moments.register(app)
    lists.register(app)
    zones.register(app)
    static.register(app, PROJECT / "static")
    telling.register(app)
    static.register_brand(app, _brand)
    tally.register(app)
    offering.register(app)
    app.before_request(_follow_the_scheme)
    app.after_request(_secure)


def _brand() -> tuple[int, int]:
    here = site.current_site()
    return here.hue, here.tint


def _follow_the_scheme() -> None:
    """The cookie of forms is Secure where the portal's own cookies are."""
    current_app.config["SESSION_COOKIE_SECURE"] = cookies.is_secure()


def _secure(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    known = g.get("site")  # unknown only where the database could not be asked
    if known is not None and known.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint not in {"static", "brand"}:
        headers.setdefault("Cache-Control", "no-store" if _is_private() else "private, no-cache")
    return response


def _is_private() -> bool:
    """Whether the page is somebody's: after they sign out, not even the browser's Back shows it."""
    who = g.get("viewer")  # unknown where the request was refused before it was asked for
    if who is not None and who.session_id is not None:
        return True
    return request.path.startswith(("/tickets", "/desk", "/ask", "/account", "/sign-in", "/set-up"))
