"""What a client searched, was shown, read and found no help in before asking: gathered for the ticket, announced, taken out."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import chain

from portal.asking.belonging import belonging, shortened, trail_key
from portal.asking.draft import Draft
from portal.search.logging import Deed, refusals_of, trail_of
from portal.search.masking import masked
from portal.tickets.filing import TrailKind
from portal.tickets.opening import TrailItem

LOOK_BACK = timedelta(hours=12)
"""How long before the draft its visit may have begun."""
SHOWN = 5
"""How many articles of one list of results are worth telling."""
TELLING = ("title", "description", "error_message")
LEFT_OUT = "left_out"


def trail_for(draft: Draft, visit: str, voters: Collection[str]) -> list[TrailItem]:
    """What goes with the ticket: of the visit, and of that in which the draft began, what belongs to it, in order.

    `voters` are the names under which this reader may have said no to an article. What was taken out
    stays out, with the articles that it had shown. An agent's own searching says nothing about the
    client: on behalf there is none.
    """
    if draft.on_behalf:
        return []
    since = draft.started_at - LOOK_BACK
    visits = {visit, str(draft.trail.get("visit") or visit)}
    deeds = sorted(trail_of(visits, since) + refusals_of(set(voters), since), key=lambda d: d.at)
    words = "\n".join(str(draft.answers.get(name, "")) for name in TELLING)
    groups = [items_of(deed) for deed in belonging(deeds, words, draft.started_at)]
    groups += [[item] for item in _noted(draft, list(chain(*groups)))]
    left_out = set(draft.trail.get(LEFT_OUT, ()))
    kept = [group for group in groups if group and not left_out & set(map(item_key, group))]
    return sorted(_each_once(chain(*kept)), key=lambda item: item.at)


def items_of(deed: Deed) -> list[TrailItem]:
    """A search with what it showed, a read, a no: as entries of the ticket's trail."""
    if deed.kind in {TrailKind.READ, TrailKind.NOT_HELPFUL}:
        return [TrailItem(deed.kind, deed.at, deed.words, each) for each in deed.articles]
    shown = [TrailItem(TrailKind.SHOWN, deed.at, article_id=each) for each in deed.articles[:SHOWN]]
    if deed.kind is TrailKind.SEARCHED:
        return [TrailItem(TrailKind.SEARCHED, deed.at, shortened(deed.words)), *shown]
    return shown


def announced(items: Sequence[TrailItem], told: Collection[str]) -> list[TrailItem]:
    """Of these, what the check page had listed, by its keys; what was shown goes with its search."""
    gone = {item.at for item in items if _is_told(item) and item_key(item) not in told}
    return [
        item
        for item in items
        if (item_key(item) in told if _is_told(item) else item.at not in gone)
    ]


def told_of(items: Sequence[TrailItem]) -> list[TrailItem]:
    """What the check page lists: what was searched, read, and found no help in."""
    return [item for item in items if _is_told(item)]


def leave_out(draft: Draft, key: str) -> None:
    """Forget this line for the ticket, inside `writing()`."""
    left_out = [*draft.trail.get(LEFT_OUT, ()), key[:16]]
    draft.trail = draft.trail | {LEFT_OUT: left_out[-50:]}


def refused_articles(voters: Collection[str], since: datetime) -> frozenset[int]:
    """The articles that this reader said no to since then: not to be offered as help again. One query."""
    return frozenset(
        article for deed in refusals_of(set(voters), since) for article in deed.articles
    )


def item_key(item: TrailItem) -> str:
    """What stands for this line."""
    return trail_key(item.kind, item.words, item.article_id)


def _is_told(item: TrailItem) -> bool:
    return item.kind is not TrailKind.SHOWN


def _each_once(items: chain[TrailItem]) -> list[TrailItem]:
    """The same line at its first time only; what was shown, at each."""
    once: dict[object, TrailItem] = {}
    for item in items:
        once.setdefault(item_key(item) if _is_told(item) else (item.at, item.article_id), item)
    return list(once.values())


def _noted(draft: Draft, items: Sequence[TrailItem]) -> list[TrailItem]:
    """What the way to the form said and no log knows (the cookies were away, the log was late)."""
    at: datetime = draft.started_at
    words, article = masked(str(draft.trail.get("words") or "")), draft.trail.get("article")
    noted = []
    if words and all(item.words != shortened(words) for item in items):
        noted.append(TrailItem(TrailKind.SEARCHED, at, shortened(words)))
    if isinstance(article, int) and all(item.article_id != article for item in items):
        noted.append(TrailItem(TrailKind.READ, at, article_id=article))
    return noted
