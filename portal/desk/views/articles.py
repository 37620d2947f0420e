"""The articles at the desk: drafts, in review, published, retired; new ones, and the text of each."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.articles import writing_up
from portal.articles.article import Article, Revision
from portal.articles.kinds import Status
from portal.articles.texts import ArticleText
from portal.articles.wording import kind_words
from portal.desk import editing
from portal.desk.forms.writing import article_form
from portal.desk.shelf import SHELVES, open_conflicts, shelf
from portal.desk.views.editor import asked_deed, is_to_show, seen_of, show_editor, take_up
from portal.ground.bodies import ARTICLE, takes_words
from portal.ground.catalogue import _
from portal.ground.db import found
from portal.ground.now import now
from portal.ground.rendering import Rendered
from portal.ground.site import LANGUAGES, current_site
from portal.people.gate import current_person, for_agents

LONGEST_WORDS = 200


def routes(desk: Blueprint) -> None:
    one = "/desk/articles/<any(es,en):written_in>/<slug>"
    desk.add_url_rule("/desk/articles", "articles", articles)
    desk.add_url_rule("/desk/articles/new", "new_article", new_article, methods=["GET", "POST"])
    desk.add_url_rule(f"{one}/text", "edit", edit, methods=["GET", "POST"])


@for_agents
def articles() -> ResponseReturnValue:
    named = request.args.get("state", "")
    status = Status(named) if named in {str(each) for each in SHELVES} else Status.PUBLISHED
    words = request.args.get("q", "").strip()[:LONGEST_WORDS]
    found_ = shelf(status, words, request.args.get("page", 1, int))

    def address(state: Status = status, page: int = 1) -> str:
        asked, number = words or None, page if page > 1 else None
        return url_for("desk.articles", state=str(state), q=asked, page=number)

    return render_template(
        "desk/articles.html",
        shelf=found_,
        state=status,
        words=words,
        kind_words=kind_words,
        conflicts=open_conflicts(),
        languages=current_site().languages,
        tabs=[
            (shelf_words(each), address(each), each is status, found_.counts[each])
            for each in SHELVES
        ],
        page_url=lambda page: address(page=page),
    )


@takes_words(ARTICLE)
@for_agents
def new_article() -> ResponseReturnValue:
    written_in = request.args.get("written_in", "")
    if written_in not in LANGUAGES:
        written_in = current_site().languages[0]
    author = current_person().name
    base = _asked(ArticleText(title="", body="", language=written_in, author=author))
    form = article_form(base)
    if is_to_show(form):
        return show_editor(form, base)

    def keeping(text: ArticleText, rendered: Rendered) -> Revision:
        return editing.keep(None, text, rendered, current_person(), now())

    revision = take_up(form, base, None, keeping)
    if revision is None:
        return show_editor(form, base), 422
    return redirect(next_of(revision.article), 303)


@takes_words(ARTICLE)
@for_agents
def edit(written_in: str, slug: str) -> ResponseReturnValue:
    article = at(written_in, slug)
    before = writing_up.latest(article)
    base = _asked(writing_up.text_in(before))
    form = article_form(base, seen_of(before), may_move=writing_up.may_move(article))
    if is_to_show(form):
        return show_editor(form, base, before, article=article)

    def keeping(text: ArticleText, rendered: Rendered) -> Revision:
        return editing.keep(article, text, rendered, current_person(), now())

    if take_up(form, base, before, keeping) is None:
        return show_editor(form, base, before, article=article), 422
    return redirect(next_of(article), 303)


def _asked(text: ArticleText) -> ArticleText:
    """The text with what the address brings along: words by which clients ask for it, and which article
    it translates."""
    words = " ".join(request.args.get("asked_as", "").split())[:LONGEST_WORDS]
    known = {phrase.casefold() for phrase in text.asked_as}
    return replace(
        text,
        title=text.title or words,
        asked_as=(*text.asked_as, words)
        if words and words.casefold() not in known
        else text.asked_as,
        translation_of=text.translation_of
        or request.args.get("translation_of", "")[:LONGEST_WORDS],
    )


def at(written_in: str, slug: str) -> Article:
    """The article of this address, in whatever state, or 404."""
    return found(select(Article).where(Article.language == written_in, Article.slug == slug))


def next_of(article: Article) -> str:
    """Where to go, and what to say, after what was asked for is done."""
    place: dict[str, Any] = {"written_in": article.language, "slug": article.slug}
    if asked_deed() == "publish":
        flash(_("Published. It is found at once."))
        return url_for("desk.article", **place)
    if asked_deed() == "review":
        flash(_("Sent for review."))
        return url_for("desk.article", **place)
    flash(_("Draft saved."))
    return url_for("desk.edit", **place)


def shelf_words(status: Status) -> str:
    return {
        Status.DRAFT: _("Drafts"),
        Status.IN_REVIEW: _("In review"),
        Status.PUBLISHED: _("Published"),
        Status.RETIRED: _("Retired"),
    }[status]
