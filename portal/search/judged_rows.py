"""The rows of a set to judge search by: JSON, one a line, and what is wrong in which line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class UnreadableSetError(Exception):
    """Why a set cannot be judged by, with the file and the line."""


def named_rows(path: Path) -> Iterator[tuple[str, Row, str]]:
    """The rows that have an id, which no other row of the file may have."""
    seen = set()
    for where, row in rows_of(path):
        name = name_in(row, "id", where)
        if name in seen:
            raise UnreadableSetError(f"{where}: the id {name!r} stands in an earlier line too.")
        seen.add(name)
        yield where, row, name


def rows_of(path: Path) -> Iterator[tuple[str, Row]]:
    """Each line that is not empty, with where it stands."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                where = f"{path}, line {number}"
                if line.strip():
                    yield where, _row(line, where)
    except OSError as error:
        raise UnreadableSetError(f"{path} cannot be read: {error.strerror}.") from None


def _row(line: bytes, where: str) -> Row:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableSetError(f"{where}: not written in UTF-8.") from None
    except ValueError as error:
        raise UnreadableSetError(f"{where}: not JSON ({error}).") from None
    if not isinstance(row, dict):
        raise UnreadableSetError(f"{where}: not a JSON object in braces.")
    return row


def name_in(row: Row, field: str, where: str) -> str:
    """An id, which has to be there."""
    value = row.get(field)
    if value is None or isinstance(value, (dict, list)) or str(value) == "":
        raise UnreadableSetError(f"{where}: there is no {field!r}.")
    return str(value)


def text_in(row: Row, field: str, where: str) -> str:
    """A field as one text."""
    return "\n".join(texts_in(row, field, where))


def texts_in(row: Row, field: str, where: str) -> list[str]:
    """A field as a list of texts: each line of a text is one; what is missing is none."""
    value = row.get(field)
    values = [] if value is None else value if isinstance(value, list) else [value]
    if not all(isinstance(one, (str, int, float)) for one in values):
        raise UnreadableSetError(f"{where}: {field!r} is neither a text nor a list of texts.")
    return [line for one in values for line in str(one).splitlines()]
