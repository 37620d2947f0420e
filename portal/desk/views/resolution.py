"""Solving a ticket: how, with which evidence, and what the knowledge base learns from it; one page."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice

from portal.desk.cards import ArticleCard
from portal.desk.dossier import latest_resolution
from portal.desk.forms.resolving import OTHER, ResolutionForm
from portal.desk.forms.working import refuse
from portal.desk.picking import article_at, likely_articles
from portal.desk.views.ticket import at_desk, desk_url
from portal.files import holding
from portal.files.holding import Chosen
from portal.ground.bodies import takes_files
from portal.ground.catalogue import _
from portal.ground.db import writing
from portal.ground.now import now
from portal.people.gate import current_person, for_agents, viewer
from portal.people.refusal import Forbidden
from portal.tickets import steps
from portal.tickets.attaching import hold, take_in
from portal.tickets.closing import Lesson
from portal.tickets.filed import Filed, filed_with
from portal.tickets.lifecycle import Step
from portal.tickets.ticket import Ticket


def routes(desk: Blueprint) -> None:
    desk.add_url_rule("/desk/<ref:ref>/resolution", "resolve", resolve, methods=["GET", "POST"])


@takes_files
@for_agents
def resolve(ref: str) -> ResponseReturnValue:
    ticket = at_desk(ref)
    if Step.RESOLVE not in steps.steps_for(ticket, current_person()):
        raise Forbidden(
            _("This ticket is solved or closed already. Open it again to solve it anew.")
        )
    filed = filed_with(ticket)
    form = _form(ticket, filed)
    if not form.is_submitted():
        return _show(ticket, form, filed)
    is_well_formed, evidence = form.validate(), take_in(ticket, current_person(), form.evidence)
    article_id = _article(form, ticket)
    if not is_well_formed or form.errors:
        hold(ticket, current_person(), form.evidence, evidence)
        return _show(ticket, form, filed), 422
    try:
        _resolve(ticket, form, evidence, article_id)
    except Forbidden as refusal:
        refuse(form, refusal.reason)
        hold(ticket, current_person(), form.evidence, evidence)
        return _show(ticket, form, filed), 403
    if form.lesson.data == Lesson.WRITTEN:
        flash(_("Ticket resolved. Now write the article that others will find."))
        return redirect(url_for("desk.publishing", ref=ticket.ref), 303)
    flash(_("The ticket is solved. We’ve asked the client to confirm."))
    return redirect(desk_url(ticket), 303)


def _resolve(
    ticket: Ticket, form: ResolutionForm, evidence: Chosen, article_id: int | None
) -> None:
    at, solution = now(), steps.render(form.solution.data)
    with writing():
        steps.resolve(
            ticket,
            current_person(),
            solution,
            Lesson(form.lesson.data),
            at,
            cause=form.cause.data or "",
            workaround=form.workaround.data or "",
            article_id=article_id,
            reason=form.reason.data or "" if form.lesson.data == Lesson.NOTHING else "",
            evidence=holding.claim(evidence, at),
        )


def _form(ticket: Ticket, filed: Filed) -> ResolutionForm:
    """The form; what was said at the last resolution stands in it, so that it is mended, not retold."""
    earlier, cards = latest_resolution(ticket), likely_articles(ticket, filed, viewer())
    said = {} if earlier is None else {
        "solution": earlier.solution, "cause": earlier.cause, "workaround": earlier.workaround
    }  # fmt: skip
    form = ResolutionForm(**said)
    form.article.choices = _choices(cards)
    if form.article.data is None or (not form.is_submitted() and cards):
        form.article.data = form.article.choices[0].value
    return form


def _choices(cards: list[ArticleCard]) -> list[SelectChoice]:
    likely = [SelectChoice(str(card.id), card.title) for card in cards]
    return [*likely, SelectChoice(OTHER, _("Another one"))]


def _article(form: ResolutionForm, ticket: Ticket) -> int | None:
    """The article that is right for it: that of the address, where one is given, else the chosen one.

    An address that leads to none is an error at its field.
    """
    if form.lesson.data != Lesson.LINKED:
        return None
    if form.address.data:
        card = article_at(form.address.data, viewer(), ticket.language)
        if card is None:
            words = _("No published article has that address. Copy it from the article’s page.")
            form.address.errors = [words]
        return card.id if card else None
    return int(form.article.data) if str(form.article.data).isdecimal() else None


def _show(ticket: Ticket, form: ResolutionForm, filed: Filed) -> str:
    return render_template("desk/resolution.html", ticket=ticket, form=form, filed=filed)
