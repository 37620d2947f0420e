"""An article's file as its exact bytes: fields between '---' lines, then the text; and how a few of them change.

Values are read as written (no guessing of dates, numbers, yes and no). An edit replaces the lines of
the changed fields and the changed lines of the text; every other byte stays, line ends included.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.articles.faults import Fault, Unreadable
from portal.articles.fields import Field, Value, read_fields, written

BOM = b"\xef\xbb\xbf"
SOURCE_LIMIT = 1_000_000
"""Bytes of one file: longer ones are refused."""

_FENCE = re.compile(r"---[ \t]*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Document:
    """One file. `head` and `tail` together are the file: `tail` begins after the closing '---' line.

    `fields` are the fields in order; `fence` is where in `head` the closing line begins.
    """

    has_bom: bool
    head: str
    tail: str
    fence: int
    fields: tuple[Field, ...]

    @property
    def source(self) -> bytes:
        """The exact bytes of the file."""
        return (BOM if self.has_bom else b"") + (self.head + self.tail).encode()

    @property
    def body(self) -> str:
        """The text with plain line ends, without the empty lines around it."""
        return plain(self.tail)

    @cached_property
    def values(self) -> dict[str, Value]:
        """Every field by name, known or not, as it was written."""
        return {field.name: field.value for field in self.fields}

    def line_of(self, name: str) -> int:
        """The line in which a field stands; 1 where it is absent (it belongs in the front matter)."""
        for field in self.fields:
            if field.name == name:
                return 1 + len(_END.findall(self.head[: field.start]))
        return 1


def plain(text: str) -> str:
    """A text with '\\n' as line ends and no empty lines around it."""
    return _END.sub("\n", text).strip("\n")


def read(source: bytes) -> Document:
    """Read a file. Raises Unreadable, which names the line and what is wrong."""
    if len(source) > SOURCE_LIMIT:
        raise Unreadable(Fault.TOO_LONG, limit=f"{SOURCE_LIMIT // 1_000_000} MB")
    has_bom = source.startswith(BOM)
    try:
        text = source.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        raise Unreadable(Fault.NOT_UTF8, line) from None
    if "\0" in text:  # what editors call text has none; wide encodings are full of them
        raise Unreadable(Fault.NOT_UTF8, text.partition("\0")[0].count("\n") + 1)
    lines = _LINE.findall(text)
    if not lines or not _FENCE.fullmatch(_bare(lines[0])):
        raise Unreadable(Fault.NO_OPENING, 1)
    count = next((i for i, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(_bare(line))), 0)
    if not count:
        raise Unreadable(Fault.NO_CLOSING, 1)
    fence = sum(map(len, lines[:count]))
    end = fence + len(lines[count])
    fields = read_fields(text[:fence], len(lines[0]))
    return Document(has_bom, text[:end], text[end:], fence, tuple(fields))


def new(fields: Mapping[str, Value], body: str) -> Document:
    """A file that did not exist before: these fields in this order, then the text."""
    lines = "".join(f"{written(name, value)}\n" for name, value in fields.items())
    return read(f"---\n{lines}---\n\n{plain(body)}\n".encode())


def edited(document: Document, changes: Mapping[str, Value | None], body: str | None) -> Document:
    """The file with some fields changed (None takes a field away) and, unless None, another text.

    A field that holds the value already keeps its lines as they are; new fields come last.
    """
    head, end = document.head, _line_end(document.head)
    fence = document.fence
    known = {field.name: field for field in document.fields}
    for field in reversed(document.fields):
        if field.name not in changes or changes[field.name] == field.value:
            continue
        value = changes[field.name]
        line = "" if value is None else written(field.name, value) + end
        head = head[: field.start] + line + head[field.end :]
        fence += len(line) - (field.end - field.start)
    added = [n for n in changes if n not in known and changes[n] is not None]
    lines = "".join(written(name, changes[name] or "") + end for name in added)
    head = head[:fence] + lines + head[fence:]
    tail = document.tail if body is None else _with_body(document.tail, plain(body), end)
    if tail and not head.endswith(("\r", "\n")):
        head += end  # the closing line ended the file; now a text follows it
    return read((BOM if document.has_bom else b"") + (head + tail).encode())


def _with_body(tail: str, body: str, end: str) -> str:
    """The tail with this text: lines that stay keep their own ends, and so do the empty lines around."""
    if plain(tail) == body:
        return tail
    old, new = _LINE.findall(tail), body.split("\n") if body else []
    filled = [i for i, line in enumerate(old) if _bare(line)]
    start, stop = (filled[0], filled[-1] + 1) if filled else (len(old), len(old))
    core = old[start:stop]
    head = _same_start(core, new)
    foot = _same_start(core[head:][::-1], new[head:][::-1])
    middle = [line + end for line in new[head : len(new) - foot]]
    lines = core[:head] + middle + core[len(core) - foot :]
    lines = [line if _END.search(line) else line + end for line in lines]
    if lines and old and not _END.search(old[-1]):
        lines[-1] = _bare(lines[-1])  # the file ended without a line end, and still does
    return "".join(old[:start] if old else [end]) + "".join(lines) + "".join(old[stop:])


def _same_start(old: list[str], new: list[str]) -> int:
    count = 0
    for before, after in zip(old, new, strict=False):
        if _bare(before) != after:
            break
        count += 1
    return count


def _bare(line: str) -> str:
    return line.rstrip("\r\n")


def _line_end(text: str) -> str:
    found = _END.search(text)
    return found[0] if found else "\n"
