"""Who may read an article: everyone, clients, those on certain plans, agents."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, String, and_, cast, or_, select, true

from portal.articles.article import Article, Revision
from portal.articles.kinds import ArticleAudience
from portal.people.viewer import Viewer


@dataclass(frozen=True)
class Sight:
    """How much a viewer sees; viewers with the same sight share their prepared queries."""

    is_agent: bool
    is_known: bool
    plan: str | None


def sight_of(viewer: Viewer) -> Sight:
    """What decides about this viewer: agents see everything, the known see what is for clients."""
    return Sight(viewer.is_agent, viewer.person is not None, viewer.plan)


def readable_by(viewer: Viewer) -> Select[Article]:
    """The published articles that this viewer may read, joined with their published revision (`Revision`)."""
    return _readable(sight_of(viewer))


@lru_cache(maxsize=64)
def _readable(sight: Sight) -> Select[Article]:
    """Prepared once for each kind of reader: building it takes longer than running it."""
    return (
        select(Article)
        .join(Revision, Article.published_id == Revision.id)
        .where(Article.retired_at.is_(None), is_for(sight))
    )


def is_for(sight: Sight, revision: type[Revision] = Revision) -> ColumnElement[bool]:
    """The condition that a revision's audience includes those with this sight."""
    if sight.is_agent:
        return true()
    open_to = [ArticleAudience.EVERYONE]
    if sight.is_known:
        open_to.append(ArticleAudience.CLIENTS)
    allowed = revision.audience.in_(open_to)
    if sight.plan is None:
        return allowed
    named = cast(revision.plans, String).contains(f'"{sight.plan}"', autoescape=True)
    return or_(allowed, and_(revision.audience == ArticleAudience.PLANS, named))


def may_read(viewer: Viewer, audience: str, plans: list[str]) -> bool:
    """The same rule for one article that is at hand."""
    if viewer.is_agent or audience == ArticleAudience.EVERYONE:
        return True
    if audience == ArticleAudience.CLIENTS:
        return viewer.person is not None
    return audience == ArticleAudience.PLANS and viewer.plan in plans
