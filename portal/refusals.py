"""What a person reads when something is refused: the error pages, and the form that came too late."""

import errno
import secrets
import sqlite3
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.gate import came_from
from portal.people.refusal import Forbidden, SignedOut

TYPED_LIMIT = 200_000
OURS = {"key", "submit_key", "next", "language"}
"""Fields that nobody types."""

AWAY = (
    "Algo falló de nuestro lado. Vuelva a intentarlo en un momento. Referencia: %(mark)s.\n\n"
    "Something went wrong on our side. Please try again in a moment. Reference: %(mark)s.\n"
)
PAGES = {400, 403, 404, 405, 413, 429, 431, 500, 507}


def register(app: Flask) -> None:
    """Attach the pages."""
    app.register_error_handler(CSRFError, show_again)
    app.register_error_handler(SignedOut, sign_in_first)
    app.register_error_handler(Forbidden, forbidden)
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(Exception, failed)


def show_again(_error: CSRFError) -> ResponseReturnValue:
    """A form whose token is refused (a page left open while the cookies went) is shown again with everything typed."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return page(400)
    again = send_again()
    if again is None:  # nothing was typed: the page from which it was pressed comes back, fresh
        flash(
            _(
                "This page was open for too long, so we couldn’t confirm that the form came from you. Please send it again."
            ),
            "warn",
        )
        return redirect(came_from() or url_for("search.home"), 303)
    return again


def sign_in_first(error: SignedOut) -> ResponseReturnValue:
    """A form whose session has ended waits, with everything typed, until its sender has signed in."""
    sign_in = url_for("people.sign_in", next=error.page)
    return send_again(sign_in) or redirect(sign_in, 303)


def send_again(sign_in: str | None = None, is_full: bool = False) -> ResponseReturnValue | None:
    """The page that holds what was typed, to be sent once more; None where nothing was."""
    typed = _typed()
    if not any(value.strip() for name, value in typed if name not in OURS):
        return None
    words = _prose(typed)
    values = {"typed": typed, "words": words, "action": request.full_path, "sign_in": sign_in}
    code = 507 if is_full else 401 if sign_in else 400
    return render_template("errors/send_again.html", **values, is_full=is_full), code


def _typed() -> list[tuple[str, str]]:
    """The form that was sent, as (name, value), without its token and what no person typed."""
    return [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name != "csrf_token" and len(value) < TYPED_LIMIT
    ]


def _prose(typed: list[tuple[str, str]]) -> list[str]:
    """What of it is prose: words to be read again, not choices."""
    return [value for name, value in typed if name not in OURS and " " in value.strip()]


def forbidden(error: Forbidden) -> ResponseReturnValue:
    """Yours, but not now: the reason, what was typed, and the way back to where it was typed."""
    values: dict[str, Any] = {"reason": error.reason, "typed": _prose(_typed())}
    if back := came_from():
        values["way"] = (_("Go back"), back)
    return page(403, **values)


def refused(error: HTTPException) -> ResponseReturnValue:
    """Any refusal by code, in words; a redirect or a ready response passes."""
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    return page(error.code)


def failed(error: Exception) -> ResponseReturnValue:
    """Something of ours broke: logged with its trace, told without it, under a mark that stands in both."""
    if current_app.testing and not is_disk_full(error):
        raise error
    mark = secrets.token_hex(4)
    current_app.logger.exception("a request failed (%s): %s %s", mark, request.method, request.path)
    db.session.rollback()
    try:
        if is_disk_full(error):
            return (request.method == "POST" and send_again(is_full=True)) or page(507)
        return page(500, mark=mark, typed=_prose(_typed()))
    except SQLAlchemyError:  # the database itself is away, and with it page and language
        return Response(AWAY % {"mark": mark}, 500, mimetype="text/plain")


def is_disk_full(error: BaseException | None) -> bool:
    """Whether this went wrong because there is no room left, in the database or for a file."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    if isinstance(error, OperationalError):
        return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return False


def page(code: int, **values: Any) -> tuple[str, int]:
    """The error page of this code; where it has none of its own, that of its class."""
    own = code if code in PAGES else 400 if code < 500 else 500
    return render_template(f"errors/{own}.html", **values), code
