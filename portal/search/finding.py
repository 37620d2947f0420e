"""Finding sections that answer: asks the engine, confirms each hit in the database, shows the sentence that answers."""

from dataclasses import dataclass, field

from portal.articles.article import Article
from portal.articles.readers import readable_by
from portal.ground.db import db
from portal.ground.language import current_language
from portal.ground.site import current_site
from portal.people.viewer import Viewer
from portal.search.analysis import LANGUAGES
from portal.search.degraded import find_in_rows
from portal.search.engine import Answer, IndexUnusableError, Query, Reader, Suggestion
from portal.search.engines import engine, forget
from portal.search.hits import LONGEST_WORDS, Hit, address, confirmed
from portal.search.question import question

__all__ = ["Hit", "Results", "find", "forget", "reader_of", "similar_sections", "suggestions"]

PAGE = 10
MOST_PAGES = 50
OTHERS = 5
LONGEST_TEXT = 200_000


@dataclass(frozen=True)
class Results:
    """A page of hits in the reader's language, and some in the others (on the first page only).

    `total` counts articles on all pages. `near` is the question as it may have been meant, or ''.
    """

    own: list[Hit] = field(default_factory=list)
    other: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1
    near: str = ""
    is_degraded: bool = False


def find(words: str, viewer: Viewer, language: str, page: int = 1) -> Results:
    """What answers the words for this viewer, at most one section an article, ten a page. One query."""
    words = words[:LONGEST_WORDS]
    page = min(max(page, 1), MOST_PAGES)
    others = [code for code in current_site().languages if code != language and code in LANGUAGES]
    own, is_degraded = _ask(words, viewer, language, (page - 1) * PAGE, PAGE, with_near=page == 1)
    other = [_ask(words, viewer, code, 0, OTHERS)[0] for code in others] if page == 1 else []
    found = own.found + [hit for answer in other for hit in answer.found]
    hits = {hit.article_id: hit for hit in confirmed(found, words, viewer)}
    of_own = {hit.article_id for hit in own.found}
    return Results(
        own=[hits[hit.article_id] for hit in own.found if hit.article_id in hits],
        other=[hit for key, hit in hits.items() if key not in of_own],
        total=own.total,
        page=page,
        pages=max(1, min(MOST_PAGES, -(-own.total // PAGE))),
        near=own.near,
        is_degraded=is_degraded,
    )


def similar_sections(text: str, viewer: Viewer, language: str, limit: int = 3) -> list[Hit]:
    """Sections that may already answer what someone is writing, own language first. A long text is
    read by its most telling words."""
    text = text[:LONGEST_TEXT]
    others = [code for code in current_site().languages if code != language and code in LANGUAGES]
    found = _ask(text, viewer, language, 0, limit)[0].found
    for code in others:
        if len(found) < limit:
            found = found + _ask(text, viewer, code, 0, limit - len(found))[0].found
    return confirmed(found, text, viewer)


def suggestions(beginning: str, viewer: Viewer, language: str) -> list[tuple[Suggestion, str]]:
    """Titles and headings that go on so, own language first, each with its address. One query."""
    languages = [language, *(code for code in current_site().languages if code != language)]
    try:
        offered = engine().suggest(beginning, languages, reader_of(viewer))
    except IndexUnusableError:
        return []
    if not offered:
        return []
    ids = {suggestion.article_id for suggestion in offered}
    query = readable_by(viewer).with_only_columns(Article.id, Article.slug)
    slugs = {row.id: row.slug for row in db.session.execute(query.where(Article.id.in_(ids)))}
    return [
        (suggestion, address(suggestion.language, slugs[suggestion.article_id], suggestion.anchor))
        for suggestion in offered
        if suggestion.article_id in slugs
    ]


def reader_of(viewer: Viewer) -> Reader:
    """The viewer as the engine knows readers."""
    return Reader(viewer.is_agent, viewer.person is not None, viewer.plan)


def _ask(
    words: str, viewer: Viewer, language: str, start: int, count: int, with_near: bool = False
) -> tuple[Answer, bool]:
    """What the engine answers, else the database; and whether it was the database."""
    asked = question(words, current_language())
    query = Query(asked, language, reader_of(viewer), start=start, count=count, with_near=with_near)
    try:
        answer = engine().find(query)
    except IndexUnusableError:
        found, total = find_in_rows(words, viewer, language, start, count)
        return Answer(found, total), True
    return answer, False
