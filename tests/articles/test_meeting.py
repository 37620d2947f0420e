"""What a sync does when folder and database meet: every case, with its reason."""

from itertools import product

import pytest

from portal.articles.meeting import Deed, Met, deed_for, is_suspicious

A, B, C, NONE = "a", "b", "c", ""


@pytest.mark.parametrize(
    ("met", "file", "ours", "deed", "reason"),
    [
        (None, A, NONE, Deed.TAKE_IN, "a new file"),
        (None, NONE, A, Deed.EXPORT, "a new article"),
        (None, A, A, Deed.RECORD, "the row of an earlier sync was lost, the texts agree"),
        (None, A, B, Deed.CONFLICT, "two texts that never met"),
        (None, NONE, NONE, Deed.NOTHING, "neither side has anything"),
        (Met(A, A), A, A, Deed.NOTHING, "nothing changed"),
        (Met(A, A), B, A, Deed.TAKE_IN, "only the file changed"),
        (Met(A, A), A, B, Deed.EXPORT, "only we changed"),
        (Met(A, A), B, B, Deed.RECORD, "both made the same change"),
        (Met(A, A), B, C, Deed.CONFLICT, "both changed"),
        (Met(A, A), NONE, A, Deed.RETIRE, "the file was deleted"),
        (
            Met(A, A),
            NONE,
            B,
            Deed.PUT_BACK,
            "deleted there, changed here: the change is worth more",
        ),
        (Met(A, B), A, B, Deed.NOTHING, "the file waits for review, and nothing moved"),
        (Met(A, NONE), A, NONE, Deed.NOTHING, "the first text of an article waits for review"),
        (Met(A, NONE), A, B, Deed.EXPORT, "what waited was published, and stamped"),
        (Met(A, NONE), C, NONE, Deed.TAKE_IN, "what waited was edited in the folder"),
        (Met(NONE, B), NONE, B, Deed.NOTHING, "deleted and retired: not written again"),
        (Met(NONE, B), NONE, C, Deed.EXPORT, "deleted, later restored at the desk"),
        (Met(NONE, B), A, B, Deed.TAKE_IN, "deleted, later put back in the folder"),
    ],
)
def test_each_case(met: Met | None, file: str, ours: str, deed: Deed, reason: str) -> None:
    assert deed_for(met, file, ours) is deed, reason


def test_no_case_overwrites_a_text_that_the_other_side_does_not_have() -> None:
    hashes = (NONE, A, B, C)
    for met_file, met_ours, file, ours in product(hashes, repeat=4):
        deed = deed_for(Met(met_file, met_ours), file, ours)
        if deed is Deed.EXPORT and file:
            assert file == met_file, "a file is overwritten only as it was last taken in"
        if deed is Deed.RETIRE:
            assert not file
            assert ours == met_ours
        if deed is Deed.TAKE_IN:
            assert file
            assert file != met_file


def test_a_vanished_folder_is_not_taken_for_deletions() -> None:
    assert is_suspicious(3, 5)
    assert is_suspicious(1, 1)
    assert not is_suspicious(2, 4)
    assert not is_suspicious(0, 0)
