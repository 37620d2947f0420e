"""The link in a guest's letter: it lets this browser see the ticket, then leads to the clean address."""

from flask import Blueprint, abort, redirect
from flask.typing import ResponseReturnValue

from portal.ground.db import writing
from portal.ground.now import now
from portal.people.gate import admit_guest, for_everyone
from portal.tickets import links
from portal.tickets.views.page import url_of


def routes(tickets: Blueprint) -> None:
    """Add this page to the room's."""
    tickets.add_url_rule("/t/<token>", "follow", follow)


@for_everyone
def follow(token: str) -> ResponseReturnValue:
    """Each opening lets the browser's session (a guest's, or a person's) see the ticket."""
    ticket = links.tracked_ticket(token, now()) or abort(404)
    with writing():
        links.grant(ticket, admit_guest(), now())
    return redirect(url_of(ticket))
