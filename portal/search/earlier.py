"""Earlier tickets that look like what is being asked: the same words in the title, the same product."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, or_

from portal.ground.db import db
from portal.ground.folding import fold
from portal.ground.matching import holds
from portal.search.analysis import PART, terms
from portal.tickets.ticket import Ticket

LIMIT = 5
LATEST = 80
"""So many of the latest that share a word are looked at more closely."""

MOST_WORDS = 6
SHORTEST, ENDING = 4, 3
"""Letters of a word that tells something; and those that may change in a plural or a verb."""


class Near(NamedTuple):
    """A ticket that may be like it: eighty whole ones take far longer to make. The fields are columns of Ticket."""

    id: int
    ref: str
    title: str
    product: str
    status: str
    waiting_for: str | None
    edition: str


_STORED = [Ticket.__table__.c[name] for name in Near._fields]


def alike(
    title: str, language: str, among: Select[Ticket], product: str = "", limit: int = LIMIT
) -> Sequence[Near]:
    """The tickets among these that share words with the title, the most alike first. One query.

    Words are compared by their stems in that language: 'se cortan' is like 'se corta'.
    """
    if not (beginnings := _beginnings(title)):
        return []
    shared = or_(*(holds(Ticket.title, each) for each in beginnings))
    query = among.with_only_columns(*_STORED).where(shared)
    rows = db.session.execute(query.order_by(Ticket.id.desc()).limit(LATEST)).all()
    wanted, product = _telling(title, language), fold(product)
    scores = {row.id: _score(Near(*row), wanted, product, language) for row in rows}
    enough = [Near(*row) for row in rows if scores[row.id] >= min(len(wanted), 2) * 2]
    return sorted(enough, key=lambda near: -scores[near.id])[:limit]


def _beginnings(title: str) -> list[str]:
    """How the telling words of a title begin, the longest first: 'llamadas' → 'llama'."""
    words = {word for word in PART.findall(fold(title)) if len(word) >= SHORTEST}
    longest = sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]
    return [word[: max(SHORTEST, len(word) - ENDING)] for word in longest]


def _telling(title: str, language: str) -> set[str]:
    return {term for term in terms(title, language) if len(term) >= SHORTEST - 1}


def _score(near: Near, wanted: set[str], product: str, language: str) -> int:
    """Two for each word that its title shares, one for the same product."""
    shared = len(wanted & _telling(near.title, language))
    return 2 * shared + (bool(product) and product == fold(near.product))
