"""What searching does to building and publishing, and they to it: 20 searches a second run in another process.

    python -m tests.benchmarks.busy build INDEX ARTICLES            one build; its rate and memory, as JSON
    python -m tests.benchmarks.busy search INDEX CORPUS             20 a second; one time a line, until it is ended
    python -m tests.benchmarks.busy seek DATA                       20 a second, and whatever word it is given, until found

are its own processes; `rebuilds` and `publishes` start and measure them.
"""

import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from portal.articles import writing_up
from portal.articles.article import Revision
from portal.articles.texts import ArticleText
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.viewer import NOBODY
from portal.search import finding
from portal.search.engine import Query, Reader
from portal.search.engines import embedded, engine
from portal.search.question import question
from tests.benchmarks import generated
from tests.benchmarks.base import opened
from tests.benchmarks.searching import LANGUAGE, QUESTIONS, ROUNDS, Shelf
from tests.benchmarks.serving import ROOT, environment, free_port

A_SECOND = 20
POLL = 0.005
SETTLE = 3.0
TOO_LONG = 120.0


@dataclass(frozen=True)
class Build:
    """Articles a second, and the most memory that the building process took, in MB."""

    rate: float
    megabytes: float


@dataclass(frozen=True)
class Rebuilds:
    """Builds alone and under search, in turns; `searched` are milliseconds of the searches meanwhile."""

    alone: list[Build]
    busy: list[Build]
    searched: list[float]

    @property
    def ratio(self) -> float:
        """The median over the rounds of the rate under search by that alone."""
        pairs = zip(self.alone, self.busy, strict=True)
        return statistics.median(busy.rate / alone.rate for alone, busy in pairs)


def rebuilds(shelf: Shelf, rounds: int = ROUNDS) -> Rebuilds:
    """The index of these articles built anew in place, alone and while another process searches it."""
    alone, busy, searched = list[Build](), list[Build](), list[float]()
    for _round in range(rounds):
        alone.append(_built(shelf))
        with _process("search", shelf.folder, shelf.corpus) as searches:
            searches.stdout.readline()  # the first has been answered
            busy.append(_built(shelf))
            searches.terminate()
            searched += [float(line) for line in searches.stdout.read().split()]
    return Rebuilds(alone, busy, searched)


def publishes(data: Path, count: int) -> list[float]:
    """Milliseconds from the commit of a publication, here, until another process finds the article:
    the job's follower, the index and the searching process's own look at it lie between."""
    with opened(data), _jobs(data), _process("seek", data) as seeker:
        deadline = time.monotonic() + TOO_LONG
        while not engine().is_sound() and time.monotonic() < deadline:
            time.sleep(SETTLE)
        seeker.stdout.readline()
        return [_published(f"zq{number}x{os.getpid()}", seeker) for number in range(count)]


def _published(word: str, seeker: "subprocess.Popen[str]") -> float:
    text = ArticleText(title=f"Prueba {word}", body=f"Solo aquí: {word}.", language=LANGUAGE)
    rendered = writing_up.prepare(text)
    seeker.stdin.write(f"{word}\n")
    seeker.stdin.flush()
    with writing():
        revision = writing_up.revise(None, text, None, now(), rendered)
        writing_up.publish(revision, None, now())
    start = time.monotonic()
    found = json.loads(seeker.stdout.readline())
    db.session.remove()
    if found is None:
        raise RuntimeError(f"{word} was not found within {TOO_LONG:.0f} s")
    return (found - start) * 1000  # the clock that never goes back is the same in every process


def _built(shelf: Shelf) -> Build:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.benchmarks.busy",
            "build",
            str(shelf.folder),
            str(shelf.source),
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    return Build(**json.loads(done.stdout))


@contextmanager
def _process(*arguments: object) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.benchmarks.busy", *map(str, arguments)]
    pipe = subprocess.PIPE
    own = {"SEMANTIC": "0"} | os.environ
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, env=own)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def _jobs(data: Path) -> Iterator[None]:
    """The jobs of a portal over this data folder."""
    command = [sys.executable, "-m", "portal.cli", "work"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(data, free_port()))
    try:
        time.sleep(SETTLE)
        yield
    finally:
        process.terminate()
        process.wait(10)


def build(index: str, articles: str) -> None:
    """One build in this process."""
    count = Path(articles).read_bytes().count(b"\n")
    start = time.perf_counter()
    embedded(Path(index)).rebuild(generated.read(Path(articles)))
    rate = count / (time.perf_counter() - start)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rate": rate, "megabytes": most}))


def search(index: str, corpus: str) -> None:
    """Searches at an even pace."""
    searched = embedded(Path(index))
    asked = generated.questions(Path(corpus), LANGUAGE, QUESTIONS)

    def find(number: int) -> None:
        taken = question(asked[number % len(asked)], LANGUAGE)
        start = time.perf_counter()
        searched.find(Query(taken, LANGUAGE, Reader()))
        print((time.perf_counter() - start) * 1000, flush=True)

    _evenly(find)


def seek(data: str) -> None:
    """The same through the whole of `finding.find`; and each word that comes in is looked for until found."""
    with opened(Path(data)) as app:
        titles = db.session.scalars(select(Revision.title).limit(QUESTIONS)).all()
        db.session.remove()

        def find(number: int) -> None:
            with app.test_request_context("/"):
                finding.find(titles[number % len(titles)], NOBODY, LANGUAGE)

        threading.Thread(target=_evenly, args=(find,), daemon=True).start()
        print("ready", flush=True)
        for word in map(str.strip, sys.stdin):
            print(json.dumps(_found_at(word, app)), flush=True)


def _found_at(word: str, app: Flask) -> float | None:
    """When the index, not the database in its place, gave it; None where that took too long."""
    deadline = time.monotonic() + TOO_LONG
    while time.monotonic() < deadline:
        with app.test_request_context("/"):
            results = finding.find(word, NOBODY, LANGUAGE)
            db.session.remove()  # the next look is a new request, which reads the database afresh
        if results.own and not results.is_degraded:
            return time.monotonic()
        time.sleep(POLL)
    return None


def _evenly(deed: Callable[[int], None]) -> None:
    """So many a second, whatever each takes; one that is late does not delay those after it."""
    start = time.monotonic()
    for number in itertools.count():
        time.sleep(max(0.0, start + number / A_SECOND - time.monotonic()))
        deed(number)


DEEDS: dict[str, Callable[..., None]] = {"build": build, "search": search, "seek": seek}

if __name__ == "__main__":
    DEEDS[sys.argv[1]](*sys.argv[2:])
