"""Writing a solved ticket up: an article made of it, or one that is mended, kept and published with its preview."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.articles import writing_up
from portal.articles.article import Article, Revision
from portal.articles.texts import ArticleText
from portal.desk import editing
from portal.desk.dossier import latest_resolution
from portal.desk.forms.writing import article_form
from portal.desk.picking import article_at, likely_articles
from portal.desk.publishing import desk_only, first_draft, for_mending, phrases_offered
from portal.desk.views.editor import asked_deed, is_to_show, seen_of, show_editor, take_up
from portal.desk.views.ticket import at_desk, desk_url
from portal.ground.bodies import ARTICLE, takes_words
from portal.ground.catalogue import _
from portal.ground.db import found, row_number
from portal.ground.now import now
from portal.ground.rendering import Rendered
from portal.people.gate import current_person, for_agents, viewer
from portal.tickets.closing import Lesson, Resolution
from portal.tickets.filed import filed_with
from portal.tickets.ticket import Ticket


def routes(desk: Blueprint) -> None:
    desk.add_url_rule("/desk/<ref:ref>/article", "publishing", publishing, methods=["GET", "POST"])


@takes_words(ARTICLE)
@for_agents
def publishing(ref: str) -> ResponseReturnValue:
    ticket = at_desk(ref)
    resolution = latest_resolution(ticket)
    if resolution is None:
        flash(_("First say how it was solved: the article is made of that."), "info")
        return redirect(url_for("desk.resolve", ref=ticket.ref))
    if address := request.args.get("address"):
        return _mend(ticket, address)
    article = _chosen(ticket, resolution)
    before = writing_up.latest(article) if article else None
    base = _text(ticket, resolution, before)
    filed = filed_with(ticket)
    may_move = article is None or writing_up.may_move(article)
    offered = phrases_offered(ticket, filed, base, viewer())
    form = article_form(base, seen_of(before), offered, may_move)
    rest = {
        "ticket": ticket,
        "article": article,
        "filed": filed,
        "desk_only": desk_only(ticket, resolution),
        "likely": likely_articles(ticket, filed, viewer()),
    }
    if is_to_show(form):
        return show_editor(form, base, before, **rest)

    def keeping(text: ArticleText, rendered: Rendered) -> Revision:
        person = current_person()
        return editing.keep_for_ticket(ticket, resolution, article, text, rendered, person, now())

    revision = take_up(form, base, before, keeping, ticket)
    if revision is None:
        return show_editor(form, base, before, **rest), 422
    return redirect(_next(ticket), 303)


def _next(ticket: Ticket) -> str:
    """Where to go, and what to say, after what was asked for is done."""
    if asked_deed() == "publish":
        flash(_("Published. Clients can find it now."))
        return desk_url(ticket)
    if asked_deed() == "review":
        flash(_("Sent for review. It is linked here as soon as it is published."))
        return desk_url(ticket)
    flash(_("Draft saved."))
    return url_for("desk.publishing", ref=ticket.ref)


def _chosen(ticket: Ticket, resolution: Resolution) -> Article | None:
    """The article to write on: the one that the address names, else the resolution's own; None for a new one."""
    number = request.args.get("article", type=row_number)
    if number is None:
        number = resolution.article_id if resolution.lesson != Lesson.NOTHING else None
    if not number:
        return None
    return found(select(Article).where(Article.id == number))


def _text(ticket: Ticket, resolution: Resolution, before: Revision | None) -> ArticleText:
    if before is None:
        return first_draft(ticket, resolution, current_person())
    if resolution.lesson == Lesson.WRITTEN and resolution.article_id == before.article_id:
        return writing_up.text_in(before)
    return for_mending(writing_up.text_in(before))


def _mend(ticket: Ticket, address: str) -> ResponseReturnValue:
    """Go on with the article of that address."""
    card = article_at(address, viewer(), ticket.language)
    if card is None:
        flash(_("No published article has that address. Copy it from the article’s page."), "warn")
        return redirect(url_for("desk.publishing", ref=ticket.ref))
    return redirect(url_for("desk.publishing", ref=ticket.ref, article=card.id))
