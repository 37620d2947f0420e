"""All questions of a request on one page, for an agent who files for a client: the same forms, saved by the same rules."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.asking.draft import Draft
from portal.asking.filing import pages_of
from portal.asking.filling import field_of
from portal.asking.questions import Question
from portal.asking.views.own import draft_for_words, own_draft, sign_in_first
from portal.asking.views.own_page import OwnQuestions, own_of_page
from portal.asking.views.question import filled_form, section_of, url_for_page
from portal.asking.views.saving import keep_page
from portal.files.receiving import Refusal
from portal.ground.bodies import takes_files
from portal.ground.catalogue import _
from portal.ground.now import now
from portal.ground.telling import TOLD
from portal.people.gate import for_everyone
from portal.policy.editions import current_policy
from portal.policy.policy import OWN


@dataclass(frozen=True)
class Section:
    """One question of the page, with its form."""

    page: Question
    form: FlaskForm
    own: OwnQuestions


def routes(asking: Blueprint) -> None:
    """The routes of this page."""
    asking.add_url_rule("/<key>/whole", "whole", whole, methods=["GET"])
    asking.add_url_rule("/<key>/whole", "answer_whole", answer_whole, methods=["POST"])
    asking.add_url_rule("/<key>/whole/answers", "save_whole", save_whole, methods=["POST"])


@for_everyone
def whole(key: str) -> ResponseReturnValue:
    """Every question of the request with what the draft holds; who asks for themselves goes page by page."""
    draft = own_draft(key)
    if draft.is_sent or not draft.on_behalf:
        return redirect(url_for("asking.resume", key=key))
    return _page(draft, _sections(draft, fresh=True))


@takes_files
@for_everyone
def answer_whole(key: str) -> ResponseReturnValue:
    """Save everything; then on to the check, or the same again: something is wrong, was added, or is asked now."""
    draft, is_known = draft_for_words(key)
    if draft.is_sent or not draft.on_behalf:
        return redirect(url_for("asking.resume", key=key), 303)
    sections, change = _sections(draft), request.form.get("change", "")
    wrong = [each for each in sections if not each.form.validate()]
    refusals = _keep(draft, sections, change)
    if not is_known:
        return redirect(sign_in_first(key), 303)
    if refusals or (wrong and not change):
        shown = _sections(draft, fresh=True) if refusals else sections
        shown[0].form.form_errors.extend(refusal.reason for refusal in refusals)
        return _page(draft, shown), 422
    return redirect(_after(draft, sections, change), 303)


@takes_files
@for_everyone
def save_whole(key: str) -> ResponseReturnValue:
    """Save what is being typed, good or not; nothing to show."""
    draft, _is_known = draft_for_words(key)
    if draft.on_behalf and not draft.is_sent:
        _keep(draft, _sections(draft), "")
    return "", 204


def _sections(draft: Draft, fresh: bool = False) -> list[Section]:
    """Those of the page; of a page that was sent, those it showed."""
    policy, sent = current_policy(), request.form.getlist("question")
    pages = [page for page in pages_of(draft, policy) if page is not Question.CHECK]
    shown = pages if fresh else [page for page in pages if page.value in sent]
    own = [own_of_page(draft, page, policy, fresh) for page in shown]
    return [
        Section(page, filled_form(draft, page, its, fresh), its)
        for page, its in zip(shown, own, strict=True)
    ]


def _keep(draft: Draft, sections: list[Section], change: str) -> list[Refusal]:
    """Save each section; what a button besides 'Continue' asked for belongs to one that has files."""
    policy, refusals = current_policy(), list[Refusal]()
    changed = [s.page for s in sections if s.page in {Question.STEPS, Question.EVIDENCE}][:1]
    for each in sections:
        its = change if each.page in changed else ""
        refusals += keep_page(draft, each.page, each.form, its, policy, now())
    return refusals


def _after(draft: Draft, sections: list[Section], change: str) -> str:
    """Where one goes from here: to what is asked only now, else to the check."""
    if change:
        return url_for_page(draft, Question.STEPS if change != "more" else Question.EVIDENCE)
    opened = [question for each in sections for question in each.own.opened]
    if opened:
        place = field_of(OWN + opened[0].key)
        flash(_("Your answer leads to one more question."), f"info#{place}")
        return url_for("asking.whole", key=draft.key, _anchor=TOLD)
    asked = {each.page for each in sections} | {Question.CHECK}
    news = [page for page in pages_of(draft, current_policy()) if page not in asked]
    return url_for_page(draft, (news or [Question.CHECK])[0])


def _page(draft: Draft, sections: list[Section]) -> str:
    return render_template(
        "asking/whole.html",
        draft=draft,
        sections=[section_of(draft, each.page, each.form, each.own) for each in sections],
        forms=[each.form for each in sections],
    )
