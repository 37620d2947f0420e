"""The pages of asking: start, question after question, check, sent."""

from flask import Blueprint, Flask

from portal.asking.views import attached, finish, question, solution, start, whole


def register(app: Flask) -> None:
    """Add the routes of this room."""
    asking = Blueprint("asking", __name__, url_prefix="/ask")
    for part in (start, question, whole, solution, attached, finish):
        part.routes(asking)
    app.register_blueprint(asking)
