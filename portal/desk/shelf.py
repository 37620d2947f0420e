"""The articles as the desk lists them: every revision that somebody still has to do with, and conflicts with the folder."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager

from portal.articles.article import Article, Revision, SyncConflict, Topic
from portal.articles.kinds import Status
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.matching import holds

PAGE = 50
MOST_PAGES = 400
SHELVES = (Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED, Status.RETIRED)


@dataclass(frozen=True)
class Shelf:
    """One page of revisions in a state, newest first, each with its article; `total` passes the words."""

    revisions: Sequence[Revision]
    counts: dict[Status, int]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, min(MOST_PAGES, -(-self.total // PAGE)))


@dataclass(frozen=True)
class Conflict:
    """An article that changed here and in the folder: both texts are kept as revisions."""

    language: str
    slug: str
    title: str
    ours: int
    theirs: int


def shelf(status: Status, words: str, page: int) -> Shelf:
    """The revisions in this state whose title or address holds every word. Two queries."""
    page = min(max(page, 1), MOST_PAGES)
    wanted = [Revision.status == status, *(_holds(word) for word in words.split()[:10])]
    of_each = [_count(Revision.status == each) for each in SHELVES]
    numbers: Sequence[int] = db.session.execute(select(*of_each, _count(*wanted))).one()
    rows = (
        select(Revision)
        .join(Revision.article)
        .options(contains_eager(Revision.article))
        .where(*wanted)
        .order_by(
            func.coalesce(Revision.published_at, Revision.created_at).desc(), Revision.id.desc()
        )
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    counts = dict(zip(SHELVES, numbers[:-1], strict=True))
    return Shelf(db.session.scalars(rows).all(), counts, numbers[-1], page)


def open_conflicts() -> list[Conflict]:
    """What a sync could not decide, oldest first. One query."""
    ours, theirs = Revision.__table__.alias("ours"), Revision.__table__.alias("theirs")
    query = (
        select(Article.language, Article.slug, ours.c.title, ours.c.number, theirs.c.number)
        .join(SyncConflict, SyncConflict.article_id == Article.id)
        .join(ours, ours.c.id == SyncConflict.ours_id)
        .join(theirs, theirs.c.id == SyncConflict.theirs_id)
        .where(SyncConflict.settled_at.is_(None))
        .order_by(SyncConflict.id)
        .limit(20)
    )
    return [Conflict(*row) for row in db.session.execute(query)]


def topic_choices(language: str, current: str) -> list[tuple[str, str]]:
    """The topics of a language for a select; one that an article names stays, known or not. One query."""
    query = select(Topic.slug, Topic.title).where(Topic.language == language)
    rows = db.session.execute(query.order_by(Topic.position))
    known = {row.slug: row.title for row in rows}
    stray = {current: current} if current and current not in known else {}
    return [("", _("None")), *(known | stray).items()]


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    counted = select(func.count(Revision.id)).select_from(Revision).join(Revision.article)
    return counted.where(*conditions).scalar_subquery()


def _holds(word: str) -> ColumnElement[bool]:
    return holds(Revision.title, word) | holds(Article.slug, word)
