"""Articles by number, as what a page links to: tickets name them so, since they do not know articles."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from portal.articles.article import Article, Revision
from portal.articles.readers import readable_by
from portal.ground.db import db
from portal.people.viewer import Viewer


@dataclass(frozen=True)
class ArticleCard:
    """An article that the viewer may read: its title and its address."""

    id: int
    title: str
    url: str


def article_cards(ids: Iterable[int | None], viewer: Viewer) -> dict[int, ArticleCard]:
    """The readable ones of these articles, by number. One query, none where no number is given."""
    wanted = {number for number in ids if number is not None}
    if not wanted:
        return {}
    readable = readable_by(viewer).with_only_columns(Article.id).order_by(None)
    query = (
        select(Article.id, Article.language, Article.slug, Revision.title)
        .join(Revision, Article.published_id == Revision.id)
        .where(Article.id.in_(wanted), Article.id.in_(readable))
    )
    return {
        number: ArticleCard(
            number, title, url_for("articles.article", language=language, slug=slug)
        )
        for number, language, slug, title in db.session.execute(query)
    }
