"""Tickets about the same thing: the closed one that a new request was sent for, and the requests that followed."""

from sqlalchemy import or_

from portal.ground.db import db
from portal.people.viewer import Viewer
from portal.tickets.lifecycle import is_open
from portal.tickets.ticket import Ticket


def linked_to(ticket: Ticket, viewer: Viewer) -> tuple[list[Ticket], list[Ticket]]:
    """The tickets that it follows and those that follow it, as far as the viewer may see them.

    One query, and none for an open ticket that follows nothing: only an ended one is followed.
    """
    if ticket.follows_id is None and is_open(ticket.status):
        return [], []
    either = or_(Ticket.id == ticket.follows_id, Ticket.follows_id == ticket.id)
    found = db.session.scalars(Ticket.visible_to(viewer).where(either).order_by(Ticket.id)).all()
    before = [each for each in found if each.id == ticket.follows_id]
    return before, [each for each in found if each.id != ticket.follows_id]


def followable(ref: str, viewer: Viewer) -> Ticket | None:
    """The ended ticket of that reference that a new request may follow; None where the viewer may not see one."""
    ticket = db.session.scalars(Ticket.visible_to(viewer).where(Ticket.ref == ref)).one_or_none()
    return ticket if ticket and not is_open(ticket.status) else None
