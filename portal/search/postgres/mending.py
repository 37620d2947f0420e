"""Which words the tables know, and which of them share letter groups with an unknown one."""

from collections import defaultdict

from sqlalchemy import Connection, text

from portal.search.engine import Reader
from portal.search.near import MOST_SLIPS, SHORTEST_HALF, Vocabulary
from portal.search.postgres.document import quoted
from portal.search.postgres.ranking import READABLE, reader_given

MOST_LOOKED_AT = 80

HOLDS = text(f"""
    select exists (
        select from articles
        where language = :language and vector @@ cast(:term as tsquery) and {READABLE}
    )
""")  # noqa: S608 (made of names of ours)
NEAR = text("""
    (select language, kind, word, articles from lexicon
     where kind <> 'term' and articles > 0 and folded % :folded
     order by similarity(folded, :folded) desc, articles desc, word limit :most)
    union
    select language, kind, word, articles from lexicon
    where kind <> 'term' and articles > 0 and folded = any(:halves)
""")


class KnownWords:
    """See `mending.Known`. Of all words only those are fetched that may be near: PostgreSQL finds
    them by their letter groups, the vocabulary made of them judges as it does for any engine."""

    def __init__(self, connection: Connection, reader: Reader) -> None:
        self._connection = connection
        self._reader = reader_given(reader)

    def holds(self, term: str, language: str) -> bool:
        """See `mending.Known`."""
        given = self._reader | {"language": language, "term": quoted(term)}
        return bool(self._connection.scalar(HOLDS, given))

    def vocabularies(self, folded: str) -> list[tuple[str, Vocabulary]]:
        """See `mending.Known`."""
        cuts = range(SHORTEST_HALF, len(folded) - SHORTEST_HALF + 1)
        halves = [half for cut in cuts for half in (folded[:cut], folded[cut:])]
        given = {"folded": folded, "halves": halves, "most": MOST_LOOKED_AT}
        counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for language, kind, word, articles in self._connection.execute(NEAR, given):
            counts[language, kind][word] = articles
        return [
            (language, Vocabulary(words, MOST_SLIPS if kind == "said" else 1))
            for (language, kind), words in counts.items()
        ]
