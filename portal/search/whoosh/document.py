"""How an article lies in the index: a head document, followed by one document for each section."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import intern
from typing import Any, cast

from whoosh.fields import ID, KEYWORD, STORED, Schema

from portal.search.analysis import ANALYSIS_VERSION, LANGUAGES, LONGEST_WORD, PART, composed, terms
from portal.search.engine import FACETS, Entry, Section
from portal.search.near import SHORTEST_HALF as SHORTEST

SHAPE_VERSION = 3
VERSION = f"{SHAPE_VERSION}.{ANALYSIS_VERSION}"
"""Kept beside an index: one of another version is built anew."""

HEAD_FIELDS = ("title", "tags", "asked_as")
SECTION_FIELDS = ("heading", "body")
FIELDS = HEAD_FIELDS + SECTION_FIELDS

APART = "\n"
"""Stands between two tags, two headings, two questions: no phrase goes across."""

Runs = list[list[str]]
"""The terms of a field; each tag, heading or text is a run of its own."""


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A section as the index remembers it; `length` counts the terms of heading and text."""

    anchor: str
    heading: str
    length: int


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """An article as the index remembers it. `head` is its first document's number in the segment,
    those of the sections follow; `lengths` are terms by field, in the order of `FIELDS`, `facets` its
    values in the order of `engine.FACETS`."""

    head: int
    article_id: int
    language: str
    title: str
    audience: str
    plans: tuple[str, ...]
    tags: tuple[str, ...]
    asked_as: tuple[str, ...]
    facets: tuple[str, ...]
    lengths: tuple[int, ...]
    sections: tuple[SectionFacts, ...]


def schema() -> Schema:
    """The fields, apart for each language, so that each has its own statistics.

    A text arrives analysed, its terms joined by spaces; lengths are kept in the head's facts. `order`
    keeps the terms of each document as they follow each other: a phrase is looked for there, in the
    few documents that hold all its words, which costs less than the place of every word. `words` are
    those of an article's text as they are written, among which a mistyped one may be meant.
    """
    fields: dict[str, Any] = {"article": ID(), "facts": STORED(), "order": STORED()}
    for language in LANGUAGES:
        for name in (*FIELDS, "words"):
            fields[f"{name}_{language}"] = KEYWORD()
    return Schema(**fields)


def documents(entry: Entry) -> Iterator[dict[str, Any]]:
    """The head and the sections of one article, to be added in this order by one writer."""
    language, article = entry.language, str(entry.article_id)
    head = {
        "title": _runs([entry.title], language),
        "tags": _runs(entry.tags, language),
        "asked_as": _runs(entry.asked_as, language),
    }
    sections = [(section, _section_runs(section, language)) for section in entry.sections]
    lengths = [_length(runs) for runs in head.values()]
    lengths += [sum(_length(found[name]) for _, found in sections) for name in SECTION_FIELDS]
    facts = (
        entry.article_id,
        language,
        entry.title,
        entry.audience,
        entry.plans,
        entry.tags,
        entry.asked_as,
        tuple(getattr(entry, facet) for facet in FACETS),
        tuple(lengths),
        tuple(
            (section.anchor, section.heading, sum(map(_length, found.values())))
            for section, found in sections
        ),
    )
    words = _written(entry.sections)
    written = {f"words_{language}": words} if words else {}
    yield {"article": article, "facts": facts} | written | _fields(head, language)
    for _section, found in sections:
        yield {"article": article} | _fields(found, language)


def article_facts(head: int, stored: Any) -> ArticleFacts:
    """The facts as `documents` wrote them. Headings that repeat are kept once in memory."""
    article_id, language, title, audience, plans, tags, asked_as, facets, lengths, sections = cast(
        tuple[Any, ...], stored
    )
    return ArticleFacts(
        head=head,
        article_id=article_id,
        language=intern(language),
        title=title,
        audience=intern(audience),
        plans=plans,
        tags=tuple(map(intern, tags)),
        asked_as=asked_as,
        facets=facets,
        lengths=lengths,
        sections=tuple(
            SectionFacts(intern(anchor), intern(heading), length)
            for anchor, heading, length in sections
        ),
    )


def runs_with(order: str, phrase: tuple[str, ...]) -> int:
    """How often the terms stand one after the other in a field (as `documents` wrote its order)."""
    return order.count(f" {' '.join(phrase)} ")


def _written(sections: Iterable[Section]) -> str:
    """The different words of these texts that can be told from others by their letters."""
    texts = (PART.findall(composed(section.text).lower()) for section in sections)
    words = {word for text in texts for word in text if word.isalpha()}
    return " ".join(sorted(word for word in words if SHORTEST <= len(word) <= LONGEST_WORD))


def _section_runs(section: Section, language: str) -> dict[str, Runs]:
    return {
        "heading": _runs((*section.path, section.heading), language),
        "body": _runs([section.text], language),
    }


def _runs(texts: "tuple[str, ...] | list[str]", language: str) -> Runs:
    return [found for text in texts if (found := terms(text, language))]


def _length(runs: Runs) -> int:
    return sum(map(len, runs))


def _fields(found: dict[str, Runs], language: str) -> dict[str, Any]:
    joined = {name: [" ".join(run) for run in runs] for name, runs in found.items()}
    fields: dict[str, Any] = {
        f"{name}_{language}": " ".join(runs) for name, runs in joined.items() if runs
    }
    fields["order"] = tuple(f" {f' {APART} '.join(runs)} " for runs in joined.values())
    return fields
