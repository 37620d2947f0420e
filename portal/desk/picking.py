"""Finding the article that an agent means: among those that look right, or by its address."""

import re

from sqlalchemy import select

from portal.articles.article import Article
from portal.articles.readers import readable_by
from portal.desk.cards import ArticleCard, article_cards
from portal.ground.db import db
from portal.people.viewer import Viewer
from portal.search.finding import similar_sections
from portal.tickets.filed import Filed
from portal.tickets.filing import TrailKind
from portal.tickets.ticket import Ticket

LIMIT = 5
ADDRESS = re.compile(r"/([a-z]{2})/articles/([a-z0-9-]+)")
SLUG = re.compile(r"[a-z0-9-]+")


def likely_articles(ticket: Ticket, filed: Filed, viewer: Viewer) -> list[ArticleCard]:
    """Articles that may be right for the ticket: those the client read, then those like its words."""
    words = f"{ticket.title}\n{filed.description}\n{filed.error_message}"
    similar = [hit.article_id for hit in similar_sections(words, viewer, ticket.language, LIMIT)]
    read = [entry.article_id for entry in filed.trail if entry.kind == TrailKind.READ]
    numbers = list(dict.fromkeys(number for number in [*read, *similar] if number is not None))
    cards = article_cards(numbers, viewer)
    return [cards[number] for number in numbers if number in cards][:LIMIT]


def article_at(address: str, viewer: Viewer, language: str) -> ArticleCard | None:
    """The published article of an address ('/es/articles/slug', whole or in part) or a bare slug."""
    asked = address.strip().lower()
    found = ADDRESS.search(asked)
    wanted = readable_by(viewer).with_only_columns(Article.id).order_by(None)
    if found:
        wanted = wanted.where(Article.language == found[1], Article.slug == found[2])
    elif SLUG.fullmatch(asked):
        wanted = wanted.where(Article.slug == asked)
    else:
        return None
    own_first = (
        select(Article.id).where(Article.id.in_(wanted)).order_by(Article.language != language)
    )
    number = db.session.scalars(own_first.limit(1)).one_or_none()
    return article_cards([number], viewer).get(number or 0)
