"""The page of an article, at an address that carries its language."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.articles import shelves
from portal.articles.forms import VoteForm
from portal.articles.pages import ArticlePage, page_of
from portal.articles.reading import record_read
from portal.articles.votes import vote_of
from portal.articles.wording import kind_words
from portal.ground.now import now
from portal.ground.site import current_site
from portal.people.gate import for_everyone, viewer
from portal.people.limits import keyed
from portal.people.visiting import browser_hash, current_visit

ADDRESS = "/<any(es,en):language>/articles/<slug>"
CONTENTS_FROM = 3
"""Headings from which on a table of contents is worth its place."""


def routes(articles: Blueprint) -> None:
    """Reading."""

    @articles.get(ADDRESS)
    @for_everyone
    def article(language: str, slug: str) -> ResponseReturnValue:
        page = readable_page(language, slug)
        if request.method == "GET" and not viewer().is_agent:
            record_read(page.id, current_visit(), now())
        return show(page, VoteForm())


def readable_page(language: str, slug: str) -> ArticlePage:
    """The article at this address; 404 where there is none for this viewer."""
    if language not in current_site().languages:
        abort(404)
    return page_of(viewer(), language, slug) or abort(404)


def voter() -> str:
    """Who answers 'Did this solve it?': the person, or else the browser; kept as a keyed hash."""
    person = viewer().person
    return keyed(f"person {person.id}") if person else browser_hash()


def show(page: ArticlePage, form: VoteForm) -> str:
    """The page with this form at its foot."""
    related = shelves.related(viewer(), page.id, page.language, page.topic, page.product)
    values: dict[str, Any] = {
        "article": page,
        "html": Markup(page.html),  # noqa: S704 (cleaned when it was rendered)
        "contents": [(c["level"], c["text"], c["anchor"]) for c in page.contents],
        "has_contents": len(page.contents) >= CONTENTS_FROM,
        "kind": kind_words(page.kind),
        "related": related,
        "vote": vote_of(page.id, voter()),
        "form": form,
    }
    return render_template("articles/article.html", **values)
