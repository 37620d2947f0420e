"""The lead's pages about words that mean the same: what searches propose, all entries, each to add, change or remove."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.desk.forms.synonyms import SynonymForm
from portal.desk.learning import prefilled, proposal_lines
from portal.ground.catalogue import _, _n
from portal.ground.db import db, found, row_number, writing
from portal.ground.folding import fold
from portal.ground.now import now
from portal.ground.site import current_site
from portal.people import gate
from portal.people.auditing import Act
from portal.people.refusal import Invalid
from portal.search import synonyms as book
from portal.search.failing import dismiss
from portal.search.proposing import MOST_SHOWN, decide
from portal.search.wordbook import Decision, Proposal, Synonym

PAGE = 50
SEARCHED_FROM = 10


def routes(desk: Blueprint) -> None:
    """Add these pages to the desk's."""
    both, number = ["GET", "POST"], "<int(max=2147483647):number>"
    desk.add_url_rule("/desk/synonyms", "synonyms", synonyms)
    desk.add_url_rule("/desk/synonyms/new", "new_synonym", new_synonym, methods=both)
    desk.add_url_rule(f"/desk/synonyms/{number}", "synonym", synonym, methods=both)
    desk.add_url_rule(
        f"/desk/synonyms/{number}/removal", "synonym_removal", removal, methods=["POST"]
    )
    desk.add_url_rule(
        "/desk/synonyms/proposals/dismissal",
        "dismissed_proposals",
        dismissed_proposals,
        methods=["POST"],
    )


@gate.for_leads
def synonyms() -> ResponseReturnValue:
    """What is proposed and what there is, in one language."""
    languages = current_site().languages
    language = request.args.get("language", "")
    language = language if language in languages else languages[0]
    words = request.args.get("q", "").strip()[:200]
    entries = book.entries(language)
    fitting = [row for row in entries if _has(row, words)]
    pages = max(1, -(-len(fitting) // PAGE))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    return render_template(
        "desk/synonyms.html",
        language_shown=language,
        languages=languages,
        proposals=proposal_lines(language, gate.viewer()),
        rows=fitting[(page - 1) * PAGE : page * PAGE],
        total=len(entries),
        words=words,
        is_searched=bool(words) or len(entries) > SEARCHED_FROM,
        page=page,
        pages=pages,
        url=lambda to: url_for("desk.synonyms", language=language, q=words or None, page=to),
    )


@gate.for_leads
def new_synonym() -> ResponseReturnValue:
    """Add an entry; what it is made of may come with the address (from a proposal, from a failing search)."""
    if request.method == "GET" and (proposal := _proposal(request.args.get("proposal"))):
        row, values = prefilled(proposal)
        if row is not None:
            values |= {"number": row.id, "proposal": proposal.id}
            return redirect(url_for("desk.synonym", **values), 303)
        return _one(None, SynonymForm(proposal=str(proposal.id), **values))
    asked: dict[str, Any] = {
        name: request.args.get(name, "") for name in ("word", "key", "language")
    }
    form = SynonymForm(**asked)
    if form.language.data not in current_site().languages:
        form.language.data = current_site().languages[0]
    return _take_up(form, None)


@gate.for_leads
def synonym(number: int) -> ResponseReturnValue:
    """Change an entry."""
    row = _find(number)
    asked: dict[str, Any] = {
        name: request.args[name] for name in ("others", "proposal") if name in request.args
    }
    return _take_up(SynonymForm(row, **asked), row)


@gate.for_leads
def removal(number: int) -> ResponseReturnValue:
    """Remove an entry: from the next search on it counts no more."""
    row = _find(number)
    language, words = row.language, row.words[0]
    with writing():
        gate.on_record(Act.SYNONYMS_CHANGED, f"synonym {row.id}")
        book.remove(row)
    flash(_("The synonyms of “%(words)s” are removed.", words=words), "good")
    return redirect(url_for("desk.synonyms", language=language), 303)


@gate.for_leads
def dismissed_proposals() -> ResponseReturnValue:
    """Dismiss the proposal whose button was pressed, else all that are ticked."""
    one = request.form.get("one", type=row_number)
    numbers = [one] if one else request.form.getlist("proposal", type=row_number)
    language = request.form.get("language", "")
    with writing():
        rows = db.session.scalars(
            select(Proposal).where(Proposal.id.in_(numbers[:MOST_SHOWN]))
        ).all()
        for row in rows:
            decide(row, Decision.DISMISSED)
            gate.on_record(Act.SYNONYMS_CHANGED, f"proposal {row.id}")
    if rows:
        words = _n("%(num)s proposal dismissed.", "%(num)s proposals dismissed.", len(rows))
        flash(words, "good")
    else:
        flash(_("Select the proposals to dismiss."), "warn")
    return redirect(url_for("desk.synonyms", language=language or None), 303)


def _take_up(form: SynonymForm, row: Synonym | None) -> ResponseReturnValue:
    """Keep what was sent, and note what it settles; else show the form."""
    if not form.validate_on_submit():
        return _one(row, form, 422 if form.is_submitted() else 200)
    person, at = gate.current_person(), now()
    try:
        entry = form.entry()
        with writing():
            if row is None:
                kept = book.add(entry, person, at)
            else:
                kept = row
                book.change(row, entry, person, at)
            gate.on_record(Act.SYNONYMS_CHANGED, f"synonym {kept.id}")
            if proposal := _proposal(form.proposal.data):
                decide(proposal, Decision.APPROVED)
            if form.key.data:
                dismiss(entry.language, form.key.data[:1000], at)
    except Invalid as wrong:
        form[wrong.field].errors = [wrong.reason]
        return _one(row, form, 422)
    flash(_("Saved. The next search uses it."), "good")
    return redirect(url_for("desk.synonyms", language=entry.language), 303)


def _one(row: Synonym | None, form: SynonymForm, status: int = 200) -> ResponseReturnValue:
    return render_template("desk/synonym.html", row=row, form=form), status


def _find(number: int) -> Synonym:
    return found(select(Synonym).where(Synonym.id == number))


def _proposal(number: Any) -> Proposal | None:
    try:
        wanted = select(Proposal).where(Proposal.id == row_number(number or ""))
    except ValueError:
        return None
    return found(wanted)


def _has(row: Synonym, words: str) -> bool:
    """Whether one of the entry's words holds these, however they are accented."""
    return any(fold(words) in fold(each) for each in row.words)
