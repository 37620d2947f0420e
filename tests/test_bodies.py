"""How much may be sent where: every route that takes a form, for every way in which a body can come."""

import io
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from portal.arriving import body_limit
from portal.ground import bodies
from portal.ground.bodies import ARTICLE, FIELDS, FILES, WORDS
from portal.people.person import Person
from tests.browser import Browser
from tests.test_gate import Scene, addresses, routes, scene

Browsers = Callable[..., Browser]
__all__ = ["scene"]  # a fixture

KINDS = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=cut",
    "application/json",
    "text/plain",
    "",
)
TAKE_FILES = {
    "asking.answer", "asking.answers", "tickets.reply", "tickets.reopen", "desk.replies", "desk.notes",
    "desk.resolve", "desk.site_section", "asking.answer_whole", "asking.save_whole",
}  # fmt: skip
TAKE_ARTICLES = {"desk.new_article", "desk.edit", "desk.publishing", "desk.preview"}


class Unread(io.RawIOBase):
    """A body that nobody may read further than to a limit: to parse it is what costs."""

    def __init__(self, most: int) -> None:
        self.left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        assert self.left > 0, "the body was read beyond its limit"
        size = min(len(buffer), self.left)
        buffer[:size] = b"x" * size
        self.left -= size
        return size


def forms(app: Flask, scene: Scene) -> Iterator[tuple[str, str]]:
    """The endpoint of each route that takes a form, with one address of it."""
    for rule, _audience in routes(app, "POST"):
        address, _whose = next(addresses(app, rule, scene))
        yield rule.endpoint, address


def sent(app: Flask, address: str, kind: str, body: Unread, length: int | None) -> tuple[str, str]:
    """The status of and the page for a body of this length (None: chunked, as a server passes it on)."""
    builder = EnvironBuilder(address, method="POST", content_type=kind or None)
    environ = builder.get_environ() | {"wsgi.input": body, "HTTP_ACCEPT_LANGUAGE": "en"}
    environ.pop("CONTENT_LENGTH", None)
    environ |= (
        {"wsgi.input_terminated": True} if length is None else {"CONTENT_LENGTH": str(length)}
    )
    pages, status, _headers = run_wsgi_app(app, environ, buffered=True)
    return status[:3], b"".join(pages).decode()


def test_each_route_takes_what_it_needs_and_no_more(app: Flask, scene: Scene) -> None:
    for endpoint, address in forms(app, scene):
        for kind in KINDS:
            words = ARTICLE if endpoint in TAKE_ARTICLES else WORDS
            is_files = endpoint in TAKE_FILES and kind.startswith("multipart")
            assert body_limit(app, "POST", address, kind) == (FILES if is_files else words), (
                f"{address} {kind}"
            )


def test_what_is_too_large_is_refused_before_anything_reads_it(app: Flask, scene: Scene) -> None:
    for endpoint, address in forms(app, scene):
        for kind in KINDS:
            most = body_limit(app, "POST", address, kind)
            status, page = sent(app, address, kind, Unread(0), most + 1)
            assert status == "413", f"{endpoint} {kind}: {status}"
            size = {WORDS: "1\u00a0MB", ARTICLE: "8\u00a0MB", FILES: "120\u00a0MB"}[most]
            assert f"This page takes up to {size} at once" in page


def test_a_body_without_a_length_is_read_to_its_limit_and_then_refused(
    app: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "WORDS", 20_000)  # the same, sooner
    monkeypatch.setattr(bodies, "FILES", 40_000)
    for endpoint, address in forms(app, scene):
        for kind in KINDS:
            most = body_limit(app, "POST", address, kind)
            body = Unread(most + 65_536)
            status, _page = sent(app, address, kind, body, None)
            is_read = body.left < most
            assert status == "413" or not is_read, f"{endpoint} {kind}: {status}"


def test_where_nothing_answers_nothing_is_read(app: Flask, characters: dict[str, Person]) -> None:
    for kind in KINDS:
        assert sent(app, "/nowhere", kind, Unread(0), 1_000)[0] == "404"
        assert sent(app, "/support", kind, Unread(0), 1_000)[0] == "405"


def test_fields_are_counted_before_they_are_parsed(
    app: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(*_anything: object, **_more: object) -> None:
        raise AssertionError("so many fields were parsed")

    monkeypatch.setattr("werkzeug.formparser.parse_qsl", parse)
    data = b"&".join([b"a=1"] * (FIELDS + 1))
    for endpoint, address in forms(app, scene):
        answer = app.test_client().post(address, data=data, content_type=KINDS[0])
        assert answer.status_code == 413, endpoint


def test_a_log_of_200_kilobytes_can_be_pasted_anywhere(app: Flask, scene: Scene) -> None:
    """However much of it a browser has to write as three bytes for one."""
    log = urlencode({"description": "é\r\n" * 50_000, "title": "é" * 1_000})
    for endpoint, address in forms(app, scene):
        assert len(log) < body_limit(app, "POST", address, KINDS[0]), endpoint


def test_a_zero_byte_reaches_no_page_and_no_table(
    app: Flask, scene: Scene, browser: Browsers
) -> None:
    """It is dropped from all that is typed; the words around it count."""
    leo = browser("leo").visit("/desk/site/name")
    token = leo.page.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    for rule, _audience in routes(app, "POST"):
        if rule.endpoint == "people.sign_out":
            continue
        for address, _whose in addresses(app, rule, scene):
            names = (
                "text",
                "title",
                "name",
                "email",
                "reason",
                "comment",
                "next",
                "body",
                "searched",
            )
            data = {name: f"zero {name}\0byte" for name in names} | {"csrf_token": token}
            answer = leo.client.post(f"{address}?q=a%00b&next=%00", data=data, headers=leo.headers)
            assert answer.status_code < 500, f"{address}: {answer.status}"
            assert b"\0" not in answer.data, address


def test_words_around_a_zero_byte_are_kept(scene: Scene, browser: Browsers) -> None:
    ticket = scene.tickets["alices"]
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    alice.fill("Your reply", "The log ends\0 here.").press("Send").sees("The log ends here.")
