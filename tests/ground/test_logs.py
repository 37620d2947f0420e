"""A line of the log is the portal's own: nobody else can write one, and none lets a reader of the log in."""

import io
import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from portal.ground.db import db, writing
from portal.ground.logs import Line
from portal.people.person import Organisation, Person
from tests.browser import Browser

Browsers = Callable[..., Browser]


@pytest.fixture
def written() -> Iterator[Callable[[], list[str]]]:
    """The lines that were logged since the test began."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line())
    logging.getLogger().addHandler(handler)
    yield lambda: stream.getvalue().split("\n")[:-1]
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("path", ["/t/", "/r/", "/sign-in/", "/set-up/", "/x?next=%2Ft%2F"])
def test_a_link_that_lets_in_stands_in_no_line(written: Callable[[], list[str]], path: str) -> None:
    logging.getLogger("portal").error("a request failed: GET %s", f"{path}Zm9vYmFyYmF6cXV4-_12345")
    [line] = written()
    assert line.endswith(f"GET {path}…")


def test_what_a_visitor_sends_begins_no_line(written: Callable[[], list[str]]) -> None:
    forged = "/a\r\n2026-01-01 00:00:00 ERROR portal: forged\x1b[2J\u2028end"
    logging.getLogger("portal").error("a request failed: GET %s", forged)
    try:
        raise RuntimeError(forged)
    except RuntimeError:
        logging.getLogger("portal").exception("it broke")
    first, *rest = written()
    assert "ERROR portal: a request failed" in first
    own = [line for line in rest if not line.startswith("    ")]
    assert [line.endswith("ERROR portal: it broke") for line in own] == [True]
    assert not set("\r\x1b\u2028") & set("".join([first, *rest]))


def test_words_of_people_stand_in_no_line(
    app: Flask, characters: dict[str, Person], written: Callable[[], list[str]]
) -> None:
    with pytest.raises(IntegrityError) as broken, writing():
        db.session.add(Organisation(id=1, name="Clinic of many secrets", plan="none"))
    try:
        raise broken.value
    except IntegrityError:
        logging.getLogger("portal").exception("a request failed")
    assert "IntegrityError" in "".join(written())
    assert "many secrets" not in "".join(written())


def test_a_broken_page_writes_one_record_without_its_link(
    app: Flask,
    characters: dict[str, Person],
    browser: Browsers,
    written: Callable[[], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(token: str) -> None:
        raise RuntimeError(f"/t/{token}")

    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.view_functions, "tickets.follow", broken)
    browser().visit("/t/Zm9vYmFyYmF6cXV4-_12345", status=500)
    assert "a request failed" in "".join(written())
    assert "Zm9vYmFy" not in "".join(written())
