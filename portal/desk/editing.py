"""How the desk writes articles: kept, sent to review, handed back, published; and the tickets that wait for one."""

from datetime import datetime

from sqlalchemy import exists, select

from portal.articles import writing_up
from portal.articles.article import Article, Revision
from portal.articles.front_matter import plain
from portal.articles.kinds import Status
from portal.articles.texts import ArticleText
from portal.desk.guarding import refuse_undecided
from portal.ground.db import db
from portal.ground.rendering import Rendered
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.closing import Lesson, Resolution
from portal.tickets.conversation import Event
from portal.tickets.events import EventKind
from portal.tickets.ticket import Ticket


def keep(
    article: Article | None, text: ArticleText, rendered: Rendered, person: Person, now: datetime
) -> Revision:
    """Keep the text as a draft: of this article, or a new one (None). Inside `writing()`, as all here.

    What was in review comes back to be written on. The same new text, sent twice by the same
    person, is one draft.
    """
    if article is None:
        earlier = _kept_already(text, person)
        return earlier or writing_up.revise(None, text, person, now, rendered)
    base = writing_up.latest(article)
    if base.status == Status.IN_REVIEW:
        writing_up.hand_back(base)
    return writing_up.revise(article, text, person, now, rendered, base)


def keep_for_ticket(
    ticket: Ticket,
    resolution: Resolution,
    article: Article | None,
    text: ArticleText,
    rendered: Rendered,
    person: Person,
    now: datetime,
) -> Revision:
    """Keep the article that this ticket's resolution is written up in, and note it there."""
    if article is None and resolution.lesson == Lesson.WRITTEN and resolution.article_id:
        article = db.session.get(Article, resolution.article_id)  # sent twice, or kept meanwhile
    revision = keep(article, text, rendered, person, now)
    resolution.article_id, resolution.lesson = revision.article_id, Lesson.WRITTEN
    return revision


def submit(revision: Revision) -> None:
    """The author is done. Raises Forbidden as `publish` does: a reviewer is not shown what nobody decided about."""
    refuse_undecided(revision)
    writing_up.submit_for_review(revision)


def publish(revision: Revision, person: Person, now: datetime) -> None:
    """Approve and publish, and link the article on every ticket whose solution it is.

    Raises Forbidden where private data is undecided (see `guarding`).
    """
    refuse_undecided(revision)
    writing_up.publish(revision, person, now)
    for ticket in _tickets_waiting_for(revision.article_id):
        steps.link_article(ticket, person, revision.article_id, now)


def _kept_already(text: ArticleText, person: Person) -> Revision | None:
    """The draft that this person began with this very text."""
    query = (
        select(Revision)
        .join(Revision.article)
        .where(
            Revision.created_by_id == person.id,
            Revision.status == Status.DRAFT,
            Revision.number == 1,
            Revision.title == text.title,
            Article.language == text.language,
        )
        .order_by(Revision.id.desc())
        .limit(1)
    )
    earlier = db.session.scalars(query).one_or_none()
    if earlier is None or writing_up.text_in(earlier).body != plain(text.body):
        return None
    return earlier


def _tickets_waiting_for(article_id: int) -> list[Ticket]:
    """Tickets whose resolution names the article and whose log does not, yet."""
    told = exists().where(
        Event.ticket_id == Ticket.id,
        Event.kind == EventKind.ARTICLE_LINKED,
        Event.subject_id == article_id,
    )
    solved = select(Resolution.ticket_id).where(Resolution.article_id == article_id)
    return list(db.session.scalars(select(Ticket).where(Ticket.id.in_(solved), ~told)))
