"""Which of a visit's searches and reads belong to a request: recent, about the same thing, and few."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from portal.search.analysis import terms
from portal.search.logging import Deed
from portal.tickets.filing import TrailKind

SITTING = timedelta(minutes=30)
"""How long before the request a search can be part of it."""
JUST_BEFORE = timedelta(minutes=10)
"""Within this time the last search before the form is what led to it, whatever its words."""
MOST = 5
"""Searches, reads and refusals, of each, that go with a ticket."""
LONGEST_WORDS = 120


def belonging(deeds: Sequence[Deed], words: str, started_at: datetime) -> list[Deed]:
    """Of these deeds, in order of time, those that belong to a request with these words begun at that time."""
    recent = [deed for deed in deeds if deed.at >= started_at - SITTING]
    searches = [deed for deed in recent if deed.kind is TrailKind.SEARCHED]
    before = [deed for deed in searches if started_at - JUST_BEFORE <= deed.at <= started_at]
    led_here = before[-1:]
    about = _terms(words)
    fitting = [deed for deed in searches if deed in led_here or _terms(deed.words) & about]
    kept = fitting[-MOST:]
    for kind in (TrailKind.SHOWN, TrailKind.READ, TrailKind.NOT_HELPFUL):
        kept += [deed for deed in recent if deed.kind is kind][-MOST:]
    return [deed for deed in deeds if deed in kept]


def shortened(words: str) -> str:
    """The words of a search, as many as tell what was looked for."""
    return words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS].rsplit(" ", 1)[0] + " …"


def trail_key(kind: TrailKind, words: str, article_id: int | None) -> str:
    """What stands for one line of the trail on the check page, and for one that was taken out."""
    return sha256(f"{kind} {article_id or 0} {words}".encode()).hexdigest()[:16]


def _terms(words: str) -> set[str]:
    return {*terms(words, "es"), *terms(words, "en")}
