"""Judging search by a set of questions with known answers, on an index made for it alone."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import ParamSpec, TypeVar

from portal.search import engines
from portal.search.engine import Engine, Entry, Found, Query, Reader
from portal.search.excerpts import excerpt
from portal.search.fusing import DEEP, LEAST_ACROSS, LEAST_COSINE, fuse
from portal.search.judged import Asked, JudgedSet
from portal.search.judging import DEPTH, Judgement, Run, judge, percentile
from portal.search.mending import mended
from portal.search.question import NO_SYNONYMS, Question, question, with_meant

P = ParamSpec("P")
T = TypeVar("T")

NearInMeaning = Callable[[str, str, int], Sequence[Found]]
"""Text, language and count to what is nearest in meaning, as `semantic.ranking` offers it."""

MOST = 500
"""Hits by words that are fused with those by meaning."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds within which half of the questions, and 95 of 100, were done."""

    p50: float
    p95: float


@dataclass(frozen=True)
class Evaluation:
    """What came of it. `first` and `again`: from the words to the ranked sections, the first time and
    the second time that each question is asked; `excerpts`: the sentences shown for one question."""

    run: Run
    judgement: Judgement
    build_seconds: float
    first: Times
    again: Times
    excerpts: Times


@dataclass(frozen=True, slots=True)
class Given:
    """What is given for a question, best first; by language the terms that an excerpt marks."""

    found: list[Found]
    terms: dict[str, frozenset[str]]


@contextmanager
def temporary_engine(name: str, url: str = "") -> Iterator[Engine]:
    """An empty engine ('whoosh', or 'postgres' in the database at `url`), gone when the block ends."""
    if name == "postgres":
        with engines.temporary_postgres(url) as engine:
            yield engine
    else:
        with TemporaryDirectory(prefix="portal-evaluate-") as folder:
            yield engines.embedded(Path(folder))


def evaluate(judged: JudgedSet, engine: Engine, near: NearInMeaning | None = None) -> Evaluation:
    """Fill the engine with the documents of the set, ask it every question, judge what it gives.

    `near`, where it is given, is asked too, and both are fused as on the page of results.
    """
    _, build_ms = _timed(engine.rebuild, judged.entries)
    rounds = [
        [_timed(answers, engine, asked, judged.languages, near) for asked in judged.questions]
        for _first_and_again in range(2)
    ]
    by_id = {entry.article_id: entry for entry in judged.entries}
    shown = [_timed(_excerpts, given, by_id)[1] for given, _ in rounds[0]]
    run = {
        asked.key: [judged.names[hit.article_id] for hit in given.found]
        for asked, (given, _) in zip(judged.questions, rounds[0], strict=True)
    }
    first, again = ([ms for _, ms in each] for each in rounds)
    times = map(_times, (first, again, shown))
    return Evaluation(run, judge(run, judged.answers), build_ms / 1000, *times)


def answers(
    engine: Engine, asked: Asked, languages: Sequence[str], near: NearInMeaning | None = None
) -> Given:
    """What is found in all of these languages, by the words that may be meant too where nobody wrote those asked. The
    page of results shows each language for itself; to be judged they stand in one list, by score."""
    own = asked.language
    first = question(asked.text, own)
    slips = engine.find(Query(first, own, Reader(), count=0, with_slips=True)).slips
    sure = {written: slip.sure for written, slip in slips.items() if slip.sure}
    taken = question(asked.text, own, with_meant(NO_SYNONYMS, sure, own)) if sure else first
    given = _given(engine, taken, languages, near)
    if slips and not given.found:
        return _given(engine, question(mended(asked.text, slips), own), languages, near)
    return given


def _given(
    engine: Engine, taken: Question, languages: Sequence[str], near: NearInMeaning | None
) -> Given:
    own = taken.language
    found: list[Found] = []
    terms: dict[str, frozenset[str]] = {}
    for language in sorted(languages, key=lambda code: code != own):
        count = DEPTH if near is None else MOST
        query = Query(taken, language, Reader(), count=count)
        answer = engine.find(query)
        hits = answer.found
        if near is not None and not _has_musts(taken):
            least = LEAST_COSINE if language == own else LEAST_ACROSS
            hits = fuse(hits, near(taken.text, language, DEEP), least)
        found += hits[:DEPTH]
        terms[language] = answer.terms
    return Given(sorted(found, key=lambda hit: -hit.score)[:DEPTH], terms)


def _has_musts(taken: Question) -> bool:
    """Meaning knows nothing of what must, or must not, stand in a text."""
    return bool(taken.without) or any(one.is_phrase for one in taken.wanted)


def _excerpts(given: Given, entries: dict[int, Entry]) -> None:
    for hit in given.found:
        entry = entries[hit.article_id]
        texts = {section.anchor: section.text for section in entry.sections}
        excerpt(texts.get(hit.anchor, ""), given.terms[entry.language], entry.language)


def _times(each: Sequence[float]) -> Times:
    return Times(percentile(each, 0.5), percentile(each, 0.95))


def _timed(deed: Callable[P, T], *given: P.args, **named: P.kwargs) -> tuple[T, float]:
    """What comes of it, and the milliseconds it took: a span, so not by the ground's clock."""
    start = perf_counter()
    done = deed(*given, **named)
    return done, (perf_counter() - start) * 1000
