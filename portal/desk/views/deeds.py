"""What an agent decides on a ticket: who has it, how bad it is, on which plan, whether it waits, ends or goes on."""

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.desk.forms.bench import Bench, bench
from portal.desk.team import team
from portal.desk.views.ticket import at_desk, carry_out, desk_url, show
from portal.ground.db import found, writing
from portal.ground.now import now
from portal.people.gate import current_person, for_agents
from portal.people.person import Person
from portal.people.refusal import Invalid
from portal.tickets import steps
from portal.tickets.ticket import Ticket


def routes(desk: Blueprint) -> None:
    for name, view in (
        ("taking", taking),
        ("assignment", assignment),
        ("classification", classification),
        ("plan", plan),
        ("objection", objection),
        ("resumption", resumption),
        ("release", release),
        ("closing", closing),
        ("reopening", reopening),
        ("colleagues", colleagues),
    ):
        desk.add_url_rule(f"/desk/<ref:ref>/{name}", name, view, methods=["POST"])
    desk.add_url_rule(
        "/desk/<ref:ref>/colleagues/<int(max=2147483647):number>/removal",
        "removal",
        removal,
        methods=["POST"],
    )


@for_agents
def taking(ref: str) -> ResponseReturnValue:
    ticket = at_desk(ref)
    with writing():
        steps.take(ticket, current_person(), now())
    return redirect(desk_url(ticket))


@for_agents
def resumption(ref: str) -> ResponseReturnValue:
    ticket = at_desk(ref)
    with writing():
        steps.resume(ticket, current_person(), now())
    return redirect(desk_url(ticket))


@for_agents
def release(ref: str) -> ResponseReturnValue:
    ticket = at_desk(ref)
    with writing():
        steps.release(ticket, current_person(), now())
    return redirect(desk_url(ticket))


@for_agents
def assignment(ref: str) -> ResponseReturnValue:
    ticket, forms = _opened(ref, "assignment")
    form = forms.assignment
    if not form.validate_on_submit():
        return show(ticket, forms), 422

    def deed() -> None:
        assignee = found(select(Person).where(Person.id == form.assignee.data))
        steps.assign(ticket, current_person(), assignee, now())

    return carry_out(ticket, forms, deed, lambda: desk_url(ticket))


@for_agents
def classification(ref: str) -> ResponseReturnValue:
    ticket, forms = _opened(ref, "classification")
    form = forms.classification
    if not form.validate_on_submit():
        return show(ticket, forms), 422
    words = steps.render(form.reason.data)

    def deed() -> None:
        severity, kind = form.severity.data, form.kind.data
        steps.reclassify(ticket, current_person(), severity, kind, words, now())

    return carry_out(ticket, forms, deed, lambda: desk_url(ticket, "latest"))


@for_agents
def plan(ref: str) -> ResponseReturnValue:
    ticket, forms = _opened(ref, "plan")
    form = forms.plan
    if not form.validate_on_submit():
        return show(ticket, forms), 422
    words = steps.render(form.reason.data)

    def deed() -> None:
        steps.move_plan(ticket, current_person(), form.plan.data, words, now())

    return carry_out(ticket, forms, deed, lambda: desk_url(ticket, "latest"))


@for_agents
def objection(ref: str) -> ResponseReturnValue:
    ticket, forms = _opened(ref, "objection")
    if not forms.objection.validate_on_submit():
        return show(ticket, forms), 422
    words = steps.render(forms.objection.answer.data)

    def deed() -> None:
        steps.answer_objection(ticket, current_person(), words, now())

    return carry_out(ticket, forms, deed, lambda: desk_url(ticket, "latest"))


@for_agents
def closing(ref: str) -> ResponseReturnValue:
    ticket, forms = _opened(ref, "closing")
    if not forms.closing.validate_on_submit():
        return show(ticket, forms), 422
    words = steps.render(forms.closing.reason.data)

    def deed() -> None:
        steps.close(ticket, current_person(), words, now())

    return carry_out(ticket, forms, deed, lambda: desk_url(ticket))


@for_agents
def reopening(ref: str) -> ResponseReturnValue:
    ticket, forms = _opened(ref, "reopening")
    if not forms.reopening.validate_on_submit():
        return show(ticket, forms), 422
    words = steps.render(forms.reopening.reason.data)

    def deed() -> None:
        steps.reopen(ticket, current_person(), words, now())

    return carry_out(ticket, forms, deed, lambda: desk_url(ticket))


@for_agents
def colleagues(ref: str) -> ResponseReturnValue:
    ticket, forms = _opened(ref, "colleague")
    form = forms.colleague
    if not form.validate_on_submit():
        return show(ticket, forms), 422

    def deed() -> None:
        colleague = steps.colleague_by_address(ticket, form.email.data)
        steps.add_colleague(ticket, current_person(), colleague, now())

    try:
        return carry_out(ticket, forms, deed, lambda: desk_url(ticket))
    except Invalid as refusal:
        form.email.errors = [refusal.reason]
        return show(ticket, forms), 422


@for_agents
def removal(ref: str, number: int) -> ResponseReturnValue:
    ticket = at_desk(ref)
    with writing():
        colleague = found(select(Person).where(Person.id == number))
        steps.remove_colleague(ticket, current_person(), colleague, now())
    return redirect(desk_url(ticket))


def _opened(ref: str, name: str) -> tuple[Ticket, Bench]:
    """The ticket, and its forms with the one that was sent."""
    ticket = at_desk(ref)
    return ticket, bench(ticket, team(), sent=name)
