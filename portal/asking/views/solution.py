"""Articles offered while one writes; 'This solved it' ends the request without a ticket, and can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from sqlalchemy.exc import SQLAlchemyError

from portal.asking.draft import Draft
from portal.asking.questions import tidy
from portal.asking.views.also import refused_here
from portal.asking.views.own import own_draft
from portal.ground.db import row_number, writing
from portal.ground.language import current_language
from portal.ground.now import now
from portal.people.gate import for_everyone, viewer
from portal.people.visiting import current_visit
from portal.search.finding import Hit, similar_sections
from portal.search.logging import record_outcome, record_search

OFFERED = 3
ENOUGH = 8
"""Characters below which nothing can be told about what someone writes."""
READABLE = 1_500
"""Characters of a section that are shown in place; the rest is a click away."""
SOLVED = "solved"


@dataclass(frozen=True)
class Offer:
    """A section readable in place."""

    article_id: int
    title: str
    path: list[str]
    url: str
    html: Markup


def routes(asking: Blueprint) -> None:
    """The routes of suggestions and of what they solved."""
    asking.add_url_rule("/<key>/suggestions", "suggestions", suggestions, methods=["GET", "POST"])
    asking.add_url_rule("/<key>/solution", "solve", solve, methods=["POST"])
    asking.add_url_rule("/<key>/solution", "solved", solved, methods=["GET"])


@for_everyone
def suggestions(key: str) -> ResponseReturnValue:
    """The list of offers as a fragment, for what is being typed."""
    draft = own_draft(key)
    typed = {name: request.values.get(name, "") for name in TELLING if name in request.values}
    offers = offered(draft, typed)
    return render_template("asking/_suggestions.html", draft=draft, suggestions=offers)


@for_everyone
def solve(key: str) -> ResponseReturnValue:
    """An article solved it: the request ends, its words are kept for a while."""
    draft, at, visit = own_draft(key), now(), current_visit()
    if draft.is_sent:
        return redirect(url_for("asking.sent", key=key), 303)
    with writing():
        draft.solved_at = at
        record_outcome(visit, SOLVED, at, request.form.get("article", type=row_number))
    return redirect(url_for("asking.solved", key=key), 303)


@for_everyone
def solved(key: str) -> ResponseReturnValue:
    """It is solved; and the way back, should it not be."""
    return render_template("asking/solved.html", draft=own_draft(key))


TELLING = ("title", "description", "error_message")


def offered(draft: Draft, typed: dict[str, str] | None = None) -> list[Offer]:
    """Up to three sections that may already help with what the draft says, noted in the search log."""
    answers = draft.answers | (typed or {})
    text = "\n".join(tidy(str(answers.get(name, ""))) for name in TELLING).strip()
    if len(text) < ENOUGH or draft.on_behalf:
        return []
    refused = refused_here(draft.started_at)
    wanted = OFFERED + min(len(refused), OFFERED)
    found = similar_sections(text, viewer(), current_language(), wanted)
    hits = [hit for hit in found if hit.article_id not in refused][:OFFERED]
    if hits:
        _note(str(answers.get("title") or text), hits)
    return [
        Offer(hit.article_id, hit.title, hit.path, hit.url, _readable(hit.text)) for hit in hits
    ]


def _note(words: str, hits: Sequence[Hit]) -> None:
    visit, shown = current_visit(), [hit.article_id for hit in hits]
    try:
        with writing():
            record_search(visit, words, current_language(), len(shown), shown, now(), True)
    except SQLAlchemyError:  # what was shown is no less useful for not being noted
        return


def _readable(text: str) -> Markup:
    """A section's plain text as paragraphs, cut at the end of a word."""
    if len(text) > READABLE:
        text = text[:READABLE].rsplit(" ", 1)[0] + " …"
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(escape(line)) for line in lines)
