"""How the searches of one visit ended: what was opened, what failed, and which article made a failure good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SOON = timedelta(minutes=5)
"""Who searches again within this time asks for the same thing in other words."""
SITTING = timedelta(minutes=20)
"""What helped within this time after a failed search was what was looked for."""


class Outcome(StrEnum):
    """How a search ended, as far as somebody said so."""

    SOLVED = "solved"
    TICKET = "ticket"


class Fault(StrEnum):
    """What was wrong with a search, known when its visit is over. A search has one at most."""

    NOTHING = "nothing"
    """Nothing was found."""
    REFINED = "refined"
    """Nothing was opened, and soon it was asked again in other words."""
    UNOPENED = "unopened"
    """Something was found, nothing was opened, and it was not asked again."""


@dataclass(frozen=True)
class Search:
    """One search of the visit; `is_suggestion` where articles were offered to someone writing."""

    words: str
    key: str
    language: str
    hits: int
    shown: tuple[int, ...]
    outcome: str
    at: datetime
    is_suggestion: bool = False
    opened: int | None = None


@dataclass(frozen=True)
class Reading:
    """An article that was opened; `helped` is what was answered there."""

    article_id: int
    at: datetime
    helped: bool | None = None


@dataclass(frozen=True)
class Ending:
    """How one search ended: the article opened from it, what was wrong ('' for nothing), its outcome."""

    opened: int | None
    fault: str
    outcome: str


@dataclass(frozen=True)
class MadeGood:
    """A search that failed, the article that helped after all, and the search by which it was found,
    '' where it was found otherwise."""

    searched: str
    refined: str
    article_id: int
    language: str
    at: datetime


def endings(searches: Sequence[Search], reads: Sequence[Reading]) -> list[Ending]:
    """How each of a visit's searches ended. Both in the order of time."""
    opened = [search.opened for search in searches]
    for read in reads:
        number = _opened_from(searches, read)
        if number is not None:
            opened[number] = opened[number] or read.article_id
    asked_at = max((each.at for each in searches if each.outcome == Outcome.TICKET), default=None)
    ends = []
    for number, search in enumerate(searches):
        outcome = search.outcome
        if not outcome and asked_at is not None and search.at <= asked_at:
            outcome = Outcome.TICKET
        ends.append(Ending(opened[number], _fault(searches, number, opened[number]), outcome))
    return ends


def _opened_from(searches: Sequence[Search], read: Reading) -> int | None:
    """The last search that showed the article; else the one just before it that found more than the
    log knows to be shown (a later page of its results)."""
    earlier = [n for n, search in enumerate(searches) if search.at <= read.at]
    for number in reversed(earlier):
        if read.article_id in searches[number].shown:
            return number
    if not earlier:
        return None
    last = searches[earlier[-1]]
    has_more = last.hits > len(last.shown) and not last.is_suggestion
    return earlier[-1] if has_more and read.at - last.at <= SOON else None


def _fault(searches: Sequence[Search], number: int, opened: int | None) -> str:
    search = searches[number]
    if search.is_suggestion or opened or search.outcome == Outcome.SOLVED:
        return ""
    if not search.hits and not search.shown:
        return Fault.NOTHING
    for later in searches[number + 1 :]:
        if not later.is_suggestion and later.key != search.key:
            return Fault.REFINED if later.at - search.at <= SOON else Fault.UNOPENED
    return Fault.UNOPENED


def made_good(
    searches: Sequence[Search], ends: Sequence[Ending], reads: Sequence[Reading]
) -> list[MadeGood]:
    """What may be learnt from a visit: its failed searches with the first article that helped soon
    after, which they had not shown."""
    helped = [(read.at, read.article_id) for read in reads if read.helped]
    helped += [
        (search.at, end.opened)
        for search, end in zip(searches, ends, strict=True)
        if search.outcome == Outcome.SOLVED and end.opened
    ]
    helped.sort()
    found = []
    for failed, end in zip(searches, ends, strict=True):
        if end.fault not in {Fault.NOTHING, Fault.REFINED}:
            continue
        for at, article_id in helped:
            if failed.at <= at <= failed.at + SITTING and article_id not in failed.shown:
                refined = _search_that_found(searches, failed, article_id)
                found.append(
                    MadeGood(failed.words, refined, article_id, failed.language, failed.at)
                )
                break
    return found


def _search_that_found(searches: Sequence[Search], failed: Search, article_id: int) -> str:
    for later in searches:
        is_another = later.at >= failed.at and later.key != failed.key and not later.is_suggestion
        if is_another and article_id in later.shown:
            return later.words
    return ""
