"""The page of an article, at an address that carries its language."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.articles import shelves
from portal.articles.addresses import article_path
from portal.articles.forms import VoteForm
from portal.articles.pages import ArticlePage, page_of
from portal.articles.reading import record_read
from portal.articles.retired import retired_for
from portal.articles.wording import kind_words
from portal.ground.now import now
from portal.ground.site import current_site
from portal.people.gate import for_everyone, viewer
from portal.people.limits import keyed
from portal.people.visiting import browser_hash

ADDRESS = "/<any(es,en):language>/articles/<slug>"
CONTENTS_FROM = 3
"""Headings from which on a table of contents is worth its place."""


@dataclass(frozen=True)
class Beside:
    """A related article as `components/article_line.html` takes it."""

    url: str
    title: str
    summary: str


def routes(articles: Blueprint) -> None:
    """Reading."""

    @articles.get(ADDRESS)
    @for_everyone
    def article(language: str, slug: str) -> ResponseReturnValue:
        page = readable_page(language, slug, voter())
        if request.method == "GET" and not viewer().is_agent:
            record_read(page.id, browser_hash(), now())
        return show(page)


def readable_page(language: str, slug: str, voter: str = "") -> ArticlePage:
    """The article at this address; 404 where there is none for this viewer."""
    if language not in current_site().languages:
        abort(404)
    page = page_of(viewer(), language, slug, voter)
    return page or abort(_retired(language, slug) or 404)


def _retired(language: str, slug: str) -> Response | None:
    """The page of an article that this viewer could read until it was retired, with what replaces it."""
    retired = retired_for(viewer(), language, slug)
    if retired is None:
        return None
    values = {"title": retired.title, "replacement": retired.replacement}
    return make_response(render_template("articles/retired.html", **values), 410)


def voter() -> str:
    """Who answers 'Did this solve it?': the person, or else the browser; kept as a keyed hash."""
    person = viewer().person
    return keyed(f"person {person.id}") if person else browser_hash()


def show(page: ArticlePage, form: VoteForm | None = None) -> str:
    """The page with the question at its foot; `form` is one that was refused."""
    shelf = (page.language, page.topic, page.product, page.as_of)
    asks_why = page.is_helpful is False and not page.reason
    values: dict[str, Any] = {
        "article": page,
        "html": Markup(page.html),  # noqa: S704 (cleaned when it was rendered)
        "contents": [(c["level"], c["text"], c["anchor"]) for c in page.contents],
        "has_contents": len(page.contents) >= CONTENTS_FROM,
        "kind": kind_words(page.kind),
        "related": [
            Beside(article_path(page.language, line.slug), line.title, line.summary)
            for line in shelves.related(viewer(), page.id, *shelf)
        ],
        "form": form or (VoteForm() if asks_why else None),
    }
    return render_template("articles/article.html", **values)
