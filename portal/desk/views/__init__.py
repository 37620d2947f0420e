"""The pages of the desk, and what every page of the portal may ask of it: articles by their numbers."""

from flask import Blueprint, Flask

from portal.desk.cards import article_cards
from portal.desk.views import (
    arrangements,
    articles,
    audit_log,
    deeds,
    handing,
    ledger,
    organisations,
    people,
    preview,
    publishing,
    queue,
    resolution,
    reviewing,
    searches,
    set_up,
    site,
    synonyms,
    talking,
    ticket,
)
from portal.people.gate import viewer

PAGES = (
    *(queue, ticket, ledger, talking, deeds, handing, arrangements),
    *(resolution, publishing, preview),
    *(articles, reviewing),
    *(set_up, site, organisations, people, audit_log, searches, synonyms),
)


def register(app: Flask) -> None:
    """Add the room's pages, and `article_cards(numbers)` for templates: tickets know articles by number only."""
    desk = Blueprint("desk", __name__)
    for pages in PAGES:
        pages.routes(desk)
    app.register_blueprint(desk)
    app.jinja_env.globals["article_cards"] = lambda numbers: article_cards(numbers, viewer())
