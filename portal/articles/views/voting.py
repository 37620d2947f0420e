"""'Did this solve it?': yes, or no and why."""

from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.articles.article import Article
from portal.articles.forms import VoteForm
from portal.articles.readers import readable_by
from portal.articles.reading import record_helped
from portal.articles.views.article import ADDRESS, readable_page, show, voter
from portal.articles.votes import vote
from portal.ground.catalogue import _
from portal.ground.db import found, writing
from portal.ground.now import now
from portal.people.gate import for_everyone, viewer
from portal.people.limits import Limit, may_try
from portal.people.visiting import current_visit, network

PER_PERSON = (60, timedelta(hours=1))
PER_ARTICLE_AND_NETWORK = (20, timedelta(hours=1))
PER_NETWORK = (120, timedelta(hours=1))


def _limits(who: str, article_id: int) -> list[tuple[str, Limit]]:
    """A person votes once however often they press; a browser that keeps no cookie is a new voter each time."""
    if viewer().person is not None:
        return [(who, PER_PERSON)]
    where = network()
    return [
        (f"{where} on {article_id}" if where else "", PER_ARTICLE_AND_NETWORK),
        (where, PER_NETWORK),
    ]


def routes(articles: Blueprint) -> None:
    """Answering; one answer a person or browser, which can be changed."""

    @articles.post(f"{ADDRESS}/votes")
    @for_everyone
    def votes(language: str, slug: str) -> ResponseReturnValue:
        page = readable_page(language, slug, voter())
        form = VoteForm()
        if not form.validate_on_submit():
            return show(page, form), 422
        who, mine = voter(), readable_by(viewer()).where(Article.id == page.id)
        visit, helped, at = current_visit(), form.helpful.data == "yes", now()
        limits = _limits(who, page.id)
        with writing():
            if may_vote := may_try("vote", limits, at):
                vote(found(mine), who, helped, form.reason.data or "", at)
                record_helped(page.id, visit, helped, at)
        if not may_vote:
            form.helpful.errors = [_("Too many answers came from your network. Try again later.")]
            return show(page, form), 429
        if request.form.get("then") == "ask" and not helped:
            return redirect(url_for("asking.start", article=page.id), 303)
        place = url_for("articles.article", language=language, slug=slug, _anchor="helped")
        return redirect(place, 303)
