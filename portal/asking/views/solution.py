"""Articles offered while one writes; 'This solved it' ends the request without a ticket, and can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from sqlalchemy import Select, false, or_, select
from sqlalchemy.exc import SQLAlchemyError

from portal.asking.draft import Draft
from portal.asking.filing import requester_of
from portal.asking.questions import tidy
from portal.asking.views.also import refused_here
from portal.asking.views.own import own_draft
from portal.ground.db import row_number, writing
from portal.ground.language import current_language
from portal.ground.now import now
from portal.people.gate import for_everyone, viewer
from portal.people.visiting import current_visit, network
from portal.search.earlier import alike
from portal.search.finding import Hit, similar_sections
from portal.search.logging import may_record, record_outcome, record_search
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Colleague, Ticket

OFFERED = 3
ENOUGH = 8
"""Characters below which nothing can be told about what someone writes."""
READABLE = 1_500
"""Characters of a section that are shown in place; the rest is a click away."""
SOLVED = "solved"
OPEN_SHOWN = 2


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
    return render_template(
        "asking/_suggestions.html",
        draft=draft,
        suggestions=offered(draft, typed),
        open_tickets=open_tickets(draft, typed),
    )


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


@dataclass(frozen=True)
class OpenTicket:
    """A request that is open already, and the address at which more can be said about it."""

    ref: str
    title: str
    url: str


def open_tickets(draft: Draft, typed: dict[str, str] | None = None) -> list[OpenTicket]:
    """Up to two open requests about the same thing: the reader's own, or those of the client for whom
    an agent files. One query."""
    title = tidy(str((draft.answers | (typed or {})).get("title", "")))
    if len(title) < ENOUGH:
        return []
    found = alike(title, current_language(), _open_ones(draft), limit=OPEN_SHOWN)
    to_desk = bool(draft.on_behalf)
    return [OpenTicket(each.ref, each.title, _address(each.ref, to_desk)) for each in found]


def _address(ref: str, to_desk: bool) -> str:
    if to_desk:
        return url_for("desk.ticket", ref=ref)
    return url_for("tickets.ticket", ref=ref, _anchor="reply")


def _open_ones(draft: Draft) -> Select[Ticket]:
    """A manager may see the whole organisation's, but is told of their own."""
    requester = requester_of(draft) if draft.on_behalf else viewer().person
    visible = Ticket.visible_to(viewer()).where(
        Ticket.status.not_in([Status.RESOLVED, Status.CLOSED, Status.HELD])
    )
    if requester is None:
        return visible.where(false()) if draft.on_behalf else visible
    shared = select(Colleague.ticket_id).where(Colleague.person_id == requester.id)
    return visible.where(or_(Ticket.requester_id == requester.id, Ticket.id.in_(shared)))


def _note(words: str, hits: Sequence[Hit]) -> None:
    visit, where = current_visit(), network()
    shown = [hit.article_id for hit in hits]
    try:
        with writing():
            if may_record(visit, where, now()):
                record_search(visit, words, current_language(), len(shown), shown, now(), True)
    except SQLAlchemyError:  # what was shown is no less useful for not being noted
        return


def _readable(text: str) -> Markup:
    """A section's plain text as paragraphs, cut at the end of a word."""
    if len(text) > READABLE:
        text = text[:READABLE].rsplit(" ", 1)[0] + " …"
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(escape(line)) for line in lines)
