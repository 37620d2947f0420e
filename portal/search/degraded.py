"""Search without an index: slower and coarser, from the database alone, while the index is built anew."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, case, cast, literal, not_, or_
from sqlalchemy.orm import InstrumentedAttribute

from portal.articles.article import Article, Revision
from portal.articles.readers import readable_by
from portal.ground.db import db
from portal.ground.folding import fold
from portal.ground.matching import holds
from portal.people.viewer import Viewer
from portal.search.analysis import STOP_WORDS, composed, terms, words
from portal.search.engine import FACETS, Answer, Found, Query
from portal.search.narrowing import passes
from portal.search.question import Question

MOST_WORDS = 6
MOST_ROWS = 500
SHORTEST = 3
ENDING = 2
"""Letters left off a long word, so that its plural is found too."""


def find_in_rows(query: Query, viewer: Viewer) -> Answer:
    """Readable articles of that language whose title or text holds any of the words: those with
    most words first, a word in the title counting three times. Never `near`, no best section."""
    beginnings = _beginnings(" ".join(one.words for one in query.question.wanted), query.language)
    if not beginnings:
        return Answer()
    rows = _rows(beginnings, query, viewer)
    there = [row for row in rows if row.worth >= query.least and passes(row, query.chosen)]
    return Answer(
        found=[
            Found(row.id, anchor="", score=float(row.worth))
            for row in there[query.start : query.start + query.count]
        ],
        total=len(there),
        counts=_counts(rows, query) if query.with_counts else {},
        terms=frozenset(terms(query.question.text, query.language)),
    )


def _rows(beginnings: Sequence[str], query: Query, viewer: Viewer) -> Sequence[Row[Any]]:
    """What holds any of the beginnings, best first, whatever is chosen."""
    held = [(holds(Revision.title, word), _holds_text(word)) for word in beginnings]
    worth: ColumnElement[int] = literal(0)
    for in_title, in_text in held:
        worth = worth + case((in_title, 3), else_=0) + case((in_text, 1), else_=0)
    found: Select[*tuple[Any, ...]] = (
        readable_by(viewer)
        .with_only_columns(
            Article.id, worth.label("worth"), Revision.kind, Revision.topic, Revision.product
        )
        .where(Article.language == query.language, or_(*(or_(*each) for each in held)))
        .where(*_musts(query.question))
        .order_by(worth.desc(), Article.id)
        .limit(MOST_ROWS)
    )
    return db.session.execute(found).all()


def _musts(question: Question) -> list[ColumnElement[bool]]:
    """Each phrase has to stand there, and nothing that is not wanted."""
    phrases = [one.words for one in question.wanted if one.is_phrase]
    return [
        *(or_(holds(Revision.title, words), _holds_text(words)) for words in phrases),
        *(not_(or_(holds(Revision.title, x), _holds_text(x))) for x in question.without),
    ]


def _counts(rows: Sequence[Row[Any]], query: Query) -> dict[str, dict[str, int]]:
    return {
        facet: Counter(
            getattr(row, facet) for row in rows if passes(row, query.chosen, but_for=facet)
        )
        for facet in FACETS
    }


def _beginnings(question: str, language: str) -> list[str]:
    """The longest words of the question, without the ends that change in a plural or a verb."""
    text = composed(question[:500])
    written = {text[word.start : word.end].lower() for word in words(text, language)}
    telling = [
        word for word in written if len(word) >= SHORTEST and fold(word) not in STOP_WORDS[language]
    ]
    longest = sorted(telling, key=lambda word: (-len(word), word))[:MOST_WORDS]
    return [word[:-ENDING] if len(word) > 2 * SHORTEST else word for word in longest]


def _holds(
    column: "ColumnElement[str] | InstrumentedAttribute[str]", word: str
) -> ColumnElement[bool]:
    return column.ilike(f"%{_escaped(word)}%", escape="!")


def _holds_text(word: str) -> ColumnElement[bool]:
    sections = cast(Revision.sections, String)
    return or_(holds(Revision.summary, word), _holds(sections, _as_json(word)))


def _as_json(word: str) -> str:
    """The word as the column of sections writes it: letters with accents as \\uXXXX."""
    return json.dumps(word)[1:-1]


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
