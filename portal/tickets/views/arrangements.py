"""What a client decides about what is arranged: access to their system, a time for a meeting, a quote."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.ground.catalogue import _
from portal.ground.db import found, writing
from portal.ground.now import now
from portal.ground.telling import TOLD
from portal.ground.wording import exact
from portal.people.gate import for_followers, viewer
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets import links, steps
from portal.tickets.arranged import clause_words
from portal.tickets.arranged.shown import meeting_shown, quote_shown
from portal.tickets.arrangement import Meeting, Quote, QuoteState
from portal.tickets.forms_arranging import CallOffForm, QuoteForm, TimeForm
from portal.tickets.lifecycle import Step
from portal.tickets.ticket import Ticket
from portal.tickets.views.page import find, url_of

ANSWERS = {"acceptance": QuoteState.ACCEPTED, "refusal": QuoteState.DECLINED}


def routes(tickets: Blueprint) -> None:
    """Add these deeds to the room's pages."""
    add: Callable[..., None] = tickets.add_url_rule
    of, number = "/tickets/<ref:ref>", "<int(max=2147483647):number>"
    both = ["GET", "POST"]
    add(f"{of}/access", "allow_access", allow_access, methods=["POST"])
    add(f"{of}/access/withdrawal", "withdraw_access", withdraw_access, methods=["POST"])
    add(f"{of}/meetings/{number}", "meeting", meeting, methods=both)
    add(f"{of}/meetings/{number}/calling-off", "call_off", call_off, methods=["POST"])
    answer = "<any(acceptance, refusal):answer>"
    add(f"{of}/quotes/{number}/{answer}", "answer_quote", answer_quote, methods=both)


@for_followers
def allow_access(ref: str) -> ResponseReturnValue:
    """'Let support into my system for this ticket.'"""
    ticket, person = find(ref), viewer().person
    _write(ticket, lambda: steps.allow_access(ticket, person, now()))
    flash(_("We may come into your system for this ticket, until you take it back."), "good#access")
    return redirect(url_of(ticket, TOLD), 303)


@for_followers
def withdraw_access(ref: str) -> ResponseReturnValue:
    """The consent is taken back."""
    ticket, person = find(ref), viewer().person
    _write(ticket, lambda: steps.withdraw_access(ticket, person, now()))
    flash(_("We may no longer come into your system for this ticket."), "good#access")
    return redirect(url_of(ticket, TOLD), 303)


@for_followers
def meeting(ref: str, number: int) -> ResponseReturnValue:
    """The times to choose from, or the meeting as it was agreed, to be called off."""
    ticket, person = find(ref), viewer().person
    wanted = _meeting(ticket, number)
    form = TimeForm(meeting_shown(wanted, now()))
    if not form.validate_on_submit():
        return _meeting_page(ticket, wanted, 422 if form.is_submitted() else 200, form=form)
    chosen, key = form.chosen, form.key.data
    typed = (form.text.data or "").strip()
    words = steps.render(typed)

    def deed() -> None:
        if chosen is None:
            steps.decline_times(ticket, person, wanted, words, now(), key)
        else:
            steps.agree(ticket, person, wanted, chosen, now())
            if typed:  # asked for where no time fits; whoever writes beside a time is heard, too
                steps.reply(ticket, person, words, now(), key=key)

    try:
        _write(ticket, deed)
    except Forbidden as refusal:
        form.form_errors.append(refusal.reason)
        return _meeting_page(ticket, wanted, 403, form=form)
    if chosen is None:
        flash(_("Thank you. We propose other times."), "good")
    else:
        flash(_("Agreed: %(time)s. We look forward to it.", time=exact(chosen)), "good")
    return redirect(url_of(ticket), 303)


@for_followers
def call_off(ref: str, number: int) -> ResponseReturnValue:
    """The client calls a meeting off, with words for us."""
    ticket, person, form = find(ref), viewer().person, CallOffForm()
    wanted = _meeting(ticket, number)
    if not form.validate_on_submit():
        return _meeting_page(ticket, wanted, 422, calling_off=form)
    words, key = steps.render(form.text.data), form.key.data
    try:
        _write(ticket, lambda: steps.call_off(ticket, person, wanted, words, now(), key))
    except Forbidden as refusal:
        form.form_errors.append(refusal.reason)
        return _meeting_page(ticket, wanted, 403, calling_off=form)
    flash(_("It is called off. We read what you wrote."), "good#latest")
    return redirect(url_of(ticket, TOLD), 303)


@for_followers
def answer_quote(ref: str, number: int, answer: str) -> ResponseReturnValue:
    """GET shows what is accepted or declined, by whom and when; only POST counts, and once.

    A letter's link to a quote that is over leads to the ticket, which says so.
    """
    ticket, person, form = find(ref), viewer().person, QuoteForm()
    wanted = found(select(Quote).where(Quote.ticket_id == ticket.id, Quote.id == number))
    if not form.validate_on_submit():
        if not form.is_submitted() and not _is_to_answer(ticket, person, wanted, answer):
            return redirect(url_of(ticket))
        code = 422 if form.is_submitted() else 200
        return _quote_page(ticket, wanted, answer, form), code
    try:
        _write(ticket, lambda: _answer(ticket, person, wanted, answer, form))
    except Forbidden as refusal:
        form.form_errors.append(refusal.reason)
        return _quote_page(ticket, wanted, answer, form), 403
    if answer == "acceptance":
        flash(_("Thank you. The quote is accepted, and we’ll continue with the work."), "good")
    else:
        flash(_("The quote is declined. Thank you for telling us."), "good")
    return redirect(url_of(ticket), 303)


def _is_to_answer(ticket: Ticket, person: Person | None, quote: Quote, answer: str) -> bool:
    """Whether this answer is still to be given; the reason is told where it cannot be."""
    try:
        return steps.may_answer(ticket, person, quote, ANSWERS[answer], now())
    except Forbidden as refusal:
        flash(refusal.reason, "info")
        return False


def _answer(
    ticket: Ticket, person: Person | None, quote: Quote, answer: str, form: QuoteForm
) -> None:
    text = (form.text.data or "").strip()
    if answer == "acceptance":
        steps.accept_quote(ticket, person, quote, now())
    else:
        words = steps.render(text) if text else None
        steps.decline_quote(ticket, person, quote, words, now(), form.key.data)


def _meeting(ticket: Ticket, number: int) -> Meeting:
    return found(select(Meeting).where(Meeting.ticket_id == ticket.id, Meeting.id == number))


def _meeting_page(
    ticket: Ticket,
    wanted: Meeting,
    code: int,
    form: TimeForm | None = None,
    calling_off: CallOffForm | None = None,
) -> ResponseReturnValue:
    shown = meeting_shown(wanted, now())
    may_choose = not viewer().is_agent and Step.CHOOSE_TIME in steps.steps_for(
        ticket, viewer().person
    )
    page = render_template(
        "tickets/meeting.html",
        ticket=ticket,
        meeting=shown,
        form=form or TimeForm(shown, formdata=None),
        calling_off=calling_off or CallOffForm(formdata=None),
        can_choose=may_choose and not shown.outcome,
        asks_access=shown.needs_access and ticket.access_allowed_at is None,
    )
    return page, code


def _quote_page(ticket: Ticket, wanted: Quote, answer: str, form: QuoteForm) -> str:
    person: Any = viewer().person
    return render_template(
        "tickets/quote.html",
        ticket=ticket,
        quote=quote_shown(wanted, now()),
        clause=clause_words(ticket),
        answer=answer,
        form=form,
        name=person.name if person else ticket.requester_name,
        time=exact(now()),
    )


def _write(ticket: Ticket, deed: Callable[[], None]) -> None:
    with writing():
        if viewer().person is None:
            links.prove_by(viewer().session_id, ticket)
        deed()
