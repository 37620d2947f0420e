"""The pages of the search room: home, results, a topic, and what the search field offers while one types."""

from flask import Blueprint, Flask

from portal.search.views import home, results, topics


def register(app: Flask) -> None:
    """Attach the pages."""
    search = Blueprint("search", __name__)
    for module in (home, results, topics):
        module.routes(search)
    app.register_blueprint(search)
