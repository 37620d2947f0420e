"""Which segments are merged when: small ones among themselves at each commit, all of them by a new build."""

from collections.abc import Sequence

LARGEST_MERGE = 4_000
"""Documents that one commit rewrites at most: some 600 articles, a quarter of a second."""

MOST_SEGMENTS = 20
MOST_DELETED = 0.3
FEW = 2_000
"""Deleted documents that never matter, however small the index."""


def taken_in(added: int, sizes: Sequence[int]) -> int:
    """Of segments of these sizes (documents, ascending), how many of the smallest a commit
    that adds so many documents takes in: each that is no larger than all before it together. So a
    document is rewritten as often as its segment doubles, and few small segments ever stand."""
    total = added
    for number, size in enumerate(sizes):
        if size > total or total + size > LARGEST_MERGE:
            return number
        total += size
    return len(sizes)


def is_scattered(sizes: Sequence[int], deleted: int) -> bool:
    """Whether the index is worth a new build: too many segments, or too much in them is deleted."""
    return len(sizes) > MOST_SEGMENTS or deleted > max(FEW, MOST_DELETED * (sum(sizes) + deleted))
