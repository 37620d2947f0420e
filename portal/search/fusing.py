"""Two answers in one: what words found, and how near in meaning it is besides."""

from collections.abc import Sequence
from dataclasses import replace

from portal.search.engine import Found

DEEP = 50
"""So many are asked for by meaning: the last of them tells how near anything is to that question."""

WORTH = 200.0
"""What a cosine of 1 is worth in the scores of an engine, in which a rare word is worth about 10.
Tuned on one half of seven sets, see `fuse`."""

BACKGROUND = 0.8
"""The cosine of any two texts, where a base is too small to tell."""

LEAST_COSINE = 0.84
"""What words did not find is added from here on: typed at random, words reach about as much."""

LEAST_ACROSS = 0.82
"""The same where question and article differ in language: all cosines are lower there."""


def fuse(
    lexical: Sequence[Found], semantic: Sequence[Found], least: float = LEAST_COSINE
) -> list[Found]:
    """All articles found by words, and those at least so near in meaning, best first: each with its
    score by words, and what its cosine is worth above that of the last of a full list. What words
    found keeps the section that they gave.

    Scores are added, not ranks: a question of rare words says by its scores that words know the
    answer, and one of common words leaves it to the meaning. Ranks lose just that.
    """
    is_full = len(semantic) >= DEEP
    base = max(BACKGROUND, semantic[-1].score) if is_full else BACKGROUND
    hits = {hit.article_id: hit for hit in lexical}
    worth = {hit.article_id: hit.score for hit in lexical}
    for hit in semantic:
        if hit.article_id in hits or hit.score >= least:
            hits.setdefault(hit.article_id, hit)
            more = WORTH * max(0.0, hit.score - base)
            worth[hit.article_id] = worth.get(hit.article_id, 0.0) + more
    in_order = sorted(worth, key=lambda article_id: (-worth[article_id], article_id))
    return [replace(hits[article_id], score=worth[article_id]) for article_id in in_order]
