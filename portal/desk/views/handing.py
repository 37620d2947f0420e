"""Where else an agent takes a ticket: another level, management, development, a provider; and back from there."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.desk.forms.bench import bench
from portal.desk.forms.choices import ABOVE
from portal.desk.team import team
from portal.desk.views.ticket import at_desk, carry_out, desk_url, show
from portal.ground.db import found
from portal.ground.now import now
from portal.people.gate import current_person, for_agents
from portal.tickets import steps
from portal.tickets.handover import Destination, Handover
from portal.tickets.ticket import Ticket


def routes(desk: Blueprint) -> None:
    for name, view in (
        ("escalation", escalation),
        ("handover", handover),
        ("news", news),
        ("returning", returning),
    ):
        desk.add_url_rule(f"/desk/<ref:ref>/{name}", name, view, methods=["POST"])


@for_agents
def escalation(ref: str) -> ResponseReturnValue:
    """To a level that works on it, or to the place above that is told."""
    ticket = at_desk(ref)
    forms = bench(ticket, team(), sent="escalation")
    form = forms.escalation
    if not form.validate_on_submit():
        return show(ticket, forms), 422
    words = steps.render(form.reason.data)

    def deed() -> None:
        if form.tier.data == ABOVE:
            steps.hand_over(ticket, current_person(), Destination.MANAGEMENT, words, now())
        else:
            steps.escalate(ticket, current_person(), form.tier.data, words, now())

    return carry_out(ticket, forms, deed, lambda: desk_url(ticket, "latest"))


@for_agents
def handover(ref: str) -> ResponseReturnValue:
    """To development or a provider."""
    ticket = at_desk(ref)
    forms = bench(ticket, team(), sent="handover")
    form = forms.handover
    if not form.validate_on_submit():
        return show(ticket, forms), 422
    words, to = steps.render(form.reason.data), Destination(form.destination.data)

    def deed() -> None:
        is_awaited, outside = form.is_awaited.data, form.outside()
        steps.hand_over(ticket, current_person(), to, words, now(), outside, is_awaited)

    return carry_out(ticket, forms, deed, lambda: desk_url(ticket, "latest"))


@for_agents
def news(ref: str) -> ResponseReturnValue:
    """What they say there: their number, their day, a note."""
    ticket = at_desk(ref)
    forms = bench(ticket, team(), sent="news")
    form = forms.news
    if not form.validate_on_submit():
        return show(ticket, forms), 422
    words = steps.render(form.note.data)

    def deed() -> None:
        there = _of(ticket, form.handover.data)
        steps.add_news(ticket, current_person(), there, form.outside(), words, now())

    return carry_out(ticket, forms, deed, lambda: desk_url(ticket, "latest"))


@for_agents
def returning(ref: str) -> ResponseReturnValue:
    """It is back from there."""
    ticket = at_desk(ref)
    forms = bench(ticket, team(), sent="returning")
    form = forms.returning
    if not form.validate_on_submit():
        return show(ticket, forms), 422
    words = steps.render(form.reason.data)

    def deed() -> None:
        there = _of(ticket, form.handover.data)
        steps.take_back(ticket, current_person(), there, words, now())

    return carry_out(ticket, forms, deed, lambda: desk_url(ticket, "latest"))


def _of(ticket: Ticket, number: str) -> Handover:
    return found(
        select(Handover).where(Handover.id == int(number), Handover.ticket_id == ticket.id)
    )
