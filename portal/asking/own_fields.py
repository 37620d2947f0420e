"""The policy's own questions as fields of a page, with what is said where an answer does not do."""

from collections.abc import Callable, Mapping, Sequence

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import DateInput

from portal.asking.forms import WORDS
from portal.asking.own_questions import Fault, fault_of
from portal.ground.catalogue import _
from portal.policy.parts import Question as OwnQuestion
from portal.policy.patterns import LINE
from portal.policy.policy import OWN, Policy

FIELD = OWN.replace(".", "-")
FEW = 6
"""So many answers to choose from stand in sight; more are a list that opens."""


def with_own_fields(
    form: type[FlaskForm],
    questions: Sequence[OwnQuestion],
    required: Mapping[str, bool],
    policy: Policy,
    language: str,
) -> type[FlaskForm]:
    """The form of a page with a field for each of these questions at its end.

    `required` says by key whether an answer is needed; one that is not named there is kept, not judged.
    """
    fields = {
        FIELD + each.key: _field(each, required.get(each.key), policy, language)
        for each in questions
    }
    return type(form.__name__, (form,), fields) if fields else form


def _field(question: OwnQuestion, required: bool | None, policy: Policy, language: str) -> Field:
    label = policy.words(question.label, language)
    right = [] if required is None else [_right(question, required, policy, language)]
    if question.kind == "text":
        return TextAreaField(label, validators=[*right, Length(max=WORDS)] if right else [])
    if question.kind == "yes-no":
        offered = [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
        return RadioField(label, choices=offered, validators=right, validate_choice=False)
    if question.kind == "choice":
        offered = [
            SelectChoice(each.key, policy.words(each.title, language)) for each in question.answers
        ]
        if len(offered) <= FEW:
            return RadioField(label, choices=offered, validators=right, validate_choice=False)
        return SelectField(
            label,
            choices=[SelectChoice("", _("Please choose")), *offered],
            validators=right,
            validate_choice=False,
        )
    if question.kind == "date":
        return StringField(label, validators=right, widget=DateInput())
    longest = Length(
        max=LINE, message=_("Shorten this line. You can add details in the description.")
    )
    attributes = {"inputmode": "decimal"} if question.kind == "number" else {}
    return StringField(label, validators=[*right, longest] if right else [], render_kw=attributes)


def _right(
    question: OwnQuestion, required: bool, policy: Policy, language: str
) -> Callable[[FlaskForm, Field], None]:
    """A validator that says what is wrong in words that help."""

    def check(_form: FlaskForm, field: Field) -> None:
        fault = fault_of(question, field.data or "", required)
        if fault is not None:
            raise ValidationError(fault_words(fault, question, policy, language))

    return check


def fault_words(fault: Fault, question: OwnQuestion, policy: Policy, language: str) -> str:
    """What is wrong with an answer, and how to mend it."""
    label = policy.words(question.label, language)
    example = policy.words(question.example, language)
    if fault is Fault.OTHER_SHAPE and example:
        return _("“%(question)s”: write it like %(example)s.", question=label, example=example)
    return {
        Fault.MISSING: _("Answer “%(question)s”.", question=label),
        Fault.NO_CHOICE: _("Choose an answer to “%(question)s”", question=label),
        Fault.NO_NUMBER: _("“%(question)s”: enter a number, like 12 or 3.5.", question=label),
        Fault.NO_DATE: _("“%(question)s”: enter a date, like 2026-01-31.", question=label),
        Fault.OTHER_SHAPE: _(
            "“%(question)s”: your answer isn’t in the expected format.", question=label
        ),
    }[fault]
