"""What an agent arranges on a ticket: an attempt to reproduce it, a meeting, its scope, a quote."""

from collections.abc import Callable

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.desk.forms.arranging import Arranging
from portal.desk.forms.bench import bench
from portal.desk.forms.meeting import HELD
from portal.desk.team import team
from portal.desk.views.ticket import at_desk, carry_out, desk_url, show
from portal.ground.db import found, writing
from portal.ground.now import now
from portal.people.gate import current_person, for_agents
from portal.tickets import steps
from portal.tickets.arrangement import Meeting, MeetingKind, Result
from portal.tickets.filed import filed_with
from portal.tickets.money import cents_of
from portal.tickets.ticket import Ticket


def routes(desk: Blueprint) -> None:
    number = "<int(max=2147483647):number>"
    for path, name, view in (
        ("attempts", "attempts", attempts),
        ("meetings", "meetings", meetings),
        (f"meetings/{number}/record", "meeting_record", meeting_record),
        (f"meetings/{number}/calling-off", "meeting_calling_off", meeting_calling_off),
        ("exclusion", "exclusion", exclusion),
        ("inclusion", "inclusion", inclusion),
        ("quotes", "quotes", quotes),
        ("quotes/withdrawal", "quote_withdrawal", quote_withdrawal),
    ):
        desk.add_url_rule(f"/desk/<ref:ref>/{path}", name, view, methods=["POST"])


@for_agents
def attempts(ref: str) -> ResponseReturnValue:
    """An attempt to reproduce the problem."""

    def deed(ticket: Ticket, forms: Arranging) -> None:
        form = forms.attempt
        attempt = steps.Attempt(
            environment=form.environment.data.strip(),
            result=Result(form.result.data),
            version=(form.version.data or "").strip(),
            steps=tuple(form.steps.data or ()),
            note=(form.note.data or "").strip(),
        )
        steps.reproduce(ticket, current_person(), attempt, now(), form.key.data)

    return _carry_out(ref, "attempt", deed)


@for_agents
def meetings(ref: str) -> ResponseReturnValue:
    """Times for a call or session are proposed."""

    def deed(ticket: Ticket, forms: Arranging) -> None:
        form = forms.meeting
        text, where = (form.text.data or "").strip(), (form.where.data or "").strip()
        proposal = steps.Proposal(MeetingKind(form.kind.data), form.times, where)
        words = steps.render(text) if text else None
        steps.propose_meeting(ticket, current_person(), proposal, words, now(), form.key.data)

    return _carry_out(ref, "meeting", deed)


@for_agents
def meeting_record(ref: str, number: int) -> ResponseReturnValue:
    """What came of a meeting."""

    def deed(ticket: Ticket, forms: Arranging) -> None:
        form = forms.record
        minutes = form.minutes.data if form.came.data == HELD else None
        note, meeting = (form.note.data or "").strip(), _meeting(ticket, number)
        steps.record_meeting(ticket, current_person(), meeting, minutes, note, now())

    return _carry_out(ref, "record", deed)


@for_agents
def meeting_calling_off(ref: str, number: int) -> ResponseReturnValue:
    """The desk calls a meeting off."""

    def deed(ticket: Ticket, forms: Arranging) -> None:
        form, meeting = forms.call_off, _meeting(ticket, number)
        words = steps.render(form.text.data)
        steps.call_off(ticket, current_person(), meeting, words, now(), form.key.data)

    return _carry_out(ref, "call_off", deed)


@for_agents
def exclusion(ref: str) -> ResponseReturnValue:
    """The ticket is out of scope."""

    def deed(ticket: Ticket, forms: Arranging) -> None:
        form = forms.scope
        words, clause = steps.render(form.text.data), form.clause.data
        steps.mark_out_of_scope(ticket, current_person(), clause, words, now(), form.key.data)

    return _carry_out(ref, "scope", deed)


@for_agents
def inclusion(ref: str) -> ResponseReturnValue:
    """It is in scope after all."""

    def deed(ticket: Ticket, forms: Arranging) -> None:
        form = forms.in_scope
        words = steps.render(form.text.data)
        steps.mark_in_scope(ticket, current_person(), words, now(), form.key.data)

    return _carry_out(ref, "in_scope", deed)


@for_agents
def quotes(ref: str) -> ResponseReturnValue:
    """What it would cost."""

    def deed(ticket: Ticket, forms: Arranging) -> None:
        form = forms.quote
        offer = steps.Offer(
            cents=cents_of(form.amount.data),
            currency=form.currency.data,
            valid_until=form.valid_until.data,
            work=form.work.data.strip(),
        )
        steps.quote(ticket, current_person(), offer, now(), form.key.data)

    return _carry_out(ref, "quote", deed)


@for_agents
def quote_withdrawal(ref: str) -> ResponseReturnValue:
    """The open quote is taken back."""
    ticket = at_desk(ref)
    with writing():
        steps.withdraw_quote(ticket, current_person(), now())
    return redirect(desk_url(ticket, "arranged"))


def _carry_out(
    ref: str, name: str, deed: Callable[[Ticket, Arranging], None]
) -> ResponseReturnValue:
    """The deed, by the form of this name; where it cannot be, the page again with everything that was typed."""
    ticket = at_desk(ref)
    offered = filed_with(ticket).steps if name == "attempt" else []
    forms, known = Arranging(ticket, offered, sent=name), bench(ticket, team())
    known.sent = forms.sent_form
    if not known.sent.validate_on_submit():
        return show(ticket, known, forms), 422
    return carry_out(
        ticket,
        known,
        lambda: deed(ticket, forms),
        lambda: desk_url(ticket, "arranged"),
        forms,
    )


def _meeting(ticket: Ticket, number: int) -> Meeting:
    return found(select(Meeting).where(Meeting.ticket_id == ticket.id, Meeting.id == number))
