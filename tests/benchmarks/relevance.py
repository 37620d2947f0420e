"""How well each engine finds on every set, all of it and the half that nothing was tuned on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from portal.search.engine import Engine
from portal.search.evaluating import Evaluation, NearInMeaning, evaluate
from portal.search.judged import JudgedSet
from portal.search.judging import judge
from tests.benchmarks import judged_sets

LIMITS = {
    "known_issues_es": 0.855,
    "known_issues_es_notitle": 0.726,
    "known_issues_en": 0.880,
    "known_issues_en_notitle": 0.775,
}
"""The least nDCG@10 of the embedded engine by words alone: what was measured before, less .005."""


@dataclass(frozen=True)
class Standing:
    """One set, judged; `reported` is nDCG@10 on the half that is not tuned on."""

    name: str
    evaluation: Evaluation
    reported: float

    @property
    def ndcg(self) -> float:
        return self.evaluation.judgement.measures["nDCG@10"]

    def row(self) -> tuple[str, ...]:
        means, times = self.evaluation.judgement.measures, self.evaluation.again
        least = LIMITS.get(self.name)
        return (
            self.name,
            f"{self.ndcg:.4f}",
            f"{self.reported:.4f}",
            *(f"{means[name]:.3f}" for name in ("MRR@10", "success@1", "success@3", "success@5")),
            f"{times.p50:.2f}",
            f"{times.p95:.2f}",
            f"{least:.3f}" if least else "",
        )


EngineOf = Callable[[], AbstractContextManager[Engine]]
"""Opens an empty engine that is gone when the block ends."""

HEADS = ["set", "nDCG@10", "second half", "MRR@10", "success@1", "@3", "@5", "p50 ms", "p95 ms"]
HEADS += ["at least"]


def standings(
    corpus: Path, home: Path, engine: EngineOf, vectors: Path | None = None
) -> Iterator[Standing]:
    """Every set over an engine of its own; with `vectors`, a file for each set is kept in that folder."""
    for name, folder in judged_sets.sets(corpus, home).items():
        judged = judged_sets.read(folder)
        near = _near(judged, vectors / f"{name}.npz") if vectors else None
        with engine() as empty:
            result = evaluate(judged, empty, near)
        second = judge(result.run, judged_sets.half(folder, judged, second=True))
        yield Standing(name, result, second.measures.get("nDCG@10", 0.0))


def _near(judged: JudgedSet, kept: Path) -> NearInMeaning:
    from portal.search.semantic.ranking import in_memory

    kept.parent.mkdir(parents=True, exist_ok=True)
    return in_memory(judged.entries, kept)
