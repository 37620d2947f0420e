"""Which language and which clock this reader reads by: their choice, else the address, else the browser, else the site."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel

from portal.ground.settings import PROJECT
from portal.ground.site import current_site

COOKIE = "language"


def current_language() -> str:
    """The language in which the portal speaks to this reader: 'es' or 'en'. An article keeps its own."""
    language: str | None = g.get("language")
    if language is None:
        language = g.language = _chosen()
    return language


def current_locale() -> Locale:
    """The language of this page as babel knows it: names of months, plural forms."""
    return _locale(current_language())


_locale = lru_cache(Locale.parse)


@contextmanager
def force_locale(language: str) -> Iterator[None]:
    """For this block every sentence and every date is in that language, whoever reads."""
    before = g.get("language")
    g.language = language
    try:
        yield
    finally:
        g.pop("language", None)
        if before is not None:
            g.language = before


@contextmanager
def reading_later() -> Iterator[None]:
    """For this block nothing is called 'today': what is written may be read on any day, as a letter is."""
    before = g.get("reading_later", False)
    g.reading_later = True
    try:
        yield
    finally:
        g.reading_later = before


def is_read_later() -> bool:
    """Whether what is being written is read on another day, perhaps."""
    return bool(g.get("reading_later", False))


def reader(language: str | None, time_zone: str | None) -> None:
    """Say who reads this request: a signed-in person's own language and time zone (None: not said)."""
    g.reader_language = language
    g.reader_time_zone = time_zone
    g.pop("language", None)


def _chosen() -> str:
    offered = current_site().languages
    if not has_request_context():
        return offered[0]
    # The address of an article says what language the article is in; that of the page around it is the
    # reader's, as soon as we know it.
    of_address = (request.view_args or {}).get("language")
    wishes = (g.get("reader_language"), request.cookies.get(COOKIE), of_address)
    for wish in wishes:
        if wish in offered:
            return str(wish)
    return request.accept_languages.best_match(offered) or offered[0]


def keep_language() -> None:
    """Have the browser remember the language of this page, which links to something in another one."""
    g.keeps_language = COOKIE not in request.cookies


def _set_cookie(response: Response) -> Response:
    if g.get("keeps_language"):
        secure = current_site().is_secure
        response.set_cookie(
            COOKIE, current_language(), httponly=True, samesite="Lax", secure=secure
        )
    return response


def is_own_clock(at: datetime) -> bool:
    """Whether the reader's clock shows the same time as the site's then, so that no place need be named."""
    return (
        at.astimezone(current_time_zone()).utcoffset()
        == at.astimezone(ZoneInfo(current_site().time_zone)).utcoffset()
    )


def current_time_zone() -> ZoneInfo:
    """The reader's time zone; the site's where the reader has none."""
    return ZoneInfo(g.get("reader_time_zone") or current_site().time_zone)


def register(app: Flask) -> None:
    """Attach the catalogues, and give every template `language`."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(PROJECT / "translations")
    Babel(
        app,
        locale_selector=current_language,
        timezone_selector=lambda: current_time_zone().key,
    )
    app.context_processor(lambda: {"language": current_language()})
    app.after_request(_set_cookie)
