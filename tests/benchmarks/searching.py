"""How fast the embedded engine finds, beside tantivy doing the same over the same articles in the same run.

Ours: the words taken apart (`question`), `engine.find`, the sections of the ten articles read from a
SQLite table by key and parsed, as the page of results does, and the excerpt of each. Tantivy: the
query parsed, the search with its count, the ten documents from its store, a snippet of each.
"""

import json
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.search.analysis import terms
from portal.search.engine import Answer, Engine, Query, Reader
from portal.search.engines import embedded
from portal.search.excerpts import excerpt
from portal.search.judging import percentile
from portal.search.question import question
from tests.benchmarks import generated
from tests.benchmarks.rival import COUNT, Tantivy

LANGUAGE = "es"
QUESTIONS = 300
SETTLE = 4.0
ROUNDS = 5
OPENING = "zzz"
"""What is asked to open an index: a word that nobody wrote."""


@dataclass(frozen=True)
class Pace:
    """Milliseconds of ours and of tantivy's at one share of the questions, the median of the rounds,
    and the ratio of each round's."""

    ours: float
    theirs: float
    ratios: Sequence[float]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)


@dataclass(frozen=True)
class Race:
    """Both over the same articles."""

    name: str
    p50: Pace
    p95: Pace


class Shelf:
    """The same articles in both engines, and their sections in a table, built once in a folder."""

    def __init__(self, home: Path, corpus: Path, count: int) -> None:
        self.corpus = corpus
        self.source = generated.kept(home / f"{count}.jsonl", corpus, LANGUAGE, count)
        self.folder = home / f"index-{count}"
        self.engine: Engine = embedded(self.folder)
        if not self.engine.is_sound():
            self.engine.rebuild(generated.read(self.source))
        self.tantivy = Tantivy(home / f"tantivy-{count}", LANGUAGE)
        if self.tantivy.articles != count:
            self.tantivy.build(generated.read(self.source))
        self.rows = _rows(home / f"{count}.sqlite3", self.source)

    def asked(self) -> list[str]:
        return generated.questions(self.corpus, LANGUAGE, QUESTIONS)

    def find(self, words: str, engine: Engine | None = None) -> Answer:
        asked = Query(question(words, LANGUAGE), LANGUAGE, Reader(), count=COUNT)
        return (engine or self.engine).find(asked)

    def find_with_excerpts(self, words: str, engine: Engine | None = None) -> list[str]:
        """What a page shows of each of the ten: read from the table, marked."""
        answer = self.find(words, engine)
        ids = [hit.article_id for hit in answer.found]
        marks = ",".join("?" * len(ids))
        query = f"SELECT id, title, sections FROM articles WHERE id IN ({marks})"  # noqa: S608
        rows = {row[0]: row for row in self.rows.execute(query, ids)}
        shown = []
        for hit in answer.found:
            _id, title, sections = rows[hit.article_id]
            texts = {each["anchor"]: each["text"] for each in json.loads(sections)}
            text = texts.get(hit.anchor) or next(iter(texts.values()))
            shown.append(f"{title} {excerpt(text, answer.terms, LANGUAGE)}")
        return shown


def warm(shelf: Shelf, rounds: int = ROUNDS) -> list[Race]:
    """Every word was asked for before: with snippets, and the search alone."""
    return [
        _race("top 10 with snippets", shelf.find_with_excerpts, shelf.tantivy.find_with_snippets, shelf, rounds),
        _race("the search alone", shelf.find, shelf.tantivy.find, shelf, rounds),
    ]  # fmt: skip


def cold(shelf: Shelf, rounds: int = ROUNDS) -> list[Race]:
    """Each question is the first on each of its words, of an engine that has just opened its index;
    tantivy, which has no such state, is asked in turn."""
    asked = _of_new_words(shelf.asked())
    turns = []
    for _round in range(rounds):
        engine = embedded(shelf.folder)
        shelf.find(OPENING, engine)
        time.sleep(SETTLE)  # what is made ready beside (titles to suggest) is made
        pairs = [
            (
                _ms(lambda w=words, e=engine: shelf.find_with_excerpts(w, e)),
                _ms(lambda w=words: shelf.tantivy.find_with_snippets(w)),
            )
            for words in asked
        ]
        turns.append(([a for a, _ in pairs], [b for _, b in pairs]))
    return [_judged(f"top 10 with snippets, {len(asked)} first questions on their words", turns)]


def _of_new_words(asked: Sequence[str]) -> list[str]:
    """Those of the questions that share no word with one before them."""
    seen, chosen = set[str](), list[str]()
    for words in asked:
        of_it = set(terms(words, LANGUAGE))
        if of_it and not of_it & seen:
            chosen.append(words)
            seen |= of_it
    return chosen


def _race(
    name: str,
    ours: Callable[[str], object],
    theirs: Callable[[str], object],
    shelf: Shelf,
    rounds: int,
) -> Race:
    """Each question to both in turn, so that both meet the same moments of the machine."""
    asked = shelf.asked()
    turns = []
    for number in range(rounds + 1):
        pairs = [(_ms(lambda w=words: ours(w)), _ms(lambda w=words: theirs(w))) for words in asked]
        if number:  # the first round warms
            turns.append(([a for a, _ in pairs], [b for _, b in pairs]))
    return _judged(name, turns)


def _judged(name: str, turns: Sequence[tuple[Sequence[float], Sequence[float]]]) -> Race:
    def pace(share: float) -> Pace:
        each = [(percentile(ours, share), percentile(theirs, share)) for ours, theirs in turns]
        ours, theirs = zip(*each, strict=True)
        ratios = [a / b for a, b in each]
        return Pace(statistics.median(ours), statistics.median(theirs), ratios)

    return Race(name, pace(0.5), pace(0.95))


def _ms(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000


def _rows(path: Path, source: Path) -> sqlite3.Connection:
    """Title and sections of each article, as the portal's table of revisions keeps them."""
    is_new = not path.exists()
    rows = sqlite3.connect(path)
    if is_new:
        rows.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, sections TEXT)")
        with rows:
            rows.executemany(
                "INSERT INTO articles VALUES (?, ?, ?)",
                (
                    (
                        entry.article_id,
                        entry.title,
                        json.dumps([vars(each) for each in entry.sections], ensure_ascii=False),
                    )
                    for entry in generated.read(source)
                ),
            )
    return rows
