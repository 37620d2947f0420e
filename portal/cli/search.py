"""The commands about search: judge it by questions with known answers, explain where each hit stands."""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from portal.cli.context import CommandError, app_context

if TYPE_CHECKING:
    from portal.search.engine import Reason
    from portal.search.evaluating import Evaluation, NearInMeaning
    from portal.search.explaining import Explanation
    from portal.search.judged import JudgedSet

NO_DRIVER = "The extra `postgres` is not installed: pip install 'portal[postgres]'."
NO_URL = "Set SEARCH_URL to a PostgreSQL database, for example postgresql://user@localhost/search."


def evaluate(asked: argparse.Namespace) -> None:
    """`portal search evaluate DOCS QUERIES QRELS`: the portal's own index and database are not touched."""
    from portal.search.judged import read_set
    from portal.search.judged_rows import UnreadableSetError

    if asked.run and not asked.run.absolute().parent.is_dir():
        raise CommandError(f"There is no folder {asked.run.absolute().parent}.")
    try:
        judged = read_set(asked.docs, asked.queries, asked.qrels)
    except UnreadableSetError as error:
        raise CommandError(str(error)) from None
    near = _near_in_meaning(judged, asked.vectors) if asked.semantic else None
    result = _evaluated(judged, asked.engine, near)
    if asked.run:
        _write_run(result, asked.run)
    print(_in_json(result) if asked.json else "\n".join(_lines(judged, result, asked)))


def _evaluated(judged: "JudgedSet", name: str, near: "NearInMeaning | None") -> "Evaluation":
    from portal.ground.settings import Settings
    from portal.search.engine import IndexUnusableError
    from portal.search.evaluating import evaluate, temporary_engine

    url = Settings().search_url or ""
    if name == "postgres" and not url:
        raise CommandError(NO_URL)
    try:
        with temporary_engine(name, url) as engine:
            return evaluate(judged, engine, near)
    except ImportError:
        raise CommandError(NO_DRIVER) from None
    except IndexUnusableError as error:
        raise CommandError(f"The engine {name} cannot be used: {error}") from None


def _near_in_meaning(judged: "JudgedSet", kept: Path | None) -> "NearInMeaning":
    """Makes the vectors of the set, which may take minutes; those in the file are not made again."""
    from portal.search.semantic.embedder import ExtraMissingError
    from portal.search.semantic.ranking import in_memory

    try:
        return in_memory(judged.entries, kept)
    except ExtraMissingError as error:
        raise CommandError(f"Nothing can be found by meaning: {error}.") from None


def _write_run(result: "Evaluation", path: Path) -> None:
    lines = [
        json.dumps({"query": query, "docs": list(docs)}, ensure_ascii=False) + "\n"
        for query, docs in result.run.items()
    ]
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None


def _lines(judged: "JudgedSet", result: "Evaluation", asked: argparse.Namespace) -> Iterable[str]:
    """The table: what was judged, how well, how fast."""
    documents = _counted(entry.language for entry in judged.entries)
    questions = _counted(question.language for question in judged.questions)
    by = f"{asked.engine}, semantic" if asked.semantic else asked.engine
    yield f"{by}: {documents} documents, {questions} questions"
    strangers = len(judged.answers.keys() - {question.key for question in judged.questions})
    if strangers:
        yield f"Questions of QRELS that are not in QUERIES, and so count 0: {strangers}"
    yield ""
    for name, mean in result.judgement.measures.items():
        yield f"{name:<10} {mean:.4f}"
    yield f"{'questions':<10} {result.judgement.questions} with a known answer"
    yield ""
    yield f"{'milliseconds':<38} {'p50':>8} {'p95':>8}"
    for words, times in (
        ("words to ranked sections, first time", result.first),
        ("words to ranked sections, again", result.again),
        ("excerpts of the ten", result.excerpts),
    ):
        yield f"{words:<38} {times.p50:>8.2f} {times.p95:>8.2f}"
    yield f"The index was built in {result.build_seconds:.1f} s."


def _counted(languages: Iterable[str]) -> str:
    counts = Counter(languages)
    by_language = ", ".join(f"{language} {count}" for language, count in counts.items())
    return f"{counts.total()} ({by_language})"


def _in_json(result: "Evaluation") -> str:
    facts = {"questions": result.judgement.questions} | dict(result.judgement.measures)
    times = {name: asdict(getattr(result, name)) for name in ("first", "again", "excerpts")}
    return json.dumps(facts | {"build_seconds": result.build_seconds, "milliseconds": times})


def explain(asked: argparse.Namespace) -> None:
    """`portal search explain "words"`: why each hit is where it is, term by term."""
    from portal.search.engine import IndexUnusableError, Reader
    from portal.search.explaining import explain as explained

    if asked.limit < 1:
        raise CommandError("--limit is at least 1.")
    is_agent = asked.reader == "agent"
    with app_context():
        try:
            reader = Reader(is_agent=is_agent, is_signed_in=is_agent)
            told = explained(asked.words, asked.language, reader, asked.limit)
        except IndexUnusableError:
            raise CommandError(
                "There is no usable index now. It is built while `portal run` or `portal work` runs."
            ) from None
    if asked.json:
        print(json.dumps(asdict(told), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_explanation(told, asked.reader)))


def _explanation(told: "Explanation", reader: str) -> Iterable[str]:
    """What became of the words, then each hit with its terms below it."""
    yield f"{told.words!r}, asked in {told.language} by a reader who is {reader}"
    for words, others in told.synonyms.items():
        yield f"also looked for: {', '.join(others)} (synonyms of {words})"
    if told.common:
        yield f"too common to be looked for: {', '.join(told.common)}"
    if told.unknown:
        yield f"in no article in {told.language}: {', '.join(told.unknown)}"
    if told.near:
        yield f"did you mean: {told.near}"
    for one in told.found:
        yield ""
        yield f"{one.language}: {one.total} articles"
        for rank, place in enumerate(one.places, 1):
            section = f" › {place.section}" if place.section else ""
            yield f"{rank:>3}. {place.score:7.3f}  {place.title}{section}"
            yield from _reasons(place.reasons)


def _reasons(reasons: "Sequence[Reason]") -> Iterable[str]:
    """A line a term: what it is worth, how it came in, where it stands how often, how rare it is."""
    named = [
        reason.word if reason.term == reason.word else f"{reason.word} → {reason.term}"
        for reason in reasons
    ]
    width = max(map(len, named), default=0)
    for name, reason in zip(named, reasons, strict=True):
        where = ", ".join(f"{field} × {times:g}" for field, times in reason.times.items())
        yield f"     {reason.worth:7.3f}  {name:<{width}}  {reason.how:<7}  rarity {reason.rarity:.2f}  {where}"
