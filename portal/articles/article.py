"""The tables of articles: article, revision, topic, the log of changes, votes and views."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.ground.db import Model


class Topic(Model):
    """A shelf of articles in one language, as `topics.toml` of that language's folder has it."""

    __tablename__ = "topics"
    __table_args__ = (UniqueConstraint("language", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str]
    slug: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=1000)
    translation_of: Mapped[str | None]


class Article(Model):
    """An article in one language. What it says stands in its revisions."""

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("language", "slug"),
        UniqueConstraint("language", "identifier"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str]
    slug: Mapped[str]
    identifier: Mapped[str | None]
    translation_of_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    published_id: Mapped[int | None] = mapped_column(
        ForeignKey("revisions.id", use_alter=True), index=True
    )
    source_path: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    """The article that says it better, told to who comes to this one when it is retired."""

    published: Mapped["Revision | None"] = relationship(
        foreign_keys=[published_id], post_update=True
    )
    revisions: Mapped[list["Revision"]] = relationship(
        back_populates="article", foreign_keys="Revision.article_id", order_by="Revision.number"
    )


class Revision(Model):
    """One text of an article: its exact bytes, its front matter read into columns, its HTML rendered once.

    `sections` is a list of {"anchor", "level", "title", "path": [titles above], "text"}; the first
    one, before any heading, has an empty anchor. `text` is plain. The long columns stand last, so
    that a list of articles never reads them; `language` is the article's, repeated for the shelves.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        # a shelf is read from this index alone: who may see what, topic by topic
        Index("ix_revisions_shelf", "language", "status", "topic", "audience", "plans"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    language: Mapped[str]
    number: Mapped[int]
    status: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    product: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]] = mapped_column(default=list)
    audience: Mapped[str]
    plans: Mapped[list[str]] = mapped_column(default=list)
    asked_as: Mapped[list[str]] = mapped_column(default=list)
    author: Mapped[str] = mapped_column(default="")
    approver: Mapped[str] = mapped_column(default="")
    change: Mapped[str] = mapped_column(default="")
    translation_of: Mapped[str] = mapped_column(default="")
    updated_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]
    returned_because: Mapped[str] = mapped_column(default="", server_default="")
    """What a reviewer asked for when they sent it back; '' once it is sent for review again."""
    returned_by: Mapped[str] = mapped_column(default="", server_default="")
    source: Mapped[bytes] = mapped_column(deferred=True)
    html: Mapped[str] = mapped_column(deferred=True)
    contents: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, deferred=True)
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, deferred=True)

    article: Mapped[Article] = relationship(back_populates="revisions", foreign_keys=[article_id])


class ArticleChange(Model):
    """The log of what happened to articles. Append-only; followers read it."""

    __tablename__ = "article_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    kind: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    article: Mapped[Article] = relationship()
    revision: Mapped[Revision | None] = relationship()


class Vote(Model):
    """One reader's answer to 'Did this solve it?'. `voter` is a keyed hash of the person or browser."""

    __tablename__ = "votes"
    __table_args__ = (
        UniqueConstraint("article_id", "voter"),
        Index("ix_votes_month", "at", "article_id", "helpful"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    voter: Mapped[str]
    helpful: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class ViewTally(Model):
    """How often an article was opened on one day."""

    __tablename__ = "article_views"
    __table_args__ = (Index("ix_article_views_month", "on", "article_id", "count"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class MirroredFile(Model):
    """What both sides held at the last sync: the file (`sha256`; '' when it was not there), and the
    article's text in force (`ours`; '' when there was none). A side changed where its hash differs.
    """

    __tablename__ = "mirrored_files"

    path: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    ours: Mapped[str]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)


class SyncConflict(Model):
    """An article that changed in the folder and here since the last sync: both texts are kept as revisions."""

    __tablename__ = "sync_conflicts"
    __table_args__ = (CheckConstraint("ours_id <> theirs_id", name="two_texts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    ours_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    theirs_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    file_sha256: Mapped[str]
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
