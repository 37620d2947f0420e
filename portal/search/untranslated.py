"""Which articles are wanted in a language in which they do not exist: the next ones to translate."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.articles.article import Article, Revision
from portal.ground.db import db
from portal.search.log import SearchEntry

MOST_SHOWN = 25


@dataclass(frozen=True)
class Untranslated:
    """An article that answered searches of another language, in which it does not exist."""

    article_id: int
    language: str
    slug: str
    title: str
    wanted_in: str
    visits: int
    last_at: datetime


def translate_next(languages: Collection[str], since: datetime) -> list[Untranslated]:
    """Articles that were opened from searches of another language, and have no counterpart there, the
    most wanted first. One query."""
    there = Article.__table__.alias("there")
    counterpart = (
        select(there.c.id)
        .where(there.c.language == SearchEntry.language)
        .where(
            (there.c.translation_of_id == Article.id) | (there.c.id == Article.translation_of_id)
        )
        .exists()
    )
    visits = func.count(SearchEntry.visit.distinct())
    query = (
        select(
            Article.id,
            Article.language,
            Article.slug,
            Revision.title,
            SearchEntry.language,
            visits,
            func.max(SearchEntry.at),
        )
        .join(Article, Article.id == SearchEntry.opened_article_id)
        .join(Revision, Article.published_id == Revision.id)
        .where(SearchEntry.at >= since, SearchEntry.is_settled)
        .where(SearchEntry.language.in_(languages), SearchEntry.language != Article.language)
        .where(Article.retired_at.is_(None), ~counterpart)
        .group_by(Article.id, SearchEntry.language)
        .order_by(visits.desc(), func.max(SearchEntry.at).desc())
        .limit(MOST_SHOWN)
    )
    return [Untranslated(*row) for row in db.session.execute(query)]
