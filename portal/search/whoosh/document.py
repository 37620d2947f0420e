"""How an article lies in the index: a head document, followed by one document for each section."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from whoosh.fields import ID, KEYWORD, STORED, Schema

from portal.search.analysis import ANALYSIS_VERSION, LANGUAGES, terms
from portal.search.engine import Entry, Section

SHAPE_VERSION = 1
VERSION = f"{SHAPE_VERSION}.{ANALYSIS_VERSION}"
"""Kept beside an index: one of another version is built anew."""

HEAD_FIELDS = ("title", "tags", "asked_as")
SECTION_FIELDS = ("heading", "body")
FIELDS = HEAD_FIELDS + SECTION_FIELDS


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A section as the index remembers it; `length` counts the terms of heading and text."""

    anchor: str
    heading: str
    length: int


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """An article as the index remembers it. `head` is its first document's number in the segment,
    those of the sections follow; `lengths` are terms by field, in the order of `FIELDS`."""

    head: int
    article_id: int
    language: str
    title: str
    audience: str
    plans: tuple[str, ...]
    lengths: tuple[int, ...]
    sections: tuple[SectionFacts, ...]


def schema() -> Schema:
    """The fields, apart for each language, so that each has its own statistics.

    A text arrives analysed, its terms joined by spaces; lengths are kept in the head's facts.
    """
    fields: dict[str, Any] = {"article": ID(), "facts": STORED()}
    for language in LANGUAGES:
        for name in FIELDS:
            fields[f"{name}_{language}"] = KEYWORD()
    return Schema(**fields)


def documents(entry: Entry) -> Iterator[dict[str, Any]]:
    """The head and the sections of one article, to be added in this order by one writer."""
    language, article = entry.language, str(entry.article_id)
    head = {
        "title": terms(entry.title, language),
        "tags": terms(" · ".join(entry.tags), language),
        "asked_as": terms(" · ".join(entry.asked_as), language),
    }
    sections = [(section, _section_terms(section, language)) for section in entry.sections]
    lengths = [len(found) for found in head.values()]
    lengths += [sum(len(found[name]) for _, found in sections) for name in SECTION_FIELDS]
    facts = (
        entry.article_id,
        language,
        entry.title,
        entry.audience,
        entry.plans,
        tuple(lengths),
        tuple(
            (section.anchor, section.heading, sum(map(len, found.values())))
            for section, found in sections
        ),
    )
    yield {"article": article, "facts": facts} | _joined(head, language)
    for _section, found in sections:
        yield {"article": article} | _joined(found, language)


def article_facts(head: int, stored: Any) -> ArticleFacts:
    """The facts as `documents` wrote them."""
    article_id, language, title, audience, plans, lengths, sections = cast(tuple[Any, ...], stored)
    return ArticleFacts(
        head=head,
        article_id=article_id,
        language=language,
        title=title,
        audience=audience,
        plans=tuple(plans),
        lengths=tuple(lengths),
        sections=tuple(SectionFacts(*section) for section in sections),
    )


def _section_terms(section: Section, language: str) -> dict[str, list[str]]:
    heading = " · ".join((*section.path, section.heading))
    return {"heading": terms(heading, language), "body": terms(section.text, language)}


def _joined(found: dict[str, list[str]], language: str) -> dict[str, str]:
    return {f"{name}_{language}": " ".join(words) for name, words in found.items() if words}
