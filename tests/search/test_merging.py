"""Publishing one by one leaves few segments, and no commit rewrites much."""

import pytest

from portal.search.whoosh.merging import is_scattered, taken_in


@pytest.mark.parametrize(
    ("added", "sizes", "taken"),
    [
        (7, [], 0),
        (7, [7, 20], 1),
        (7, [7, 14, 28, 70_000], 3),
        (7, [8, 20], 0),
        (0, [7], 0),  # what is only taken away rewrites nothing
        (3_000, [900, 2_000], 1),  # no commit rewrites more than so much
    ],
)
def test_small_segments_are_merged_among_themselves(
    added: int, sizes: list[int], taken: int
) -> None:
    assert taken_in(added, sizes) == taken


def test_publishing_one_by_one_leaves_few_segments_and_rewrites_little() -> None:
    sizes: list[int] = [70_000]
    rewritten = 0
    for _ in range(2_000):
        sizes.sort()
        count = taken_in(7, sizes)
        rewritten += sum(sizes[:count])
        sizes = [7 + sum(sizes[:count]), *sizes[count:]]
        assert not is_scattered(sizes, deleted=0)
    assert sum(sizes) == 70_000 + 2_000 * 7
    assert rewritten < 2_000 * 7 * 10


def test_an_index_in_pieces_is_worth_a_new_build() -> None:
    assert is_scattered([3_000] * 25, deleted=0)
    assert is_scattered([20_000], deleted=15_000)
    assert not is_scattered([700], deleted=650)
