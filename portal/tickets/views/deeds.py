"""What a client does on a ticket: reply, confirm, open it again, object to a new class, let colleagues see it."""

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.files import holding
from portal.files.holding import Chosen
from portal.ground.bodies import takes_files
from portal.ground.catalogue import _
from portal.ground.db import found, writing
from portal.ground.now import now
from portal.ground.telling import TOLD
from portal.people.gate import for_followers, viewer
from portal.people.limits import may_try
from portal.people.person import Person
from portal.people.refusal import Forbidden, Invalid, TooOften
from portal.people.visiting import network
from portal.tickets import links, steps
from portal.tickets.attaching import hold, take_in
from portal.tickets.forms import ColleagueForm, ObjectionForm, ReopenForm, ReplyForm
from portal.tickets.lifecycle import Step
from portal.tickets.ticket import Colleague, Ticket
from portal.tickets.views.page import allowed_now, find, show, url_of

WORDS_PER_GUEST = (10, timedelta(minutes=10))
WORDS_PER_NETWORK = (60, timedelta(hours=1))


def routes(tickets: Blueprint) -> None:
    """Add these deeds to the room's pages."""
    add: Callable[..., None] = tickets.add_url_rule
    add("/tickets/<ref:ref>/replies", "reply", reply, methods=["POST"])
    add("/tickets/<ref:ref>/confirmation", "confirm", confirm, methods=["POST"])
    add("/tickets/<ref:ref>/reopening", "reopen", reopen, methods=["POST"])
    add("/tickets/<ref:ref>/objection", "object_to", object_to, methods=["POST"])
    add("/tickets/<ref:ref>/colleagues", "add_colleague", add_colleague, methods=["POST"])
    removal = "/tickets/<ref:ref>/colleagues/<int(max=2147483647):number>/removal"
    add(removal, "remove_colleague", remove_colleague, methods=["POST"])


@takes_files
@for_followers
def reply(ref: str) -> ResponseReturnValue:
    """Write on the ticket; what was typed is shown again when it cannot be taken."""
    ticket, form = find(ref), ReplyForm()
    files = _take_in(ticket, form)
    if files is None:
        return show(ticket, reply=form), 422
    words, person = steps.render(form.text.data), viewer().person
    try:
        with writing():
            _let_guest(ticket)
            taken = holding.claim(files, now())
            steps.reply(ticket, person, words, now(), taken, key=form.key.data)
    except TooOften as refusal:
        return _later(ref, form, files, refusal)
    except Forbidden as refusal:
        return _moved_on(ref, form, files, refusal)
    flash(_("Your reply was sent."), "good#latest")
    return redirect(url_of(ticket, TOLD), 303)


@for_followers
def confirm(ref: str) -> ResponseReturnValue:
    """'Yes, solved': the ticket closes, and the rating is asked for."""
    ticket, person = find(ref), viewer().person
    with writing():
        _prove_guest(ticket)
        steps.confirm(ticket, person, now())
    flash(_("Thank you. The ticket is closed."), "good#rating")
    return redirect(url_of(ticket, TOLD), 303)


@takes_files
@for_followers
def reopen(ref: str) -> ResponseReturnValue:
    """'No, it still happens': the ticket goes on, with what happens now."""
    ticket, form = find(ref), ReopenForm()
    files = _take_in(ticket, form)
    if files is None:
        return show(ticket, is_reopening=True, reopen=form), 422
    words, person = steps.render(form.text.data), viewer().person
    try:
        with writing():
            _let_guest(ticket)
            taken = holding.claim(files, now())
            steps.reopen(ticket, person, words, now(), taken, key=form.key.data)
    except TooOften as refusal:
        return _later(ref, form, files, refusal)
    except Forbidden as refusal:
        return _moved_on(ref, form, files, refusal)
    flash(_("The ticket is open again. We’ll continue with what you told us."), "good#latest")
    return redirect(url_of(ticket, TOLD), 303)


@for_followers
def object_to(ref: str) -> ResponseReturnValue:
    """'I see it differently': the desk looks at the class again. Refused, it is shown with what was typed."""
    ticket, form = find(ref), ObjectionForm()
    if not form.validate_on_submit():
        return show(ticket, objection=form), 422
    words, person = steps.render(form.reason.data), viewer().person
    try:
        with writing():
            _let_guest(ticket)
            steps.object_to(ticket, person, words, now(), form.key.data)
    except Forbidden as refusal:
        form.reason.errors = [refusal.reason]
        code = 429 if isinstance(refusal, TooOften) else 403
        return show(find(ref), objection=form), code
    flash(_("Thank you. We look at it again and answer you here."), "good#latest")
    return redirect(url_of(ticket, TOLD), 303)


@for_followers
def add_colleague(ref: str) -> ResponseReturnValue:
    """Let a colleague of the same organisation see the ticket."""
    ticket, form, person = find(ref), ColleagueForm(), viewer().person
    if not form.validate_on_submit():
        return show(ticket, colleague=form), 422
    try:
        with writing():
            colleague = steps.colleague_by_address(ticket, form.email.data)
            steps.add_colleague(ticket, person, colleague, now())
            name = colleague.name
    except Invalid as invalid:
        form.email.errors = [invalid.reason]
        return show(find(ref), colleague=form), 422
    flash(_("%(name)s sees this ticket now.", name=name), "good#people")
    return redirect(url_of(ticket, TOLD), 303)


@for_followers
def remove_colleague(ref: str, number: int) -> ResponseReturnValue:
    """Take a colleague off the ticket; whoever takes themselves off goes back to their list."""
    ticket, person = find(ref), viewer().person
    with writing():
        colleague = found(
            select(Person)
            .join(Colleague)
            .where(Colleague.ticket_id == ticket.id, Person.id == number)
        )
        steps.remove_colleague(ticket, person, colleague, now())
        is_self = person is not None and person.id == number
        name = colleague.name
    flash(_("%(name)s no longer sees this ticket.", name=name), "good#people")
    return redirect(url_for("tickets.index") if is_self else url_of(ticket, TOLD), 303)


def _take_in(ticket: Ticket, form: ReplyForm) -> Chosen | None:
    """The form's files; None where form or files cannot be taken, and then what is good of them is held."""
    is_right, person = form.validate_on_submit(), viewer().person
    files = take_in(ticket, person, form.files)
    if is_right and not files.reasons:
        return files
    hold(ticket, person, form.files, files)
    return None


def _moved_on(ref: str, typed: ReplyForm, files: Chosen, refusal: Forbidden) -> ResponseReturnValue:
    """Words for a state that the ticket has left, in the form that takes them now; there may be none."""
    ticket = find(ref)
    allowed, kept = allowed_now(ticket, now()), {"text": typed.text.data, "key": typed.key.data}
    if Step.REOPEN in allowed:
        reopening = ReopenForm(formdata=None, **kept)
        reopening.text.errors = [refusal.reason]
        hold(ticket, viewer().person, reopening.files, files)
        return show(ticket, is_reopening=True, reopen=reopening), 403
    if Step.ANSWER in allowed:
        answer = ReplyForm(formdata=None, **kept)
        answer.text.errors = [_("The ticket is open already. Send this as a reply.")]
        hold(ticket, viewer().person, answer.files, files)
        return show(ticket, reply=answer), 403
    raise refusal


def _later(ref: str, typed: ReplyForm, files: Chosen, refusal: TooOften) -> ResponseReturnValue:
    """The words in their form again, with why they have to wait."""
    ticket = find(ref)
    typed.text.errors = [refusal.reason]
    hold(ticket, viewer().person, typed.files, files)
    if isinstance(typed, ReopenForm):
        return show(ticket, is_reopening=True, reopen=typed), 429
    return show(ticket, reply=typed), 429


def _let_guest(ticket: Ticket) -> None:
    """A guest writes: not too often, and who came by the email's link shows whose the address is. Inside `writing()`."""
    if viewer().person is not None:
        return
    limits = [(f"session {viewer().session_id}", WORDS_PER_GUEST), (network(), WORDS_PER_NETWORK)]
    if not may_try("guest's words", limits, now()):
        raise TooOften(
            _("You’ve sent a lot of messages. Wait a few minutes, then send this again.")
        )
    links.prove_by(viewer().session_id, ticket)


def _prove_guest(ticket: Ticket) -> None:
    if viewer().person is None:
        links.prove_by(viewer().session_id, ticket)
