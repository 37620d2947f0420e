"""How an article's page answers while eight large pictures are uploaded at the same moment.

    python -m tests.benchmarks.pictures

Prints the page's 95th percentile alone and meanwhile, their ratio, the longest wait, and what became of the
pictures. A figure of this machine and moment: compare two builds in one run.
"""

import http.client
import io
import re
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image

from tests.journeys.living import running_portal

UPLOADS = 8
ROUNDS = 60
PAUSE = 0.25
ARTICLE = "/en/articles/network-requirements"
BOUNDARY = "pictures"
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


@dataclass
class Guest:
    """A browser with its cookies: begins a request, and sends a picture with it."""

    address: str
    cookies: dict[str, str]

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Content-Type": kind} if kind else {}
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        connection.close()
        return answer.status, answer.headers.get("Location", ""), page

    def begin(self) -> str:
        """The address of the page that takes pictures."""
        _status, _to, page = self.ask("GET", "/ask")
        kind = re.search(r'name="kind"[^>]* value="([^"]+)"', page)  # the policy's first: a fault
        to = self.send("/ask", page, {"kind": kind[1] if kind else ""})[1]
        return "/".join(urlsplit(to).path.split("/")[:3]) + "/evidence"

    def send(
        self, path: str, page: str, values: dict[str, str], picture: bytes = b""
    ) -> tuple[int, str, str]:
        token = _TOKEN.search(page)
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (
                {"csrf_token": unescape(token[1]) if token else ""} | values
            ).items()
        ]
        if picture:
            head = 'Content-Disposition: form-data; name="evidence"; filename="shot.png"'
            parts += [f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode(), picture, b"\r\n"]
        body = b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
        return self.ask("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def upload(self, path: str, picture: bytes) -> int:
        _status, _to, page = self.ask("GET", path)
        return self.send(path, page, {"change": "add"}, picture)[0]


def large_picture() -> bytes:
    """A screenshot of 36 million pixels with much in it: seconds of work."""
    noise = Image.effect_noise((900, 625), 50).resize((7200, 5000), Image.Resampling.BILINEAR)
    out = io.BytesIO()
    noise.save(out, "PNG", compress_level=6)
    return out.getvalue()


def timed(address: str, path: str, is_over: "threading.Event | None" = None) -> list[float]:
    """Milliseconds of each request for the page, one begun every so often whether the last is answered or not."""
    taken: list[float] = []

    def read() -> None:
        start = time.perf_counter()
        Guest(address, {}).ask("GET", path)
        taken.append((time.perf_counter() - start) * 1000)

    readers = []
    while len(readers) < ROUNDS or (is_over is not None and not is_over.is_set()):
        readers.append(threading.Thread(target=read))
        readers[-1].start()
        time.sleep(PAUSE)
    for reader in readers:
        reader.join()
    return taken


def until_shown(address: str) -> None:
    """The folder's articles are there."""
    given_up = time.monotonic() + 60
    while Guest(address, {}).ask("GET", ARTICLE)[0] != 200:
        if time.monotonic() > given_up:
            raise RuntimeError("the article is not shown")
        time.sleep(0.2)


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def measure(address: str, path: str) -> str:
    """One line for the whole."""
    picture, guests = large_picture(), [Guest(address, {}) for _ in range(UPLOADS)]
    pages = [guest.begin() for guest in guests]
    alone, over, statuses = timed(address, path), threading.Event(), list[int]()

    def send_all() -> None:
        senders = [
            threading.Thread(target=lambda g=guest, p=page: statuses.append(g.upload(p, picture)))
            for guest, page in zip(guests, pages, strict=True)
        ]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        over.set()

    crowd = threading.Thread(target=send_all)
    began = time.perf_counter()
    crowd.start()
    meanwhile = timed(address, path, over)
    crowd.join()
    taken = sum(status < 400 for status in statuses)
    assert set(statuses) <= {303, 422}, f"they were not even looked at: {statuses}"
    return (
        f"{len(picture) / 1e6:.1f} MB each; p95 alone {p95(alone):.0f} ms, meanwhile {p95(meanwhile):.0f} ms "
        f"(× {p95(meanwhile) / p95(alone):.1f}), longest {max(meanwhile):.0f} ms; "
        f"{taken} of {UPLOADS} taken, the others told to try again, in {time.perf_counter() - began:.0f} s"
    )


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_portal(Path(folder), "smtp://127.0.0.1:9") as address,
    ):
        until_shown(address)
        print(measure(address, ARTICLE))
    return 0


if __name__ == "__main__":
    sys.exit(main())
