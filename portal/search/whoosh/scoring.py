"""How articles are ranked, narrowed and counted: any word counts, each by its rarity and its place (BM25F)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from portal.search.engine import FACETS, Query
from portal.search.weighing import Part, Way, Weighed
from portal.search.whoosh.postings import Places, Weights
from portal.search.whoosh.snapshot import Snapshot
from portal.search.whoosh.standing import Standing

TAIL = 0.25
"""What scores less than this share of the best shares a stray word with the question: left out."""

LEAST = 1e-9
"""What scores less does not hold anything that was asked."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article among the results: the number of its segment, its place in it, its score."""

    number: int
    place: int
    score: float


class Ranking:
    """The articles that answer a query, before and after it is narrowed by what is chosen."""

    def __init__(self, snapshot: Snapshot, query: Query, weighed: Weighed, at: Standing) -> None:
        self._snapshot = snapshot
        self._query = query
        self._at = at
        scores = [
            self._scores(weighed, number, segment_size)
            for number, segment_size in enumerate(len(s.articles) for s in snapshot.segments)
        ]
        best = max((float(of_segment.max()) for of_segment in scores if len(of_segment)), default=0)
        least = max(TAIL * best, query.least, LEAST)
        self._places = [np.flatnonzero(of_segment >= least) for of_segment in scores]
        self._scored = [of[places] for of, places in zip(scores, self._places, strict=True)]

    def _scores(self, weighed: Weighed, number: int, size: int) -> Weights:
        """What each article of a segment scores, by its place; 0 for what must not be found."""
        scores = np.zeros(size, np.float32)
        for part in weighed.parts:
            _add(part, self._at, number, scores)
        allowed = self._snapshot.readable(number, self._query.language, self._query.reader)
        for phrase in weighed.musts:
            holding = np.zeros(size, np.bool_)
            holding[self._at.of(phrase)[number].articles] = True
            allowed = allowed & holding
        scores *= allowed
        for phrase in weighed.unwanted:
            scores[self._at.of(phrase)[number].articles] = 0
        return scores

    @cached_property
    def _strays(self) -> list[dict[str, Mask]]:
        """By segment and facet that is chosen in: which of the results have none of what is chosen."""
        return [
            {
                facet: ~np.isin(codes[places], _codes(values, self._query.chosen[facet]))
                for facet, (values, codes) in segment.facets.items()
                if self._query.chosen.get(facet)
            }
            for segment, places in zip(self._snapshot.segments, self._places, strict=True)
        ]

    def _kept(self, number: int, but: str = "") -> Mask:
        """Which results of a segment are left by what is chosen, in other facets than `but`."""
        kept = np.ones(len(self._places[number]), np.bool_)
        for facet, strays in self._strays[number].items():
            if facet != but:
                kept &= ~strays
        return kept

    def page(self) -> tuple[list[Ranked], int]:
        """The page asked for, best first (of equals the oldest), and how many articles are on all."""
        end = self._query.start + self._query.count
        if not self._query.count:
            return [], sum(int(self._kept(n).sum()) for n in range(len(self._places)))
        candidates: list[tuple[float, int, Ranked]] = []
        total = 0
        for number, segment in enumerate(self._snapshot.segments):
            kept = self._kept(number)
            places, scores = self._places[number][kept], self._scored[number][kept]
            total += len(places)
            if len(places) > end:
                # Those that score alike stay together, or pages would overlap.
                told = scores >= np.partition(scores, -end)[-end]
                places, scores = places[told], scores[told]
            candidates += [
                (-score, segment.articles[place].article_id, Ranked(number, place, score))
                for place, score in zip(places.tolist(), scores.tolist(), strict=True)
            ]
        candidates.sort(key=lambda candidate: candidate[:2])
        return [ranked for *_, ranked in candidates[self._query.start : end]], total

    def counts(self) -> dict[str, dict[str, int]]:
        """See `engine.Answer`; most first. What articles leave empty is no value."""
        counts = {}
        for facet in FACETS:
            counted: Counter[str] = Counter()
            for number, segment in enumerate(self._snapshot.segments):
                values, codes = segment.facets[facet]
                left = codes[self._places[number][self._kept(number, but=facet)]]
                times = np.bincount(left, minlength=len(values)).tolist()
                counted.update(dict(zip(values, times, strict=True)))
            counts[facet] = {value: n for value, n in counted.most_common() if value and n}
        return counts


def counting(part: Part, at: Standing, ranked: Ranked) -> list[tuple[Way, float]]:
    """The ways that count in that article, those of the choice that is worth most there; with worth."""
    choices = [
        [
            (way, way.worth * at.of(way.phrase)[ranked.number].weight_at(ranked.place))
            for way in choice
        ]
        for choice in part.choices
    ]
    return max(choices, key=lambda choice: sum(worth for _, worth in choice))


def _add(part: Part, at: Standing, number: int, scores: Weights) -> None:
    """What was asked for is worth in each article of that segment, added to their scores."""
    if len(part.choices) == 1:
        for way in part.choices[0]:
            at.of(way.phrase)[number].add_to(scores, way.worth)
        return
    best = np.zeros_like(scores)
    for choice in part.choices:
        if len(choice) == 1:
            at.of(choice[0].phrase)[number].lift(best, choice[0].worth)
        else:
            together = np.zeros_like(scores)
            for way in choice:
                at.of(way.phrase)[number].add_to(together, way.worth)
            np.maximum(best, together, out=best)
    scores += best


def _codes(values: Sequence[str], chosen: Collection[str]) -> Places:
    return np.array([code for code, value in enumerate(values) if value in chosen], np.int32)
