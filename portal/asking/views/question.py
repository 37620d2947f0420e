"""A question page: shown with what the draft holds, saved whatever was typed, left when it is well answered."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.asking.draft import Draft
from portal.asking.environment import environment_of
from portal.asking.filing import lacking, pages_of
from portal.asking.filling import field_of, form_for
from portal.asking.own_lines import own_lines, severity_rows
from portal.asking.questions import Question
from portal.asking.subjects import subjects
from portal.asking.views.attached import shown_files
from portal.asking.views.own import (
    begin_again,
    draft_for_words,
    look_for,
    own_draft,
    sign_in_first,
)
from portal.asking.views.own_page import OwnQuestions, emergency_of, own_of_page
from portal.asking.views.saving import keep_page
from portal.asking.views.solution import offered, open_tickets
from portal.asking.views.wording import heading, promise_lines, severity_words, why
from portal.files.receiving import Refusal
from portal.ground.bodies import takes_files
from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.ground.now import now
from portal.ground.telling import TOLD
from portal.ground.wording import moment
from portal.people.gate import for_everyone
from portal.policy.editions import current_policy
from portal.policy.policy import OWN

PAGES = "<any(who, kind, what, steps, where, evidence, severity, contact):question>"


def routes(asking: Blueprint) -> None:
    """The routes of these pages."""
    asking.add_url_rule("/<key>", "resume", resume, methods=["GET"])
    asking.add_url_rule(f"/<key>/{PAGES}", "question", show, methods=["GET"])
    asking.add_url_rule(f"/<key>/{PAGES}", "answer", answer, methods=["POST"])
    asking.add_url_rule("/<key>/answers", "answers", save_answers, methods=["POST"])


@for_everyone
def resume(key: str) -> ResponseReturnValue:
    """Go on where one was: the first page with something missing that was not passed, else the check."""
    draft = own_draft(key)
    if draft.is_sent:
        return redirect(url_for("asking.sent", key=key))
    if draft.on_behalf:
        return redirect(url_for("asking.whole", key=key))
    pages = pages_of(draft, current_policy())
    reached = Question(draft.trail.get("page", Question.KIND))
    if reached not in pages:
        reached = pages[0]
    return redirect(url_for_page(draft, _after(pages, reached)))


@for_everyone
def show(key: str, question: str) -> ResponseReturnValue:
    """The page with what the draft holds."""
    draft, page, policy = own_draft(key), Question(question), current_policy()
    if draft.on_behalf:
        return redirect(url_for_page(draft, page))
    if draft.is_sent or page not in pages_of(draft, policy):
        return redirect(url_for("asking.resume", key=key))
    own = own_of_page(draft, page, policy, fresh=True)
    return page_of(draft, page, filled_form(draft, page, own, fresh=True), own)


@takes_files
@for_everyone
def answer(key: str, question: str) -> ResponseReturnValue:
    """Save the page; then on to the next, or the same again where something is wrong or was only added."""
    found, page, policy = look_for(key), Question(question), current_policy()
    if found is None and not _is_typed():
        abort(404)
    draft, is_known = found or (begin_again(key, policy), True)
    if draft.is_sent or (found and is_known and page not in pages_of(draft, policy)):
        return redirect(url_for("asking.resume", key=key), 303)
    own = own_of_page(draft, page, policy)
    form = filled_form(draft, page, own)
    is_right = form.validate()
    change = request.form.get("change", "")
    is_passed = is_right and not change and not own.opened
    refusals = keep_page(draft, page, form, change, policy, now(), is_passed)
    if not is_known:
        return redirect(sign_in_first(key), 303)
    if found is None:
        return _go_on_anew(draft)
    if refusals:
        own = own_of_page(draft, page, policy, fresh=True)
        return page_of(draft, page, filled_form(draft, page, own, fresh=True), own, refusals), 422
    if change:
        return redirect(url_for_page(draft, page, request.args.get("then")), 303)
    if not is_right:
        return page_of(draft, page, form, own), 422
    if own.opened:
        place = field_of(OWN + own.opened[0].key)
        flash(_("Your answer leads to one more question."), f"info#{place}")
        here = url_for_page(draft, page, request.args.get("then"))
        return redirect(f"{here}#{TOLD}", 303)
    is_whole = request.args.get("then") == Question.CHECK and not lacking(draft, policy)
    after = Question.CHECK if is_whole else _after(pages_of(draft, policy), page)
    return redirect(url_for_page(draft, after), 303)


@takes_files
@for_everyone
def save_answers(key: str) -> ResponseReturnValue:
    """Save what is being typed, good or not; nothing to show."""
    draft, _is_known = draft_for_words(key)
    page = request.form.get("question", "")
    if not draft.is_sent and page in set(Question) - {Question.CHECK}:
        question, policy = Question(page), current_policy()
        form = filled_form(draft, question, own_of_page(draft, question, policy))
        keep_page(draft, question, form, "", policy, now())
    return "", 204


def _is_typed() -> bool:
    """Whether the form carries words or files."""
    ours = {"csrf_token", "question", "change"}
    words = any(value.strip() for name, value in request.form.items() if name not in ours)
    return words or any(file.filename for file in request.files.values())


def _go_on_anew(draft: Draft) -> ResponseReturnValue:
    """To the first question of a draft begun again, saying so."""
    flash(_("We couldn’t find that draft here, so we saved your words in a new one."))
    if "kind" in draft.answers:
        return redirect(url_for("asking.resume", key=draft.key), 303)
    return redirect(url_for_page(draft, pages_of(draft, current_policy())[0]), 303)


def url_for_page(draft: Draft, page: Question, then: str | None = None) -> str:
    """The address of a page of this draft; `then` says where its way on leads."""
    if page is Question.CHECK:
        return url_for("asking.check", key=draft.key)
    if draft.on_behalf:
        return url_for("asking.whole", key=draft.key, _anchor=f"section-{page.value}")
    return url_for("asking.question", key=draft.key, question=page.value, then=then)


def page_of(
    draft: Draft,
    page: Question,
    form: FlaskForm,
    own: OwnQuestions,
    refusals: list[Refusal] | None = None,
) -> str:
    """The page as HTML."""
    policy = current_policy()
    pages = pages_of(draft, policy)
    for refusal in refusals or []:
        form.form_errors.append(refusal.reason)
    kind = policy.request_type(draft.answers.get("kind", ""))
    return render_template(
        "asking/question.html",
        **section_of(draft, page, form, own),
        draft=draft,
        step=pages.index(page) + 1,
        of=len(pages) if kind else None,
        back_url=_back(draft, page, pages),
        saved_at=moment(draft.saved_at),
        suggestions=offered(draft) if page in {Question.WHAT, Question.STEPS} else [],
        open_tickets=open_tickets(draft) if page is Question.WHAT else [],
    )


def section_of(draft: Draft, page: Question, form: FlaskForm, own: OwnQuestions) -> dict[str, Any]:
    """What the template of one question needs, alone on its page or among others."""
    policy, language = current_policy(), current_language()
    kind = policy.request_type(draft.answers.get("kind", ""))
    is_failure = kind is not None and Question.STEPS.value in kind.asks
    lines = own_lines(form, own.on_page, own.shown, own.required, policy, language)
    return {
        "form": form,
        "question": page.value,
        "heading": heading(page, is_failure),
        "why": why(page),
        "is_failure": is_failure,
        "kinds": {each.key: policy.words(each.help, language) for each in policy.request_types},
        "impact": {each.key: policy.words(each.help, language) for each in policy.impact_questions},
        "own": lines,
        "severities": severity_rows(lines, policy),
        "emergency": emergency_of(draft, policy) if page is Question.SEVERITY else None,
        "promise": promise_lines(draft, policy, now()) if page is Question.SEVERITY else [],
        "severity": severity_words(draft, policy, language),
        "files": shown_files(draft),
        "room": policy.limits.files - len(draft.files),
    }


def filled_form(draft: Draft, page: Question, own: OwnQuestions, fresh: bool = False) -> FlaskForm:
    answers: dict[str, Any] = dict(draft.answers)
    if page is Question.WHERE and not draft.on_behalf and "environment" not in answers:
        answers["environment"] = environment_of(request.headers.get("User-Agent", ""))
    language = current_language()
    return form_for(
        page,
        answers,
        current_policy(),
        language,
        subjects(language) if page is Question.WHERE else (),
        _steps_of(draft),
        fresh,
        own.fields,
        own.required,
    )


def _steps_of(draft: Draft) -> list[dict[str, str]]:
    """The lines of the list of steps, each with the numbers of the files that stand with it."""
    files = [(each.id, each.step_number) for each in draft.files]
    return [
        {"text": text, "shown": ",".join(str(id_) for id_, at in files if at == number)}
        for number, text in enumerate(draft.steps, 1)
    ]


def _after(pages: list[Question], page: Question) -> Question:
    at = pages.index(page) + 1
    return pages[min(at, len(pages) - 1)]


def _back(draft: Draft, page: Question, pages: list[Question]) -> str:
    if request.args.get("then") == Question.CHECK:
        return url_for_page(draft, Question.CHECK)
    at = pages.index(page)
    return url_for_page(draft, pages[at - 1]) if at else url_for("asking.start")
