"""The web server: waitress, which reads a request whole before a thread takes it up. Who is slow holds no thread.

What is sent and what is answered waits on disk where it is large; each part of a request has its time.
"""

import logging
import signal
import socket
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import WSGITask
from waitress.wasyncore import loop

from portal.arriving import REFUSAL, body_limit
from portal.cli.children import ENDING
from portal.cli.incoming import MOST_READ, Incoming
from portal.ground.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger(__name__)

GRACE = 2.0
CONNECTIONS = 500
IN_MEMORY = 500_000
LARGEST_ANSWER = 1_000_000_000
"""An answer of up to so many bytes is taken over from its thread at once, however slowly it is read."""

KEPT_ALIVE = 75
"""Seconds for which a connection may stay open without a request, or an answer without being read."""


@dataclass(frozen=True)
class Patience:
    """How long a request may take to arrive: its head, in seconds; its body, in seconds and by its rate in bytes a second."""

    head: float = 15
    body: float = 30
    rate: float = 16_000


class Refused(WSGITask):  # type: ignore[misc]  # waitress has no types
    """The answer to what the server could not take: a page of the portal's own, then the connection ends."""

    request: Any

    def execute(self) -> None:
        refused: Incoming = self.request
        self.request = refused.without_body()
        self.get_environment()[REFUSAL] = refused.error.code
        self.set_close_on_finish()
        super().execute()


class Connection(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A browser's connection, which knows since when it has been sending what it sends."""

    error_task_class = Refused
    request: Any
    since: float | None = None

    def parser_class(self, adj: Any) -> Incoming:
        """A new request begins."""
        incoming = Incoming(adj)
        incoming.body_limit = self.server.body_limit
        return incoming

    def received(self, data: bytes) -> bool:
        """Take in what came, and note when the request began."""
        self.since = self.since or time.monotonic()
        taken = bool(super().received(data))
        if self.request is None:
            self.since = None
        return taken

    def is_too_slow(self, patience: Patience) -> bool:
        """Whether the request that is arriving has had its time."""
        if self.since is None or self.request is None:
            return False
        taken = time.monotonic() - self.since
        if not self.request.headers_finished:
            return taken > patience.head
        return bool(taken > patience.body + self.request.body_bytes_received / patience.rate)

    @property
    def is_answering(self) -> bool:
        return bool(self.requests or self.total_outbufs_len)


class Server(TcpWSGIServer):  # type: ignore[misc]  # waitress has no types
    """Listens at once; serves with `run`, until `end` is called, and then at most `GRACE` seconds more."""

    channel_class = Connection

    def __init__(self, app: "Flask", settings: Settings, patience: Patience | None = None) -> None:
        self.body_limit = partial(body_limit, app)
        self.patience = patience or Patience()
        self.ends_at: float | None = None
        listening = _listen(settings)
        name = listening.getsockname()
        info = (listening.family, listening.type, listening.proto, name)
        adjusted = _adjustments(settings.threads)
        super().__init__(app, _sock=listening, bind_socket=False, sockinfo=info, adj=adjusted)
        self.log = log

    def run(self) -> None:
        """Serve until told to end; what is being answered then is answered."""
        while not self._is_over():
            loop(timeout=0.05 if self.ends_at else 1, use_poll=True, map=self._map, count=1)
        self.task_dispatcher.shutdown(timeout=0.1)

    def end(self) -> None:
        """Take no more; `run` returns as soon as all is answered that has arrived whole. For a signal's handler too."""
        self.ends_at = time.monotonic() + GRACE
        self.accepting = False
        self.pull_trigger()

    def maintenance(self, now: float) -> None:
        """Once a second: let go of idle connections, of those that read nothing, and of slow senders."""
        super().maintenance(now)
        for connection in self.active_channels.values():
            if connection.is_too_slow(self.patience):
                connection.will_close = True

    def _is_over(self) -> bool:
        if self.ends_at is None:
            return False
        is_busy = any(each.is_answering for each in self.active_channels.values())
        return not is_busy or time.monotonic() > self.ends_at


def serve(app: "Flask", settings: Settings) -> None:
    """Serve this app at the address of the settings until a signal ends it; large bodies wait in the data folder."""
    folder = settings.data / "arriving"
    folder.mkdir(mode=0o700, exist_ok=True)
    tempfile.tempdir = str(folder)  # of Werkzeug's spools too: each is gone with its request
    server = Server(app, settings)
    for number in ENDING:
        signal.signal(number, lambda _number, _frame: server.end())
    server.run()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family, backlog=1024)


def _adjustments(threads: int) -> Adjustments:
    return Adjustments(
        threads=threads,
        ident="",
        connection_limit=CONNECTIONS,
        cleanup_interval=1,
        channel_timeout=KEPT_ALIVE,
        max_request_header_size=MOST_READ,
        inbuf_overflow=IN_MEMORY,
        outbuf_overflow=IN_MEMORY,
        outbuf_high_watermark=LARGEST_ANSWER,
        clear_untrusted_proxy_headers=False,  # how many proxies are trusted is ProxyFix's to know
        log_socket_errors=False,  # a browser that goes away is nothing to report
    )
