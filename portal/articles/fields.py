"""The fields of front matter: read from YAML with the place of each, and written as YAML that reads back the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from portal.articles.faults import Fault, Unreadable

Value = str | list[str] | dict[str, Any]
"""As written: text, a list of texts; a nested mapping is kept but means nothing to us."""

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEPTH = 5  # the C parser's own composer overflows the stack on deep nesting; ours counts
_LINE_START = re.compile(r"(?:\r\n|\r|\n)")
_BLOCKS = ("|", ">")


@dataclass(frozen=True)
class Field:
    """One field, and where its lines begin and end within the file's head (in characters)."""

    name: str
    value: Value
    start: int
    end: int


def read_fields(text: str, offset: int) -> list[Field]:
    """The fields of a head that begins at `offset` of `text`. Raises Unreadable."""
    head = text[offset:]
    events = _events(head, text)
    try:
        return [
            Field(name, value, start + offset, end + offset)
            for name, value, start, end in _root(events, head)
        ]
    except Unreadable as error:
        if not error.line:
            error.line = 1 + len(_LINE_START.findall(text[:offset])) + int(error.values["at"])
        raise


def _events(head: str, text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(head, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        began = (error.context or "").endswith(("quoted scalar", "simple key"))
        mark = error.context_mark if began else error.problem_mark  # not where the end was missed
        at = str(mark.line if mark else 0)
        raise Unreadable(Fault.NOT_YAML, problem=error.problem or "", at=at) from None
    except yaml.YAMLError as error:  # a character that YAML does not know
        position = getattr(error, "position", 0)
        at = str(len(_LINE_START.findall(head[:position])))
        raise Unreadable(Fault.NOT_YAML, problem=getattr(error, "reason", ""), at=at) from None


def _root(events: Iterator[Any], head: str) -> list[tuple[str, Value, int, int]]:
    """Name, value, start and end of each field."""
    found: list[tuple[str, Value, int, bool]] = []
    names: set[str] = set()
    for key, event in _pairs(events):
        at = _at(key)
        if not isinstance(key, yaml.ScalarEvent):
            raise Unreadable(Fault.NOT_FIELDS, at=at)
        if key.value in names:
            raise Unreadable(Fault.TWICE, field=key.value, at=at)
        names.add(key.value)
        is_block = isinstance(event, yaml.ScalarEvent) and event.style in _BLOCKS
        start: Any = key.start_mark
        found.append((key.value, _value(event, events, 1), start.index, is_block))
    limits = [start for _name, _value_, start, _is_block in found[1:]] + [len(head)]
    return [
        (name, value, start, start + _used(head[start:limit], is_block))
        for (name, value, start, is_block), limit in zip(found, limits, strict=False)
    ]


def _pairs(events: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
    """Each key of the one block mapping that a head may be, with the event that begins its value."""
    next(events)  # the stream begins
    if isinstance(next(events), yaml.StreamEndEvent):
        return
    root = next(events)
    if not isinstance(root, yaml.MappingStartEvent) or root.flow_style:
        raise Unreadable(Fault.NOT_FIELDS, at=_at(root))
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        yield key, next(events)
    for event in events:
        if not isinstance(event, (yaml.DocumentEndEvent, yaml.StreamEndEvent)):
            raise Unreadable(Fault.NOT_FIELDS, at=_at(event))


def _at(event: Any) -> str:
    return str(event.start_mark.line)


def _value(event: Any, events: Iterator[Any], depth: int) -> Value:
    at = _at(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Unreadable(Fault.ALIAS, at=at)
    if depth > _DEPTH:
        raise Unreadable(Fault.TOO_DEEP, at=at)
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    values: list[Any] = []
    ends = (yaml.SequenceEndEvent, yaml.MappingEndEvent)
    while not isinstance(inner := next(events), ends):
        values.append(_value(inner, events, depth + 1))
    if isinstance(event, yaml.SequenceStartEvent):
        return values
    return {str(key): value for key, value in zip(values[::2], values[1::2], strict=True)}


def _used(lines: str, is_block: bool) -> int:
    """How many of these characters belong to a field: empty lines and comments after it do not."""
    parts = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", lines)
    while len(parts) > 1:
        last = parts[-1]
        is_comment = last.startswith("#") if is_block else last.lstrip().startswith("#")
        if last.strip() and not is_comment:
            break
        parts.pop()
    return sum(map(len, parts))


def written(name: str, value: Value) -> str:
    """One line of YAML, without its end, that reads back as this value."""
    if isinstance(value, list):
        return f"{name}: [{', '.join(_scalar(str(item), in_list=True) for item in value)}]"
    if isinstance(value, dict):
        raise TypeError("a nested field is kept as it is, never written")
    return f"{name}: {_scalar(value)}".rstrip() if value else f"{name}:"


def _scalar(text: str, in_list: bool = False) -> str:
    if not text.isprintable():
        return '"' + "".join(_escaped(c) for c in text) + '"'
    return "'" + text.replace("'", "''") + "'" if _needs_quotes(text, in_list) else text


def _needs_quotes(text: str, in_list: bool) -> bool:
    """Whether YAML would read a plain text as something else."""
    if text != text.strip() or not text or text[0] in "-?:,[]{}#&*!|>'\"%@`=~":
        return True
    if in_list and any(c in text for c in ",[]{}:"):
        return True
    return ": " in text or " #" in text or text.endswith(":")


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )
