"""From which browser and which network a request comes, and in which visit."""

import logging
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, Response, g, request
from sqlalchemy import bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.tokens import new_token
from portal.people.cookies import keep_cookie, read_cookie
from portal.people.devices import device_of
from portal.people.limits import keyed
from portal.people.visits import Visit

BROWSER = "browser"
SILENCE = timedelta(minutes=30)
WRITTEN_EVERY = timedelta(minutes=1)
log = logging.getLogger(__name__)


def browser_hash() -> str:
    """The keyed hash of this browser's long-lived cookie, which is made when first asked for."""
    if "browser" not in g:
        token = read_cookie(BROWSER)
        if token is None or len(token) > 100:
            token = new_token()
            keep_cookie(BROWSER, token)
        g.browser = keyed(token)
    return str(g.browser)


def forget_browser() -> None:
    """Give the browser a new cookie: what its last user left unsent is not the next one's."""
    token = new_token()
    keep_cookie(BROWSER, token)
    g.browser = keyed(token)


def current_visit() -> str:
    """The number of this visit: a new one after 30 minutes of silence.

    Never writes while called: the visit's row is written after the response, at most once a minute.
    """
    if "visit" not in g:
        g.visit, g.visit_is_due = _visit(browser_hash(), now())
    return str(g.visit)


def network() -> str:
    """Whence the request comes: the IPv4 address, or the IPv6 network of 64 bits; '' where unknown."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, 64), strict=False))


def device() -> str:
    """'Firefox, Windows', as the browser calls itself."""
    return device_of(request.headers.get("User-Agent", ""))


def register(app: Flask) -> None:
    """Write visits after the response."""
    app.after_request(_write_visit)


def visit_of(browser: str, at: datetime) -> str:
    """The visit in which this browser was at that time, noted, inside `writing()`: for what is itself
    written a moment after its page was made."""
    number, is_due = _visit(browser, at)
    if is_due:
        _note(number, browser, at)
    return number


def _visit(browser: str, at: datetime) -> tuple[str, bool]:
    """The visit's number, and whether its row is due to be written."""
    latest = db.session.execute(_LATEST, {"browser": browser, "since": at - SILENCE}).first()
    if latest is None:
        return new_token(), True
    return latest.number, at - latest.seen_at >= WRITTEN_EVERY


_LATEST = (
    select(Visit.number, Visit.seen_at)
    .where(Visit.browser == bindparam("browser"), Visit.seen_at > bindparam("since"))
    .order_by(Visit.seen_at.desc())
    .limit(1)
)


def _note(number: str, browser: str, at: datetime) -> None:
    row = db.session.get(Visit, number)
    if row is None:
        row = Visit(number=number, browser=browser, started_at=at)
        db.session.add(row)
    row.seen_at = at
    db.session.flush()


def _write_visit(response: Response) -> Response:
    if not g.pop("visit_is_due", False):
        return response
    at = now()
    try:
        with writing():
            _note(g.visit, browser_hash(), at)
    except SQLAlchemyError:  # the page is there; a visit that is not noted is no reason to lose it
        log.exception("a visit was not noted")
    return response
