"""What clients searched in vain, as leads read it: the same question once, how often, what was shown, what came of it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_
from sqlalchemy.orm import aliased

from portal.ground.db import db
from portal.search.endings import Fault, Outcome
from portal.search.log import DismissedSearch, SearchEntry
from portal.tickets.filing import TrailEntry, TrailKind
from portal.tickets.ticket import Ticket

PAGE = 25
MOST_PAGES = 40
LATEST = 20
"""Searches of one group that are looked at for its wording and what they showed."""
TOLD = 3
"""Articles and tickets told of one group."""
DISMISSED_FOR = timedelta(days=90)
AGAIN = 5
"""Visits after which what was dismissed is shown again."""


class Failing(StrEnum):
    """The lists of failing searches."""

    NOTHING = "nothing"
    UNOPENED = "unopened"
    REFINED = "refined"
    TICKET = "ticket"


@dataclass
class Group:
    """Searches that ask for the same thing. `words` is how it is most often written; `visits` counts
    visits; `articles` are the numbers shown or opened most, `tickets` are references."""

    language: str
    key: str
    visits: int
    last_at: datetime
    words: str = ""
    others: list[str] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)


def failing(
    which: Failing, languages: Collection[str], since: datetime, now: datetime, page: int = 1
) -> tuple[list[Group], int]:
    """One page of this list, what was asked in most visits first, and how many groups there are.
    Three queries at most."""
    grouped = _groups(which, languages, since, now)
    rows = db.session.execute(
        grouped.add_columns(func.count().over())
        .order_by(func.count(SearchEntry.visit.distinct()).desc(), func.max(SearchEntry.at).desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    groups = [Group(*row[:4]) for row in rows]
    _tell_more(which, groups, since)
    if which is Failing.TICKET:
        _tell_tickets(groups, since)
    return groups, rows[0][-1] if rows else 0


def counts(languages: Collection[str], since: datetime, now: datetime) -> dict[Failing, int]:
    """How many groups each list has. One query."""
    each = [
        select(func.count()).select_from(_groups(which, languages, since, now).subquery())
        for which in Failing
    ]
    row = db.session.execute(select(*(query.scalar_subquery() for query in each))).one()
    return dict(zip(Failing, row, strict=True))


def dismiss(language: str, key: str, now: datetime) -> None:
    """Show this no more, until it is asked in five more visits or ninety days have passed. Inside `writing()`."""
    row = db.session.get(DismissedSearch, (language, key))
    if row is None:
        row = DismissedSearch(language=language, key=key)
        db.session.add(row)
    row.dismissed_at = now
    db.session.flush()


def _is_in(which: Failing, entry: type[SearchEntry] = SearchEntry) -> ColumnElement[bool]:
    if which is Failing.TICKET:
        return entry.outcome == Outcome.TICKET
    return entry.fault == Fault(which)


def _groups(
    which: Failing, languages: Collection[str], since: datetime, now: datetime
) -> Select[str, str, int, datetime]:
    """Language, key, visits and last time of each group that nobody put aside."""
    again = aliased(SearchEntry)
    same = (again.language == SearchEntry.language, again.key == SearchEntry.key)
    asked_again = (
        select(func.count(again.visit.distinct()))
        .where(_is_in(which, again), *same, again.at > DismissedSearch.dismissed_at)
        .correlate(SearchEntry, DismissedSearch)
        .scalar_subquery()
    )
    is_put_aside = (
        exists()
        .where(DismissedSearch.language == SearchEntry.language)
        .where(DismissedSearch.key == SearchEntry.key)
        .where(DismissedSearch.dismissed_at >= now - DISMISSED_FOR, asked_again < AGAIN)
        .correlate(SearchEntry)
    )
    return (
        select(
            SearchEntry.language,
            SearchEntry.key,
            func.count(SearchEntry.visit.distinct()),
            func.max(SearchEntry.at),
        )
        .where(_is_in(which), SearchEntry.language.in_(languages), SearchEntry.at >= since)
        .where(SearchEntry.key != "")
        .group_by(SearchEntry.language, SearchEntry.key)
        .having(~is_put_aside)
    )


def _tell_more(which: Failing, groups: Sequence[Group], since: datetime) -> None:
    """How it was written and what was shown or opened, by the latest searches of each group. One query."""
    keys = [(group.language, group.key) for group in groups]
    recent = (
        func.row_number()
        .over(partition_by=(SearchEntry.language, SearchEntry.key), order_by=SearchEntry.at.desc())
        .label("recent")
    )
    columns = (SearchEntry.words, SearchEntry.shown, SearchEntry.opened_article_id)
    ours = (_is_in(which), SearchEntry.at >= since)
    latest = (
        select(SearchEntry.language, SearchEntry.key, *columns, recent)
        .where(*ours, tuple_(SearchEntry.language, SearchEntry.key).in_(keys))
        .subquery()
    )
    written: dict[tuple[str, str], Counter[str]] = {key: Counter() for key in keys}
    articles: dict[tuple[str, str], Counter[int]] = {key: Counter() for key in keys}
    for row in db.session.execute(select(latest).where(latest.c.recent <= LATEST)) if keys else ():
        key = (row.language, row.key)
        written[key][row.words] += 1
        shown = [row.opened_article_id] if row.opened_article_id else row.shown[:TOLD]
        articles[key].update(int(article_id) for article_id in shown)
    for group in groups:
        key = (group.language, group.key)
        spellings = [words for words, _count in written[key].most_common()]
        group.words, group.others = spellings[0], spellings[1:]
        group.articles = [number for number, _count in articles[key].most_common(TOLD)]


def _tell_tickets(groups: Sequence[Group], since: datetime) -> None:
    """The tickets before which it was searched in these words. One query."""
    of_words = {words: group for group in groups for words in (group.words, *group.others)}
    query = (
        select(TrailEntry.words, Ticket.ref)
        .join(Ticket, Ticket.id == TrailEntry.ticket_id)
        .where(TrailEntry.kind == TrailKind.SEARCHED, TrailEntry.words.in_(of_words))
        .where(TrailEntry.at >= since)
        .order_by(TrailEntry.at.desc())
    )
    for words, ref in db.session.execute(query) if of_words else ():
        tickets = of_words[words].tickets
        if ref not in tickets and len(tickets) < TOLD:
            tickets.append(ref)
