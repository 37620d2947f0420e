"""The web server as browsers meet it: whoever is slow holds nobody up, what is too large is refused by a page,
what has arrived is answered before the end."""

import errno
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.cli.web import Patience, Server
from portal.ground.settings import Settings

SLOW = 40
PATIENCE = 60.0
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
BODY = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nemail="


@contextmanager
def serving(app: Any, data: Path, **more: Any) -> Iterator[Server]:
    """The server with two threads, until the block ends."""
    server = Server(app, Settings(_env_file=None, data=data, port=1, threads=2), **more)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.end()
        thread.join(PATIENCE)
        assert not thread.is_alive()
        server.close()


@pytest.fixture
def port_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any free port: nobody else can take it in between."""
    listen = socket.create_server
    monkeypatch.setattr(socket, "create_server", lambda at, **more: listen((at[0], 0), **more))


pytestmark = pytest.mark.usefixtures("port_zero")


def connected(server: Server, sent: bytes) -> socket.socket:
    there = socket.create_connection(("127.0.0.1", int(server.effective_port)), PATIENCE)
    there.sendall(sent)
    return there


def answer_of(server: Server, sent: bytes) -> tuple[int, str]:
    """The code and the page that come for these bytes."""
    with connected(server, sent) as there:
        response = http.client.HTTPResponse(there)
        response.begin()
        return response.status, response.read().decode()


def bare(wsgi_app: Callable[..., Any]) -> Flask:
    """An app that is this function."""
    app = Flask("bare")
    app.wsgi_app = wsgi_app  # type: ignore[method-assign]
    return app


def page(server: Server, path: str = "/") -> int:
    return answer_of(server, b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % path.encode())[0]


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    with serving(app, app.extensions["portal_settings"].data) as served:
        yield served


@pytest.mark.parametrize("sent", [b"G", HEAD, BODY], ids=["a letter", "half a head", "half a body"])
def test_slow_senders_hold_no_thread(server: Server, sent: bytes) -> None:
    with ExitStack() as open_ones:
        for _each in range(SLOW):
            open_ones.enter_context(connected(server, sent))
        assert page(server) == 200


def test_slow_readers_hold_no_thread(tmp_path: Path) -> None:
    """Twenty megabytes are given to the connection, and wait there."""

    def large(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        size = 20_000_000 if environ["PATH_INFO"] == "/large" else 5
        start_response("200 OK", [("Content-Length", str(size))])
        return [b"x" * size]

    with serving(bare(large), tmp_path) as server, ExitStack() as open_ones:
        for _each in range(10):
            open_ones.enter_context(connected(server, HEAD.replace(b"/ ", b"/large ") + b"\r\n"))
        assert page(server) == 200


@pytest.mark.parametrize("sent", [HEAD, BODY], ids=["a head", "a body"])
def test_what_takes_too_long_to_arrive_is_let_go(app: Flask, sent: bytes) -> None:
    none = Patience(head=0, body=0)
    with (
        serving(app, app.extensions["portal_settings"].data, patience=none) as server,
        connected(server, sent) as there,
    ):
        assert there.recv(1) == b"", "the connection is closed, unanswered"


def test_a_body_gets_the_time_that_its_size_needs(server: Server) -> None:
    with arriving(server, BODY) as connection:
        connection.since = time.monotonic() - 40
        assert connection.is_too_slow(Patience(head=1, body=30, rate=1_000))
        assert not connection.is_too_slow(Patience(head=1, body=60, rate=1_000))
        connection.request.body_bytes_received = 50_000
        assert not connection.is_too_slow(Patience(head=1, body=30, rate=1_000))


@contextmanager
def arriving(server: Server, sent: bytes) -> Iterator[Any]:
    """The server's side of a connection on which these bytes have arrived, and more are to come."""
    with connected(server, sent):
        deadline = time.monotonic() + PATIENCE
        while not (found := [each for each in server.active_channels.values() if each.request]):
            assert time.monotonic() < deadline, "nothing arrived"
        yield found[0]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("head", "code", "told"),
    [
        ("GET /search?q=" + "x" * 70_000, 431, ("That address is too long", "Esa dirección es demasiado larga")),
        ("POST /sign-in HTTP/1.1\r\nContent-Length: 30000000", 413, ("This page takes up to 1\u00a0MB", "Esta página recibe hasta 1\u00a0MB")),
        ("POST /sign-in HTTP/1.1\r\nContent-Length: many", 400, ("That request did not arrive whole", "Lo que envió no llegó completo")),
        ("POST /sign-in HTTP/1.1\r\nTransfer-Encoding: gzip", 501, ("Something broke on our side", "Algo falló de nuestro lado")),
    ],
    ids=["address", "body", "length", "encoding"],
)  # fmt: skip
def test_what_the_server_refuses_is_a_page_in_the_readers_language(
    server: Server, head: str, code: int, told: tuple[str, str], language: str
) -> None:
    first, *rest = head.split("\r\n")
    first += "" if "HTTP/" in first else " HTTP/1.1"
    lines = [first, "Host: localhost", f"Accept-Language: {language}", *rest]
    body = b"x" * 30_000_000 if code == 413 else b""
    status, html = answer_of(server, "\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    assert status == code
    assert told[language == "es"] in html
    assert f'<html lang="{language}"' in html


def test_a_body_that_is_too_large_is_kept_nowhere(server: Server) -> None:
    head = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30000000\r\n\r\n"
    with arriving(server, head + b"x" * 2_000_000) as connection:
        assert len(connection.request.body_rcv) == 0


def test_without_room_for_a_body_a_page_says_so(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_anything: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", no_room)
    head = b"POST /tickets/T-22222/replies HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\n"
    head += b"Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: 5000000\r\n\r\n"
    status, html = answer_of(server, head + b"x" * 5_000_000)
    assert status == 507
    assert "disk is full" in html


def test_a_chunked_body_ends_where_its_address_takes_no_more(server: Server) -> None:
    head = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    status, html = answer_of(server, head + chunk * 16)
    assert status == 413
    assert "1\u00a0MB" in html


def test_who_asks_before_sending_too_much_is_refused_at_once(server: Server) -> None:
    head = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
    assert answer_of(server, head % 30_000_000)[0] == 413
    with connected(server, head % 100) as there:
        assert there.recv(100).startswith(b"HTTP/1.1 100")


def test_what_has_arrived_is_answered_before_the_end(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        begun.set()
        go_on.wait(PATIENCE)
        start_response("200 OK", [("Content-Length", "3000000")])
        return [b"kept!!" * 500_000]

    with serving(bare(slow), tmp_path) as server, connected(server, HEAD + b"\r\n") as there:
        assert begun.wait(PATIENCE)
        server.end()
        go_on.set()
        response = http.client.HTTPResponse(there)
        response.begin()
        assert len(response.read()) == 3_000_000


def test_the_end_waits_for_nobody_longer_than_its_grace(server: Server) -> None:
    with connected(server, BODY):
        server.end()
        begun = time.monotonic()
        while not server._is_over():
            assert time.monotonic() - begun < 50, "two seconds, and the leave of a slow machine"


def test_a_proxys_word_about_the_visitor_reaches_the_app(tmp_path: Path) -> None:
    seen: list[str] = []

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        seen.append(environ.get("HTTP_X_FORWARDED_FOR", ""))
        start_response("204 No Content", [])
        return []

    with serving(bare(app), tmp_path) as server:
        answer_of(server, HEAD + b"X-Forwarded-For: 203.0.113.9\r\n\r\n")
    assert seen == ["203.0.113.9"]
