"""The pages of the articles room: an article, its history, its pictures, and the answer to 'Did this solve it?'."""

from flask import Blueprint, Flask

from portal.articles.views import article, history, pictures, voting


def register(app: Flask) -> None:
    """Attach the pages."""
    articles = Blueprint("articles", __name__)
    for module in (article, history, pictures, voting):
        module.routes(articles)
    app.register_blueprint(articles)
