"""Front matter as exact bytes: what is read, what an edit leaves alone, what is refused and how."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.articles.faults import Fault, Unreadable
from portal.articles.front_matter import BOM, Document, edited, new, plain, read

FILE = (
    b"---\n"
    b"id: KB-0001\n"
    b"title: 'It''s gone'   # as clients say it\n"
    b"# a remark of the author\n"
    b"tags: [a, 'b, c']\n"
    b"approved: no\n"
    b"strange:\n"
    b"  - deep: {x: 1}\n"
    b"note: |\n"
    b"  two\n"
    b"  # lines\n"
    b"\n"
    b"updatedAt: 2026-01-02\n"
    b"---\n"
    b"\n"
    b"Text\n"
)


def test_values_are_read_as_written() -> None:
    values = read(FILE).values
    assert values["title"] == "It's gone"
    assert values["tags"] == ["a", "b, c"]
    assert values["approved"] == "no"
    assert values["updatedAt"] == "2026-01-02"
    assert values["note"] == "two\n# lines\n"
    assert read(FILE).body == "Text"


def test_an_unedited_file_is_the_same_bytes() -> None:
    assert read(FILE).source == FILE
    assert edited(read(FILE), {"approved": "no"}, "Text").source == FILE


def test_only_the_lines_of_changed_fields_are_replaced() -> None:
    after = edited(
        read(FILE), {"note": "one: line", "tags": ["x"], "owner": "Ana", "id": None}, None
    )
    assert after.source == (
        FILE.replace(b"id: KB-0001\n", b"")
        .replace(b"tags: [a, 'b, c']\n", b"tags: [x]\n")
        .replace(b"note: |\n  two\n  # lines\n", b"note: 'one: line'\n")
        .replace(b"2026-01-02\n", b"2026-01-02\nowner: Ana\n")
    )


def test_mixed_line_ends_and_the_byte_order_mark_stay() -> None:
    source = BOM + b"---\r\ntitle: a\nkind: b\r\n---\r\n\r\none\r\ntwo\nthree"
    document = read(source)
    assert document.body == "one\ntwo\nthree"
    after = edited(document, {"kind": "c"}, "one\nnew\nthree")
    assert after.source == BOM + b"---\r\ntitle: a\nkind: c\r\n---\r\n\r\none\r\nnew\r\nthree"


def test_a_text_can_be_added_to_a_file_that_ends_with_its_front_matter() -> None:
    assert (
        edited(read(b"---\ntitle: a\n---"), {}, "Hello").source == b"---\ntitle: a\n---\n\nHello\n"
    )


@pytest.mark.parametrize(
    ("source", "fault", "line"),
    [
        (b"", Fault.NO_OPENING, 1),
        (b"# Title\n", Fault.NO_OPENING, 1),
        (b"---\ntitle: a\n", Fault.NO_CLOSING, 1),
        (b"---\ntitle: a: b\n---\n", Fault.NOT_YAML, 2),
        (b"---\na: 1\ntitle: 'open\n---\n", Fault.NOT_YAML, 3),
        (b"---\na: 1\n\tb: 2\n---\n", Fault.NOT_YAML, 3),
        (b"---\na: \x07\n---\n", Fault.NOT_YAML, 2),
        (b"---\njust words\n---\n", Fault.NOT_FIELDS, 2),
        (b"---\n- a\n- b\n---\n", Fault.NOT_FIELDS, 2),
        (b"---\n{a: b}\n---\n", Fault.NOT_FIELDS, 2),
        (b"---\na: 1\nb: 2\na: 3\n---\n", Fault.TWICE, 4),
        (b"---\na: &x [1]\nb: *x\n---\n", Fault.ALIAS, 2),
        (b"---\na: " + b"[" * 20_000 + b"]" * 20_000 + b"\n---\n", Fault.TOO_DEEP, 2),
        ("---\ntítulo: á\n---\n".encode("latin-1"), Fault.NOT_UTF8, 2),
        ("---\na: 1\n---\n".encode("utf-16"), Fault.NOT_UTF8, 1),
        (b"---\na: 1\n---\n" + b"x" * 5_000_000, Fault.TOO_LONG, 0),
    ],
)
def test_what_is_broken_is_refused_with_its_line(source: bytes, fault: Fault, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        read(source)
    assert (refused.value.fault, refused.value.line) == (fault, line)


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\ufeff"),
    max_size=40,
)
values = st.one_of(texts, st.lists(texts, max_size=4))
ends = st.sampled_from(["\n", "\r\n", "\r"])


@settings(max_examples=400)
@given(st.dictionaries(st.from_regex(r"[a-z][a-z_A-Z]{0,8}", fullmatch=True), values, max_size=6))
def test_what_is_written_reads_back_the_same(fields: dict[str, str | list[str]]) -> None:
    assert new(fields, "x").values == fields


@settings(max_examples=400)
@given(
    st.lists(st.tuples(st.text("ab #-:é ", max_size=6), ends), max_size=8),
    st.text("ab\n #é", max_size=20),
    st.booleans(),
    values,
    ends,
)
def test_an_edit_loses_nothing_else(
    lines: list[tuple[str, str]], body: str, has_last_end: bool, value: str | list[str], end: str
) -> None:
    text = "".join(line + end for line, end in lines)
    text = text if has_last_end else text.rstrip("\r\n")
    source = f"---{end}first: 'a'  # why{end}odd: {{x: 1}}{end}last: b{end}---{end}{text}".encode()
    before = read(source)
    after = edited(before, {"first": value}, body)
    assert after.body == plain(body)
    assert after.values == before.values | {"first": value}
    assert f"odd: {{x: 1}}{end}last: b{end}---".encode() in after.source
    back = edited(after, {"first": "a"}, before.body)
    assert _without_ends(back) == _without_ends(before)


def _without_ends(document: Document) -> str:
    return re.sub(r"\s", "", document.body)
