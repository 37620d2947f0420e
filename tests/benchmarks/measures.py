"""What is measured: each measure takes a served base and gives lines for a table."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from urllib.parse import quote_plus

from portal.ground.now import now
from portal.people.limits import keyed
from tests.benchmarks import tickets
from tests.benchmarks.base import Base, opened
from tests.benchmarks.serving import Reader, Reply, Served

FLOOR = "/floor"
WARM = 12
BROWSER = "benchmarks"
"""The cookie of the browser in which the drafts were begun."""


@dataclass(frozen=True)
class Page:
    """A page under measure. `limit` is the most that its time may be of the floor's; None: only stated."""

    name: str
    paths: Sequence[str]
    reader: Reader
    limit: float | None = None


@dataclass(frozen=True)
class Line:
    """One page's median beside the floor's of the same rounds (milliseconds), its ratio and that ratio's
    middle half, its queries (all the same: one number) and its size."""

    page: Page
    floor_ms: float
    ms: float
    low: float
    high: float
    queries: list[int]
    bytes: int

    @property
    def ratio(self) -> float:
        return self.ms / self.floor_ms


def pages(base: Base) -> list[Page]:
    """The pages that readers open most, by those who open them."""
    client, agent, visitor = base.client(), base.agent(), Reader()
    asked = [f"/search?q={quote_plus(words)}" for words in base.questions]
    typed = [f"/search/suggestions?q={quote_plus(words[:6])}" for words in base.questions]
    return [
        Page("article", base.article_paths, client, 1.3),
        Page("article (visitor)", base.article_paths, visitor, 1.3),
        Page("home", ["/"], client, 2.0),
        Page("home (visitor)", ["/"], visitor, 2.0),
        Page("client's ticket", [f"/tickets/{base.ticket}"], client, 3.0),
        Page("queue of 100", ["/desk"], agent, 3.0),
        Page("ledger of 200 events", [f"/tickets/{base.long_ticket}/ledger"], client, 3.0),
        Page("results", asked, client),
        Page("search field's list", typed, client),
        Page("topic", [base.topic_path], client),
        Page("your tickets", ["/tickets"], client),
        Page("ticket at the desk", [f"/desk/{base.ticket}"], agent),
    ]


def pages_of_policy(base: Base, policy: str) -> list[Page]:
    """Those whose time hangs on what was promised, on a base of that policy's."""
    counted = ("queue of 100", "ledger of 200 events", "ticket at the desk")
    chosen = [page for page in pages(base) if page.name in counted]
    return [replace(page, name=f"{page.name}, {policy}") for page in chosen]


def compare(server: Served, page: Page, rounds: int) -> Line:
    """Floor and page in turns, on one connection, by one reader."""
    paths = cycle(page.paths)
    for _warming in range(max(WARM, len(page.paths)) if rounds > 1 else 1):
        asked(server, FLOOR, page.reader)
        asked(server, next(paths), page.reader)
    turns = [
        (asked(server, FLOOR, page.reader), asked(server, next(paths), page.reader))
        for _round in range(rounds)
    ]
    return _line(page, [floor for floor, _ in turns], [each for _, each in turns])


def asked(server: Served, path: str, reader: Reader) -> Reply:
    """The page. RuntimeError where it is none: a refusal is fast, and would be praised for it."""
    reply = server.get(path, reader)
    if reply.status != 200:
        raise RuntimeError(f"{path} answered {reply.status}")
    return reply


def suggestions(server: Served, base: Base, data: Path, rounds: int) -> Line:
    """The form's suggestions: what a client has written so far is sent as it grows."""
    client = base.client()
    key = drafts(data, base, 1)[0]
    texts = [tickets.TEXT[:length] for length in range(40, len(tickets.TEXT), 20)]
    paths = [f"/ask/{key}/suggestions?description={quote_plus(text)}" for text in texts]
    return compare(server, Page("form's suggestions", paths, client), rounds)


def submits(server: Served, base: Base, data: Path, rounds: int) -> Line:
    """The last press of the form and the floor write in turns; every draft is sent once."""
    client = base.client()
    keys = iter(drafts(data, base, rounds + WARM))
    client.cookies["browser"] = BROWSER
    asked(server, f"/ask/{(first := next(keys))}/check", client)
    for key in [first, *(next(keys) for _warming in range(WARM - 1))]:
        _sent(server, key, client)
        _written(server, client)
    turns = [(_written(server, client), _sent(server, key, client)) for key in keys]
    page = Page("final submit", [], client)
    return _line(page, [floor for floor, _ in turns], [each for _, each in turns])


def drafts(data: Path, base: Base, count: int) -> list[str]:
    """The keys of so many finished drafts of the client."""
    with opened(data):
        client = tickets.person(base.client_email)
        return tickets.make_drafts(count, client, keyed(BROWSER), now())


def _sent(server: Served, key: str, reader: Reader) -> Reply:
    reply = server.post(f"/ask/{key}/check", reader)
    if not (reply.headers["Location"] or "").endswith(f"/ask/{key}/sent"):
        raise RuntimeError(f"the draft was not sent: {reply.status}")
    return reply


def _written(server: Served, reader: Reader) -> Reply:
    reply = server.post(FLOOR, reader)
    if reply.status != 204:
        raise RuntimeError(f"the floor write answered {reply.status}")
    return reply


def _line(page: Page, floors: Sequence[Reply], replies: Sequence[Reply]) -> Line:
    ratios = [each.ms / floor.ms for floor, each in zip(floors, replies, strict=True)]
    quarters = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    return Line(
        page=page,
        floor_ms=statistics.median(reply.ms for reply in floors),
        ms=statistics.median(reply.ms for reply in replies),
        low=quarters[0],
        high=quarters[2],
        queries=sorted({reply.queries for reply in replies}),
        bytes=round(statistics.mean(len(reply.body) for reply in replies)),
    )
