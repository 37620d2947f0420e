"""Why each hit stands where it does: what each term added, and what of the question led nowhere."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, select

from portal.articles.article import Article, Revision
from portal.ground.db import db
from portal.ground.site import current_site
from portal.search.analysis import LANGUAGES, terms
from portal.search.engine import Answer, Found, Query, Reader, Reason
from portal.search.engines import engine
from portal.search.mending import mended
from portal.search.question import Question, question
from portal.search.synonyms import current_synonyms


@dataclass(frozen=True)
class Place:
    """A hit in its place: `section` is the heading to which it leads, '' for the article's beginning.
    The worths of the reasons, which come largest first, add up to the score."""

    title: str
    section: str
    slug: str
    anchor: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class OfLanguage:
    """What is found in one language: so many articles in all, and the first of them."""

    language: str
    total: int
    places: list[Place]


@dataclass(frozen=True)
class Explanation:
    """`synonyms` by what was asked; `unknown` are words that no article of that language holds, as far
    as this reader may see; `common` those that are not looked for; `near` is what 'Did you mean' says."""

    words: str
    language: str
    found: list[OfLanguage]
    synonyms: dict[str, tuple[str, ...]]
    unknown: list[str]
    common: list[str]
    near: str


def explain(words: str, language: str | None, reader: Reader, count: int) -> Explanation:
    """Ask as the page of results does, with the reasons; the language is that asked in, else the site's
    first. Raises IndexUnusableError."""
    languages = [code for code in current_site().languages if code in LANGUAGES]
    own = language or languages[0]
    asked = question(words, own, current_synonyms(own))
    query = Query(asked, own, reader, count=count, with_slips=True, with_reasons=True)
    ordered = [own, *(code for code in languages if code != own)]
    answers = {code: engine().find(replace(query, language=code)) for code in ordered}
    rows = _rows({hit.article_id for answer in answers.values() for hit in answer.found})
    return Explanation(
        words=words,
        language=own,
        found=[_of_language(code, answer, rows) for code, answer in answers.items()],
        synonyms={one.words: one.synonyms for one in asked.wanted if one.synonyms},
        unknown=[one for one in _apart(asked) if terms(one, own) and not _holders(one, query)],
        common=[one for one in _apart(asked) if not terms(one, own)],
        near=mended(words, answers[own].slips),
    )


def _apart(asked: Question) -> Sequence[str]:
    """Each word and each phrase of the question once, as it was written."""
    return list(dict.fromkeys(one.words for one in asked.wanted))


def _holders(words: str, query: Query) -> int:
    """How many articles hold what this word alone asks for."""
    alone = question(words, query.language)
    return engine().find(Query(alone, query.language, query.reader, count=1)).total


def _of_language(language: str, answer: Answer, rows: dict[int, Row[Any]]) -> OfLanguage:
    there = [(hit, rows[hit.article_id]) for hit in answer.found if hit.article_id in rows]
    return OfLanguage(language, answer.total, [_place(hit, row) for hit, row in there])


def _place(hit: Found, row: Row[Any]) -> Place:
    titles = {section["anchor"]: section["title"] for section in row.sections}
    section = titles.get(hit.anchor, "") if hit.anchor else ""
    reasons = tuple(sorted(hit.reasons, key=lambda reason: -reason.worth))
    return Place(row.title, section, row.slug, hit.anchor, hit.score, reasons)


def _rows(article_ids: Collection[int]) -> dict[int, Row[Any]]:
    columns = (Article.id, Article.slug, Revision.title, Revision.sections)
    joined = select(*columns).join(Revision, Article.published_id == Revision.id)
    return {row.id: row for row in db.session.execute(joined.where(Article.id.in_(article_ids)))}
