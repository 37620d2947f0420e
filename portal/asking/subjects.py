"""What a request can be about: the topics of the articles, so that the desk finds and files it under the same name."""

from dataclasses import dataclass

from sqlalchemy import func, select

from portal.articles.article import Article, Revision, Topic
from portal.ground.db import db

MOST = 60
"""How many topics a list to choose from may have; an imported base has hundreds of tags."""


@dataclass(frozen=True)
class Subject:
    """A topic to choose: its slug and its title in the reader's language."""

    slug: str
    title: str


def subjects(language: str) -> list[Subject]:
    """The topics in that language, in the order of the home page."""
    rows = db.session.execute(
        select(Topic.slug, Topic.title)
        .where(Topic.language == language)
        .order_by(Topic.position, Topic.title)
        .limit(MOST)
    )
    return [Subject(row.slug, row.title) for row in rows]


def topic_of(article_id: int) -> str:
    """The topic of a published article; '' where there is none."""
    topic = (
        select(Revision.topic)
        .join(Article, Article.published_id == Revision.id)
        .where(Article.id == article_id)
    )
    return db.session.scalar(topic) or ""


def product_of(topic: str) -> str:
    """The product that most published articles of a topic are about; '' where nobody says."""
    if not topic:
        return ""
    product = (
        select(Revision.product)
        .join(Article, Article.published_id == Revision.id)
        .where(Revision.topic == topic, Revision.product != "")
        .group_by(Revision.product)
        .order_by(func.count().desc(), Revision.product)
        .limit(1)
    )
    return db.session.scalar(product) or ""
