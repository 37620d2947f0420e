"""What is learnt from failed searches, for a lead to decide: gathered with its evidence from visits and from linked tickets."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.articles.article import Article, Revision
from portal.ground.db import db
from portal.ground.following import Follower
from portal.search.analysis import terms
from portal.search.endings import MadeGood
from portal.search.likening import ArticleWords, Kind, Learnt, learnt
from portal.search.masking import masked
from portal.search.noise import is_noise
from portal.search.synonyms import current_synonyms, key_of
from portal.search.wordbook import Decision, Evidence, Proposal
from portal.tickets.conversation import Event
from portal.tickets.events import EventKind
from portal.tickets.filing import TrailEntry, TrailKind
from portal.tickets.ticket import Ticket

ENOUGH = 2
"""Visits and clients, together, that make a proposal: what one alone said teaches nothing."""
MOST_SHOWN = 100


def propose(lesson: MadeGood, source: str, ticket_id: int | None = None) -> None:
    """Keep what this teaches as evidence, once for each source, inside `writing()`. An article of
    another language teaches no word of this one."""
    article = db.session.get(Article, lesson.article_id)
    revision = article.published if article else None
    if article is None or revision is None or article.language != lesson.language:
        return
    taught = learnt(lesson.searched, lesson.refined, _words_of(revision), article.language)
    if taught is None or is_noise(taught.searched, article.language):
        return
    proposal = _proposal(taught, article, lesson.at)
    told = (Evidence.proposal_id == proposal.id, Evidence.source == source)
    if db.session.scalar(select(Evidence.id).where(*told)) is None:
        db.session.add(
            Evidence(
                proposal_id=proposal.id,
                source=source,
                ticket_id=ticket_id,
                searched=lesson.searched,
                refined=lesson.refined,
                article_id=article.id,
                at=lesson.at,
            )
        )
        db.session.flush()
        _count([proposal])
    proposal.last_at = max(proposal.last_at, lesson.at)


def waiting(language: str) -> list[Proposal]:
    """What a lead has to decide, with its evidence, the surest first: seen often enough, not decided
    (or twice as often since it was dismissed), and not yet so by another way. Four queries at most."""
    query = (
        select(Proposal)
        .where(
            Proposal.language == language,
            Proposal.visits + Proposal.links >= ENOUGH,
            Proposal.decision != Decision.APPROVED,
            (Proposal.decision == "") | (Proposal.visits + Proposal.links >= 2 * Proposal.seen),
        )
        .order_by((Proposal.visits + Proposal.links).desc(), Proposal.last_at.desc())
        .options(selectinload(Proposal.evidence))
        .limit(MOST_SHOWN)
    )
    rows = db.session.scalars(query).all()
    asked_as = _ways_to_ask({row.article_id for row in rows if row.kind == Kind.ASKED_AS})
    return [row for row in rows if not (_is_so(row, asked_as) or is_noise(row.searched, language))]


def decide(proposal: Proposal, decision: Decision) -> None:
    """Approved it is done with; dismissed it comes back when the evidence has doubled. Inside `writing()`."""
    proposal.decision, proposal.seen = decision, proposal.visits + proposal.links


def forget(kept_since: datetime) -> int:
    """Delete evidence older than that, and what nobody decided while there was any; the number of
    rows. Inside `writing()`."""
    old = select(Evidence.proposal_id).where(Evidence.at < kept_since)
    touched = db.session.scalars(select(Proposal).where(Proposal.id.in_(old))).all()
    db.session.execute(delete(Evidence).where(Evidence.at < kept_since))
    _count(touched)
    gone = [row for row in touched if not row.decision and not row.visits + row.links]
    for row in gone:
        db.session.delete(row)
    return len(touched)


def write_links(rows: Sequence[Event], _prepared: Any) -> None:
    """Learn from the tickets to which an agent linked an article: each search before the ticket that
    had not shown it meant it."""
    for row in rows:
        if row.kind == EventKind.ARTICLE_LINKED and row.subject_id and row.by_agent:
            for words, at in _failed_before(row.ticket_id, row.subject_id):
                language = _language_of(row.subject_id)
                lesson = MadeGood(words, "", row.subject_id, language, at)
                propose(lesson, f"ticket {row.ticket_id}", row.ticket_id)


FOLLOWER: Follower[Any] = Follower(name="proposals", log=Event, write=write_links)


def _failed_before(ticket_id: int, article_id: int) -> list[tuple[str, datetime]]:
    """What the client searched before the ticket, and was not shown the article for."""
    query = select(TrailEntry).where(
        TrailEntry.ticket_id == ticket_id,
        TrailEntry.kind.in_([TrailKind.SEARCHED, TrailKind.SHOWN]),
    )
    entries = db.session.scalars(query.order_by(TrailEntry.at, TrailEntry.id)).all()
    failed: dict[str, datetime] = {}
    for _at, together in groupby(entries, key=lambda entry: entry.at):
        group = list(together)
        if all(entry.article_id != article_id for entry in group):
            failed |= {entry.words: entry.at for entry in group if entry.words}
    return [(masked(words), at) for words, at in failed.items()]


def _language_of(article_id: int) -> str:
    return db.session.scalar(select(Article.language).where(Article.id == article_id)) or ""


def _words_of(revision: Revision) -> ArticleWords:
    sections = revision.sections
    headings = tuple(str(section["title"]) for section in sections if section["title"])
    texts = [revision.title, revision.summary, *headings, *revision.tags, *revision.asked_as]
    texts += [str(section["text"]) for section in sections]
    known = frozenset(terms("\n".join(texts), revision.language))
    return ArticleWords(revision.title, headings, tuple(revision.asked_as), known)


def _proposal(taught: Learnt, article: Article, at: datetime) -> Proposal:
    """The row for this, made where there is none."""
    language = article.language
    searched_key = " ".join(key_of(taught.searched, language))
    is_synonym = taught.kind is Kind.SYNONYM
    meant_key = " ".join(key_of(taught.meant, language)) if is_synonym else str(article.id)
    identity = {"language": language, "kind": str(taught.kind)}
    identity |= {"searched_key": searched_key, "meant_key": meant_key}
    row = db.session.scalars(select(Proposal).filter_by(**identity)).one_or_none()
    if row is None:
        row = Proposal(
            **identity,
            searched=taught.searched,
            meant=taught.meant,
            article_id=article.id,
            last_at=at,
        )
        db.session.add(row)
        db.session.flush()
    return row


def _count(proposals: Collection[Proposal]) -> None:
    """Bring the counts of evidence up to date: of visits, and of clients to whose tickets it was linked."""
    numbers = [proposal.id for proposal in proposals]
    is_visit = case((Evidence.ticket_id.is_(None), 1))
    query = (
        select(
            Evidence.proposal_id,
            func.count(is_visit),
            func.count(Ticket.requester_email.distinct()),
        )
        .outerjoin(Ticket, Ticket.id == Evidence.ticket_id)
        .where(Evidence.proposal_id.in_(numbers))
        .group_by(Evidence.proposal_id)
    )
    counts = {row[0]: (row[1], row[2]) for row in db.session.execute(query)}
    for proposal in proposals:
        proposal.visits, proposal.links = counts.get(proposal.id, (0, 0))


def _ways_to_ask(articles: Collection[int]) -> dict[int, list[str]]:
    """The published ways to ask for these articles. One query, none for none."""
    if not articles:
        return {}
    query = (
        select(Article)
        .join(Article.published)
        .options(contains_eager(Article.published).load_only(Revision.asked_as))
        .where(Article.id.in_(articles))
    )
    found = db.session.scalars(query).all()
    return {article.id: list(article.published.asked_as) for article in found if article.published}


def _is_so(row: Proposal, asked_as: dict[int, list[str]]) -> bool:
    """Whether somebody made it so without deciding: the synonym stands, the article has the words."""
    if row.kind == Kind.ASKED_AS:
        said = [key_of(each, row.language) for each in asked_as.get(row.article_id, ())]
        return tuple(row.searched_key.split(" ")) in said
    others = current_synonyms(row.language).get(tuple(row.searched_key.split(" ")), ())
    return any(" ".join(key_of(each, row.language)) == row.meant_key for each in others)
