"""What the tables know of the terms that a question is made of, asked in as few statements as possible."""

from functools import cached_property
from itertools import pairwise

from sqlalchemy import Connection, text

from portal.search.analysis import joined, terms
from portal.search.engine import Query
from portal.search.postgres.document import tsquery
from portal.search.weighing import Phrase, rarity

SHORTEST = 4
LEAST, MOST_ALIKE = 0.3, 4
"""Terms of at least so many letters are compared across languages; those count that share so much of
their letter groups with it, at most so many."""

STANDING = text("""
    select word, articles from lexicon
    where language = :language and kind = 'term' and word = any(:words) and articles > 0
""")
STANDING_TOGETHER = text("""
    select count(*) from articles
    where language = :language and vector @@ cast(:phrase as tsquery)
""")
ALIKE = text("""
    select asked.word, near.likeness, near.word
    from unnest(cast(:words as text[])) as asked (word), lateral (
        select word, similarity(folded, asked.word) as likeness from lexicon
        where language = :language and kind = 'term' and articles > 0 and folded % asked.word
        and similarity(folded, asked.word) >= :least
        order by likeness desc, word limit :most
    ) as near
""")


class QuestionLexicon:
    """The terms of one query, as the articles in its language have them (see `weighing.Lexicon`)."""

    def __init__(self, connection: Connection, query: Query) -> None:
        self._connection = connection
        self._language = query.language
        self._own = _terms(query, query.question.language)
        asked = {"", *self._own, *_terms(query, query.language), *_joined(query)}
        self._counts = dict.fromkeys(asked, 0) | self._standing(asked)

    def rarity(self, phrase: Phrase) -> float:
        """See `weighing.Lexicon`."""
        missing = {term for term in phrase if term not in self._counts}
        if missing:
            self._counts |= dict.fromkeys(missing, 0) | self._standing(missing)
        holding = min((self._counts[term] for term in phrase), default=0)
        if holding and len(phrase) > 1:
            asked = {"language": self._language, "phrase": tsquery(phrase)}
            holding = self._connection.scalar(STANDING_TOGETHER, asked) or 0
        return rarity(holding, self._counts[""])

    def alike(self, term: str) -> list[tuple[float, str]]:
        """See `weighing.Lexicon`."""
        return self._alike.get(term, [])

    def _standing(self, words: set[str]) -> dict[str, int]:
        asked = {"language": self._language, "words": list(words)}
        rows = self._connection.execute(STANDING, asked)
        return {row.word: row.articles for row in rows}

    @cached_property
    def _alike(self) -> dict[str, list[tuple[float, str]]]:
        words = [word for word in self._own if len(word) >= SHORTEST and word.isalpha()]
        asked = {"language": self._language, "words": words, "least": LEAST, "most": MOST_ALIKE}
        found: dict[str, list[tuple[float, str]]] = {}
        for word, likeness, other in self._connection.execute(ALIKE, asked):
            found.setdefault(word, []).append((likeness, other))
            self._counts.setdefault(other, 0)
        self._counts |= self._standing(set(self._counts))
        return found


def _terms(query: Query, language: str) -> set[str]:
    said = [wanted.words for wanted in query.question.wanted]
    said += [word for wanted in query.question.wanted for word in wanted.synonyms]
    return {term for words in said for term in terms(words, language)}


def _joined(query: Query) -> set[str]:
    """What two neighbouring words are when written as one."""
    said = [wanted.words for wanted in query.question.wanted]
    ones = (joined(one, other, query.language) for one, other in pairwise(said))
    return {one for one in ones if one}
