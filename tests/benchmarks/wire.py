"""What a real browser fetches for the home page, on its first visit and on its second."""

import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, sync_playwright

from tests.benchmarks.serving import Served

QUIET = ["no-sandbox", "disable-gpu", "disable-background-networking", "disable-component-update"]
SETTLE = 700  # milliseconds after the page is loaded: behaviours load one another


class NoChromiumError(Exception):
    """There is no Chromium to look with."""


@dataclass
class Visit:
    """Bytes received, headers included, by path."""

    by_path: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_path.values())


def visits(server: Served, path: str = "/") -> tuple[Visit, Visit]:
    """The first visit of a new browser, and its second, some time later in another tab."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise NoChromiumError(
            "Bytes on the wire are measured in Chromium: apt-get install chromium"
        )
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium, args=[f"--{flag}" for flag in QUIET]
        )
        context = browser.new_context(locale="es")
        address = f"http://127.0.0.1:{server.port}{path}"
        seen = _visit(context, address), _visit(context, address)
        browser.close()
    return seen


def _visit(context: BrowserContext, address: str) -> Visit:
    page, visit = context.new_page(), Visit()
    listener, paths = context.new_cdp_session(page), dict[str, str]()
    listener.send("Network.enable")
    listener.on(
        "Network.requestWillBeSent",
        lambda sent: paths.update({sent["requestId"]: urlsplit(sent["request"]["url"]).path}),
    )

    def finished(done: dict[str, object]) -> None:
        path = paths.get(str(done["requestId"]), "?")
        visit.by_path[path] = visit.by_path.get(path, 0) + int(
            str(done["encodedDataLength"]).split(".")[0]
        )

    listener.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(SETTLE)
    page.close()
    return visit
