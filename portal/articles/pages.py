"""What the page of one article is made of, read in one query whatever its links."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from portal.articles.addresses import article_path, topic_path
from portal.articles.article import Article, ArticleChange, Revision, Topic, Vote
from portal.articles.kinds import Status
from portal.articles.readers import Sight, is_for, sight_of
from portal.ground.db import db
from portal.people.viewer import Viewer


@dataclass(frozen=True)
class ArticlePage:
    """An article as its page shows it; `translation` is the path of the other language's article."""

    id: int
    language: str
    slug: str
    title: str
    summary: str
    kind: str
    number: int
    updated_on: date | None
    published_at: datetime | None
    product: str
    topic: str
    topic_title: str | None
    translation_language: str | None
    translation_slug: str | None
    html: str
    contents: list[dict[str, Any]]
    is_helpful: bool | None
    """What this reader said to 'Did this solve it?'; None: nothing yet."""
    reason: str | None
    as_of: int
    """The number of the last change to any article: what was kept until then still holds."""

    @property
    def path(self) -> str:
        return article_path(self.language, self.slug)

    @property
    def topic_path(self) -> str:
        return topic_path(self.language, self.topic)

    @property
    def translation(self) -> str | None:
        if not self.translation_language or not self.translation_slug:
            return None
        return article_path(self.translation_language, self.translation_slug)

    @property
    def updated(self) -> date | datetime | None:
        """When its words were last confirmed: the date that its file gives, else that of publication."""
        return self.updated_on or self.published_at


_other, _other_text = aliased(Article), aliased(Revision)
_SHOWN = (
    *(Article.id, Article.language, Article.slug, Revision.title, Revision.summary),
    *(Revision.kind, Revision.number, Revision.updated_on, Revision.published_at),
    *(Revision.product, Revision.topic, Topic.title),
    # a translation that is retired, or not for this reader, is none
    case((_other_text.id.is_not(None), _other.language)),
    case((_other_text.id.is_not(None), _other.slug)),
    *(Revision.html, Revision.contents, Vote.helpful, Vote.reason),
    select(func.max(ArticleChange.id)).scalar_subquery(),
)


def page_of(viewer: Viewer, language: str, slug: str, voter: str = "") -> ArticlePage | None:
    """The article at this address, if this viewer may read it, with what `voter` said of it. One query."""
    asked = {"language": language, "slug": slug, "voter": voter}
    row = db.session.execute(_page_query(sight_of(viewer)), asked).first()
    return ArticlePage(*row) if row else None


@lru_cache(maxsize=64)
def _page_query(sight: Sight) -> Select[*tuple[Any, ...]]:
    """Prepared once for each kind of reader: building it takes longer than running it."""
    is_pair = or_(_other.id == Article.translation_of_id, _other.translation_of_id == Article.id)
    is_readable = and_(_other_text.id == _other.published_id, is_for(sight, _other_text))
    is_own = and_(Vote.article_id == Article.id, Vote.voter == bindparam("voter"))
    on_shelf = and_(Topic.language == Article.language, Topic.slug == Revision.topic)
    return (
        select(*_SHOWN)
        .select_from(Article)
        .join(Revision, Revision.id == Article.published_id)
        .outerjoin(Topic, on_shelf)
        .outerjoin(_other, is_pair)
        .outerjoin(_other_text, is_readable)
        .outerjoin(Vote, is_own)
        .where(Article.language == bindparam("language"), Article.slug == bindparam("slug"))
        .where(Article.retired_at.is_(None), is_for(sight))
        .order_by(_other_text.id.is_(None))
        .limit(1)
    )


@dataclass(frozen=True)
class RevisionLine:
    """One line of an article's history."""

    number: int
    status: str
    updated_on: date | None
    published_at: datetime | None
    change: str
    author: str
    approver: str


def history_of(article_id: int, viewer: Viewer) -> list[RevisionLine]:
    """The revisions that readers like this viewer have seen, newest first."""
    columns = (
        *(Revision.number, Revision.status, Revision.updated_on, Revision.published_at),
        *(Revision.change, Revision.author, Revision.approver),
    )
    query = (
        select(*columns)
        .where(
            Revision.article_id == article_id,
            Revision.status.in_((Status.PUBLISHED, Status.REPLACED, Status.RETIRED)),
            is_for(sight_of(viewer)),
        )
        .order_by(Revision.number.desc())
    )
    return [RevisionLine(*row) for row in db.session.execute(query)]
