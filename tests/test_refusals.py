"""What a person reads when something is refused or breaks: a page with its code, in their language, that says how to go on."""

import logging
from collections.abc import Callable

import pytest
from babel.support import Translations
from flask import Flask, abort

from portal.ground.db import db
from portal.ground.settings import PROJECT
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.refusals import PAGES
from tests.browser import Browser

Browsers = Callable[..., Browser]
CODES = sorted(int(path.stem) for path in (PROJECT / "templates" / "errors").glob("[0-9]*.html"))
TITLES = {
    400: "That request did not arrive whole",
    403: "This cannot be done now",
    404: "There is nothing at this address",
    405: "That does not work this way",
    413: "That is too large to send",
    429: "That was a little too often",
    500: "Something broke on our side",
}


def test_every_code_has_its_page() -> None:
    assert set(CODES) == PAGES == set(TITLES)


@pytest.fixture
def served(app: Flask, characters: dict[str, Person], monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app as it is served: it breaks as it breaks for people."""
    monkeypatch.setattr(app, "testing", False)
    return app


@pytest.fixture
def failing(served: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception | int], None]:
    """Let the start page fail in this way."""

    def fail_with(reason: Exception | int) -> None:
        def home() -> str:
            if isinstance(reason, int):
                abort(reason)
            raise reason

        monkeypatch.setitem(served.view_functions, "search.home", home)

    return fail_with


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", CODES)
def test_each_page_says_what_to_do_in_the_readers_language(
    failing: Callable[[Exception | int], None], browser: Browsers, code: int, language: str
) -> None:
    failing(code if code != 500 else RuntimeError("secret detail"))
    page = browser(language=language).visit("/", status=code)
    catalogue = Translations.load(PROJECT / "translations", [language])
    assert page.heading() == catalogue.gettext(TITLES[code])
    assert page.page.find("html")["lang"] == language  # type: ignore[index]
    page.sees(catalogue.gettext("Error %(code)s") % {"code": code})
    page.sees(catalogue.gettext("Go to the start page")).does_not_see("secret", "Traceback")


@pytest.mark.parametrize(("code", "shown"), [(418, 400), (410, 400), (503, 500), (501, 500)])
def test_a_code_without_a_page_of_its_own_has_that_of_its_class(
    failing: Callable[[Exception | int], None], browser: Browsers, code: int, shown: int
) -> None:
    failing(code)
    browser().visit("/", status=code).sees(TITLES[shown])


def test_a_refusal_with_a_reason_says_it(
    failing: Callable[[Exception | int], None], browser: Browsers
) -> None:
    failing(Forbidden("It was closed in the meantime."))
    browser().visit("/", status=403).sees(TITLES[403], "It was closed in the meantime.")


def test_what_breaks_is_logged_with_its_trace_and_told_without(
    failing: Callable[[Exception | int], None],
    browser: Browsers,
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing(RuntimeError("secret detail"))
    with caplog.at_level(logging.ERROR):
        browser().visit("/", status=500).sees("it has been noted").does_not_see("secret detail")
    [record] = [each for each in caplog.records if "a request failed" in each.message]
    assert "GET /" in record.message
    assert "secret detail" in (record.exc_text or caplog.text)


def test_a_write_that_broke_leaves_nothing_half_done(
    failing: Callable[[Exception | int], None], browser: Browsers
) -> None:
    failing(RuntimeError())
    alice = browser("alice")
    alice.visit("/", status=500)
    alice.visit("/tickets").sees("No tickets yet")  # the next page is whole again


def test_a_wrong_method_is_told(served: Flask, browser: Browsers) -> None:
    browser().visit("/sign-out", status=405).sees(TITLES[405])


def test_without_the_database_there_is_a_plain_word(served: Flask, browser: Browsers) -> None:
    alice = browser("alice")
    broken = served.extensions["portal_settings"].data / "portal.sqlite3"
    away = broken.with_suffix(".away")
    db.session.remove()
    db.engine.dispose()
    broken.rename(away)
    broken.mkdir()  # nothing can be opened there
    try:
        answer = alice.client.get("/tickets", headers=alice.headers)
        assert answer.status_code == 500
        told = answer.get_data(as_text=True)
        assert "Please try again in a moment." in told
        assert "Vuelva a intentarlo en un momento." in told
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    finally:
        broken.rmdir()
        away.rename(broken)
    alice.visit("/tickets")  # and it heals by itself
