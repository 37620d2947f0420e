"""What the client searched, was shown and read before asking, and why it did not help, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.desk.cards import ArticleCard, article_cards
from portal.ground.catalogue import _
from portal.people.viewer import Viewer
from portal.tickets.filing import TrailEntry, TrailKind

LONGEST_WORDS = 160
"""Characters of a search that are read at a glance: what came with an older ticket may be a whole log."""
SIGNS = {
    TrailKind.SEARCHED: "search",
    TrailKind.SHOWN: "list",
    TrailKind.READ: "book-open",
    TrailKind.NOT_HELPFUL: "thumbs-down",
}


@dataclass(frozen=True)
class TrailLine:
    """One deed before the ticket: a sentence, the articles it was about, and the client's own words."""

    sign: str
    words: str
    cards: list[ArticleCard]
    quote: str = ""


def trail(entries: Sequence[TrailEntry], viewer: Viewer) -> list[TrailLine]:
    """The trail in words, in its order; several articles shown at once are one line. One query."""
    cards = article_cards((entry.article_id for entry in entries), viewer)
    lines = []
    for (kind, searched), group in groupby(entries, key=lambda entry: (entry.kind, _apart(entry))):
        together = list(group)
        numbers = dict.fromkeys(entry.article_id for entry in together if entry.article_id)
        known = [cards[number] for number in numbers if number in cards]
        lines.append(_line(TrailKind(kind), known, shortened(together[0].words or searched)))
    return lines


def shortened(words: str) -> str:
    """As much of the words as fits beside the ticket."""
    return words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS].rstrip() + " …"


def _apart(entry: TrailEntry) -> str:
    """Searches and reasons stand alone; what was shown or read at one go stands together."""
    return entry.words if entry.kind in {TrailKind.SEARCHED, TrailKind.NOT_HELPFUL} else ""


def _line(kind: TrailKind, cards: list[ArticleCard], words: str) -> TrailLine:
    sentence = {
        TrailKind.SEARCHED: _("Searched for “%(words)s”", words=words),
        TrailKind.SHOWN: _("Was shown"),
        TrailKind.READ: _("Read"),
        TrailKind.NOT_HELPFUL: _("Was not helped by"),
    }[kind]
    quote = words if kind is TrailKind.NOT_HELPFUL else ""
    return TrailLine(SIGNS[kind], sentence, cards, quote)
