"""Measures of the portal, as ratios to a floor page measured in the same run. No part of pass or fail.

    CORPUS=../shared/corpora/known-issues python -m tests.benchmarks [NAME…]

NAME is one or more of these; the first five where none is given.

  pages     median time of a whole request on one connection, page and floor in turns: article, home,
            a client's ticket, the queue of 100, a ledger of 200 events, search results, the form's suggestions, …;
            queue, ledger and desk once more on 5,000 tickets of a policy that counts in business days
  queries   how many queries each page takes, on a tenth of the base and on the whole: they must be the same
  submit    the form's last press against a POST that looks up the session and inserts one row
  memory    of each process of `portal run`, at rest and after 1,000 requests
  wire      bytes that Chromium receives for the home page, on a first visit and on a second

  idle      processor time of five minutes at rest, and how soon the jobs react; AGAINST=folder measures another
            checkout in the same run (needs no CORPUS)
  watch     the watch over 1,000, 10,000 and 100,000 open tickets, a twentieth of them due (needs no CORPUS)

  search-warm       any-word top 10 with snippets, and the search alone, against tantivy doing the same
  search-cold       the same where each question is the first on its words
  search-large      as search-warm, over five times as many articles
  search-pages      results page and suggestions per keystroke, whole requests, against the floor page
  search-near       did-you-mean, right on generated one-letter and two-letter errors
  search-rebuild    building the index anew while another process searches, against the same build alone
  search-publish    from the commit of a publication until another process, which searches, finds it
  search-faults     100 kills of the job at work on the index; files spoilt, cut and deleted, 20 each; pages
                    asked for all the while (KILLS, EACH and SEED do it otherwise)
  search-relevance  nDCG@10 and the like on every set (see `judged_sets`), by words alone
  search-postgres   the same with the PostgreSQL engine, on the server that the tests bring (or SEARCH_URL)
  search-semantic   the same with vectors (the extra); making them takes an hour, BASE keeps them

Those of search stand on 10,000 articles (ARTICLES=number) that `generated` recombines from CORPUS, the
folder of the real articles, without which nothing is measured; `searching` says what is counted on
either side. The others stand on the about 4,000 real articles and 10,000 tickets. A base takes some
minutes to build: BASE=folder keeps it there and finds it again. Figures mean something on a machine
that does nothing else; the load is printed with them.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import articles, idle, memory, search, watch, wire
from tests.benchmarks.base import Base, build, imported, made
from tests.benchmarks.measures import Line, compare, pages, pages_of_policy, submits, suggestions
from tests.benchmarks.serving import served
from tests.benchmarks.table import table

TICKETS = 10_000
TENTH = 10
ROUNDS = 150
OTHER = "planes"
"""A policy that counts in business days and alerts the desk, for the pages whose time hangs on that."""


def main(names: list[str]) -> int:
    """Build, measure, print. The exit code."""
    known = [*MEASURES, *ALONE, *search.MEASURES]
    if unknown := set(names) - set(known):
        print(f"There is no measure {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
        return 2
    with ExitStack() as stack:
        kept = os.environ.get("BASE")
        home = Path(kept or stack.enter_context(tempfile.TemporaryDirectory())).resolve()
        for name in names or MEASURES:
            print(f"\n{name}; load {os.getloadavg()[0]:.1f}\n")
            if name in ALONE:
                ALONE[name](home)
                continue
            try:
                corpus = articles.corpus()
            except articles.NoCorpusError as missing:
                print(missing)
                return 2
            if name in MEASURES:
                whole = build(home / "whole", imported(corpus), TICKETS)
                print(f"{whole.articles} articles, {whole.tickets} tickets\n")
                MEASURES[name](home, whole, corpus)
            else:
                search.MEASURES[name](home, corpus)
    return 0


def measure_pages(home: Path, base: Base, _corpus: Path) -> None:
    with served(home / "whole") as server:
        lines = [compare(server, page, ROUNDS) for page in pages(base)]
        lines.append(suggestions(server, base, home / "whole", ROUNDS))
    other = build(home / OTHER, made(40), TICKETS // 2, OTHER)
    with served(home / OTHER) as server:
        lines += [compare(server, page, ROUNDS) for page in pages_of_policy(other, OTHER)]
    heads = ("page", "floor ms", "page ms", "ratio", "middle half", "limit", "queries", "kB")
    table(heads, map(_page_row, lines))


def measure_queries(home: Path, base: Base, corpus: Path) -> None:
    tenth = build(home / "tenth", imported(corpus, TENTH), TICKETS // TENTH)
    counts = []
    for name, each in (("tenth", tenth), ("whole", base)):
        with served(home / name) as server:
            counts.append([compare(server, page, len(page.paths)) for page in pages(each)])
    rows = [
        (few.page.name, _numbers(few.queries), _numbers(many.queries), _same(few, many))
        for few, many in zip(*counts, strict=True)
    ]
    table(("page", "a tenth", "the whole", ""), rows)


def measure_submit(home: Path, base: Base, _corpus: Path) -> None:
    with tempfile.TemporaryDirectory() as spare:  # the base that is kept stays as it is
        data = Path(shutil.copytree(home / "whole", Path(spare) / "whole"))
        with served(data) as server:
            line = submits(server, base, data, ROUNDS)
    spread = f"{1 / line.high:.2f} to {1 / line.low:.2f}"
    rate = (f"{1 / line.ratio:.2f}", spread, "0.30", _numbers(line.queries))
    heads = ("", "floor ms", "submit ms", "rate to floor", "middle half", "at least", "queries")
    table(heads, [("final submit", f"{line.floor_ms:.2f}", f"{line.ms:.2f}", *rate)])


def measure_memory(home: Path, base: Base, _corpus: Path) -> None:
    before, after = memory.memory(base, home / "whole")
    heads = ("process", "at rest: RSS MB", "PSS MB", "after 1,000 requests: RSS MB", "PSS MB")
    rows = [
        (a.process, f"{a.resident:.0f}", f"{a.fair:.0f}", f"{b.resident:.0f}", f"{b.fair:.0f}")
        for a, b in zip(before, after, strict=True)
    ]
    table(heads, rows)


def measure_wire(home: Path, _base: Base, _corpus: Path) -> None:
    try:
        with served(home / "whole") as server:
            first, second = wire.visits(server)
    except wire.NoChromiumError as missing:
        print(missing)
        return
    rows = [
        (path, str(size), str(second.by_path.get(path, 0))) for path, size in first.by_path.items()
    ]
    table(("path", "first visit", "second"), [*rows, ("all", str(first.total), str(second.total))])


MEASURES: dict[str, Callable[[Path, Base, Path], None]] = {
    "pages": measure_pages,
    "queries": measure_queries,
    "submit": measure_submit,
    "memory": measure_memory,
    "wire": measure_wire,
}


ALONE: dict[str, Callable[[Path], None]] = {"idle": idle.measure, "watch": watch.measure}
"""What builds its own base and needs no articles."""


def _page_row(line: Line) -> tuple[str, ...]:
    limit = line.page.limit
    is_over = limit is not None and line.ratio > limit
    return (
        line.page.name,
        f"{line.floor_ms:.2f}",
        f"{line.ms:.2f}",
        f"{line.ratio:.2f}{' !' if is_over else ''}",
        f"{line.low:.2f} to {line.high:.2f}",
        f"{limit:.1f}" if limit else "",
        _numbers(line.queries),
        f"{line.bytes / 1000:.0f}",
    )


def _numbers(counts: list[int]) -> str:
    return " ".join(map(str, counts))


def _same(few: Line, many: Line) -> str:
    return "" if max(few.queries) >= max(many.queries) else "grows"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
