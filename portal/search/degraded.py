"""Search without an index: slower and coarser, from the database alone, while the index is built anew."""

import json

from sqlalchemy import ColumnElement, String, case, cast, literal, or_
from sqlalchemy.orm import InstrumentedAttribute

from portal.articles.article import Article, Revision
from portal.articles.readers import readable_by
from portal.ground.db import db
from portal.people.viewer import Viewer
from portal.search.analysis import STOP_WORDS, composed, fold, words
from portal.search.engine import Found

MOST_WORDS = 6
SHORTEST = 3
ENDING = 2
"""Letters left off a long word, so that its plural is found too."""


def find_in_rows(
    question: str, viewer: Viewer, language: str, start: int, count: int
) -> tuple[list[Found], int]:
    """Readable articles of that language whose title or text holds any of the words: those with
    most words first, a word in the title counting three times; and how many there are in all."""
    beginnings = _beginnings(question, language)
    if not beginnings:
        return [], 0
    in_title = [_holds(Revision.title, word) for word in beginnings]
    sections = cast(Revision.sections, String)
    in_text = [
        or_(_holds(Revision.summary, word), _holds(sections, _as_json(word))) for word in beginnings
    ]
    worth: ColumnElement[int] = literal(0)
    for hit_title, hit_text in zip(in_title, in_text, strict=True):
        worth = worth + case((hit_title, 3), else_=0) + case((hit_text, 1), else_=0)
    query = (
        readable_by(viewer)
        .with_only_columns(Article.id, worth)
        .where(Article.language == language, or_(*in_title, *in_text))
        .order_by(worth.desc(), Article.id)
        .limit(500)
    )
    rows = db.session.execute(query).all()
    page = rows[start : start + count]
    return [Found(article_id=row[0], anchor="", score=float(row[1])) for row in page], len(rows)


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


def _as_json(word: str) -> str:
    """The word as the column of sections writes it: letters with accents as \\uXXXX."""
    return json.dumps(word)[1:-1]


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
