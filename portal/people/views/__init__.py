"""The pages of the people room: signing in and out, one's own account, the choice of language."""

from flask import Blueprint, Flask

from portal.people import cookies, gate, visiting
from portal.people.views import account, signing_in


def register(app: Flask) -> None:
    """Attach the gate, the cookies and the pages."""
    people = Blueprint("people", __name__)
    signing_in.routes(people)
    account.routes(people)
    cookies.register(app)  # first: what is registered first runs last after a request
    visiting.register(app)
    gate.register(app)
    app.register_blueprint(people)
