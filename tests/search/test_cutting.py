"""What is left of a pasted log."""

from time import thread_time

import pytest

from portal.search.cutting import LONGEST, is_pasted, shortened

QUIET = [
    f"2026-05-05 10:{n % 60:02} INFO worker-{n % 7} heartbeat ok in {n} ms" for n in range(5_000)
]


def pasted(*telling: str) -> str:
    """A log of 5,000 quiet lines with a few that tell something in its middle."""
    lines = ["The audio does not work since Monday. Here is the log:", *QUIET, "Thank you, Ana"]
    lines[2_500:2_500] = telling
    return "\n".join(lines)


def test_what_is_short_stays_as_it_is() -> None:
    assert shortened("  How do I\nreset it? ") == "  How do I\nreset it? "


def test_the_lines_of_trouble_are_kept_from_the_middle() -> None:
    left = shortened(pasted("ERROR device 0x80070005: access is denied", "Falló la sincronización"))
    assert len(left) <= LONGEST
    assert "ERROR device 0x80070005: access is denied" in left.splitlines()
    assert "Falló la sincronización" in left


def test_how_it_begins_and_ends_is_kept_in_order() -> None:
    lines = shortened(pasted("connection refused")).splitlines()
    assert lines[0].startswith("The audio does not work")
    assert lines[-1] == "Thank you, Ana"
    assert 0 < lines.index("connection refused") < len(lines) - 1


def test_what_is_repeated_is_said_once_and_what_is_rare_comes_first() -> None:
    often = [f"error {n}: retrying the upload of part {n}" for n in range(900)]
    lines = shortened(pasted(*often, "fatal: disk full")).splitlines()
    assert "fatal: disk full" in lines
    assert sum("retrying the upload" in line for line in lines) == 1


def test_a_text_without_line_ends_is_cut_between_words() -> None:
    text = "unaccustomed " * 20_000 + "error E-1042 here " + "tranquil " * 20_000
    left = shortened(text)
    assert "E-1042" in left
    assert set(left.split()) <= {"unaccustomed", "tranquil", "error", "E-1042", "here"}


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "-",
        '"',
        " ",
        "\n",
        "\r\n",
        "a.",
        "- ",
        '" ',
        "/a",
        "error\n",
        "İ",
        "e\u0301",
        "0",
        "\x00",
    ],
)
def test_hostile_texts_are_cut_quickly(text: str) -> None:
    began = thread_time()
    left = shortened(text * (500_000 // len(text)))
    assert len(left) <= LONGEST
    assert thread_time() - began < 0.5  # some 10 ms; what grows with the square would take minutes


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("reset password", False), ("one line \n", False), ("two\nlines", True), ("x " * 300, True)],
)
def test_what_was_pasted_is_told_from_what_was_typed(text: str, is_one: bool) -> None:
    assert is_pasted(text) is is_one
