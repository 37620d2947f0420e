"""How articles are ranked, narrowed and counted: any word counts, each by its rarity and by PostgreSQL's own rank."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from portal.search.engine import FACETS, Query, Reader
from portal.search.postgres.document import quoted, tsquery
from portal.search.weighing import Part, Way, Weighed

TAIL = 0.25
"""What scores less than this share of the best shares a stray word with the question: left out."""

WEIGHTS = "'{.15, .15, .15, .3}'"
"""What a term is worth in the text, a heading, the tags and the title; and `SHORT`: the longer a text,
the less. Found on half of the judged sets and on our own questions."""
SHORT = 1

SCALE = 65.0
"""Brings scores to the size that those of BM25 have, so that they can be added to others."""

READABLE = """(
    :is_agent or audience = 'everyone' or (audience = 'clients' and :is_signed_in)
    or (audience = 'plans' and :plan = any(plans))
)"""
"""`Reader.may_read` in SQL."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article among the results, and its score."""

    article_id: int
    score: float


@dataclass
class Results:
    """A page of results, how many there are in all, and how many each value of a facet gives."""

    page: list[Ranked] = field(default_factory=list)
    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


class Measure:
    """A weighed question in SQL: what each way is worth in a row that has a `vector`."""

    def __init__(self, weighed: Weighed) -> None:
        self.weighed = weighed
        self.ways = weighed.ways
        self._numbers = {id(way): number for number, way in enumerate(self.ways)}
        self.given: dict[str, Any] = {}
        for number, way in enumerate(self.ways):
            self.given |= {
                f"way{number}": tsquery(way.phrase),
                f"any{number}": " | ".join(map(quoted, way.phrase)),
                f"worth{number}": way.worth,
            }
        self.given["any"] = " | ".join(f"({tsquery(way.phrase)})" for way in self.ways)

    def ranks(self) -> str:
        """An array: PostgreSQL's rank for each way, 0 where it does not stand."""
        return f"array[{', '.join(map(self._rank, range(len(self.ways))))}]"

    def score(self) -> str:
        """What all parts are worth together; of choices the best counts."""
        return " + ".join(map(self._part, self.weighed.parts))

    def best_choice(self, part: Part, ranks: list[float]) -> list[tuple[Way, float]]:
        """The ways that count where these are the ranks, each with what it is worth there."""
        choices = [
            [(way, way.worth * ranks[self._numbers[id(way)]]) for way in choice]
            for choice in part.choices
        ]
        return max(choices, key=lambda choice: sum(worth for _, worth in choice))

    def _part(self, part: Part) -> str:
        choices = [" + ".join(map(self._worth, choice)) for choice in part.choices]
        return choices[0] if len(choices) == 1 else f"greatest({', '.join(choices)})"

    def _worth(self, way: Way) -> str:
        number = self._numbers[id(way)]
        return f"cast(:worth{number} as float8) * {self._rank(number)}"

    def _rank(self, number: int) -> str:
        if len(self.ways[number].phrase) == 1:
            return f"{SCALE} * ts_rank({WEIGHTS}, vector, cast(:way{number} as tsquery), {SHORT})"
        # PostgreSQL ranks the words of a phrase wherever they stand, and on another scale.
        rank = f"{SCALE} * ts_rank({WEIGHTS}, vector, cast(:any{number} as tsquery), {SHORT})"
        return f"case when vector @@ cast(:way{number} as tsquery) then {rank} else 0 end"


def rank(connection: Connection, measure: Measure, query: Query) -> Results:
    """The results of the query. The tail is cut before it is narrowed, so that counts are right."""
    if not measure.ways:
        return Results()
    given = measure.given | reader_given(query.reader)
    given |= {
        "least": query.least,
        "language": query.language,
        "start": query.start,
        "count": query.count,
    }
    bars = [("must", "", measure.weighed.musts), ("bar", "not", measure.weighed.unwanted)]
    conditions = ""
    for name, sign, phrases in bars:
        for number, phrase in enumerate(phrases):
            given[f"{name}{number}"] = tsquery(phrase)
            conditions += f" and {sign} vector @@ cast(:{name}{number} as tsquery)"
    chosen = {facet: list(query.chosen[facet]) for facet in FACETS if query.chosen.get(facet)}
    given |= {f"chosen_{facet}": values for facet, values in chosen.items()}
    statement = f"""
        with scored as materialized (
            select article_id, {", ".join(FACETS)}, {measure.score()} as score from articles
            where language = :language and vector @@ cast(:any as tsquery)
            and {READABLE}{conditions}
        ), kept as materialized (
            select * from scored
            where score >= {TAIL} * (select max(score) from scored) and score >= :least
        )
        select '', '', count(*) from kept where {_is_chosen(chosen)}
    """  # noqa: S608 (made of names of ours; all that is asked goes in as values)
    if query.count:
        statement += f"""
            union all (
                select 'article', cast(article_id as text), score from kept
                where {_is_chosen(chosen)}
                order by score desc, article_id offset :start limit :count
            )
        """  # noqa: S608
    for facet in FACETS if query.with_counts else ():
        statement += f"""
            union all select '{facet}', {facet}, count(*) from kept
            where {facet} <> '' and {_is_chosen(other for other in chosen if other != facet)}
            group by {facet}
        """  # noqa: S608
    return _results(connection.execute(text(statement), given).all(), query)


def reader_given(reader: Reader) -> dict[str, Any]:
    """What `READABLE` asks of the reader."""
    return {
        "is_agent": reader.is_agent,
        "is_signed_in": reader.is_signed_in,
        "plan": reader.plan,
    }


def _is_chosen(facets: Iterable[str]) -> str:
    return " and ".join(["true", *(f"{facet} = any(:chosen_{facet})" for facet in facets)])


def _results(rows: Iterable[Any], query: Query) -> Results:
    results = Results(counts={facet: {} for facet in FACETS} if query.with_counts else {})
    for part, value, number in rows:
        if part == "article":
            results.page.append(Ranked(int(value), number))
        elif part:
            results.counts[part][value] = int(number)
        else:
            results.total = int(number)
    results.page.sort(key=lambda ranked: (-ranked.score, ranked.article_id))
    results.counts = {
        facet: dict(sorted(counts.items(), key=lambda counted: -counted[1]))
        for facet, counts in results.counts.items()
    }
    return results
