"""The portal's own cookies: read, and set once the response is there. Secure and `__Host-` follow the site's address."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from portal.ground.db import asks_for_headers
from portal.ground.site import current_site, settings

LASTS = timedelta(
    days=365
)  # the database knows when a session ends; the cookie only has to outlive it
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def is_secure() -> bool:
    """Whether cookies may travel by https only. Until the set-up is done the site's address is only a
    proposal: cookies follow the request itself."""
    chosen, site = settings().secure_cookies, current_site()
    if chosen is not None:
        return chosen
    return site.is_secure and (site.is_set_up or request.is_secure)


def is_own_host() -> bool:
    """Whether this request names the host of the site's address (any name of this machine is as good as another)."""
    own = urlsplit(current_site().base_url).hostname or ""
    asked = urlsplit(f"//{request.host}").hostname or ""
    return asked == own or (asked in LOOPBACK and own in LOOPBACK)


def cookie_name(name: str) -> str:
    return f"__Host-{name}" if is_secure() else name


def read_cookie(name: str) -> str | None:
    """The cookie's value. A plain cookie counts under https only while a lead is giving the portal its
    address (before the set-up is done, or from another host), and must not be thrown out by that."""
    value = request.cookies.get(cookie_name(name))
    if value is None and is_secure() and not (current_site().is_set_up and is_own_host()):
        value = request.cookies.get(name)
    return value or None


def keep_cookie(name: str, value: str | None) -> None:
    """Have the response set the cookie, or drop it (None)."""
    g.setdefault("cookies_to_keep", {})[name] = value


def register(app: Flask) -> None:
    """Set what was kept on every response."""
    app.after_request(_set_cookies)


def _set_cookies(response: Response) -> Response:
    if asks_for_headers():
        return response
    for name, value in g.pop("cookies_to_keep", {}).items():
        secure = is_secure()
        if value is None:
            response.delete_cookie(cookie_name(name), secure=secure, httponly=True, samesite="Lax")
            continue
        response.set_cookie(
            cookie_name(name), value, max_age=LASTS, secure=secure, httponly=True, samesite="Lax"
        )
    return response
