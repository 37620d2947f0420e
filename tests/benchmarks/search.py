"""The measures of search by name, and their tables: see `tests.benchmarks` for what each tells."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote_plus

from portal.search.engine import Engine
from portal.search.evaluating import temporary_engine
from portal.search.judging import percentile
from tests.benchmarks import busy, killing, relevance, searching
from tests.benchmarks.base import Base, build, recombined
from tests.benchmarks.generated import SECTIONS
from tests.benchmarks.measures import Line, Page, compare
from tests.benchmarks.searching import Race, Shelf
from tests.benchmarks.serving import served
from tests.benchmarks.table import table
from tests.search.postgres_server import database

ARTICLES = int(os.environ.get("ARTICLES", "10000"))
TIMES_LARGE = 5
PUBLISHED = 100
PAGES = 150
TICKETS = 100

Measure = Callable[[Path, Path], None]
"""Takes the folder in which bases are kept, and the corpus; prints."""


def measure_warm(home: Path, corpus: Path) -> None:
    _races(searching.warm(Shelf(home / "search", corpus, ARTICLES)), 2.0)


def measure_cold(home: Path, corpus: Path) -> None:
    _races(searching.cold(Shelf(home / "search", corpus, ARTICLES)), 10.0)


def measure_large(home: Path, corpus: Path) -> None:
    _races(searching.warm(Shelf(home / "search", corpus, TIMES_LARGE * ARTICLES)), 2.0)


def measure_pages(home: Path, corpus: Path) -> None:
    data, base = _portal(home, corpus)
    client = base.client()
    asked = [f"/search?q={quote_plus(words)}" for words in base.questions]
    typed = [
        f"/search/suggestions?q={quote_plus(words[:length])}"
        for words in base.questions
        for length in range(2, min(len(words), 16), 2)
    ]
    with served(data) as server:
        lines = [
            compare(server, Page("results", asked, client, 3.0), PAGES),
            compare(server, Page("suggestions, each keystroke", typed, client, 1.0), PAGES),
        ]
    table(("page", "floor ms", "page ms", "ratio", "middle half", "limit"), map(_page_row, lines))


def measure_rebuild(home: Path, corpus: Path) -> None:
    shelf = Shelf(home / "search", corpus, ARTICLES)
    told = busy.rebuilds(shelf)
    rows = [
        (
            f"{alone.rate * SECTIONS:.0f}",
            f"{under.rate * SECTIONS:.0f}",
            f"{under.rate / alone.rate:.2f}",
            f"{alone.megabytes:.0f}",
        )
        for alone, under in zip(told.alone, told.busy, strict=True)
    ]
    table(("sections/s alone", "under 20 searches/s", "ratio", "RSS peak MB"), rows)
    searched = (f"{percentile(told.searched, share):.1f}" for share in (0.5, 0.95))
    print(
        f"median ratio {told.ratio:.2f} (at least 0.70); searches meanwhile p50, p95 ms:", *searched
    )


def measure_publish(home: Path, corpus: Path) -> None:
    data, _base = _portal(home, corpus)
    took = busy.publishes(data, PUBLISHED)
    rows = [(f"{share:.0%}", f"{percentile(took, share):.0f}") for share in (0.5, 0.95, 1.0)]
    table(("of the publications", "found within ms (95 %: at most 1000)"), rows)


def measure_near(home: Path, corpus: Path) -> None:
    from tests.benchmarks import near

    near.measure(corpus)


def measure_relevance(home: Path, corpus: Path) -> None:
    _standings(home, corpus, lambda: temporary_engine("whoosh"))


def measure_postgres(home: Path, corpus: Path) -> None:
    with database(home) as url:
        _standings(home, corpus, lambda: temporary_engine("postgres", url))


def measure_semantic(home: Path, corpus: Path) -> None:
    _standings(home, corpus, lambda: temporary_engine("whoosh"), home / "vectors")


MEASURES: dict[str, Measure] = {
    "search-warm": measure_warm,
    "search-cold": measure_cold,
    "search-large": measure_large,
    "search-pages": measure_pages,
    "search-near": measure_near,
    "search-rebuild": measure_rebuild,
    "search-publish": measure_publish,
    "search-faults": killing.measure_faults,
    "search-relevance": measure_relevance,
    "search-postgres": measure_postgres,
    "search-semantic": measure_semantic,
}


def _portal(home: Path, corpus: Path) -> tuple[Path, Base]:
    """A whole portal over the same articles, and its data folder."""
    shelf = Shelf(home / "search", corpus, ARTICLES)
    data = home / f"searched-{ARTICLES}"
    return data, build(data, recombined(shelf.source), TICKETS)


def _races(races: Iterable[Race], limit: float) -> None:
    heads = ("", "ours ms", "tantivy ms", "ratio", "of the rounds", "limit")
    rows = []
    for race in races:
        for name, pace in (("p50", race.p50), ("p95", race.p95)):
            rounds = " ".join(f"{ratio:.2f}" for ratio in sorted(pace.ratios))
            times = (f"{pace.ours:.3f}", f"{pace.theirs:.3f}", f"{pace.ratio:.2f}")
            rows.append((f"{race.name}, {name}", *times, rounds, f"{limit:.0f}"))
    table(heads, rows)


def _standings(
    home: Path,
    corpus: Path,
    engine: Callable[[], AbstractContextManager[Engine]],
    vectors: Path | None = None,
) -> None:
    told = relevance.standings(corpus, home / "sets", engine, vectors)
    table(relevance.HEADS, [each.row() for each in told])


def _page_row(line: Line) -> Sequence[str]:
    spread = f"{line.low:.2f} to {line.high:.2f}"
    times = (f"{line.floor_ms:.2f}", f"{line.ms:.2f}", f"{line.ratio:.2f}", spread)
    return (line.page.name, *times, f"{line.page.limit:.1f}")
