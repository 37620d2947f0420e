"""Articles by number, as what a page links to: tickets name them so, since they do not know articles."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from flask import url_for
from sqlalchemy import Select, bindparam

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
    language: str
    slug: str


def article_cards(ids: Iterable[int | None], viewer: Viewer) -> dict[int, ArticleCard]:
    """The readable ones of these articles, by number. One query, none where no number is given."""
    wanted = {number for number in ids if number is not None}
    if not wanted:
        return {}
    rows = db.session.execute(_named(readable_by(viewer)), {"wanted": sorted(wanted)})
    return {
        number: ArticleCard(
            number,
            title,
            url_for("articles.article", language=language, slug=slug),
            language,
            slug,
        )
        for number, language, slug, title in rows
    }


@lru_cache(maxsize=64)
def _named(readable: Select[Article]) -> Select[int, str, str, str]:
    """Prepared once for each kind of reader, of whom `readable_by` has one query each."""
    columns = (Article.id, Article.language, Article.slug, Revision.title)
    is_wanted = Article.id.in_(bindparam("wanted", expanding=True))
    return readable.with_only_columns(*columns).where(is_wanted)
