"""Which section of an article answers best, and why the article is where it is."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, text

from portal.search.engine import Found, Reason
from portal.search.postgres.document import FIELDS
from portal.search.postgres.ranking import Measure, Ranked
from portal.search.weighing import Way

TITLE_IN_SECTION = 0.25
"""A word of the title holds for the whole article: it hardly tells one section from another."""

STANDS_OUT = 3
"""The best section must hold at least one in so many of the question's worth in the article."""

TIMES = text("""
    select article_id, lexeme, weights from articles, unnest(vector)
    where article_id = any(:articles) and lexeme = any(:terms)
""")

Ranks = list[float]


def found(
    connection: Connection, measure: Measure, page: Sequence[Ranked], with_reasons: bool
) -> list[Found]:
    """The articles of a page, each with its best section; '' where none stands out."""
    if not page:
        return []
    articles = [ranked.article_id for ranked in page]
    sections = f"""
        select article_id, place, anchor, {measure.ranks()} as ranks from sections
        where article_id = any(:articles) order by article_id, place
    """  # noqa: S608 (made of names of ours; all that is asked goes in as values)
    rows: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(text(sections), measure.given | {"articles": articles}):
        rows[row.article_id].append(row)
    why = _reasons(connection, measure, articles) if with_reasons else {}
    return [
        Found(
            ranked.article_id,
            _anchor(rows[ranked.article_id], measure.ways),
            ranked.score,
            why.get(ranked.article_id, ()),
        )
        for ranked in page
    ]


def _anchor(rows: Sequence[Row[Any]], ways: Sequence[Way]) -> str:
    """The first row is the title with the tags."""
    if len(rows) < 2:
        return ""
    title: Ranks = rows[0].ranks
    known = sum(
        way.worth for number, way in enumerate(ways) if any(row.ranks[number] for row in rows)
    )
    best, best_score = rows[1], -1.0
    for row in rows[1:]:
        score = sum(
            way.worth * rank * (TITLE_IN_SECTION if in_title else 1.0)
            for way, rank, in_title in zip(ways, row.ranks, title, strict=True)
        )
        if score > best_score:
            best, best_score = row, score
    matched = sum(way.worth for way, rank in zip(ways, best.ranks, strict=True) if rank)
    # What the title says is answered by the whole article, not by a stray word in it.
    return str(best.anchor) if 0 < known <= STANDS_OUT * matched else ""


def _reasons(
    connection: Connection, measure: Measure, articles: list[int]
) -> dict[int, tuple[Reason, ...]]:
    """By article what adds up to its score, the most telling first."""
    terms = list(measure.weighed.terms)
    times: dict[tuple[int, str], dict[str, int]] = {}
    for row in connection.execute(TIMES, {"articles": articles, "terms": terms}):
        labels = [FIELDS[label] for label in row.weights]
        times[row.article_id, row.lexeme] = {name: labels.count(name) for name in labels}
    statement = f"""
        select article_id, {measure.ranks()} as ranks from articles
        where article_id = any(:articles)
    """  # noqa: S608
    return {
        row.article_id: tuple(
            Reason(
                part.words,
                " ".join(way.phrase),
                way.how,
                _together([times.get((row.article_id, term), {}) for term in way.phrase]),
                way.rarity,
                worth,
            )
            for worth, part, way in sorted(
                (
                    (worth, part, way)
                    for part in measure.weighed.parts
                    for way, worth in measure.best_choice(part, row.ranks)
                    if worth
                ),
                key=lambda found: -found[0],
            )
        )
        for row in connection.execute(text(statement), measure.given | {"articles": articles})
    }


def _together(each: Sequence[dict[str, int]]) -> dict[str, int]:
    """How often all of these terms stand in a field, at most."""
    fields = set.intersection(*map(set, each)) if each else set()
    return {name: min(times[name] for times in each) for name in fields}
