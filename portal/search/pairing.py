"""What is found in another language gives way to its twin in the reader's own, where the reader may read that."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, or_, select
from sqlalchemy.orm import aliased

from portal.articles.article import Article, Revision
from portal.articles.readers import Sight, is_for, sight_of
from portal.ground.db import db
from portal.people.viewer import Viewer
from portal.search.blending import with_counted
from portal.search.engine import Answer, Found, Query
from portal.search.narrowing import passes


@dataclass(frozen=True)
class Paired:
    """The reader's own answer with the twins that it lacked, how many those are, and the answers in
    other languages without what has a twin."""

    own: Answer
    added: int
    others: dict[str, Answer]


def paired(
    own: Answer, others: dict[str, Answer], known: Collection[int], query: Query, viewer: Viewer
) -> Paired:
    """Twins take their place among the reader's own by the score of what they stand for; `known` are
    the articles that the own answer has on all its pages. One query."""
    found = [hit for answer in others.values() for hit in answer.found]
    twins = _twins((hit.article_id for hit in found), query.language, viewer)
    kept = {
        code: replace(answer, found=[hit for hit in answer.found if hit.article_id not in twins])
        for code, answer in others.items()
    }
    rows = {row.id: row for row in twins.values() if row.id not in known}
    rows = {number: row for number, row in rows.items() if passes(row, query.chosen)}
    scores = {twins[hit.article_id].id: hit.score for hit in found if hit.article_id in twins}
    more = [Found(number, "", scores[number]) for number in rows]
    if query.start:
        more = []  # they stand on the first page
    whole = sorted([*own.found, *more], key=lambda hit: -hit.score)
    counts = with_counted(own.counts, list(rows.values()), query)
    answer = replace(own, found=whole, total=own.total + len(rows), counts=counts)
    return Paired(answer, len(rows), kept)


def twins(article_ids: Iterable[int], language: str, viewer: Viewer) -> dict[int, int]:
    """By number the article in that language which says the same. One query, none for no articles."""
    return {number: row.id for number, row in _twins(article_ids, language, viewer).items()}


def _twins(article_ids: Iterable[int], language: str, viewer: Viewer) -> dict[int, Row[Any]]:
    ids = sorted(set(article_ids))
    if not ids:
        return {}
    asked = {"language": language, "ids": ids}
    rows: Iterable[Row[Any]] = db.session.execute(_pairs(sight_of(viewer)), asked)
    return {row.of: row for row in rows}


_other = aliased(Article)


@lru_cache(maxsize=64)
def _pairs(sight: Sight) -> Select[*tuple[Any, ...]]:
    """Prepared once for each kind of reader: building it takes longer than running it."""
    is_pair = or_(_other.id == Article.translation_of_id, _other.translation_of_id == Article.id)
    facts = (Revision.kind, Revision.topic, Revision.product)
    return (
        select(_other.id.label("of"), Article.id, *facts)
        .join(_other, is_pair)
        .join(Revision, Article.published_id == Revision.id)
        .where(Article.retired_at.is_(None), is_for(sight))
        .where(Article.language == bindparam("language"))
        .where(_other.id.in_(bindparam("ids", expanding=True)))
    )
