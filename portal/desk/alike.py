"""Earlier tickets that look like this one: the same words in the title, the same product."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import or_, select

from portal.ground.db import db
from portal.search.analysis import fold
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Ticket

LIMIT = 5
LATEST = 80
"""So many of the latest that share a word are looked at more closely."""

MOST_WORDS = 6
WORD = re.compile(r"\w{4,}")


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


def alike(ticket: Ticket) -> Sequence[Near]:
    """Up to five tickets that share words with this one's title, the most alike first. One query."""
    words = stems(ticket.title)
    if not words:
        return []
    shared = or_(*(Ticket.title.icontains(word, autoescape=True) for word in words))
    query = select(*_STORED).where(shared, Ticket.id != ticket.id, Ticket.status != Status.HELD)
    rows = db.session.execute(query.order_by(Ticket.id.desc()).limit(LATEST)).all()
    near = [Near(*row) for row in rows]
    plain, product = [fold(word) for word in words], fold(ticket.product)
    scores = {other.id: _score(other, plain, product) for other in near}
    enough = [other for other in near if scores[other.id] >= min(len(words), 2) * 2]
    return sorted(enough, key=lambda other: -scores[other.id])[:LIMIT]


def stems(title: str) -> list[str]:
    """The telling words of a title without their endings, the longest first: 'llamadas' → 'llamad'."""
    words = sorted(dict.fromkeys(WORD.findall(title.lower())), key=len, reverse=True)
    return [word[:-2] if len(word) > 6 else word for word in words[:MOST_WORDS]]


def _score(other: Near, words: Sequence[str], product: str) -> int:
    """Two for each word that its title holds, one for the same product; both given without accents."""
    title = fold(other.title)
    shared = sum([2 for word in words if word in title])
    return shared + (bool(product) and product == fold(other.product))
