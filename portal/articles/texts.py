"""What an article says, field by field, and how it stands in front matter."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from portal.articles.faults import Fault, Unreadable
from portal.articles.fields import Value
from portal.articles.front_matter import Document
from portal.articles.kinds import ArticleAudience, Kind, Status
from portal.articles.lifecycle import STATUS_WORDS

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class ArticleText:
    """The words of one revision. `translation_of` is the slug of the article that this one translates."""

    title: str
    body: str
    language: str
    slug: str = ""
    identifier: str | None = None
    kind: Kind = Kind.GUIDE
    category: str = ""
    summary: str = ""
    product: str = ""
    topic: str = ""
    tags: tuple[str, ...] = ()
    audience: ArticleAudience = ArticleAudience.EVERYONE
    plans: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    author: str = ""
    approver: str = ""
    change: str = ""
    translation_of: str = ""
    updated_on: date | None = None


NAMES = {
    "identifier": "id",
    "title": "title",
    "kind": "type",
    "category": "category",
    "updated_on": "updatedAt",
    "summary": "description",
    "language": "language",
    "slug": "slug",
    "translation_of": "translation_of",
    "product": "product",
    "topic": "topic",
    "tags": "tags",
    "audience": "audience",
    "plans": "plans",
    "asked_as": "asked_as",
    "author": "author",
    "approver": "approver",
    "change": "change",
}
"""Our word for each part, and the field that holds it."""

FIELD_ORDER = [
    *("id", "title", "type", "category", "status", "revision", "updatedAt", "description"),
    *("language", "slug", "translation_of", "product", "topic", "tags", "audience", "plans"),
    *("asked_as", "author", "approver", "change"),
]
ALWAYS = {"title", "type", "updatedAt", "description", "language", "slug", "audience"}


def text_of(document: Document, language: str, slug: str) -> tuple[ArticleText, Status]:
    """What a file of our own says, and the state it asks for. Raises Unreadable.

    The folder and the name of the file decide the language and the slug. Without a `status` an
    article is in review.
    """
    title = one(document, "title")
    if not title:
        raise Unreadable(Fault.MISSING, document.line_of("title"), field="title")
    if one(document, "language") not in {"", language}:
        raise Unreadable(Fault.OTHER_LANGUAGE, document.line_of("language"), language=language)
    plans = several(document, "plans")
    audience = _chosen(document, "audience", ArticleAudience, ArticleAudience.EVERYONE)
    if audience is ArticleAudience.PLANS and not plans:
        raise Unreadable(Fault.NO_PLANS, document.line_of("audience"))
    text = ArticleText(
        title=title,
        body=document.body,
        language=language,
        slug=slug,
        identifier=one(document, "id") or None,
        kind=_chosen(document, "type", Kind, Kind.GUIDE),
        category=one(document, "category"),
        summary=one(document, "description"),
        product=one(document, "product"),
        topic=one(document, "topic"),
        tags=several(document, "tags"),
        audience=audience,
        plans=plans,
        asked_as=several(document, "asked_as"),
        author=one(document, "author"),
        approver=one(document, "approver"),
        change=one(document, "change"),
        translation_of=one(document, "translation_of"),
        updated_on=day_of(document, "updatedAt"),
    )
    return text, status_of(document)


def changed_fields(before: ArticleText, after: ArticleText) -> dict[str, Value | None]:
    """The fields to write so that a file which said `before` says `after`; None takes a field away."""
    changes: dict[str, Value | None] = {}
    for part, name in NAMES.items():
        old, new = getattr(before, part), getattr(after, part)
        if old != new:
            changes[name] = _as_value(new) or None
    return changes


def all_fields(text: ArticleText, status: Status, number: int) -> dict[str, Value]:
    """The fields of a new file, in their order; optional ones only where they say something."""
    values = {name: _as_value(getattr(text, part)) for part, name in NAMES.items()}
    values |= {"status": str(status), "revision": str(number)}
    return {name: values[name] for name in FIELD_ORDER if values[name] or name in ALWAYS}


def one(document: Document, name: str) -> str:
    """A field of one text; '' where it is absent."""
    value = document.values.get(name, "")
    if not isinstance(value, str):
        raise Unreadable(Fault.NOT_TEXT, document.line_of(name), field=name)
    return " ".join(value.split())


def several(document: Document, name: str) -> tuple[str, ...]:
    """A field of several texts: a list, or words between commas."""
    value = document.values.get(name, "")
    items: Any = value.split(",") if isinstance(value, str) else value
    if isinstance(items, dict) or not all(isinstance(item, str) for item in items):
        raise Unreadable(Fault.NOT_TEXT, document.line_of(name), field=name)
    return tuple(" ".join(item.split()) for item in items if item.strip())


def day_of(document: Document, name: str) -> date | None:
    """A day or a full timestamp, as ISO 8601 writes them; None where the field is absent."""
    words = one(document, name)
    try:
        return datetime.fromisoformat(words).date() if words else None
    except ValueError:
        raise Unreadable(Fault.NOT_A_DAY, document.line_of(name), field=name, found=words) from None


def status_of(document: Document) -> Status:
    """The state that the file asks for: `approved` reads as published."""
    words = one(document, "status").lower()
    if words and words not in STATUS_WORDS:
        known = ", ".join(["draft", "in review", "published", "retired"])
        line = document.line_of("status")
        raise Unreadable(Fault.NOT_ONE_OF, line, field="status", found=words, known=known)
    return STATUS_WORDS.get(words, Status.IN_REVIEW)


def _chosen(document: Document, name: str, kinds: type[E], otherwise: E) -> E:
    words = one(document, name).lower()
    if not words:
        return otherwise
    try:
        return kinds(words)
    except ValueError:
        known, line = ", ".join(kinds), document.line_of(name)
        raise Unreadable(Fault.NOT_ONE_OF, line, field=name, found=words, known=known) from None


def _as_value(part: object) -> Value:
    if isinstance(part, tuple):
        return list(part)
    return "" if part is None else part.isoformat() if isinstance(part, date) else str(part)
