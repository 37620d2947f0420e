"""Each key of a TOML text is found on its line, however it is nested."""

import pytest

from portal.policy.toml_lines import line_of, lines_of

TEXT = '''# [not.a.table]
name = "a [b] # c"
long = """
key = "no"
[[no]]
"""
list = [
  {es = "uno", en = "one"}, # two = 2
  {es = "dos",
   en = "two, {three}"},
]
"quoted key" = 1
'literal' = { deep = {x = [1, 2,
  3]}, 'y' = 'it\\' }
dotted.name . here = true

[plain]
a = 1.5
b = 2026-12-24 10:00:00

[[plan]]
  [plan.emergency]
    [[plan.emergency.contact]]
    title = "first"
    [[plan.emergency.contact]] # another
    title = "second"
[[plan]]
  [[plan.emergency.contact]]
  title = "third"
[[ "odd name".x ]]
k = []
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (("list",), 7),
        (("list", 0, "en"), 8),
        (("list", 1), 9),
        (("list", 1, "en"), 10),
        (("quoted key",), 12),
        (("literal", "deep", "x", 1), 13),
        (("literal", "deep", "x", 2), 14),
        (("literal", "y"), 14),
        (("dotted", "name", "here"), 15),
        (("plain", "b"), 19),
        (("plan", 0, "emergency"), 22),
        (("plan", 0, "emergency", "contact", 0, "title"), 24),
        (("plan", 0, "emergency", "contact", 1, "title"), 26),
        (("plan", 1, "emergency", "contact", 0, "title"), 29),
        (("odd name", "x", 0, "k"), 31),
        (("plan", 1, "emergency", "contact", 0, "missing", "deeper"), 28),
        (("nowhere",), 1),
    ],
)
def test_a_key_stands_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(path, lines_of(TEXT)) == line


def test_what_stands_in_words_is_no_key() -> None:
    lines = lines_of(TEXT)
    assert ("no",) not in lines
    assert ("key",) not in lines
    assert ("two",) not in lines


def test_lines_of_another_system_count_the_same() -> None:
    assert lines_of(TEXT.replace("\n", "\r\n")) == lines_of(TEXT)
