"""What results can be narrowed by: kinds, topics (each language has its own shelves) and products; what is not known is left out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from portal.articles.article import Article, Revision, Topic
from portal.articles.kinds import Kind
from portal.articles.readers import Sight, is_for, sight_of
from portal.articles.shelves import last_change
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.viewer import Viewer
from portal.search.engine import FACETS

Chosen = Mapping[str, tuple[str, ...]]
"""By name of a facet the values of which an article must have one."""

NOTHING: Chosen = {}


@dataclass(frozen=True)
class Topics:
    """Every topic of every language: its title, and which topic of another language is the same."""

    titles: Mapping[tuple[str, str], str]
    same: Mapping[tuple[str, str], str]
    """By the language wanted and a slug of another one: the slug in the language wanted."""

    def slug(self, slug: str, language: str) -> str:
        """This topic's slug in that language; the same slug where that language has no such topic."""
        return slug if (language, slug) in self.titles else self.same.get((language, slug), slug)

    def title(self, slug: str, language: str) -> str | None:
        """Its title for a reader of that language, else in the one it has; None for no topic."""
        wanted = self.titles.get((language, self.slug(slug, language)))
        others = (title for (_language, known), title in self.titles.items() if known == slug)
        return wanted or next(others, None)

    def is_topic(self, slug: str) -> bool:
        """Whether any language has a topic of this slug."""
        return any(known == slug for _language, known in self.titles)


def all_topics() -> Topics:
    """The topics as they are now. One query."""
    return _topics(tuple(tuple(row) for row in db.session.execute(_TOPICS)))


@lru_cache(maxsize=8)
def _topics(rows: tuple[tuple[str, str, str, str | None], ...]) -> Topics:
    """Put together once, as long as the rows stay the same."""
    titles = {(language, slug): title for language, slug, title, _other in rows}
    languages = {language for language, _slug in titles}
    same: dict[tuple[str, str], str] = {}
    for language, slug, _title, other_slug in rows:
        for other in languages - {language}:
            if other_slug and (other, other_slug) in titles:
                same[other, slug] = other_slug
                same[language, other_slug] = slug
    return Topics(titles, same)


def known(asked: Mapping[str, Iterable[str]], viewer: Viewer, topics: Topics) -> Chosen:
    """Those of the values asked for that exist, each once; a facet without any is left out."""
    wanted = {facet: dict.fromkeys(asked.get(facet, ())) for facet in FACETS}
    there = {
        "kind": [value for value in wanted["kind"] if value in set(Kind)],
        "topic": [value for value in wanted["topic"] if topics.is_topic(value)],
        "product": _products_among(wanted["product"], viewer),
    }
    return {facet: tuple(values) for facet, values in there.items() if values}


def in_language(chosen: Chosen, language: str, topics: Topics) -> Chosen:
    """The same choice for articles of that language, whose topics have other names."""
    if "topic" not in chosen:
        return chosen
    slugs = dict.fromkeys(topics.slug(value, language) for value in chosen["topic"])
    return {**chosen, "topic": tuple(slugs)}


def passes(article: object, chosen: Mapping[str, Collection[str]], but_for: str = "") -> bool:
    """Whether an article (anything with a field for each facet) is among what is chosen in all facets
    but that one."""
    return all(
        getattr(article, facet) in values for facet, values in chosen.items() if facet != but_for
    )


def product_words(product: str, topics: Topics, language: str) -> str:
    """The name of a product for a reader of that language: that of the topic called so, else as it is
    written, a slug ('web-chat') as words."""
    known = topics.title(product, language) or {"platform": _("Platform")}.get(product)
    if known or product != product.lower() or " " in product:
        return known or product
    return product.replace("-", " ").replace("_", " ").capitalize()


def forget() -> None:
    """Let go of what is kept: for tests, whose database has gone with it."""
    _products.cache_clear()


def _products_among(values: Iterable[str], viewer: Viewer) -> list[str]:
    values = list(values)
    if not values:
        return []
    products = _products(sight_of(viewer), last_change())
    return [value for value in values if value in products]


@lru_cache(maxsize=64)
def _products(sight: Sight, _as_of: int) -> frozenset[str]:
    """The products of all articles that one may read with this sight, until any article changes."""
    query = (
        select(Revision.product)
        .join(Article, Article.published_id == Revision.id)
        .where(Article.retired_at.is_(None), Revision.product != "", is_for(sight))
        .distinct()
    )
    return frozenset(db.session.scalars(query))


_topic = Topic.__table__.c
_TOPICS = select(_topic.language, _topic.slug, _topic.title, _topic.translation_of).order_by(
    _topic.position, _topic.title
)
