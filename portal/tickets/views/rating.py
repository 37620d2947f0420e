"""The rating: on the ticket's page, and by the link of a letter that needs no sign-in."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.ground.catalogue import _
from portal.ground.db import writing
from portal.ground.now import now
from portal.ground.telling import TOLD
from portal.people.gate import for_everyone, for_followers, viewer
from portal.tickets import links, steps
from portal.tickets.forms import RatingForm
from portal.tickets.lifecycle import is_open
from portal.tickets.views.page import find, show, url_of
from portal.tickets.wording import score_words


def routes(tickets: Blueprint) -> None:
    """Add these pages to the room's."""
    tickets.add_url_rule("/tickets/<ref:ref>/rating", "rate", rate, methods=["POST"])
    tickets.add_url_rule("/r/<token>", "rate_by_link", rate_by_link, methods=["GET", "POST"])


@for_followers
def rate(ref: str) -> ResponseReturnValue:
    """Give or change the rating on the ticket's page."""
    ticket, form, person = find(ref), RatingForm(), viewer().person
    if not form.validate_on_submit():
        return show(ticket, rating=form), 422
    with writing():
        steps.rate(ticket, person, form.score.data, (form.comment.data or "").strip(), now())
    flash(_("Thank you. Your rating is saved. You can still change it."), "good#rating")
    return redirect(url_of(ticket, TOLD), 303)


@for_everyone
def rate_by_link(token: str) -> ResponseReturnValue:
    """GET shows the step that was pressed in the letter, and a button; only POST counts.

    The page shows nothing of the ticket but its reference: whoever holds the letter may be anyone.
    """
    ticket = links.rated_ticket(token) or abort(404)
    form = RatingForm()
    can_rate = not is_open(ticket.status) and steps.is_rateable(ticket, now())
    if can_rate and form.validate_on_submit():
        comment = (form.comment.data or "").strip()
        with writing():
            steps.rate(ticket, None, form.score.data, comment, now())
        flash(_("Thank you. Your rating is saved. You can still change it."), "good")
        return redirect(request.path, 303)
    if request.method != "POST":
        form.score.data = _score_asked() or (ticket.rating.score if ticket.rating else None)
        form.comment.data = ticket.rating.comment if ticket.rating else ""
    code = 200 if request.method != "POST" else 422 if can_rate else 403
    page = render_template(
        "tickets/rate.html",
        ticket=ticket,
        form=form,
        can_rate=can_rate,
        is_open=is_open(ticket.status),
        is_rated=ticket.rating is not None,
        score_words=score_words(),
    )
    return page, code


def _score_asked() -> int | None:
    """The step that was pressed in the letter."""
    score = request.args.get("score", type=int)
    return score if score in range(1, 6) else None
