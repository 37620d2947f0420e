"""The end: check your answers, send, and what happens next."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.asking.draft import Draft
from portal.asking.drafting import discard
from portal.asking.filing import lacking, pages_of, requester_of, send, severity_of
from portal.asking.forms import PlainForm
from portal.asking.questions import Question, helpful
from portal.asking.trail import announced, leave_out
from portal.asking.views.also import also_lines, trail_of_draft
from portal.asking.views.own import draft_for_words, own_draft, sign_in_first
from portal.asking.views.own_page import emergency_of
from portal.asking.views.question import url_for_page
from portal.asking.views.review import own_label, rows_of
from portal.asking.views.wording import (
    heading,
    helpful_words,
    lack,
    promise_lines,
    severity_reasons,
    why,
)
from portal.files.sweeping import erase
from portal.ground.db import db, found, writing
from portal.ground.language import current_language
from portal.ground.now import now
from portal.ground.wording import moment
from portal.people.gate import admit_guest, for_everyone, viewer
from portal.people.visiting import current_visit, network
from portal.policy.editions import current_policy
from portal.policy.wording import emergency_shown
from portal.search.logging import record_outcome
from portal.tickets.links import grant
from portal.tickets.promises import promise
from portal.tickets.ticket import Ticket

TICKET = "ticket"


def routes(asking: Blueprint) -> None:
    """The routes of the last pages."""
    asking.add_url_rule("/<key>/check", "check", check, methods=["GET"])
    asking.add_url_rule("/<key>/check", "send", submit, methods=["POST"])
    asking.add_url_rule("/<key>/sent", "sent", sent, methods=["GET"])
    asking.add_url_rule("/<key>/trail", "leave_out", take_out, methods=["POST"])
    asking.add_url_rule("/<key>/removal", "remove", remove, methods=["POST"])


@for_everyone
def check(key: str) -> ResponseReturnValue:
    """All answers on one page, what is missing first."""
    draft = own_draft(key)
    if draft.is_sent:
        return redirect(url_for("asking.sent", key=key))
    return _review(draft)


@for_everyone
def submit(key: str) -> ResponseReturnValue:
    """Send: one ticket, however often it is pressed."""
    draft, is_known = draft_for_words(key)
    if not is_known:
        return redirect(sign_in_first(key), 303)
    policy, at, where, language = current_policy(), now(), network(), current_language()
    visit, told = current_visit(), request.form.getlist("also")
    trail = [] if draft.is_sent else announced(trail_of_draft(draft), told)
    with writing():
        is_first = not draft.is_sent
        ref = send(draft, language, where, trail, policy, at)
        if ref is not None and is_first and not draft.on_behalf:
            record_outcome(visit, TICKET, at)
        if ref is not None and draft.is_guests:
            sent_ticket = db.session.scalars(select(Ticket).where(Ticket.ref == ref)).one()
            grant(sent_ticket, admit_guest(), at, by_link=False)
    if ref is None:
        return _review(draft), 422
    return redirect(url_for("asking.sent", key=key), 303)


@for_everyone
def sent(key: str) -> ResponseReturnValue:
    """The reference, what happens next and when, where the letter went."""
    draft = own_draft(key)
    if not draft.is_sent:
        return redirect(url_for("asking.resume", key=key))
    ticket = found(select(Ticket).where(Ticket.ref == draft.ticket_ref))
    return render_template(
        "asking/sent.html",
        draft=draft,
        ticket=ticket,
        promise=promise(ticket, now()),
        emergency=emergency_shown(current_policy(), ticket.plan, ticket.severity, now()),
        email=draft.answers.get("email", ""),
    )


@for_everyone
def take_out(key: str) -> ResponseReturnValue:
    """Take a line out of what goes along with the request."""
    draft = own_draft(key)
    if draft.is_sent:
        return redirect(url_for("asking.sent", key=key), 303)
    with writing():
        leave_out(draft, request.form.get("line", ""))
    return redirect(url_for("asking.check", key=key, _anchor="also-sent"), 303)


@for_everyone
def remove(key: str) -> ResponseReturnValue:
    """Throw the request away: it goes with the next sweep."""
    draft, at = own_draft(key), now()
    with writing():
        dropped = discard(draft, at)
    erase(dropped)
    return redirect(url_for("asking.start"), 303)


def _review(draft: Draft) -> str:
    policy, language = current_policy(), current_language()
    pages = pages_of(draft, policy)
    lacks = [
        (
            own_label(answer, policy, language) or lack(answer, policy, language),
            url_for_page(draft, page, Question.CHECK),
        )
        for page, answer in lacking(draft, policy)
    ]
    wishes = helpful(pages, bool(draft.steps), bool(draft.files))
    severity = None if lacks else policy.severity(severity_of(draft, policy))
    requester = requester_of(draft)
    return render_template(
        "asking/check.html",
        draft=draft,
        form=PlainForm(formdata=None),
        heading=heading(Question.CHECK, is_failure=True),
        why=why(Question.CHECK),
        step=len(pages),
        of=len(pages),
        back_url=url_for_page(draft, pages[-2]),
        saved_at=moment(draft.saved_at),
        rows=rows_of(draft, pages, policy, language),
        lacks=lacks,
        wishes=[
            (helpful_words(page), url_for_page(draft, page, Question.CHECK)) for page in wishes
        ],
        severity=policy.words(severity.title, language) if severity else "",
        definition=policy.words(severity.definition, language) if severity else "",
        reasons=severity_reasons(draft, policy, language) if severity else [],
        promise=promise_lines(draft, policy, now()) if severity else [],
        requester=requester,
        emergency=None if lacks else emergency_of(draft, policy),
        also=also_lines(trail_of_draft(draft), viewer()),
    )
