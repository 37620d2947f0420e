"""A portal that stands ready to be looked at."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler


@dataclass(frozen=True)
class Scene:
    """Where the portal answers, the cookies of each character (name → value), and the places that paths name."""

    base_url: str
    cookies: dict[str, dict[str, str]]
    stop: Callable[[], None]
    places: dict[str, str] = field(default_factory=dict)
    speak: Callable[[str], None] = lambda language: None
    """Have everyone who is signed in read in this language."""


class Quiet(WSGIRequestHandler):
    """Says nothing of requests but what failed in them."""

    timeout = 20  # s: a browser opens connections in advance, and may never use them

    def log(self, type: str, message: str, *args: object) -> None:
        if type == "error":
            super().log(type, message, *args)


class Patient(ThreadedWSGIServer):
    """Ends when its last answer is given: what a page asked for as it closed must not reach the next test's data."""

    daemon_threads = False


@contextmanager
def answering(app: Flask) -> Iterator[str]:
    """The address on loopback at which the app answers meanwhile."""
    server = Patient("127.0.0.1", 0, app, handler=Quiet)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()  # it waits for the answers that are being given


def stop_clock(page: Page) -> None:
    """Time passes on this page only when the test says so."""
    page.clock.install(time=0)
    page.clock.pause_at(86_400)  # s, and ahead: on a busy machine some pass between the two calls
