"""How a storm of notices becomes one letter: what waits for the same reader when the first of them is to go."""

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import or_, select

from portal.ground.db import db
from portal.ground.site import current_site
from portal.ground.tokens import new_token
from portal.post.kinds import LetterKind
from portal.post.letter import Letter, LetterState

GATHERED = frozenset({LetterKind.NOTICE, LetterKind.CHAIN, LetterKind.ALERT})

MOST = 3
"""So many letters about notices one person gets at once; more become a digest."""


def gathered(letter: Letter, now: datetime) -> Letter:
    """The letter itself, or a digest in its place and in that of all like it for the same reader. Inside `writing()`.

    Nothing is lost by it and nothing said twice: each notice keeps its own row, withdrawn.
    """
    if letter.kind not in GATHERED:
        return letter
    alike = _alike(letter, now)
    if len(alike) <= MOST:
        return letter
    digest = _digest(letter, [each for row in alike for each in row.values["events"]], now)
    db.session.add(digest)
    for row in alike:
        row.state, row.next_at = LetterState.WITHDRAWN, None
    db.session.flush()
    return digest


def _alike(letter: Letter, now: datetime) -> list[Letter]:
    """The notices that wait for this reader: never tried, or due again (one that was claimed just now is neither)."""
    is_free = or_(Letter.attempts == 0, Letter.next_at <= now)
    waiting = select(Letter).where(
        Letter.state == LetterState.WAITING,
        Letter.to == letter.to,
        Letter.kind.in_(GATHERED),
        is_free,
    )
    return list(db.session.scalars(waiting.order_by(Letter.id)))


def _digest(first: Letter, events: list[int], now: datetime) -> Letter:
    site, key = current_site(), new_token()
    return Letter(
        key=key,
        cause=first.cause,
        to=first.to,
        name=first.name,
        kind=LetterKind.DIGEST,
        language=first.language,
        values={"events": events, "person": first.values.get("person", 0)},
        ticket_id=None,
        message_id=f"<{key}@{urlsplit(site.base_url).hostname or 'localhost'}>",
        in_reply_to=None,
        state=LetterState.WAITING,
        attempts=0,
        created_at=now,
        next_at=now,
    )
