"""What every request is looked at for before a page is made: its host, where it comes from, how large it is, zero bytes."""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from portal.ground.bodies import FIELDS, largest_body
from portal.ground.catalogue import _
from portal.ground.site import current_site
from portal.refusals import page

SAFE = {"GET", "HEAD", "OPTIONS"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ANY_HOST = {"/healthz", "/readyz"}
PLAIN_FORM = "application/x-www-form-urlencoded"
ZERO = "\0"
REFUSAL = "portal.refusal"
"""Where a server says, by a code, that it could not take a request: our page is its answer."""


def register(app: Flask) -> None:
    """Attach the checks, in this order: none before the size of the body touches it."""
    for check in (
        refused_before,
        foreign_host,
        foreign_origin,
        nothing_there,
        large_body,
        many_fields,
        zeros,
    ):
        app.before_request(check)


def body_limit(app: Flask, method: str, path: str, kind: str) -> int:
    """How many bytes may come to this address by this method, as this content type: for a server that asks first."""
    try:
        endpoint, _values = app.url_map.bind("").match(path, method)
    except HTTPException:
        return largest_body(None, kind)
    return largest_body(app.view_functions[endpoint], kind)


def refused_before() -> ResponseReturnValue | None:
    """What the server has refused already has its page."""
    code = request.environ.get(REFUSAL)
    if code is None:
        return None
    request.max_content_length = _most()
    return page(int(code))


def foreign_host() -> ResponseReturnValue | None:
    """A request that names another host is told the right address. Before the set-up any host will do."""
    site = current_site()
    own = urlsplit(site.base_url).hostname
    asked = urlsplit(f"//{request.host}").hostname if request.host else None
    if asked == own or asked in LOOPBACK or not site.is_set_up or request.path in ANY_HOST:
        return None
    reason = _(
        "This portal answers at %(address)s. If that address is wrong, set BASE_URL where the portal runs.",
        address=site.base_url,
    )
    return page(400, reason=reason)


def foreign_origin() -> None:
    """A form sent from another site is refused, whatever token it carries."""
    origin = request.headers.get("Origin")
    if request.method in SAFE or origin is None:
        return
    if origin not in {request.host_url.rstrip("/"), current_site().base_url}:
        abort(403)


def nothing_there() -> None:
    """Where nothing answers, nothing is read. No address of ours holds a zero byte."""
    if request.routing_exception is not None:
        raise request.routing_exception
    if ZERO in request.path:
        abort(404)


def large_body() -> None:
    """A body larger than its view takes is refused by its length; one without a length, when it grows too long."""
    request.max_content_length = most = _most()
    if (request.content_length or 0) > most:
        abort(413)


def _most() -> int:
    view = current_app.view_functions[request.endpoint] if request.endpoint else None
    return largest_body(view, request.content_type or "")


def many_fields() -> None:
    """Fields are counted before they are parsed: Werkzeug counts the parts of multipart forms, not these."""
    if request.mimetype != PLAIN_FORM:
        return
    data = request.get_data()
    is_cut = (
        request.content_length is None and len(data) >= _most()
    )  # Werkzeug stops without a word
    if is_cut or data.count(b"&") >= FIELDS:
        abort(413)


def zeros() -> None:
    """No text holds a zero byte: it is dropped from what was typed, the rest of a pasted log counts."""
    _drop_zeros("args")
    if request.method not in SAFE:
        _drop_zeros("form")


def _drop_zeros(name: str) -> None:
    given: ImmutableMultiDict[str, str] = getattr(request, name)
    if any(ZERO in value for _key, value in given.items(multi=True)):
        clean = [(key, value.replace(ZERO, "")) for key, value in given.items(multi=True)]
        setattr(request, name, ImmutableMultiDict(clean))
