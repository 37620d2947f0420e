"""How good a run is: which documents were given for which questions, measured against those that answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log2

DEPTH = 10
"""Places of a list that count."""

Run = Mapping[str, Sequence[str]]
"""By question the documents given, best first."""

Relevance = Mapping[str, Mapping[str, float]]
"""By question the documents that answer it, each with its gain, which is above 0."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Means over `questions` questions, each from 0 to 1, by name of the measure."""

    questions: int
    measures: Mapping[str, float]


def judge(run: Run, relevance: Relevance) -> Judgement:
    """The usual measures, over all questions that have an answer: one without a list counts 0.

    nDCG takes 2 ^ gain - 1 for what a document is worth; a document named twice counts once.
    """
    each = [
        _measures(list(dict.fromkeys(run.get(question, ()))), answers)
        for question, answers in relevance.items()
    ]
    means = {name: sum(one[name] for one in each) / len(each) for name in each[0]} if each else {}
    return Judgement(len(each), means)


def _measures(given: Sequence[str], answers: Mapping[str, float]) -> dict[str, float]:
    first = next((place for place, name in enumerate(given[:DEPTH], 1) if name in answers), None)
    gains = [answers.get(name, 0.0) for name in given[:DEPTH]]
    ideal = _discounted(sorted(answers.values(), reverse=True)[:DEPTH])
    return {
        "nDCG@10": _discounted(gains) / ideal if ideal else 0.0,
        "MRR@10": 1 / first if first else 0.0,
        "recall@5": sum(name in answers for name in given[:5]) / len(answers),
        "success@1": float(first is not None and first <= 1),
        "success@3": float(first is not None and first <= 3),
        "success@5": float(first is not None and first <= 5),
    }


def _discounted(gains: Sequence[float]) -> float:
    return float(sum((2**gain - 1) / log2(place + 1) for place, gain in enumerate(gains, 1)))


def percentile(values: Sequence[float], share: float) -> float:
    """The least of the values that is not below this share of them; 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else 0.0
