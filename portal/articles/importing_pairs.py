"""How imported articles find their translations: two languages, one `slugEN`."""

from collections import defaultdict

from sqlalchemy import select

from portal.articles.article import Article, Revision
from portal.articles.faults import Unreadable
from portal.articles.front_matter import read
from portal.articles.kinds import Status
from portal.articles.reports import Outcome, Report
from portal.articles.texts import one
from portal.ground.catalogue import _
from portal.ground.db import db, writing

ORIGINAL = "en"
"""The language that `slugEN` is in: articles of other languages are its translations."""

Pairs = dict[str, list[tuple[int, str]]]


def link_pairs(report: Report) -> None:
    """Link each imported article to its original. A name that stands twice in one language links nothing, and is said."""
    by_language = _names()
    originals: Pairs = by_language.pop(ORIGINAL, {})
    changes: dict[int, int] = {}
    for name, articles in originals.items():
        if len(articles) > 1:
            _say(name, articles, report)
    for translations in by_language.values():
        for name, articles in translations.items():
            pair = originals.get(name, [])
            if len(articles) > 1:
                _say(name, articles, report)
            elif len(pair) == 1:
                changes[articles[0][0]] = pair[0][0]
    _link(changes)


def _names() -> dict[str, Pairs]:
    """The articles that came from elsewhere, by language and `slugEN`: number and path."""
    query = (
        select(Article.id, Article.language, Article.source_path, Revision.source)
        .join(Revision, Revision.article_id == Article.id)
        .where(
            Article.source_path.is_not(None),
            Revision.status.in_((Status.PUBLISHED, Status.RETIRED)),
        )
        .order_by(Article.source_path)
    )
    names: dict[str, Pairs] = defaultdict(lambda: defaultdict(list))
    for number, language, path, source in db.session.execute(query):
        try:
            name = one(read(source), "slugEN")
        except Unreadable:  # edited here since into something else: it keeps the link that it has
            continue
        if name:
            names[language][name].append((number, str(path)))
    db.session.rollback()
    return names


def _link(changes: dict[int, int]) -> None:
    known = select(Article.id, Article.translation_of_id).where(Article.id.in_(list(changes)))
    now = {row[0]: row[1] for row in db.session.execute(known)}
    new = {number: original for number, original in changes.items() if now[number] != original}
    if not new:
        return
    with writing():
        for number, original in new.items():
            db.session.get_one(Article, number).translation_of_id = original


def _say(name: str, articles: list[tuple[int, str]], report: Report) -> None:
    for _number, path in articles:
        words = _(
            "slugEN “%(name)s” appears in several files, so none of them was linked.", name=name
        )
        report.note(path, Outcome.UNLINKED, words)
