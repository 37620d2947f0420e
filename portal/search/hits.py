"""Hits as a page shows them: confirmed by the database at this moment, with the sentence that answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row, Select, bindparam, select

from portal.articles.addresses import article_path
from portal.articles.article import Article, Revision
from portal.articles.readers import Sight, is_for, sight_of
from portal.ground.db import db
from portal.people.viewer import Viewer
from portal.search.analysis import terms
from portal.search.engine import Answer
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


def confirmed(answers: Iterable[Answer], viewer: Viewer, with_section: bool = False) -> list[Hit]:
    """The hits whose article is published and readable by this viewer now, in their order, with the
    terms of their answer marked. One query. `with_section`: where an article is found as a whole, the
    section is chosen that has most of what was asked, for those who read no more than that."""
    found = [(hit, answer.terms) for answer in answers for hit in answer.found]
    if not found:
        return []
    ids = {"ids": sorted({hit.article_id for hit, _terms in found})}
    rows = {row.id: row for row in db.session.execute(_shown(sight_of(viewer)), ids)}
    return [
        _hit(rows[hit.article_id], hit.anchor, terms, with_section)
        for hit, terms in found
        if hit.article_id in rows
    ]


def slugs(article_ids: Iterable[int], viewer: Viewer) -> dict[int, str]:
    """The slugs, by id, of those articles that this viewer may read now. One query."""
    ids = {"ids": sorted(set(article_ids))}
    return {row.id: row.slug for row in db.session.execute(_slugs(sight_of(viewer)), ids)}


# Prepared once for each kind of reader: building a query takes longer than running it. The columns are
# the tables' own, not the models': what each search asks then costs two thirds.
_article, _revision = Article.__table__.c, Revision.__table__.c


@lru_cache(maxsize=64)
def _shown(sight: Sight) -> Select[*tuple[Any, ...]]:
    text = (_revision.title, _revision.summary, _revision.kind, _revision.sections)
    dates = (_revision.updated_on, _revision.published_at)
    return _slugs(sight).add_columns(_article.language, *text, *dates)


@lru_cache(maxsize=64)
def _slugs(sight: Sight) -> Select[*tuple[Any, ...]]:
    published = _article.published_id == _revision.id
    readable = select(_article.id, _article.slug).join(Revision.__table__, published)
    return readable.where(
        _article.retired_at.is_(None),
        is_for(sight),
        _article.id.in_(bindparam("ids", expanding=True)),
    )


def _hit(row: Row[Any], anchor: str, wanted: frozenset[str], with_section: bool) -> Hit:
    if with_section and not anchor:
        anchor = _fullest(row, wanted)
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
        url=article_path(row.language, row.slug, anchor),
        excerpt=excerpt(text, wanted, row.language),
        text=text,
        kind=row.kind,
        confirmed_on=confirmed_on,
    )


def _fullest(row: Row[Any], wanted: frozenset[str]) -> str:
    """The anchor of the section that has most of the wanted terms, in its heading and in its text; of
    equals the first, so that the beginning stays where no section has more."""
    said = [
        sum(
            len(wanted.intersection(terms(section[part], row.language)))
            for part in ("title", "text")
        )
        for section in row.sections
    ]
    return str(row.sections[said.index(max(said))]["anchor"]) if said else ""
