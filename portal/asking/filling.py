"""How a page's form is made from the draft and the policy, and what it answers when it comes back."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from portal.asking.forms import (
    ContactForm,
    EvidenceForm,
    KindForm,
    PlainForm,
    StepsForm,
    WhatForm,
    WhereForm,
    WhoForm,
    required,
)
from portal.asking.own_fields import with_own_fields
from portal.asking.questions import Question
from portal.asking.subjects import Subject
from portal.ground.catalogue import _
from portal.people.forms import NOT_OFFERED
from portal.policy.parts import Question as OwnQuestion
from portal.policy.policy import IMPACT, OWN, Channel, Choice, Policy, RequestType

FORMS = {
    Question.WHO: WhoForm,
    Question.KIND: KindForm,
    Question.WHAT: WhatForm,
    Question.STEPS: StepsForm,
    Question.WHERE: WhereForm,
    Question.EVIDENCE: EvidenceForm,
    Question.CONTACT: ContactForm,
    Question.CHECK: PlainForm,
}


def form_for(
    question: Question,
    answers: dict[str, Any],
    policy: Policy,
    language: str,
    subjects: Sequence[Subject] = (),
    steps: Sequence[dict[str, str]] = (),
    fresh: bool = False,
    own: Sequence[OwnQuestion] = (),
    required_own: Mapping[str, bool] = MappingProxyType({}),
) -> FlaskForm:
    """The form of a page, holding what the draft holds; a request's own words win unless `fresh`.

    `steps` are lines of {"text", "shown"}; an empty one follows them, and there are at least three.
    `own` are the policy's own questions of this page, `required_own` whether they need an answer.
    """
    blank = [{"text": "", "shown": ""}] * max(1, 3 - len(steps))
    kind = FORMS.get(question) or severity_form(policy, language)
    kind = with_own_fields(kind, own, required_own, policy, language)
    values = {field_of(name): text for name, text in answers.items()}
    values["steps"] = [*steps, *blank]
    form = kind(**({"formdata": None} if fresh else {}), data=values)
    _offer(form, policy, language, subjects)
    return form


def answers_in(form: FlaskForm) -> dict[str, str]:
    """What the page sent as answers, by question; choices left open and files are no answers."""
    plain = (StringField, TextAreaField, RadioField, SelectField)
    return {
        answer_of(field.short_name): field.data
        for field in form
        if isinstance(field, plain)
        and not isinstance(field, HiddenField)
        and field.raw_data
        and isinstance(field.data, str)
        and _is_offered(field)
    }


def severity_form(policy: Policy, language: str) -> type[FlaskForm]:
    """A form with one choice for each of the policy's questions about impact."""
    fields = {}
    for question in policy.impact_questions:
        asked = policy.words(question.title, language)
        fields[field_of(IMPACT + question.key)] = RadioField(
            asked,
            choices=_choices(question.answers, policy, language),
            validators=[required(_("Choose an answer to “%(question)s”", question=asked))],
            invalid_choice_message=NOT_OFFERED,
        )
    return type("SeverityForm", (FlaskForm,), fields)


def field_of(answer: str) -> str:
    """The name of the field for an answer: 'impact.working' → 'impact-working'."""
    return answer.replace(".", "-")


def answer_of(field: str) -> str:
    """The other way round."""
    for prefix in (IMPACT, OWN):
        if field.startswith(field_of(prefix)):
            return prefix + field.removeprefix(field_of(prefix))
    return field


def _offer(form: FlaskForm, policy: Policy, language: str, subjects: Sequence[Subject]) -> None:
    if isinstance(form, KindForm):
        form.kind.choices = _choices(policy.request_types, policy, language)
    if isinstance(form, WhoForm):
        form.channel.choices = _choices(policy.channels, policy, language)
    if isinstance(form, WhereForm):
        if subjects:
            offered = [SelectChoice(each.slug, each.title) for each in subjects]
            form.topic.choices = [SelectChoice("", _("I’m not sure")), *offered]
        else:
            del form.topic


def _choices(
    offered: Sequence[RequestType | Channel | Choice], policy: Policy, language: str
) -> list[SelectChoice]:
    return [SelectChoice(each.key, policy.words(each.title, language)) for each in offered]


def _is_offered(field: Field) -> bool:
    """Whether a choice is one of those offered; what is typed freely always is."""
    if not isinstance(field, RadioField | SelectField):
        return True
    return field.data in [choice.value for choice in field.choices or []]
