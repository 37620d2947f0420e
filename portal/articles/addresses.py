"""The addresses of articles, and the names that files of the folder may have."""

import re
from pathlib import PurePosixPath

from portal.articles.faults import Fault, Unreadable
from portal.ground.rendering.anchors import kebab

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_LENGTH = 120
_OTHER_LANGUAGE = re.compile(r"\.\./([a-z]{2})/(.+)")


def articles_path(language: str) -> str:
    """The path under which the articles of a language live."""
    return f"/{language}/articles"


def article_path(language: str, slug: str, anchor: str = "") -> str:
    """The path of an article, or of one section of it. It never changes with the reader."""
    path = f"{articles_path(language)}/{slug}"
    return f"{path}#{anchor}" if anchor else path


def topic_path(language: str, slug: str) -> str:
    """The path of a topic's page."""
    return f"/{language}/topics/{slug}"


def linked_path(language: str, name: str, anchor: str) -> str:
    """The path of an article named as in the folder: 'slug', or '../en/slug'."""
    other = _OTHER_LANGUAGE.fullmatch(name)
    return (
        article_path(other[1], other[2], anchor) if other else article_path(language, name, anchor)
    )


def file_path(language: str, slug: str) -> str:
    """Where an article's file lies within the folder."""
    return f"{language}/{slug}.md"


def named_by(path: str) -> tuple[str, str]:
    """Language and slug of a file of the folder. Raises Unreadable where its name cannot be an address."""
    parts = PurePosixPath(path)
    if not SLUG.fullmatch(parts.stem) or len(parts.stem) > SLUG_LENGTH:
        raise Unreadable(Fault.BAD_NAME, better=f"{slug_of(parts.stem)}.md")
    return parts.parts[0], parts.stem


def slug_of(title: str) -> str:
    """A slug for this title: lower-case ASCII words, cut at a word; 'article' where no letter is left."""
    slug = kebab(title)
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return slug or "article"
