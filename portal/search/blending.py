"""What words find and what meaning finds, in one answer whose figures are right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from portal.articles.article import Article, Revision
from portal.articles.readers import Sight, is_for, sight_of
from portal.ground.db import db
from portal.people.viewer import Viewer
from portal.search.engine import FACETS, Answer, Found, Query
from portal.search.fusing import DEEP, LEAST_ACROSS, LEAST_COSINE, fuse
from portal.search.narrowing import passes
from portal.search.question import Question
from portal.search.semantic.ranking import ask_ahead, near_in_meaning

MOST_ADDED = 10
"""Articles that meaning alone may add to what words found."""
MOST = 500
"""No page shows more."""


def blended(query: Query, viewer: Viewer, by_words: Callable[[Query], Answer]) -> Answer:
    """The answer by words, with what is near in meaning ranked in and added, for this viewer. By words
    alone where nothing is known of meaning, or where something must, or must not, stand in the text."""
    text = query.question.text
    if _has_musts(query.question):
        return by_words(query)
    ask_ahead(text)
    answer = by_words(query)
    near = near_in_meaning(text, query.language, DEEP)
    if not near:
        return answer
    lexical = by_words(_from_the_first(query)).found
    known = {hit.article_id for hit in lexical}
    least = LEAST_ACROSS if query.language != query.question.language else LEAST_COSINE
    added = [hit for hit in near if hit.article_id not in known and hit.score >= least]
    rows = _readable(added[:MOST_ADDED], query, viewer)
    passing = {row.id for row in rows if passes(row, query.chosen)}
    shown = passing | {hit.article_id for hit in _chosen(query, lexical, by_words)}
    # All that is near goes in: the last of it tells how near anything is to this question.
    ranked = [hit for hit in fuse(lexical, near, least) if hit.article_id in shown]
    return replace(
        answer,
        found=ranked[query.start : query.start + query.count],
        total=answer.total + len(passing),
        counts=with_counted(answer.counts, rows, query),
    )


def _has_musts(question: Question) -> bool:
    return bool(question.without) or any(one.is_phrase for one in question.wanted)


def _from_the_first(query: Query) -> Query:
    """All that words find before it is narrowed, as far as pages go: what meaning adds must not be
    among it."""
    return replace(query, chosen={}, start=0, count=MOST, with_slips=False, with_counts=False)


def _chosen(
    query: Query, lexical: Sequence[Found], by_words: Callable[[Query], Answer]
) -> Sequence[Found]:
    """What of it is left when it is narrowed."""
    if not query.chosen:
        return lexical
    return by_words(replace(_from_the_first(query), chosen=query.chosen)).found


def with_counted(
    counts: Mapping[str, Mapping[str, int]], rows: Sequence[Row[Any]], query: Query
) -> dict[str, dict[str, int]]:
    """The counts with these articles too, each under its own values."""
    more = {facet: dict(values) for facet, values in counts.items()}
    for facet in FACETS if counts else ():
        of_facet = more.setdefault(facet, {})
        for row in rows:
            if passes(row, query.chosen, but_for=facet):
                value = getattr(row, facet)
                of_facet[value] = of_facet.get(value, 0) + 1
    return more


def _readable(found: Sequence[Found], query: Query, viewer: Viewer) -> Sequence[Row[Any]]:
    """Those that this viewer may read in that language, with what they can be narrowed by."""
    if not found:
        return []
    asked = {"language": query.language, "ids": [hit.article_id for hit in found]}
    return db.session.execute(_facts(sight_of(viewer)), asked).all()


@lru_cache(maxsize=64)
def _facts(sight: Sight) -> Select[*tuple[Any, ...]]:
    """Prepared once for each kind of reader: building it takes longer than running it."""
    return (
        select(Article.id, Revision.kind, Revision.topic, Revision.product)
        .join(Revision, Article.published_id == Revision.id)
        .where(Article.retired_at.is_(None), is_for(sight))
        .where(Article.language == bindparam("language"))
        .where(Article.id.in_(bindparam("ids", expanding=True)))
    )
