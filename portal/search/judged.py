"""A set to judge search by: documents, questions, and which answers which; read from JSON lines."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.ground.folding import fold
from portal.search.analysis import LANGUAGES, STOP_WORDS
from portal.search.engine import Entry, Section
from portal.search.judged_rows import (
    Row,
    UnreadableSetError,
    name_in,
    named_rows,
    rows_of,
    text_in,
    texts_in,
)

HEADING = re.compile(r"(?P<level>#{1,6})[ \t]+(?P<title>.+?)[ \t#]*")
CODE_FENCE = re.compile(r"\s*(```|~~~)")
WORD = re.compile(r"\w+")


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
    for where, row, name in named_rows(path):
        number = len(entries) + 1
        names[number] = name
        title, body = text_in(row, "title", where), text_in(row, "body", where)
        entries.append(
            Entry(
                article_id=number,
                language=_language(row, f"{title} {body}", where),
                title=title,
                audience="everyone",
                tags=tuple(texts_in(row, "tags", where)),
                asked_as=tuple(texts_in(row, "asked_as", where)),
                sections=tuple(sections_of(body, texts_in(row, "headings", where))),
            )
        )
    if not entries:
        raise UnreadableSetError(f"{path} holds no documents.")
    return entries, names


def _questions(path: Path) -> Iterator[Asked]:
    for where, row, name in named_rows(path):
        text = text_in(row, "text", where)
        yield Asked(name, _language(row, text, where), text)


def _answers(path: Path) -> dict[str, dict[str, float]]:
    answers: dict[str, dict[str, float]] = {}
    for where, row in rows_of(path):
        try:
            gain = float(row.get("rel", 1))
        except (TypeError, ValueError):
            raise UnreadableSetError(f"{where}: 'rel' is not a number.") from None
        question, document = name_in(row, "query", where), name_in(row, "doc", where)
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
