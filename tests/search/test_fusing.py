"""What words found and what meaning found become one list."""

from portal.search.engine import Found, Reason
from portal.search.fusing import BACKGROUND, DEEP, LEAST_ACROSS, LEAST_COSINE, WORTH, fuse

NEAR = LEAST_COSINE + 0.1
WORD = Reason("router", "rout", "word", {"body": 1.0}, 3.0, 7.0)


def order(found: list[Found]) -> list[int]:
    return [hit.article_id for hit in found]


def test_what_both_found_stands_above_what_one_found() -> None:
    lexical = [Found(1, "", 9.0), Found(2, "", 8.9)]
    semantic = [Found(2, "", NEAR), Found(3, "", NEAR)]
    assert order(fuse(lexical, semantic))[0] == 2
    assert set(order(fuse(lexical, semantic))) == {1, 2, 3}


def test_rare_words_decide_and_common_ones_leave_it_to_the_meaning() -> None:
    semantic = [Found(2, "", NEAR)]
    assert order(fuse([Found(1, "", WORTH * 1.1 * (NEAR - BACKGROUND))], semantic)) == [1, 2]
    assert order(fuse([Found(1, "", WORTH * 0.9 * (NEAR - BACKGROUND))], semantic)) == [2, 1]


def test_without_vectors_the_words_decide() -> None:
    lexical = [Found(5, "", 9.0), Found(4, "", 8.0), Found(6, "", 1.0)]
    assert fuse(lexical, []) == lexical


def test_without_words_the_meaning_decides() -> None:
    assert order(fuse([], [Found(8, "", NEAR), Found(7, "", LEAST_COSINE)])) == [8, 7]


def test_what_is_far_in_meaning_adds_nothing() -> None:
    far = [Found(1, "", LEAST_COSINE - 0.01)]
    assert fuse([], far) == []
    assert order(fuse([Found(2, "", 0.1)], far)) == [2]
    assert order(fuse([], far, LEAST_ACROSS)) == [1]


def test_where_all_is_near_only_what_is_nearer_counts() -> None:
    crowd = [Found(number, "", NEAR) for number in range(1, DEEP)]
    lexical = [Found(7, "", 2.0), Found(99, "", 1.0)]
    fused = fuse(lexical, [Found(100, "", NEAR + 0.02), *crowd])
    assert order(fused)[:3] == [100, 7, 99]


def test_the_words_say_which_section_and_why() -> None:
    lexical = [Found(1, "restart", 9.0, (WORD,))]
    (hit,) = fuse(lexical, [Found(1, "cause", NEAR)])
    assert (hit.anchor, hit.reasons) == ("restart", (WORD,))


def test_equals_stand_by_their_number() -> None:
    assert order(fuse([], [Found(2, "", NEAR), Found(1, "", NEAR)])) == [1, 2]
