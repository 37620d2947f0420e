"""Home: a large search field; below it topics, what helped most this month, and the reader's open tickets."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import joinedload

from portal.articles import shelves, useful
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.language import current_language
from portal.ground.now import now
from portal.ground.site import current_site
from portal.people.gate import for_everyone, viewer
from portal.people.viewer import Viewer
from portal.search.views.lines import article_line, shelf
from portal.tickets.lifecycle import Status
from portal.tickets.listing import urgency
from portal.tickets.promises import promise
from portal.tickets.ticket import Colleague, Ticket
from portal.tickets.wording import status_words

MOST_TICKETS = 5


@dataclass(frozen=True)
class TicketLine:
    """A ticket as `components/ticket_line.html` takes it."""

    url: str
    title: str
    ref: str
    status: str
    tone: str
    next: str
    last: str = ""


def routes(search: Blueprint) -> None:
    """The front page."""

    @search.get("/")
    @for_everyone
    def home() -> ResponseReturnValue:
        language = current_language()
        return render_template(
            "search/home.html",
            sentence=current_site().sentence(language) or _("How can we help you?"),
            topics=[shelf(topic, language) for topic in shelves.topics(viewer(), language)],
            useful=[
                article_line(article, language)
                for article in useful.useful_now(viewer(), language, now())
            ],
            tickets=open_tickets(viewer()),
        )


def open_tickets(viewer: Viewer) -> list[TicketLine]:
    """The viewer's own open tickets, what waits for them first, then what happens soonest; none for agents, who have a queue."""
    if viewer.is_agent or (viewer.person is None and viewer.session_id is None):
        return []
    query = Ticket.visible_to(viewer).where(_IS_OPEN)
    if viewer.person is not None and viewer.person.is_manager:
        query = query.where(_IS_OWN).params(reader=viewer.person.id)
    query = query.options(_WITH_ASSIGNEE).order_by(urgency(), *_SOONEST_FIRST).limit(MOST_TICKETS)
    return [_ticket_line(ticket) for ticket in db.session.scalars(query)]


# Prepared once: building a query takes longer than running it.
_IS_OPEN = Ticket.status != Status.CLOSED
_IS_OWN = or_(
    Ticket.requester_id == bindparam("reader"),
    Ticket.id.in_(select(Colleague.ticket_id).where(Colleague.person_id == bindparam("reader"))),
)
"""A manager's home shows their own tickets, not the organisation's."""
_SOONEST_FIRST = (Ticket.next_due_at.is_(None), Ticket.next_due_at, Ticket.opened_at.desc())
_WITH_ASSIGNEE = joinedload(Ticket.assignee)


def _ticket_line(ticket: Ticket) -> TicketLine:
    words, tone = status_words(ticket)
    return TicketLine(
        url=url_for("tickets.ticket", ref=ticket.ref),
        title=ticket.title,
        ref=ticket.ref,
        status=words,
        tone=tone,
        next=promise(ticket, now()).title,
    )
