"""Articles on their shelves: topics with counts, the articles of a topic, what is related."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    cast,
    func,
    select,
)

from portal.articles.article import Article, ArticleChange, Revision, Topic, Vote
from portal.articles.kinds import Kind, Status
from portal.articles.readers import Sight, is_for, sight_of
from portal.ground.db import db
from portal.people.viewer import Viewer

MOST_RELATED = 4


@dataclass(frozen=True)
class TopicLine:
    """A topic as it stands in a list; `count` is the number of articles that this viewer may read."""

    slug: str
    title: str
    summary: str
    count: int


@dataclass(frozen=True)
class ArticleLine:
    """An article as it stands in a list."""

    id: int
    slug: str
    title: str
    summary: str
    kind: str


def topics(viewer: Viewer, language: str) -> list[TopicLine]:
    """The topics that hold something for this viewer, in the order of the folder's file. One query."""
    rows = db.session.execute(_topics(sight_of(viewer)), {"language": language})
    return [TopicLine(*row) for row in rows]


def topic_size(viewer: Viewer, language: str, topic: str) -> int:
    """How many articles of a topic this viewer may read. One query."""
    shelf = {"language": language, "topic": topic}
    return db.session.scalar(_topic_size(sight_of(viewer)), shelf) or 0


def topic_articles(
    viewer: Viewer, language: str, topic: str, start: int = 0, count: int = 50
) -> list[ArticleLine]:
    """So many articles of a topic from `start` on, by kind, and within a kind the most helpful first. One query."""
    shelf = {"language": language, "topic": topic, "start": start, "count": count}
    return as_lines(db.session.execute(_topic_articles(sight_of(viewer)), shelf))


def last_change() -> int:
    """The number of the last change to any article; what was kept until then still holds. 0 before the first."""
    return db.session.scalar(_LAST_CHANGE) or 0


_LAST_CHANGE = select(func.max(ArticleChange.id))


def related(
    viewer: Viewer, article_id: int, language: str, topic: str, product: str, as_of: int
) -> list[ArticleLine]:
    """Up to four articles on the same topic, those on the same product first.

    One query, or none: neighbours are kept until the next change to any article (`as_of` is the last one's number).
    """
    if not topic:
        return []
    near = _neighbours(sight_of(viewer), language, topic, product, as_of)
    return [line for line in near if line.id != article_id][:MOST_RELATED]


def forget() -> None:
    """Let go of what is kept: for tests, whose database has gone with it."""
    _neighbours.cache_clear()


@lru_cache(maxsize=1000)
def _neighbours(
    sight: Sight, language: str, topic: str, product: str, _as_of: int
) -> list[ArticleLine]:
    """The first of that shelf, one more than is wanted: the article itself may be among them."""
    shelf = {"language": language, "topic": topic, "product": product}
    return as_lines(db.session.execute(_related(sight), shelf))


# The queries are prepared once for each kind of reader: building one takes longer than running it.


@lru_cache(maxsize=64)
def _topics(sight: Sight) -> Select[*tuple[Any, ...]]:
    held = (
        select(Revision.topic, func.count().label("count"))
        .where(*_on_shelf(sight))
        .group_by(Revision.topic)
        .subquery()
    )
    return (
        select(Topic.slug, Topic.title, Topic.summary, held.c.count)
        .join(held, held.c.topic == Topic.slug)
        .where(Topic.language == bindparam("language"))
        .order_by(Topic.position, Topic.title)
    )


@lru_cache(maxsize=64)
def _topic_articles(sight: Sight) -> Select[*tuple[Any, ...]]:
    helpful = (
        select(func.coalesce(func.sum(VALUE), 0))
        .where(Vote.article_id == Revision.article_id)
        .scalar_subquery()
    )
    by_kind = case({kind: i for i, kind in enumerate(Kind)}, value=Revision.kind, else_=len(Kind))
    in_order = (by_kind, Revision.kind, helpful.desc(), Revision.title)
    whole = lines_of(sight).where(Revision.topic == bindparam("topic")).order_by(*in_order)
    return whole.limit(bindparam("count")).offset(bindparam("start"))


@lru_cache(maxsize=64)
def _topic_size(sight: Sight) -> Select[int]:
    on_it = (*_on_shelf(sight), Revision.topic == bindparam("topic"))
    return select(func.count()).select_from(Revision).where(*on_it)


@lru_cache(maxsize=64)
def _related(sight: Sight) -> Select[*tuple[Any, ...]]:
    is_same_product = case((Revision.product == bindparam("product"), 1), else_=0)
    return (
        lines_of(sight)
        .where(Revision.topic == bindparam("topic"))
        .order_by(is_same_product.desc(), Revision.id.desc())
        .limit(MOST_RELATED + 1)
    )


def lines_of(sight: Sight) -> Select[*tuple[Any, ...]]:
    """All that such a reader may find on the shelves of a language, to be put in order."""
    columns = (Article.id, Article.slug, Revision.title, Revision.summary, Revision.kind)
    shelf = select(*columns).join(Article, Article.id == Revision.article_id)
    return shelf.where(*_on_shelf(sight))


def _on_shelf(sight: Sight) -> tuple[ColumnElement[bool], ...]:
    """A revision is in the state 'published' exactly while it is its article's published one."""
    is_published = Revision.status == Status.PUBLISHED
    return (Revision.language == bindparam("language"), is_published, is_for(sight))


VALUE: ColumnElement[int] = case((cast(Vote.helpful, Integer) == 1, 1), else_=-1)
"""What a vote is worth."""


def as_lines(rows: Iterable[Any]) -> list[ArticleLine]:
    """What `lines_of` found."""
    return [ArticleLine(*row) for row in rows]
