"""References can be read aloud and typed back."""

import pytest

from portal.tickets.reference import ALPHABET, new_reference, reference_in


def test_a_reference_has_no_signs_that_look_alike() -> None:
    assert not set(ALPHABET) & set("0O1ILU")
    for _ in range(200):
        ref = new_reference()
        assert ref.startswith("T-")
        assert len(ref) == 7
        assert set(ref[2:]) <= set(ALPHABET)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("T-4F7K2", "T-4F7K2"),
        ("t-4f7k2", "T-4F7K2"),
        (" T 4F7K2 ", "T-4F7K2"),
        ("t4f7k2", "T-4F7K2"),
        ("T-4F7K", None),
        ("T-4F7KO", None),
        ("calls", None),
        ("", None),
    ],
)
def test_what_people_type_is_understood(typed: str, meant: str | None) -> None:
    assert reference_in(typed) == meant
