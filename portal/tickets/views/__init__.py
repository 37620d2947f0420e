"""The pages of tickets: the client's list, the ticket, what can be done there, and the links in letters."""

from flask import Blueprint, Flask

from portal.tickets.views import arrangements, by_link, deeds, ledger, lists, rating, ticket


def register(app: Flask) -> None:
    """Add the room's pages to the app."""
    tickets = Blueprint("tickets", __name__)
    for pages in (lists, ticket, ledger, deeds, arrangements, rating, by_link):
        pages.routes(tickets)
    app.register_blueprint(tickets)
