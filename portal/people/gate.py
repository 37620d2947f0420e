"""The one gate: who is looking, and whether this page is for them. Every view declares its audience here."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from portal.ground.db import writing
from portal.ground.language import reader
from portal.ground.now import now
from portal.people import staying
from portal.people.auditing import Act, audit
from portal.people.cookies import keep_cookie, read_cookie
from portal.people.limits import keyed
from portal.people.names import own_path
from portal.people.person import Organisation, Person
from portal.people.refusal import SignedOut
from portal.people.roles import Audience
from portal.people.sessions import Session
from portal.people.viewer import NOBODY, Viewer
from portal.people.visiting import device, forget_browser, network

SESSION = "session"
View = TypeVar("View", bound=Callable[..., Any])
log = logging.getLogger(__name__)

ADMITS: dict[Audience, Callable[[Viewer], bool]] = {
    Audience.EVERYONE: lambda viewer: True,
    Audience.FOLLOWERS: lambda viewer: viewer.session_id is not None,
    Audience.SIGNED_IN: lambda viewer: viewer.person is not None,
    Audience.AGENTS: lambda viewer: viewer.is_agent,
    Audience.LEADS: lambda viewer: viewer.is_lead,
}


def viewer() -> Viewer:
    """Who is looking; read once a request, in one query, and only where the browser has a session."""
    known: Viewer | None = g.get("viewer")
    if known is None:
        session = current_session()
        known = g.viewer = Viewer(session.person, session.id) if session else NOBODY
    return known


def viewer_mark() -> str:
    """By which a browser tells one viewer's unsent words from another's: a keyed hash, '' for nobody known."""
    known = viewer()
    if known.person is not None:
        return keyed(f"viewer: person {known.person.id}")
    return keyed(f"viewer: session {known.session_id}") if known.session_id is not None else ""


def current_person() -> Person:
    """The person who is signed in: for views that are not for guests."""
    return viewer().person or abort(404)


def current_session() -> Session | None:
    """The session of this browser, where it has one that lives."""
    if "session_row" not in g:
        token, at = read_cookie(SESSION), now()
        g.session_row = staying.live_session(token, at) if token else None
        if g.session_row is not None and at - g.session_row.seen_at >= staying.SEEN_EVERY:
            g.session_to_touch = g.session_row.id
    return cast("Session | None", g.session_row)


def let_in(person: Person) -> None:
    """Sign this browser in, inside `writing()`; the cookie goes with the response."""
    token = staying.start_session(person, device(), network(), current_session(), now())
    _begin(token)


def admit_guest() -> int:
    """Make sure that this browser has a session, a person's or a guest's, inside `writing()`; its id."""
    session = current_session()
    if session is None:
        token, session = staying.start_guest_session(device(), network(), now())
        _begin(token)
    return session.id


def let_out() -> None:
    """Sign this browser out, inside `writing()`."""
    session = current_session()
    if session is not None:
        staying.revoke(session, now())
    _begin(None)
    forget_browser()


def _guarded(audience: Audience) -> Callable[[View], View]:
    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            return _refusal(audience) or view(*args, **kwargs)

        cast(Any, guarded).audience = audience
        return cast(View, guarded)

    return declare


for_everyone = _guarded(Audience.EVERYONE)
for_followers = _guarded(Audience.FOLLOWERS)
for_signed_in = _guarded(Audience.SIGNED_IN)
for_agents = _guarded(Audience.AGENTS)
for_leads = _guarded(Audience.LEADS)


def on_record(kind: Act, subject: Person | Organisation | str) -> None:
    """Write down what the signed-in person does here, inside the `writing()` of the act itself."""
    audit(kind, current_person(), subject, now(), network())


def came_from() -> str | None:
    """The page of ours from which this request came, as a path; None where it is none that can be opened again."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return None
    try:  # a form that was refused stands at the address that it was sent to
        current_app.url_map.bind("").match(parts.path, "GET")
    except HTTPException:
        return None
    return own_path(parts.path + (f"?{parts.query}" if parts.query else ""))


def register(app: Flask) -> None:
    """Know the reader before every view, roll the session on after it, tell templates who looks."""
    app.before_request(_meet)
    app.after_request(_touch)
    app.context_processor(lambda: {"person": viewer().person, "viewer_mark": viewer_mark})


def _refusal(audience: Audience) -> ResponseReturnValue | None:
    """None where the viewer may come in; the way to sign in for a stranger; 404 for the wrong role.

    Raises SignedOut for a form that a stranger sends: its session may just have ended, and its words must not.
    """
    if ADMITS[audience](viewer()):
        return None
    if viewer().person is not None:
        abort(404)
    if request.method not in {"GET", "HEAD"}:
        raise SignedOut(came_from())
    here = request.full_path if request.query_string else request.path
    return redirect(url_for("people.sign_in", next=own_path(here)))


def _begin(token: str | None) -> None:
    keep_cookie(SESSION, token)
    for name in ("viewer", "session_row", "session_to_touch"):
        g.pop(name, None)
    g.pop("language", None)


def _meet() -> None:
    person = viewer().person if request.endpoint not in {"static", "brand"} else None
    if person is not None:
        reader(person.language, person.time_zone)


def _touch(response: Response) -> Response:
    session_id = g.pop("session_to_touch", None)
    if session_id is not None:
        try:
            with writing():
                staying.touch(session_id, now())
        except SQLAlchemyError:  # the page is there; the session rolls on with the next one
            log.exception("a session was not rolled on")
    return response
