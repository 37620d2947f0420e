"""What goes along with a request beside its answers, in words: what was searched and read before it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.articles.article import Article, Revision
from portal.articles.readers import readable_by
from portal.articles.views.article import voter
from portal.asking.draft import Draft
from portal.asking.trail import LOOK_BACK, item_key, refused_articles, told_of, trail_for
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.viewer import Viewer
from portal.people.visiting import browser_hash, current_visit
from portal.tickets.filing import TrailKind
from portal.tickets.opening import TrailItem


@dataclass(frozen=True)
class AlsoLine:
    """One line of the list, and what stands for it in the form that takes it out."""

    key: str
    words: str


def trail_of_draft(draft: Draft) -> list[TrailItem]:
    """What would go with this draft if it was sent now."""
    return trail_for(draft, current_visit(), voters())


def refused_here(since: datetime) -> frozenset[int]:
    """The articles that this reader said no to, since a while before that moment."""
    return refused_articles(voters(), since - LOOK_BACK)


def voters() -> Collection[str]:
    """The names under which this reader may have answered 'Did this solve it?'."""
    return (voter(), browser_hash())


def also_lines(items: Sequence[TrailItem], viewer: Viewer) -> list[AlsoLine]:
    """The searches, reads and refusals, in order. One query."""
    told = told_of(items)
    titles = _titles({item.article_id for item in told if item.article_id}, viewer)
    lines = [(item_key(item), _words(item, titles)) for item in told]
    return [AlsoLine(key, words) for key, words in lines if words]


def _words(item: TrailItem, titles: dict[int, str]) -> str:
    title = titles.get(item.article_id or 0, "")
    if item.kind is TrailKind.SEARCHED:
        return _("You searched for “%(words)s”", words=item.words)
    if not title:
        return ""
    if item.kind is TrailKind.READ:
        return _("You read “%(title)s”", title=title)
    if item.words:
        return _("“%(title)s” did not help you: %(reason)s", title=title, reason=item.words)
    return _("“%(title)s” did not help you", title=title)


def _titles(numbers: Collection[int], viewer: Viewer) -> dict[int, str]:
    if not numbers:
        return {}
    readable = readable_by(viewer).with_only_columns(Article.id, Revision.title)
    rows = db.session.execute(readable.where(Article.id.in_(numbers)))
    return {row.id: row.title for row in rows}
