"""The start: what kind of help, or (for an agent) for whom; drafts that can be gone on with."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import or_, select

from portal.asking.filling import answers_in, form_for
from portal.asking.forms import TITLE
from portal.asking.questions import Question
from portal.asking.subjects import topic_of
from portal.asking.views.own import begin_here, own_drafts
from portal.asking.views.wording import heading, title_of, why
from portal.ground.db import db, row_number
from portal.ground.language import current_language
from portal.ground.matching import folded, holds
from portal.ground.wording import moment
from portal.people.gate import for_everyone, viewer
from portal.people.names import one_line
from portal.people.person import Person
from portal.people.visiting import current_visit
from portal.policy.editions import current_policy
from portal.tickets.linked import followable
from portal.tickets.ticket import Ticket

FOUND = 8


def routes(asking: Blueprint) -> None:
    """The routes of this page."""
    asking.add_url_rule("", "start", start, methods=["GET"])
    asking.add_url_rule("", "begin", begin_draft, methods=["POST"])


@for_everyone
def start() -> ResponseReturnValue:
    """The first page; `article`, `q`, `topic` and `follows` (a closed ticket) of the address say what led here."""
    question, policy, language = _first(), current_policy(), current_language()
    led = {
        "article": request.args.get("article", type=row_number) or "",
        "words": request.args.get("q", "")[:500],
        "topic": request.args.get("topic", "")[:200],
    }
    form = form_for(question, led | _chosen_client(), policy, language)
    return _show([form, *_kind_too(question)], question)


@for_everyone
def begin_draft() -> ResponseReturnValue:
    """The first answer begins the draft; then question after question."""
    question, policy = _first(), current_policy()
    form = form_for(question, {}, policy, current_language())
    forms = [form, *_kind_too(question)]
    if [each for each in forms if not each.validate_on_submit()]:
        return _show(forms, question), 422
    answers, trail = answers_in(form), _trail(form)
    for each in forms[1:]:
        answers |= answers_in(each)
    answers |= {"title": one_line(str(trail["words"]))[:TITLE]} if trail["words"] else {}
    topic = form.topic.data if "topic" in form else ""
    topic = topic or (topic_of(trail["article"]) if trail["article"] else "")
    answers |= {"topic": topic} if topic else {}
    draft = begin_here(answers, trail, policy, on_behalf=question is Question.WHO)
    return redirect(url_for("asking.resume", key=draft.key), 303)


def found_people(words: str) -> list[Person]:
    """Clients whose name or address holds the words, for an agent who files on behalf."""
    words = words.strip()[:100]
    if not words or not viewer().is_agent:
        return []
    people = select(Person).where(
        Person.disabled_at.is_(None),
        or_(holds(Person.name, words), holds(Person.email, words)),
    )
    return list(db.session.scalars(people.order_by(folded(Person.name)).limit(FOUND)))


def _chosen_client() -> dict[str, str]:
    """Name and address of the client whom the agent chose among those found."""
    number = request.args.get("person", type=row_number)
    person = db.session.get(Person, number) if number and viewer().is_agent else None
    return {"name": person.name, "email": person.email} if person else {}


def _first() -> Question:
    """Agents file for a client unless they say that they ask for themselves."""
    is_own = request.values.get("for") == "me"
    return Question.WHO if viewer().is_agent and not is_own else Question.KIND


def _kind_too(question: Question) -> list[FlaskForm]:
    """Who files for a client says at once what kind of help it is."""
    if question is not Question.WHO:
        return []
    return [form_for(Question.KIND, {}, current_policy(), current_language())]


def _trail(form: FlaskForm) -> dict[str, Any]:
    """What led to the form, and in which visit."""
    words, followed = form.words.data if "words" in form else "", _followed()
    return {
        "page": _first().value,
        "visit": current_visit(),
        "article": request.form.get("article", type=row_number),
        "words": one_line(words or "")[:500],
        "follows": followed.id if followed else None,
    }


def _followed() -> Ticket | None:
    """The closed ticket in whose place this request is sent."""
    ref = request.values.get("follows", "")
    return followable(ref, viewer()) if ref else None


def _show(forms: list[FlaskForm], question: Question) -> str:
    policy, language = current_policy(), current_language()
    drafts = [
        (
            title_of(each, policy, language),
            url_for("asking.resume", key=each.key),
            moment(each.saved_at),
        )
        for each in own_drafts()
    ]
    find = request.args.get("q", "") if question is Question.WHO else ""
    return render_template(
        "asking/start.html",
        form=forms[0],
        kind_form=forms[1] if len(forms) > 1 else None,
        question=question.value,
        heading=heading(question, is_failure=True),
        why=why(question),
        kinds={each.key: policy.words(each.help, language) for each in policy.request_types},
        drafts=drafts,
        followed=_followed(),
        find=find,
        found=[
            (each, url_for("asking.start", q=find, person=each.id)) for each in found_people(find)
        ],
    )
