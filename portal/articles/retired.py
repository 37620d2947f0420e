"""What is said at the address of an article that was retired: what it was, and what to read instead."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.articles.addresses import article_path
from portal.articles.article import Article, Revision
from portal.articles.kinds import Status
from portal.articles.readers import is_for, readable_by, sight_of
from portal.ground.db import db
from portal.people.viewer import Viewer


@dataclass(frozen=True)
class Retired:
    """Its last title, and (title, path) of the article that replaces it, where this viewer may read that."""

    title: str
    replacement: tuple[str, str] | None


def retired_for(viewer: Viewer, language: str, slug: str) -> Retired | None:
    """The retired article at this address, for who was among its readers; None for all others. Two queries."""
    query = (
        select(Revision.title, Article.replaced_by_id)
        .join(Article, Revision.article_id == Article.id)
        .where(Article.language == language, Article.slug == slug, Article.retired_at.is_not(None))
        .where(Revision.status == Status.RETIRED, is_for(sight_of(viewer)))
    )
    row = db.session.execute(query).first()
    return Retired(row.title, _replacement(viewer, row.replaced_by_id)) if row else None


def _replacement(viewer: Viewer, number: int | None) -> tuple[str, str] | None:
    if number is None:
        return None
    article = db.session.scalars(readable_by(viewer).where(Article.id == number)).one_or_none()
    if article is None or article.published is None:
        return None
    return article.published.title, article_path(article.language, article.slug)
