"""Which addresses, ids and shelves are taken while an import runs: read once for each batch, not once for each file."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.articles.addresses import slug_of
from portal.articles.article import Article, Topic
from portal.ground.db import db

AREA_LENGTH = 30


class Names:
    """What is taken, and which articles came from these paths before. What is taken anew is noted, so
    that the next file sees it.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        came = select(Article).where(Article.source_path.in_(paths))
        self.by_path = {str(article.source_path): article for article in db.session.scalars(came)}
        rows = db.session.execute(select(Article.language, Article.slug, Article.identifier)).all()
        topics = db.session.execute(select(Topic.language, Topic.slug))
        self._slugs = {(language, slug) for language, slug, _identifier in rows}
        self._identifiers = {(language, identifier) for language, _slug, identifier in rows}
        self._topics = {(language, slug) for language, slug in topics}

    def is_taken(self, language: str, slug: str) -> bool:
        return (language, slug) in self._slugs

    def take_slug(self, language: str, wanted: str, area: str) -> str:
        """A free address: the wanted one, or with its area, or with its area and a number."""
        slug, count = slug_of(wanted), 1
        while self.is_taken(language, slug):
            slug = with_area(wanted, area if count == 1 else f"{area} {count}")
            count += 1
        self._slugs.add((language, slug))
        return slug

    def take_identifier(self, language: str, identifier: str) -> bool:
        """Whether the id was free in this language."""
        is_free = (language, identifier) not in self._identifiers
        self._identifiers.add((language, identifier))
        return is_free

    def add_topic(self, language: str, slug: str, title: str) -> None:
        """A shelf of this name, where there is none yet."""
        if (language, slug) not in self._topics:
            self._topics.add((language, slug))
            db.session.add(Topic(language=language, slug=slug, title=title, translation_of=slug))


def with_area(slug: str, area: str) -> str:
    """The address that a file gets whose own is taken."""
    kept = slug_of(slug)[: 110 - min(len(area), AREA_LENGTH)]
    return slug_of(f"{kept} {area}")
