"""A base that is published as a lead would, and whether the index says the same as the database."""

import random
import time
from dataclasses import dataclass, field

from sqlalchemy import select

from portal.articles import writing_up
from portal.articles.article import Article, Revision
from portal.articles.texts import ArticleText
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.search.engine import IndexUnusableError, Query, Reader
from portal.search.engines import engine
from portal.search.question import question

PATIENCE = 60.0
EVERYWHERE = "zaguero"
"""A word that every article of the tests has."""

WORDS = ["call", "queue", "agent", "report", "shift", "session", "mail", "sound", "copy", "console"]


def publish(number: int, revision: int, article_id: int | None = None) -> int:
    """The article with that number, new or changed: no other text has its `mark`. Its id."""
    dice = random.Random(number * 1000 + revision)  # noqa: S311 (the same every time)
    body = "\n\n".join(
        f"## Part {part}\n\n{' '.join(dice.choices(WORDS, k=40))} {EVERYWHERE}."
        for part in range(4)
    )
    text = ArticleText(
        title=f"Article {number}",
        body=f"{mark(number, revision)} {EVERYWHERE}.\n\n{body}\n",
        language="en",
        slug=f"article-{number}",
    )
    rendered = writing_up.prepare(text)
    with writing():
        article = db.session.get(Article, article_id) if article_id else None
        draft = writing_up.revise(article, text, None, now(), rendered)
        writing_up.publish(draft, None, now())
        return draft.article_id


def mark(number: int, revision: int) -> str:
    """A word that only this revision of this article holds."""
    return f"mark{number}x{revision}"


@dataclass
class Base:
    """What the database has published: revision by article number, ids by article number."""

    ids: dict[int, int] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)
    retired: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)

    def change(self, number: int) -> None:
        """Publish the article, or its next revision."""
        revision = self.revisions.get(number, 0) + 1
        self.ids[number] = publish(number, revision, self.ids.get(number))
        self.revisions[number] = revision
        self.retired.discard(number)
        self.touched.add(number)

    def retire(self, number: int) -> None:
        """Take it from its readers, where they have it; `change` brings it back."""
        if number in self.retired:
            return
        with writing():
            article = db.session.get(Article, self.ids[number])
            assert article is not None
            writing_up.retire(article, None, now())
        self.retired.add(number)
        self.touched.add(number)


def disagreement(base: Base) -> str:
    """What of the index is not as the database has it; '' where it is sound and they agree. Looks at
    all articles, and at the text of those touched since they last agreed."""
    if not engine().is_sound():
        return "the index is not sound"
    query = select(Article.id).join(Revision, Article.published_id == Revision.id)
    published = set(db.session.scalars(query.where(Article.retired_at.is_(None))))
    db.session.rollback()
    try:
        found = _found(EVERYWHERE)
        if len(found) != len(set(found)):
            return "an article stands in it twice"
        if set(found) != published:
            return f"{len(published - set(found))} missing, {len(set(found) - published)} too many"
        for number in sorted(base.touched):
            own, revision = base.ids[number], base.revisions[number]
            if _found(mark(number, revision)) != [own] * (own in published):
                return f"article {number} is not found by its text"
            if _found(mark(number, revision - 1)):
                return f"article {number} is found by its old text"
    except IndexUnusableError as error:
        return f"unusable: {error}"
    base.touched.clear()
    return ""


def _found(words: str) -> list[int]:
    query = Query(question(words, "en"), "en", Reader(), count=100_000)
    return [hit.article_id for hit in engine().find(query).found]


def agreement(base: Base, patience: float = PATIENCE) -> float:
    """Seconds until index and database agree; AssertionError with what differs where they never do."""
    begun = time.monotonic()
    while wrong := disagreement(base):
        assert time.monotonic() - begun < patience, f"after {patience} s: {wrong}"
        time.sleep(0.05)
    return time.monotonic() - begun
