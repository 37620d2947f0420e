"""A portal under measure: the web server on loopback over a data folder, and one connection on which readers ask it."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmarks.floor import QUERIES

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


@dataclass(frozen=True)
class Reply:
    """What came back, and how long the whole request took."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    ms: float

    @property
    def queries(self) -> int:
        return int(self.headers[QUERIES])


@dataclass
class Reader:
    """Someone at a browser: what it sends with each request, and the token of the forms it was shown."""

    language: str = "es"
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def headers(self) -> dict[str, str]:
        sent = {"Accept-Language": self.language, "Accept-Encoding": "gzip, br"}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return sent

    def keep(self, reply: Reply) -> None:
        """Remember the cookies that came, and the form's token."""
        for line in reply.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        if shown := _TOKEN.search(reply.body.decode(errors="replace")):
            self.token = unescape(shown[1])


class Served:
    """One connection to a portal at this port."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, reader: Reader | None = None) -> Reply:
        """The answer to one GET."""
        return self._ask("GET", path, reader or Reader())

    def post(self, path: str, reader: Reader, **values: str) -> Reply:
        """The answer to one POST of a form, with the token of the last page that this reader was shown."""
        return self._ask("POST", path, reader, urlencode({"csrf_token": reader.token, **values}))

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        """Until it answers. RuntimeError where it ends instead, or takes too long."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            try:
                self.get("/healthz")
            except OSError:
                self.connection.close()
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the portal did not start")

    def _ask(self, method: str, path: str, reader: Reader, form: str | None = None) -> Reply:
        kind = "application/x-www-form-urlencoded"
        headers = reader.headers() | ({"Content-Type": kind} if form is not None else {})
        start = time.perf_counter()
        self.connection.request(method, path, body=form.encode() if form else None, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        ms = (time.perf_counter() - start) * 1000
        reply = Reply(response.status, response.headers, body, ms)
        reader.keep(reply)
        return reply


@contextmanager
def served(data: Path, threads: int = 8) -> Iterator[Served]:
    """The portal with its floor over this data folder, as in production, until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.floor"]
    settings = environment(data, port) | {"THREADS": str(threads)}
    process = subprocess.Popen(command, cwd=ROOT, env=settings)
    try:
        server = Served(port)
        server.wait(process)
        yield server
    finally:
        process.terminate()
        process.wait(10)


def environment(data: Path, port: int) -> dict[str, str]:
    """What a portal over this data folder is started with; without the extra `semantic`, which is
    measured by itself, unless SEMANTIC says so."""
    own = {
        "SEMANTIC": os.environ.get("SEMANTIC", "0"),
        "DATA": str(data),
        "KB_DIR": str(data / "kb_articles"),
        "PORT": str(port),
    }
    return os.environ | own | {"BASE_URL": f"http://127.0.0.1:{port}"}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
