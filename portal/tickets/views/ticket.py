"""The client's page of a ticket, its live part, and its files."""

from flask import Blueprint, Response, render_template, request
from sqlalchemy import select

from portal.files.file import File
from portal.files.sending import send
from portal.ground.db import found
from portal.ground.now import now
from portal.people.gate import for_followers, viewer
from portal.tickets.conversation import Attachment
from portal.tickets.ticket import Ticket
from portal.tickets.views import page


def routes(tickets: Blueprint) -> None:
    """Add these pages to the room's."""
    tickets.add_url_rule("/tickets/<ref:ref>", "ticket", ticket)
    tickets.add_url_rule("/tickets/<ref:ref>/latest", "latest", latest)
    tickets.add_url_rule("/tickets/<ref:ref>/files/<int(max=2147483647):number>", "file", file)


@for_followers
def ticket(ref: str) -> str:
    """The whole ticket; `?again` opens the form that says that it still happens."""
    return page.show(page.find(ref), is_reopening="again" in request.args)


@for_followers
def latest(ref: str) -> str:
    """The live part alone: state, promise, timeline."""
    return render_template("tickets/_latest.html", **page.latest(page.find(ref), now()))


@for_followers
def file(ref: str, number: int) -> Response:
    """A file of the ticket; what belongs to notes and to the resolution's evidence is the desk's."""
    who = viewer()
    visible = Ticket.visible_to(who).where(Ticket.ref == ref).with_only_columns(Ticket.id)
    attached = select(File).join(Attachment, Attachment.file_id == File.id)
    wanted = attached.where(File.id == number, Attachment.ticket_id.in_(visible))
    if not who.is_agent:
        wanted = wanted.where(Attachment.is_internal.is_(False))
    return send(found(wanted), thumb="thumb" in request.args)
