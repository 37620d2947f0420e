"""How people write articles: draft, review, publish, retire, restore. Verbs run inside `writing()`."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from portal.articles.addresses import slug_of
from portal.articles.article import Article, Revision
from portal.articles.drawing import draw
from portal.articles.fields import Value
from portal.articles.foreign import is_foreign, read_text
from portal.articles.front_matter import Document, edited, new, read
from portal.articles.in_force import (
    add_article,
    add_revision,
    claim_identifier,
    columns_of,
    in_force,
    move,
    put_in_force,
    put_retired,
)
from portal.articles.kinds import Status
from portal.articles.lifecycle import Step
from portal.articles.texts import ArticleText, all_fields, changed_fields, status_of
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.rendering import Rendered
from portal.people.person import Person
from portal.people.refusal import Forbidden

IDENTIFIER = "KB-"
LONGEST_REASON = 1000


def prepare(text: ArticleText) -> Rendered:
    """The slow part of `revise`, for the view's own beat before `writing()`. Raises Unreadable."""
    return draw(text)


def preview(body: str, language: str = "en") -> str:
    """The safe HTML of a text that is being written. Raises Unreadable."""
    return draw(ArticleText(title="", body=body, language=language)).html


def latest(article: Article) -> Revision:
    """The newest revision of an article, whatever its state: what an editor opens."""
    query = select(Revision).where(Revision.article_id == article.id)
    return db.session.scalars(query.order_by(Revision.number.desc()).limit(1)).one()


def text_in(revision: Revision) -> ArticleText:
    """What a revision says, with its body: what an editor shows."""
    article = revision.article
    text, _status = read_text(read(revision.source), article.language, article.slug)
    return text


def revise(
    article: Article | None,
    text: ArticleText,
    person: Person | None,
    now: datetime,
    rendered: Rendered | None = None,
    base: Revision | None = None,
) -> Revision:
    """A draft with this text: a new article (None), or the next revision of one.

    `rendered` is what `prepare(text)` gave; `base` the revision that was edited (the newest, where
    not given). A person's draft is changed in place; one that came as a file keeps its text. The language of an article
    that exists stays as it is, and its slug from when it is first published. Raises Unreadable for a text that cannot be rendered.
    """
    rendered = rendered or prepare(text)
    if article is None:
        return _first(text, rendered, person, now)
    base = base or latest(article)
    document = read(base.source)
    before, _status = read_text(document, article.language, article.slug)
    text = replace(text, language=article.language, identifier=before.identifier)
    text = replace(text, slug=_moved(article, text.slug))
    document = edited(document, changed_fields(before, text), text.body)
    if base.status != Status.DRAFT or base.created_by_id is None:
        document = _stamped(document, Status.DRAFT, {})
        return _flushed(add_revision(article, document, text, rendered, Status.DRAFT, person, now))
    for column, value in columns_of(document, text, rendered).items():
        setattr(base, column, value)
    return base


def submit_for_review(revision: Revision) -> None:
    """The author is done: someone else may look."""
    move(revision, Step.SUBMIT)
    revision.returned_because = revision.returned_by = ""


def hand_back(revision: Revision, reviewer: Person | None = None, reason: str = "") -> None:
    """A draft again; where a reviewer asks for changes, with their name and why, for the author."""
    move(revision, Step.RETURN)
    revision.returned_because = reason.strip()[:LONGEST_REASON]
    revision.returned_by = reviewer.name if reviewer else ""


def publish(
    revision: Revision, approver: Person | None, now: datetime, must_differ: bool = False
) -> None:
    """Publish a revision; it says who approved it and when.

    Raises Forbidden where author and approver have to differ and do not, or where the state forbids it.
    """
    if must_differ and (approver is None or approver.id == revision.created_by_id):
        raise Forbidden(_("Someone other than the author has to approve this article."))
    changes: dict[str, Value | None] = {"updatedAt": now.date().isoformat()}
    if approver is not None:
        changes["approver"] = revision.approver = approver.name
    document = read(revision.source)
    if not is_foreign(document):
        changes["revision"] = str(revision.number)
    revision.updated_on = now.date()
    revision.source = _stamped(document, Status.PUBLISHED, changes).source
    put_in_force(revision, approver, now)


def retire(
    article: Article, person: Person | None, now: datetime, replaced_by: Article | None = None
) -> None:
    """Take an article away from its readers; its revisions stay. `replaced_by` is what they are led to.
    Raises Forbidden where it is not published."""
    revision = in_force(article)
    if revision is None or revision.status != Status.PUBLISHED:
        raise Forbidden(_("This article isn’t published, so it can’t be retired."))
    revision.source = _stamped(read(revision.source), Status.RETIRED, {}).source
    article.replaced_by_id = replaced_by.id if replaced_by else None
    put_retired(revision, person, now)


def restore(article: Article, person: Person | None, now: datetime) -> None:
    """Give a retired article back to its readers. Raises Forbidden where it is not retired."""
    revision = in_force(article)
    if revision is None or revision.status != Status.RETIRED:
        raise Forbidden(_("This article isn’t retired, so it can’t be restored."))
    revision.source = _stamped(read(revision.source), Status.PUBLISHED, {}).source
    put_in_force(revision, person, now)


def free_slug(language: str, slug: str) -> str:
    """This slug, or the next free one: 'sin-audio', 'sin-audio-2', …"""
    taken = set(
        db.session.scalars(
            select(Article.slug).where(Article.language == language, Article.slug.like(f"{slug}%"))
        )
    )
    numbered = (f"{slug}-{count}" for count in range(2, len(taken) + 3))
    return slug if slug not in taken else next(name for name in numbered if name not in taken)


def may_move(article: Article) -> bool:
    """Whether no reader and no file knows its address yet, so that it can have another."""
    is_unread = article.published_id is None and article.retired_at is None
    return is_unread and article.source_path is None


def _moved(article: Article, slug: str) -> str:
    """The article's address, which becomes this one while it can."""
    if slug and slug != article.slug and may_move(article):
        article.slug = free_slug(article.language, slug)
    return article.slug


def _first(text: ArticleText, rendered: Rendered, person: Person | None, now: datetime) -> Revision:
    text = replace(text, slug=free_slug(text.language, text.slug or slug_of(text.title)))
    text = replace(text, identifier=text.identifier or _next_identifier(text))
    article = add_article(text.language, text.slug, now)
    claim_identifier(article, text.identifier)
    document = new(all_fields(text, Status.DRAFT, 1), text.body)
    return _flushed(add_revision(article, document, text, rendered, Status.DRAFT, person, now))


def _flushed(revision: Revision) -> Revision:
    """The revision with its number in the database, as an address needs it."""
    db.session.flush()
    return revision


def _next_identifier(text: ArticleText) -> str:
    """A pair shares its identifier; other new articles get the next number."""
    original = select(Article.identifier).where(
        Article.language != text.language, Article.slug == text.translation_of
    )
    shared = db.session.scalar(original) if text.translation_of else None
    if shared:
        return shared
    known = db.session.scalars(
        select(Article.identifier).where(
            Article.identifier.startswith(IDENTIFIER),
            func.length(Article.identifier) < len(IDENTIFIER) + 10,
        )
    )
    numbers = (str(name).removeprefix(IDENTIFIER) for name in known)
    newest = max((int(number) for number in numbers if number.isdecimal()), default=0)
    return f"{IDENTIFIER}{newest + 1:04d}"


def _stamped(document: Document, status: Status, changes: dict[str, Value | None]) -> Document:
    """The file with its state written in it: the word that it has stays where it says the same."""
    words = {} if status_of(document) is status else {"status": str(status)}
    return edited(document, {**changes, **words}, None)
