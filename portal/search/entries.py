"""Published articles as the engine takes them."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from portal.articles.article import Article, Revision
from portal.ground.db import db
from portal.search.analysis import LANGUAGES
from portal.search.engine import Entry, Section

BATCH = 200


def entries_of(article_ids: Collection[int]) -> list[Entry]:
    """Those of these articles that are published now."""
    return [
        _entry(row) for row in db.session.execute(_published().where(Article.id.in_(article_ids)))
    ]


def all_entries() -> Iterator[Entry]:
    """Every published article, a batch at a time: a long walk holds no long transaction."""
    last = 0
    while rows := _after(last):
        yield from map(_entry, rows)
        last = rows[-1].id


def _after(last: int) -> Sequence[Row[Any]]:
    batch = _published().where(Article.id > last).order_by(Article.id).limit(BATCH)
    rows = db.session.execute(batch).all()
    db.session.rollback()
    return rows


def _published() -> Select[Any]:
    columns = (
        Article.id,
        Article.language,
        Revision.title,
        Revision.summary,
        Revision.audience,
        Revision.kind,
        Revision.topic,
        Revision.product,
        Revision.plans,
        Revision.tags,
        Revision.asked_as,
        Revision.sections,
    )
    joined = select(*columns).join(Revision, Article.published_id == Revision.id)
    return joined.where(Article.retired_at.is_(None), Article.language.in_(LANGUAGES))


def _entry(row: Row[Any]) -> Entry:
    sections = [
        Section(
            anchor=section["anchor"],
            heading=section.get("title") or "",
            path=tuple(section.get("path") or ()),
            text=section.get("text") or "",
        )
        for section in row.sections
    ]
    if row.summary:
        sections.insert(0, Section("", "", (), row.summary))
    return Entry(
        article_id=row.id,
        language=row.language,
        title=row.title,
        audience=row.audience,
        kind=row.kind,
        topic=row.topic,
        product=row.product,
        plans=tuple(row.plans),
        tags=tuple(row.tags),
        asked_as=tuple(row.asked_as),
        sections=tuple(sections),
    )
