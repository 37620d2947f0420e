"""Hits as a page shows them: confirmed by the database at this moment, with the sentence that answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import Row

from portal.articles.article import Article, Revision
from portal.articles.readers import readable_by
from portal.ground.db import db
from portal.people.viewer import Viewer
from portal.search.analysis import terms
from portal.search.engine import Found
from portal.search.excerpts import excerpt

LONGEST_WORDS = 2_000


@dataclass(frozen=True)
class Hit:
    """A section that answers. `path` leads to it: the headings above it and its own; `text` is its
    plain text; `kind` one of `articles.kinds.Kind`; `confirmed_on` the day it was last right."""

    article_id: int
    slug: str
    language: str
    title: str
    path: list[str]
    anchor: str
    url: str
    excerpt: Markup
    text: str
    kind: str
    confirmed_on: date | None


def confirmed(found: Sequence[Found], words: str, viewer: Viewer) -> list[Hit]:
    """The hits whose article is published and readable by this viewer now, in their order. One query."""
    if not found:
        return []
    columns = (
        Article.id,
        Article.slug,
        Article.language,
        Revision.title,
        Revision.summary,
        Revision.kind,
        Revision.updated_on,
        Revision.published_at,
        Revision.sections,
    )
    ids = {hit.article_id for hit in found}
    query = readable_by(viewer).with_only_columns(*columns).where(Article.id.in_(ids))
    rows = {row.id: row for row in db.session.execute(query)}
    wanted = {
        language: frozenset(terms(words[:LONGEST_WORDS], language))
        for language in {row.language for row in rows.values()}
    }
    there = [(rows[hit.article_id], hit.anchor) for hit in found if hit.article_id in rows]
    return [_hit(row, anchor, wanted[row.language]) for row, anchor in there]


def address(language: str, slug: str, anchor: str) -> str:
    """The address of an article, at its section."""
    return url_for("articles.article", language=language, slug=slug, _anchor=anchor or None)


def _hit(row: Row[Any], anchor: str, wanted: frozenset[str]) -> Hit:
    section = next((one for one in row.sections if anchor and one["anchor"] == anchor), None)
    if section is not None:
        path, text = [*(section.get("path") or ()), section["title"]], section["text"]
    else:  # the beginning; or the section went away since the index was built
        anchor, path = "", []
        opening = row.sections[0]["text"] if row.sections else ""
        text = f"{row.summary}\n{opening}" if row.summary else opening
    confirmed_on = row.updated_on or (row.published_at.date() if row.published_at else None)
    return Hit(
        article_id=row.id,
        slug=row.slug,
        language=row.language,
        title=row.title,
        path=path,
        anchor=anchor,
        url=address(row.language, row.slug, anchor),
        excerpt=excerpt(text, wanted, row.language),
        text=text,
        kind=row.kind,
        confirmed_on=confirmed_on,
    )
