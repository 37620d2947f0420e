"""Where each thing that a question may mean stands in one snapshot, and how rare it is there."""

from heapq import nlargest

from portal.search.weighing import Phrase
from portal.search.whoosh.alike import MOST
from portal.search.whoosh.postings import Postings
from portal.search.whoosh.snapshot import Snapshot


class Standing:
    """The lexicon of one query (see `weighing.Lexicon`), which remembers what it has looked up."""

    def __init__(self, snapshot: Snapshot, language: str) -> None:
        self._snapshot = snapshot
        self._language = language
        self._found: dict[Phrase, list[Postings]] = {}

    def of(self, phrase: Phrase) -> list[Postings]:
        """Where it stands, by segment."""
        found = self._found.get(phrase)
        if found is None:
            found = self._found[phrase] = self._snapshot.standing(phrase, self._language)
        return found

    def rarity(self, phrase: Phrase) -> float:
        """See `weighing.Lexicon`."""
        return self._snapshot.rarity(self.of(phrase), self._language)

    def alike(self, term: str) -> list[tuple[float, str]]:
        """See `weighing.Lexicon`."""
        segments = self._snapshot.segments
        if len(segments) == 1:
            return segments[0].alike(term, self._language)
        found = {pair for segment in segments for pair in segment.alike(term, self._language)}
        return nlargest(MOST, found)
