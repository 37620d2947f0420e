"""How articles are ranked: any word counts, each by its rarity and its place (BM25F)."""

from collections import Counter
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import terms
from portal.search.engine import Found, Reader
from portal.search.whoosh.segment import Postings
from portal.search.whoosh.snapshot import Snapshot

MOST_TERMS = 24
TAIL = 0.25
"""What scores less than this share of the best shares a stray word with the question: left out."""

Weighed = dict[str, tuple[float, list[Postings]]]


def weigh(snapshot: Snapshot, words: str, language: str) -> Weighed:
    """The most telling terms of the question with their rarity and postings; unknown ones left out."""
    counted = Counter(terms(words, language))
    weighed: Weighed = {}
    for term in counted:
        postings = snapshot.postings(term, language)
        rarity = snapshot.rarity(postings, language)
        if rarity:
            weighed[term] = (rarity, postings)
    if len(weighed) <= MOST_TERMS:
        return weighed
    told = nlargest(MOST_TERMS, weighed, key=lambda term: weighed[term][0] * counted[term] ** 0.5)
    return {term: weighed[term] for term in told}


def rank(
    snapshot: Snapshot, weighed: Weighed, language: str, reader: Reader, start: int, count: int
) -> tuple[list[Found], int]:
    """The articles from `start` on, best first, and how many there are in all."""
    scores = [_scores(snapshot, number, weighed) for number in range(len(snapshot.segments))]
    for number, of_segment in enumerate(scores):
        of_segment[~snapshot.readable(number, language, reader)] = 0.0
    best = max((float(of_segment.max()) for of_segment in scores if len(of_segment)), default=0.0)
    if best <= 0.0:
        return [], 0
    candidates: list[tuple[float, int, int]] = []
    total = 0
    for number, of_segment in enumerate(scores):
        places = np.flatnonzero(of_segment >= TAIL * best)
        total += len(places)
        if len(places) > start + count:
            # Those that score alike stay together, or pages would overlap.
            least = np.partition(of_segment[places], -(start + count))[-(start + count)]
            places = places[of_segment[places] >= least]
        candidates += [(float(of_segment[place]), number, int(place)) for place in places]
    page = nlargest(start + count, candidates)[start:]
    rarities = {term: rarity for term, (rarity, _) in weighed.items()}
    hits = []
    for score, number, place in page:
        segment = snapshot.segments[number]
        anchor = segment.best_section(place, rarities, language)
        hits.append(Found(segment.articles[place].article_id, anchor, score))
    return hits, total


def _scores(snapshot: Snapshot, number: int, weighed: Weighed) -> NDArray[np.float64]:
    """What each article of a segment scores, by its place."""
    scores = np.zeros(len(snapshot.segments[number].articles))
    for rarity, postings in weighed.values():
        found = postings[number]
        scores[found.articles] += rarity * found.weights
    return scores
