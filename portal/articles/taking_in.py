"""How a file of the folder becomes a revision: read and rendered first, then added inside `writing()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from portal.articles.addresses import named_by
from portal.articles.article import Article, Revision, SyncConflict
from portal.articles.drawing import draw
from portal.articles.folder import digest, read_bytes
from portal.articles.foreign import read_text
from portal.articles.front_matter import Document, read
from portal.articles.in_force import (
    add_article,
    add_revision,
    claim_identifier,
    put_in_force,
    put_retired,
)
from portal.articles.kinds import Status
from portal.articles.reports import Outcome
from portal.articles.texts import ArticleText
from portal.ground.db import db
from portal.ground.rendering import Rendered

MayPublish = Callable[[int | None, ArticleText], bool]
"""Whether a text for this article (None: a new one) may be published; asked inside `writing()`."""


@dataclass(frozen=True)
class Arrival:
    """A file that was read and rendered, ready to be taken in."""

    path: str
    sha256: str
    document: Document
    text: ArticleText
    status: Status
    rendered: Rendered


def arrival(folder: Path, path: str) -> Arrival:
    """Read and render one file. Slow: outside `writing()`. Raises Unreadable."""
    source = read_bytes(folder, path)
    language, slug = named_by(path)
    document = read(source)
    text, status = read_text(document, language, slug)
    return Arrival(path, digest(source), document, text, status, draw(text))


def article_at(language: str, slug: str) -> Article | None:
    """The article at an address, published or not."""
    return db.session.scalar(
        select(Article).where(Article.language == language, Article.slug == slug)
    )


def always(_article_id: int | None, _text: ArticleText) -> bool:
    """Any text may be published as its file asks."""
    return True


def take_in(
    arrived: Arrival, needs_approver: bool, now: datetime, may_publish: MayPublish = always
) -> tuple[Article, Outcome, bool]:
    """Add the file's text as a revision in the state that it asks for; an article is made where there is none.
    What `may_publish` refuses waits for review.

    The article, what became of it, and whether it could have the identifier that the file names.
    """
    text = arrived.text
    article = article_at(text.language, text.slug)
    article = article or add_article(text.language, text.slug, now)
    has_identifier = claim_identifier(article, text.identifier)
    revision = _added(article, arrived, now)
    is_approved = bool(text.approver) or not needs_approver
    if arrived.status is Status.PUBLISHED and is_approved and may_publish(article.id, text):
        put_in_force(revision, None, now)
        return article, Outcome.PUBLISHED, has_identifier
    if arrived.status is Status.RETIRED:
        put_retired(revision, None, now)
        return article, Outcome.RETIRED, has_identifier
    is_draft = arrived.status is Status.DRAFT
    revision.status = Status.DRAFT if is_draft else Status.IN_REVIEW
    return article, Outcome.DRAFT if is_draft else Outcome.IN_REVIEW, has_identifier


def keep_both(arrived: Arrival, article: Article, ours: Revision, now: datetime) -> None:
    """Both sides changed: ours stays in force, theirs is kept as a revision in review."""
    theirs = _added(article, arrived, now)
    theirs.status = Status.IN_REVIEW
    db.session.flush()
    db.session.add(
        SyncConflict(
            article_id=article.id,
            ours_id=ours.id,
            theirs_id=theirs.id,
            file_sha256=arrived.sha256,
            at=now,
        )
    )


def conflict_about(article_id: int, sha256: str) -> SyncConflict | None:
    """The newest conflict in which this text of the file was kept, open or settled."""
    query = (
        select(SyncConflict)
        .where(SyncConflict.article_id == article_id, SyncConflict.file_sha256 == sha256)
        .order_by(SyncConflict.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def _added(article: Article, arrived: Arrival, now: datetime) -> Revision:
    return add_revision(
        article, arrived.document, arrived.text, arrived.rendered, Status.DRAFT, None, now
    )
