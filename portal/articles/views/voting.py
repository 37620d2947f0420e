"""'Did this solve it?': yes, or no and why."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.articles.article import Article
from portal.articles.forms import VoteForm
from portal.articles.readers import readable_by
from portal.articles.reading import record_helped
from portal.articles.views.article import ADDRESS, readable_page, show, voter
from portal.articles.votes import vote
from portal.ground.db import found, writing
from portal.ground.now import now
from portal.people.gate import for_everyone, viewer
from portal.people.visiting import current_visit


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
        with writing():
            vote(found(mine), who, helped, form.reason.data or "", at)
            record_helped(page.id, visit, helped, at)
        if request.form.get("then") == "ask" and not helped:
            return redirect(url_for("asking.start", article=page.id), 303)
        place = url_for("articles.article", language=language, slug=slug, _anchor="helped")
        return redirect(place, 303)
