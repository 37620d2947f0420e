"""A set to judge search by: documents, questions, and which answers which; read from JSON lines."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.search.analysis import LANGUAGES, STOP_WORDS, fold
from portal.search.engine import Entry, Section

HEADING = re.compile(r"(?P<level>#{1,6})[ \t]+(?P<title>.+?)[ \t#]*")
CODE_FENCE = re.compile(r"\s*(```|~~~)")
WORD = re.compile(r"\w+")

Row = dict[str, Any]


class UnreadableSetError(Exception):
    """Why a set cannot be judged by, with the file and the line."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set."""

    key: str
    language: str
    text: str


@dataclass(frozen=True)
class JudgedSet:
    """`names` has the document's own id for that of each entry; `answers` by question the documents
    that answer it, with their gain."""

    entries: list[Entry]
    names: dict[int, str]
    questions: list[Asked]
    answers: dict[str, dict[str, float]]

    @property
    def languages(self) -> tuple[str, ...]:
        """Those in which there are documents."""
        there = {entry.language for entry in self.entries}
        return tuple(code for code in LANGUAGES if code in there)


def read_set(documents: Path, questions: Path, answers: Path) -> JudgedSet:
    """The set in these three files. UnreadableSetError says what is wrong in which line.

    A document has `id`, and what there is of `lang`, `title`, `headings`, `tags`, `asked_as`, `body`;
    a question `id`, `lang`, `text`; an answer `query`, `doc` and its gain `rel` (1 where it is
    missing; 0 is no answer). Ids are any strings or numbers. Other fields are passed over.
    """
    entries, names = _entries(documents)
    asked = list(_questions(questions))
    return JudgedSet(entries, names, asked, _answers(answers))


def _entries(path: Path) -> tuple[list[Entry], dict[int, str]]:
    entries: list[Entry] = []
    names: dict[int, str] = {}
    for where, row, name in _named(path):
        number = len(entries) + 1
        names[number] = name
        title, body = _text(row, "title", where), _text(row, "body", where)
        entries.append(
            Entry(
                article_id=number,
                language=_language(row, f"{title} {body}", where),
                title=title,
                audience="everyone",
                tags=tuple(_texts(row, "tags", where)),
                asked_as=tuple(_texts(row, "asked_as", where)),
                sections=tuple(sections_of(body, _texts(row, "headings", where))),
            )
        )
    if not entries:
        raise UnreadableSetError(f"{path} holds no documents.")
    return entries, names


def _questions(path: Path) -> Iterator[Asked]:
    for where, row, name in _named(path):
        text = _text(row, "text", where)
        yield Asked(name, _language(row, text, where), text)


def _answers(path: Path) -> dict[str, dict[str, float]]:
    answers: dict[str, dict[str, float]] = {}
    for where, row in _rows(path):
        try:
            gain = float(row.get("rel", 1))
        except (TypeError, ValueError):
            raise UnreadableSetError(f"{where}: 'rel' is not a number.") from None
        question, document = _name(row, "query", where), _name(row, "doc", where)
        if gain > 0:
            answers.setdefault(question, {})[document] = gain
    if not answers:
        raise UnreadableSetError(f"{path} says of no document that it answers a question.")
    return answers


def sections_of(body: str, headings: list[str]) -> Iterator[Section]:
    """The body in sections: a heading is a line that Markdown takes for one, or one that is in the
    list. Headings that do not stand in the body are sections without words."""
    waiting = Counter(" ".join(heading.split()) for heading in headings)
    above: list[tuple[int, str]] = []
    number, is_code, lines = 0, False, list[str]()

    def section() -> Section:
        path = tuple(title for _, title in above)
        text, anchor = "\n".join(lines).strip(), f"section-{number}" if number else ""
        return Section(anchor, path[-1] if path else "", path[:-1], text)

    for line in body.splitlines():
        is_code ^= CODE_FENCE.match(line) is not None
        found = None if is_code else _heading(line, waiting)
        if found is None:
            lines.append(line)
            continue
        if number or any(map(str.strip, lines)):
            yield section()
        lines.clear()
        number += 1
        while above and above[-1][0] >= found[0]:
            above.pop()
        above.append(found)
    if number or any(map(str.strip, lines)):
        yield section()
    for heading in waiting.elements():
        number += 1
        yield Section(f"section-{number}", heading, (), "")


def _heading(line: str, waiting: Counter[str]) -> tuple[int, str] | None:
    """The level and the words of a heading; those waited for are waited for no more."""
    match = HEADING.fullmatch(line)
    title = match["title"] if match else " ".join(line.split())
    is_awaited = waiting[title] > 0 if title else False
    if is_awaited:
        waiting[title] -= 1
    if match:
        return len(match["level"]), title
    return (2, title) if is_awaited else None


def _named(path: Path) -> Iterator[tuple[str, Row, str]]:
    """The rows that have an id, which no other row of the file may have."""
    seen = set()
    for where, row in _rows(path):
        name = _name(row, "id", where)
        if name in seen:
            raise UnreadableSetError(f"{where}: the id {name!r} stands in an earlier line too.")
        seen.add(name)
        yield where, row, name


def _rows(path: Path) -> Iterator[tuple[str, Row]]:
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


def _name(row: Row, field: str, where: str) -> str:
    value = row.get(field)
    if value is None or isinstance(value, (dict, list)) or str(value) == "":
        raise UnreadableSetError(f"{where}: there is no {field!r}.")
    return str(value)


def _text(row: Row, field: str, where: str) -> str:
    return "\n".join(_texts(row, field, where))


def _texts(row: Row, field: str, where: str) -> list[str]:
    """A field as a list of texts: each line of a text is one; what is missing is none."""
    value = row.get(field)
    values = [] if value is None else value if isinstance(value, list) else [value]
    if not all(isinstance(one, (str, int, float)) for one in values):
        raise UnreadableSetError(f"{where}: {field!r} is neither a text nor a list of texts.")
    return [line for one in values for line in str(one).splitlines()]


def _language(row: Row, text: str, where: str) -> str:
    """The language named; where none is, that of which the text has most of the commonest words."""
    named = str(row.get("lang") or "").lower()
    code = re.split(r"[-_]", named)[0]
    if code in LANGUAGES:
        return code
    if code:
        raise UnreadableSetError(
            f"{where}: the language {named!r} is none of {', '.join(LANGUAGES)}."
        )
    there = Counter(fold(word) for word in WORD.findall(text))
    return max(LANGUAGES, key=lambda one: sum(there[word] for word in STOP_WORDS[one]))
