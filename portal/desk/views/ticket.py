"""One ticket at the desk: everything about it on one page, and that page again where a deed was refused."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.dossier import dossier, ticket_at_desk
from portal.desk.forms.arranging import Arranging
from portal.desk.forms.bench import Bench, bench
from portal.desk.forms.working import refuse
from portal.desk.team import team
from portal.ground.db import found, writing
from portal.ground.language import current_time_zone
from portal.ground.now import now
from portal.ground.wording import place_of
from portal.people.gate import for_agents, viewer
from portal.people.refusal import Forbidden
from portal.tickets.arranged import for_desk
from portal.tickets.lifecycle import Step
from portal.tickets.ticket import Ticket
from portal.tickets.timeline import timeline
from portal.tickets.wording import score_word


def routes(desk: Blueprint) -> None:
    desk.add_url_rule("/desk/<ref:ref>", "ticket", ticket)
    desk.add_url_rule("/desk/<ref:ref>/conversation", "conversation", conversation)


@for_agents
def ticket(ref: str) -> ResponseReturnValue:
    wanted = at_desk(ref)
    return show(wanted, bench(wanted, team()))


@for_agents
def conversation(ref: str) -> ResponseReturnValue:
    """The timeline alone, for the page that keeps itself fresh."""
    entries = timeline(at_desk(ref), for_agent=True, viewer=viewer())
    return render_template("desk/_conversation.html", entries=entries)


def at_desk(ref: str) -> Ticket:
    """The ticket of this reference, or 404."""
    return found(ticket_at_desk(ref, viewer()))


def desk_url(ticket: Ticket, anchor: str | None = None) -> str:
    return url_for("desk.ticket", ref=ticket.ref, _anchor=anchor)


def show(ticket: Ticket, forms: Bench, arranged: Arranging | None = None) -> str:
    """The page, with these forms on it; `arranged` where one of its forms was sent."""
    known, at = dossier(ticket, viewer(), now()), now()
    return render_template(
        "desk/ticket.html",
        ticket=ticket,
        d=known,
        entries=known.entries,
        forms=forms,
        arranging=arranged or Arranging(ticket, known.filed.steps),
        **for_desk(ticket, at),
        zone=place_of(current_time_zone()),
        Step=Step,
        rating_words=score_word(ticket.rating.score) if ticket.rating else None,
    )


def carry_out(
    ticket: Ticket,
    forms: Bench,
    deed: Callable[[], None],
    then: Callable[[], str],
    arranged: Arranging | None = None,
    refused: Callable[[], None] = lambda: None,
) -> ResponseReturnValue:
    """Take a step in one short write and go on to `then`; where it may not be taken (any more),
    `refused`, and the page again, with the reason and every word that was typed."""
    try:
        with writing():
            deed()
    except Forbidden as refusal:
        refuse(forms.sent, refusal.reason)
        refused()
        return show(ticket, forms, arranged), 403
    return redirect(then())
