"""Which revision of an article is in force, and what is logged when that changes. All inside `writing()`."""

from datetime import datetime

from sqlalchemy import func, select

from portal.articles.article import Article, ArticleChange, Revision, SyncConflict
from portal.articles.front_matter import Document
from portal.articles.kinds import Change, Status
from portal.articles.lifecycle import NEXT, Step
from portal.articles.texts import ArticleText
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.rendering import Rendered
from portal.people.person import Person
from portal.people.refusal import Forbidden


def move(revision: Revision, step: Step) -> None:
    """Take one step of the lifecycle. Raises Forbidden where the revision's state does not allow it."""
    after = NEXT.get((Status(revision.status), step))
    if after is None:
        raise Forbidden(_("This version of the article has changed meanwhile. Look at it again."))
    revision.status = after


def add_article(language: str, slug: str, now: datetime) -> Article:
    """A new article without a text yet."""
    article = Article(language=language, slug=slug, created_at=now)
    db.session.add(article)
    return article


def add_revision(
    article: Article,
    document: Document,
    text: ArticleText,
    rendered: Rendered,
    status: Status,
    person: Person | None,
    now: datetime,
) -> Revision:
    """The next revision of an article, in this state."""
    revision = Revision(
        article=article,
        language=article.language,
        number=_newest_number(article) + 1,
        status=status,
        created_at=now,
        created_by_id=person.id if person else None,
        **columns_of(document, text, rendered),
    )
    db.session.add(revision)
    return revision


def _newest_number(article: Article) -> int:
    if article.id is None:  # it was made just now
        return 0
    query = select(func.max(Revision.number)).where(Revision.article_id == article.id)
    return db.session.scalar(query) or 0


def columns_of(document: Document, text: ArticleText, rendered: Rendered) -> dict[str, object]:
    """What a text is in the columns of a revision."""
    parts = (
        *("title", "summary", "kind", "category", "product", "topic", "audience"),
        *("author", "approver", "change", "translation_of", "updated_on"),
    )
    return {
        **{part: getattr(text, part) for part in parts},
        "tags": list(text.tags),
        "plans": list(text.plans),
        "asked_as": list(text.asked_as),
        "source": document.source,
        "html": rendered.html,
        "contents": rendered.contents,
        "sections": rendered.sections,
    }


def in_force(article: Article) -> Revision | None:
    """The revision that the folder holds: the published one, or the one that was retired."""
    states = (Status.PUBLISHED, Status.RETIRED)
    query = select(Revision).where(Revision.article_id == article.id, Revision.status.in_(states))
    return db.session.scalar(query)


def put_in_force(revision: Revision, person: Person | None, now: datetime) -> None:
    """Publish a revision in place of the one before it, and log it."""
    article = revision.article
    was_retired = article.retired_at is not None
    _take_over(revision, now)
    move(revision, Step.RESTORE if revision.status == Status.RETIRED else Step.PUBLISH)
    revision.published_at = revision.published_at or now
    article.published, article.retired_at = revision, None
    link_translation(article, revision)
    log(revision, Change.RESTORED if was_retired else Change.PUBLISHED, person, now)


def put_retired(revision: Revision, person: Person | None, now: datetime) -> None:
    """Keep a revision as the retired text of its article; logged where readers could see it until now."""
    article = revision.article
    was_published = article.published is not None
    _take_over(revision, now)
    if revision.status != Status.PUBLISHED:
        move(revision, Step.PUBLISH)
    move(revision, Step.RETIRE)
    article.published, article.retired_at = None, now
    if was_published:
        log(revision, Change.RETIRED, person, now)


def _take_over(revision: Revision, now: datetime) -> None:
    """The revision in force until now is replaced, and what was in conflict is settled."""
    if revision.number == 1:
        return  # nothing can have been before it
    before = in_force(revision.article)
    if before is not None and before is not revision:
        move(before, Step.REPLACE)
    settle_conflicts(revision.article, now)


def log(revision: Revision, kind: Change, person: Person | None, now: datetime) -> None:
    """Append to the log that followers read."""
    person_id = person.id if person else None
    db.session.add(
        ArticleChange(
            article=revision.article, revision=revision, kind=kind, at=now, person_id=person_id
        )
    )


def link_translation(article: Article, revision: Revision) -> bool:
    """Link the article to the one that it translates; False where that one is not there (yet)."""
    if not revision.translation_of:
        return True
    original = select(Article.id).where(
        Article.language != article.language, Article.slug == revision.translation_of
    )
    article.translation_of_id = db.session.scalar(original)
    return article.translation_of_id is not None


def claim_identifier(article: Article, identifier: str | None) -> bool:
    """Give the article its identifier; False where another article of its language has it already."""
    if article.identifier == identifier:
        return True
    taken = identifier and db.session.scalar(
        select(Article.id).where(
            Article.language == article.language,
            Article.identifier == identifier,
            Article.id != article.id,
        )
    )
    if taken:
        return False
    article.identifier = identifier
    return True


def settle_conflicts(article: Article, now: datetime) -> None:
    """Someone decided about the article: what was open between folder and portal is settled."""
    for conflict in db.session.scalars(
        select(SyncConflict).where(
            SyncConflict.article_id == article.id, SyncConflict.settled_at.is_(None)
        )
    ):
        conflict.settled_at = now
