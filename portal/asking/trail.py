"""What a client searched, was shown, read and found no help in before asking: gathered for the ticket."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from portal.asking.draft import Draft
from portal.search.logging import Deed, refusals_of, trail_of
from portal.search.masking import masked
from portal.tickets.filing import TrailKind
from portal.tickets.opening import TrailItem

LOOK_BACK = timedelta(hours=12)
"""How long before the draft its visit may have begun."""
SHOWN = 5
"""How many articles of one list of results are worth telling."""


def trail_for(draft: Draft, visit: str, voters: Collection[str]) -> list[TrailItem]:
    """The trail from the visit's start, and from that of the visit in which the draft began, in order.

    `voters` are the names under which this reader may have said no to an article.

    An agent's own searching says nothing about the client: on behalf there is none.
    """
    if draft.on_behalf:
        return []
    since = draft.started_at - LOOK_BACK
    visits = {visit, str(draft.trail.get("visit") or visit)}
    deeds = trail_of(visits, since) + refusals_of(set(voters), since)
    items = [item for deed in deeds for item in items_of(deed)]
    items += _noted(draft, items)
    return sorted(items, key=lambda item: item.at)


def items_of(deed: Deed) -> list[TrailItem]:
    """A search with what it showed, a read, a no: as entries of the ticket's trail."""
    if deed.kind in {TrailKind.READ, TrailKind.NOT_HELPFUL}:
        return [TrailItem(deed.kind, deed.at, deed.words, each) for each in deed.articles]
    shown = [TrailItem(TrailKind.SHOWN, deed.at, article_id=each) for each in deed.articles[:SHOWN]]
    if deed.kind is TrailKind.SEARCHED:
        return [TrailItem(TrailKind.SEARCHED, deed.at, deed.words), *shown]
    return shown


def _noted(draft: Draft, items: Sequence[TrailItem]) -> list[TrailItem]:
    """What the way to the form said and no log knows (the cookies were away, the log was late)."""
    at: datetime = draft.started_at
    words, article = masked(str(draft.trail.get("words") or "")), draft.trail.get("article")
    noted = []
    if words and all(item.words != words for item in items):
        noted.append(TrailItem(TrailKind.SEARCHED, at, words))
    if isinstance(article, int) and all(item.article_id != article for item in items):
        noted.append(TrailItem(TrailKind.READ, at, article_id=article))
    return noted
