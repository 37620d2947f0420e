"""What searches teach, as the desk shows it: proposals with their evidence in words, and the entry that one would become."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.desk.cards import ArticleCard, article_cards
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.viewer import Viewer
from portal.search.likening import Kind
from portal.search.proposing import waiting
from portal.search.synonyms import entry_with
from portal.search.wordbook import Evidence, Proposal, Synonym
from portal.tickets.ticket import Ticket

MOST_EVIDENCE = 10


@dataclass(frozen=True)
class EvidenceLine:
    """One visit or ticket that tells it; `ref` is the ticket's reference, '' for a visit."""

    words: str
    ref: str
    at: datetime


@dataclass(frozen=True)
class ProposalLine:
    """A proposal in words, with the article and some of its evidence, the newest first."""

    id: int
    is_synonym: bool
    searched: str
    meant: str
    visits: int
    links: int
    article: ArticleCard | None
    evidence: list[EvidenceLine]


def proposal_lines(language: str, viewer: Viewer) -> list[ProposalLine]:
    """What is proposed in this language, as a lead reads it. Two queries more than `waiting`."""
    rows = waiting(language)
    told = [each for row in rows for each in row.evidence[:MOST_EVIDENCE]]
    cards = article_cards((row.article_id for row in rows), viewer)
    refs = _references({each.ticket_id for each in told if each.ticket_id})
    return [_line(row, cards.get(row.article_id), refs) for row in rows]


def prefilled(proposal: Proposal) -> tuple[Synonym | None, dict[str, Any]]:
    """The entry that this proposal goes into, where one has the word already, and what its form then holds."""
    row = entry_with(proposal.meant, proposal.language)
    if row is not None and row.is_two_way:
        return row, {"others": ", ".join((*row.words[1:], proposal.searched))}
    row = entry_with(proposal.searched, proposal.language)
    if row is not None:
        return row, {"others": ", ".join((*row.words[1:], proposal.meant))}
    values = {"language": proposal.language, "word": proposal.searched, "others": proposal.meant}
    return None, values


def _line(row: Proposal, card: ArticleCard | None, refs: dict[int, str]) -> ProposalLine:
    return ProposalLine(
        id=row.id,
        is_synonym=row.kind == Kind.SYNONYM,
        searched=row.searched,
        meant=row.meant,
        visits=row.visits,
        links=row.links,
        article=card,
        evidence=[_told(each, refs) for each in row.evidence[:MOST_EVIDENCE]],
    )


def _told(evidence: Evidence, refs: dict[int, str]) -> EvidenceLine:
    if evidence.ticket_id is not None:
        words = _("Searched “%(words)s” before this ticket:", words=evidence.searched)
        return EvidenceLine(words, refs.get(evidence.ticket_id, ""), evidence.at)
    if evidence.refined:
        words = _(
            "Searched “%(words)s”, then “%(refined)s”, and the article helped.",
            words=evidence.searched,
            refined=evidence.refined,
        )
    else:
        words = _("Searched “%(words)s”, then the article helped.", words=evidence.searched)
    return EvidenceLine(words, "", evidence.at)


def _references(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    query = select(Ticket.id, Ticket.ref).where(Ticket.id.in_(ids))
    return {row.id: row.ref for row in db.session.execute(query)}
