"""The search log as it is written and read: a visit's searches and what was shown, with what was read after."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from portal.articles.article import Vote
from portal.articles.reading import ReadEntry
from portal.ground.db import db
from portal.ground.folding import fold
from portal.people.limits import may_try
from portal.search.analysis import terms
from portal.search.log import SearchEntry
from portal.search.masking import masked
from portal.tickets.filing import TrailKind

LONGEST_WORDS = 500
MOST_SHOWN = 100
PER_VISIT = 200
PER_NETWORK = (1000, timedelta(hours=1))
"""Searches that are kept; more are answered, and not noted."""


@dataclass(frozen=True)
class Deed:
    """One thing done in a visit. `words` is what was searched; `articles` what was shown, best
    first, or the one that was read."""

    kind: TrailKind
    at: datetime
    words: str = ""
    articles: tuple[int, ...] = ()


def record_search(
    visit: str,
    words: str,
    language: str,
    hits: int,
    shown: Sequence[int],
    now: datetime,
    is_suggestion: bool = False,
) -> SearchEntry:
    """Note a search, or a showing of suggestions, inside `writing()`. `hits` counts all, `shown` are
    the ids of the articles on the page. Repeated at once (narrowed, on its next page), or written
    on, it is noted once. Addresses, long numbers and secrets are not kept (see `masking`)."""
    words = masked(" ".join(words.split())[:LONGEST_WORDS])
    entry, key, numbers = _latest(visit), key_of(words, language), [str(each) for each in shown]
    goes_on = entry is not None and entry.is_suggestion == is_suggestion and not entry.outcome
    is_same = entry is not None and (entry.words, entry.language) == (words, language)
    if entry is not None and goes_on and is_same and not is_suggestion:
        hits = max(hits, entry.hits)  # narrowed, or turned to another page: the same search
        numbers = list(dict.fromkeys((*entry.shown, *numbers)))
    elif entry is None or not (goes_on and is_suggestion):
        entry = SearchEntry(visit=visit, is_suggestion=is_suggestion, outcome="")
        db.session.add(entry)
    entry.words, entry.key, entry.language = words, key, language
    entry.hits, entry.shown = hits, numbers[:MOST_SHOWN]
    entry.at, entry.is_settled = now, False
    db.session.flush()
    return entry


def may_record(visit: str, network: str, now: datetime) -> bool:
    """Whether the log keeps one more search of this visit and this network, inside `writing()`: nobody fills the disk."""
    kept = select(func.count()).select_from(SearchEntry).where(SearchEntry.visit == visit)
    if (db.session.scalar(kept) or 0) >= PER_VISIT:
        return False
    return may_try("search", [(network, PER_NETWORK)], now)


def key_of(words: str, language: str) -> str:
    """What is the same for all searches that ask for the same thing: their terms, whatever the order."""
    return " ".join(sorted(set(terms(words, language)))) or fold(words)


def record_opened(visit: str, article_id: int, now: datetime) -> None:
    """Note that an article was opened from the visit's last search that showed it, inside `writing()`."""
    entry = _last_that_showed(visit, article_id)
    if entry is not None and entry.opened_article_id is None:
        entry.opened_article_id = article_id
        entry.opened_rank = entry.shown.index(str(article_id)) + 1


def record_outcome(visit: str, outcome: str, now: datetime, article_id: int | None = None) -> None:
    """Note how the visit's last search ended ('solved', 'ticket'), inside `writing()`; where an
    article solved it, at the search that showed it, which counts as opened."""
    entry = _latest(visit) if article_id is None else _last_that_showed(visit, article_id)
    if entry is None:
        return
    entry.outcome = outcome
    if article_id is not None:
        record_opened(visit, article_id, now)


def trail_of(visits: Collection[str], since: datetime) -> list[Deed]:
    """What was searched, shown and read in these visits since then, in order. Two queries."""
    asked = {"visits": sorted(visits), "since": since}
    deeds = []
    for entry in db.session.execute(_SEARCHES, asked):
        shown = tuple(int(article_id) for article_id in entry.shown)
        kind = TrailKind.SHOWN if entry.is_suggestion else TrailKind.SEARCHED
        deeds.append(Deed(kind, entry.at, entry.words, shown))
    for read in db.session.execute(_READS, asked):
        deeds.append(Deed(TrailKind.READ, read.at, articles=(read.article_id,)))
    return sorted(deeds, key=lambda deed: deed.at)


def refusals_of(voters: Collection[str], since: datetime) -> list[Deed]:
    """The articles these voters said no to since then, with the reason, in order. One query."""
    votes = db.session.execute(_REFUSALS, {"voters": sorted(voters), "since": since})
    return [Deed(TrailKind.NOT_HELPFUL, vote.at, vote.reason, (vote.article_id,)) for vote in votes]


# Prepared once: building a query takes longer than running it.
_SEARCHES = select(
    SearchEntry.at, SearchEntry.words, SearchEntry.shown, SearchEntry.is_suggestion
).where(
    SearchEntry.visit.in_(bindparam("visits", expanding=True)), SearchEntry.at >= bindparam("since")
)
_READS = select(ReadEntry.at, ReadEntry.article_id).where(
    ReadEntry.visit.in_(bindparam("visits", expanding=True)), ReadEntry.at >= bindparam("since")
)
_REFUSALS = (
    select(Vote.at, Vote.reason, Vote.article_id)
    .where(Vote.voter.in_(bindparam("voters", expanding=True)))
    .where(Vote.at >= bindparam("since"), Vote.helpful.is_(False))
    .order_by(Vote.at)
)


def _latest(visit: str) -> SearchEntry | None:
    return db.session.scalars(_LATEST.limit(1), {"visit": visit}).first()


def _last_that_showed(visit: str, article_id: int) -> SearchEntry | None:
    """Among the last twenty: an article is opened soon after it was shown."""
    entries = db.session.scalars(_LATEST.limit(20), {"visit": visit})
    return next((entry for entry in entries if str(article_id) in entry.shown), None)


_LATEST = (
    select(SearchEntry)
    .where(SearchEntry.visit == bindparam("visit"))
    .order_by(SearchEntry.id.desc())
)
