"""The lead's pages about client organisations: all of them with a form to add one, and each with its people."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from portal.desk.contracts import move_open_tickets, open_tickets
from portal.desk.forms.organisations import OrganisationForm, plan_titles
from portal.ground.catalogue import _, _n
from portal.ground.db import db, found, writing
from portal.ground.matching import folded, holds
from portal.ground.now import now
from portal.people import gate, organising
from portal.people.auditing import Act
from portal.people.person import MailDomain, Organisation, Person
from portal.people.refusal import Invalid
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Ticket
from portal.tickets.wording import status_words

PAGE = 50
SEARCHED_FROM = 20
MOST_TICKETS = 20


def routes(desk: Blueprint) -> None:
    """Add these pages to the desk's."""
    both = ["GET", "POST"]
    desk.add_url_rule("/desk/organisations", "organisations", organisations, methods=both)
    desk.add_url_rule(
        "/desk/organisations/<int(max=2147483647):number>",
        "organisation",
        organisation,
        methods=both,
    )


@gate.for_leads
def organisations() -> ResponseReturnValue:
    """Every organisation, and the form to add one."""
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _list(form, 422 if form.is_submitted() else 200)
    try:
        with writing():
            added = organising.add_organisation(
                form.name.data, form.plan.data, form.domain_list(), now()
            )
            gate.on_record(Act.ORGANISATION_ADDED, added)
    except Invalid as wrong:
        form[wrong.field].errors = [wrong.reason]
        return _list(form, 422)
    flash(_("%(name)s is added.", name=added.name), "good")
    return redirect(url_for("desk.organisations"), 303)


@gate.for_leads
def organisation(number: int) -> ResponseReturnValue:
    """One organisation: its name, plan and domains to change, and its people."""
    row = found(select(Organisation).where(Organisation.id == number))
    tickets = open_tickets(row)
    form = OrganisationForm(row, tickets)
    if not form.validate_on_submit():
        return _one(row, form, tickets, 422 if form.is_submitted() else 200)
    moved = stay = 0
    try:
        with writing():
            plan = row.plan
            organising.change_organisation(row, form.name.data, form.plan.data, form.domain_list())
            gate.on_record(Act.ORGANISATION_CHANGED if row.plan == plan else Act.PLAN_CHANGED, row)
            if form.also_tickets.data:
                moved, stay = move_open_tickets(row, gate.current_person(), now())
    except Invalid as wrong:
        form[wrong.field].errors = [wrong.reason]
        return _one(row, form, tickets, 422)
    flash(_("%(name)s is saved.", name=row.name), "good")
    _tell_of_tickets(moved, stay)
    return redirect(url_for("desk.organisations"), 303)


def _tell_of_tickets(moved: int, stay: int) -> None:
    """Say what a new plan did to the open tickets."""
    if moved:
        told = _n(
            "One ticket is on the new plan. We’ll notify its client.",
            "%(num)s tickets are on the new plan. We’ll notify their clients.",
            moved,
        )
        flash(told, "good")
    if stay:
        told = _n(
            "One ticket stays on its plan: the policy it was promised under does not know the new one.",
            "%(num)s tickets stay on their plan: the policy they were promised under does not know the new one.",
            stay,
        )
        flash(told, "warn")


def _list(form: OrganisationForm, status: int) -> ResponseReturnValue:
    words = request.args.get("q", "").strip()[:200]
    ids = _found(words)
    pages = max(1, -(-len(ids) // PAGE))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    people = select(func.count()).where(Person.organisation_id == Organisation.id)
    query = (
        select(Organisation, people.scalar_subquery())
        .where(Organisation.id.in_(ids[(page - 1) * PAGE : page * PAGE]))
        .options(selectinload(Organisation.domains))
        .order_by(folded(Organisation.name))
    )
    return (
        render_template(
            "desk/organisations.html",
            form=form,
            rows=db.session.execute(query).all(),
            plans=plan_titles(),
            tickets=0,
            words=words,
            is_searched=bool(words) or len(ids) > SEARCHED_FROM,
            page=page,
            pages=pages,
            url=lambda number: url_for("desk.organisations", q=words or None, page=number),
        ),
        status,
    )


def _found(words: str) -> list[int]:
    """The organisations whose name or a mail domain has these words, by name."""
    has_domain = Organisation.domains.any(holds(MailDomain.domain, words))
    query = (
        select(Organisation.id)
        .where(or_(holds(Organisation.name, words), has_domain))
        .order_by(folded(Organisation.name))
    )
    return list(db.session.scalars(query))


def _one(
    row: Organisation, form: OrganisationForm, tickets: int, status: int
) -> ResponseReturnValue:
    query = select(Person).where(Person.organisation_id == row.id).order_by(folded(Person.name))
    people = db.session.scalars(query.limit(200)).all()
    return (
        render_template(
            "desk/organisation.html",
            row=row,
            form=form,
            people=people,
            tickets=tickets,
            latest=_latest_tickets(row),
            count=db.session.scalar(select(func.count()).where(Ticket.organisation_id == row.id)),
        ),
        status,
    )


def _latest_tickets(row: Organisation) -> list[dict[str, str]]:
    """The organisation's tickets, the open ones first, then the newest, as `components/ticket_line.html` takes them."""
    query = select(Ticket).where(Ticket.organisation_id == row.id)
    newest = (Ticket.status == Status.CLOSED, Ticket.opened_at.desc())
    lines = []
    for ticket in db.session.scalars(query.order_by(*newest).limit(MOST_TICKETS)):
        words, tone = status_words(ticket)
        lines.append(
            {
                "url": url_for("desk.ticket", ref=ticket.ref),
                "title": ticket.title,
                "ref": ticket.ref,
                "status": words,
                "tone": tone,
                "requester": ticket.requester_name,
            }
        )
    return lines
