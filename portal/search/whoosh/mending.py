"""Which words the index knows, as one reader may know them."""

from collections.abc import Iterator

from portal.search.engine import Reader
from portal.search.near import Vocabulary
from portal.search.whoosh.beginnings import beginnings
from portal.search.whoosh.snapshot import Snapshot


class KnownWords:
    """See `mending.Known`."""

    def __init__(self, snapshot: Snapshot, reader: Reader) -> None:
        self._snapshot = snapshot
        self._reader = reader

    def holds(self, term: str, language: str) -> bool:
        """See `mending.Known`."""
        return any(
            bool(self._snapshot.readable(number, language, self._reader)[found.articles].any())
            for number, found in enumerate(self._snapshot.postings(term, language))
        )

    def vocabularies(self, _folded: str) -> Iterator[tuple[str, Vocabulary]]:
        """See `mending.Known`: those of each segment."""
        for segment in self._snapshot.segments:
            yield from beginnings(segment).vocabularies
