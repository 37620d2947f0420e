"""The public pages about the support."""

from flask import Blueprint, Flask

from portal.status.views import support


def register(app: Flask) -> None:
    """Add the room's pages."""
    status = Blueprint("status", __name__)
    support.routes(status)
    app.register_blueprint(status)
