"""What a person reads when something is refused or breaks: a page with its code, in their language, that says how to go on."""

import errno
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from babel.support import Translations
from flask import Flask, abort
from sqlalchemy import event

from portal.articles.sync import sync
from portal.ground.db import db
from portal.ground.now import now
from portal.ground.settings import PROJECT
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.refusals import PAGES
from tests.articles.writing import source
from tests.browser import Browser
from tests.desk.filings import opened
from tests.files.samples import picture
from tests.test_gate import Scene, addresses, at_browser, routes, scene

__all__ = ["scene"]  # a fixture
Browsers = Callable[..., Browser]
CODES = sorted(int(path.stem) for path in (PROJECT / "templates" / "errors").glob("[0-9]*.html"))
TITLES = {
    400: "That request did not arrive whole",
    403: "This cannot be done now",
    404: "There is nothing at this address",
    405: "That action isn’t available here",
    413: "That is too large to send",
    429: "Too many attempts",
    431: "That address is too long",
    500: "Something broke on our side",
    507: "We could not keep what you sent",
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
    own = {500: RuntimeError("secret detail"), 507: OSError(errno.ENOSPC, "secret detail")}
    failing(own.get(code, code))
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
        browser().visit("/", status=500).sees("the error has been logged").does_not_see(
            "secret detail"
        )
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


def test_the_page_and_the_log_share_a_reference(
    failing: Callable[[Exception | int], None],
    browser: Browsers,
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing(RuntimeError())
    page = browser().visit("/", status=500).page.get_text()
    [mark] = re.findall(r"Reference: (\w{8})", page)
    [record] = [each for each in caplog.records if "a request failed" in each.message]
    assert mark in record.message


def test_what_was_typed_into_a_page_that_broke_is_given_back(
    served: Flask, browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_values: object) -> None:
        raise RuntimeError

    alice = browser("alice").visit("/ask").choose("Something is broken").press("Continue")
    monkeypatch.setitem(served.view_functions, "asking.answer", broken)
    alice.fill("Tell us more", "It is silent since Monday.").press("Continue", status=500)
    alice.sees("What you wrote is not lost", "It is silent since Monday.")


@pytest.fixture
def full(served: Flask) -> Iterator[Callable[[], None]]:
    """Let the database take no more than it holds; how to make room again is given."""

    def hold(connection: Any, *_more: object) -> None:
        [size] = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {size}")

    def release(connection: Any, *_more: object) -> None:
        connection.execute("PRAGMA max_page_count = 1000000000")

    db.session.remove()
    event.listen(db.engine, "checkout", hold)

    def make_room() -> None:
        event.remove(db.engine, "checkout", hold)
        event.listen(db.engine, "checkout", release)

    yield make_room
    event.remove(db.engine, "checkout", release)


def test_on_a_full_disk_what_was_typed_waits_until_there_is_room(
    browser: Browsers, characters: dict[str, Person], request: pytest.FixtureRequest
) -> None:
    ticket = opened(characters["alice"])
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    make_room = request.getfixturevalue("full")
    words = "Every word of it. " * 1_000
    alice.fill("Your reply", words).press("Send", status=507)
    alice.sees("Nothing you typed is lost", "disk is full", "Every word of it.")
    make_room()
    alice.press("Send it again").sees("Every word of it. Every word of it.")


def test_without_room_for_a_file_the_words_are_given_back(
    served: Flask, browser: Browsers, characters: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_anything: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    ticket = opened(characters["alice"])
    alice = browser("alice").visit(f"/tickets/{ticket.ref}").fill("Your reply", "The log, at last.")
    alice.attach("Screenshots and files", ("a.log", b"one line"))
    monkeypatch.setattr("os.fsync", no_room)
    alice.press("Send", status=507).sees("disk is full", "The log, at last.", "Only the files")


def test_nobodys_page_is_shown_by_the_back_button_after_they_left(
    app: Flask, scene: Scene, browser: Browsers
) -> None:
    for role in ("guest", "alice", "vera"):
        who = at_browser(role, scene, browser)
        for rule, _audience in routes(app, "GET"):
            for address, _whose in addresses(app, rule, scene):
                answer = who.client.get(address, headers=who.headers)
                kept = answer.headers["Cache-Control"]
                if rule.endpoint in {"brand", "desk.logo"}:
                    continue  # of everybody
                is_file = (
                    rule.endpoint in {"tickets.file", "asking.file"} and answer.status_code == 200
                )
                assert kept == ("private, no-cache" if is_file else "no-store"), f"{role} {address}"


@pytest.mark.parametrize(
    ("audience", "kept"), [("everyone", "public"), ("clients", "private, no-cache")]
)
def test_a_picture_of_an_article_is_kept_by_whom_it_is_for(
    app: Flask, characters: dict[str, Person], browser: Browsers, audience: str, kept: str
) -> None:
    folder = app.extensions["portal_settings"].articles_folder
    (folder / "en" / "seen").mkdir(parents=True)
    (folder / "en" / "seen.md").write_bytes(
        source(title="Seen", body="![x](seen/a.png)", audience=audience)
    )
    (folder / "en" / "seen" / "a.png").write_bytes(picture())
    sync(folder, now())
    alice = browser("alice")
    answer = alice.client.get("/en/articles/seen/files/a.png", headers=alice.headers)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].startswith(kept)
    assert ("public" in answer.headers["Cache-Control"]) == (audience == "everyone")
