"""The policy's own questions as a template shows them: in sight or waiting, with the conditions that a script follows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import Field

from portal.asking.own_conditions import SEVERITY, OnPage
from portal.asking.own_fields import FIELD
from portal.asking.own_questions import keys_of
from portal.ground.catalogue import _
from portal.policy.parts import Question as OwnQuestion
from portal.policy.parts import When
from portal.policy.policy import IMPACT, Policy
from portal.policy.wording import answer_words

_IMPACT_FIELD = IMPACT.replace(".", "-")


@dataclass(frozen=True)
class OwnLine:
    """One question. `is_shown`: in sight as the page is served. The conditions name fields, and 'severity';
    `only` are sentences that say them to whoever has no scripts."""

    key: str
    field: Field
    hint: str
    is_shown: bool
    is_required: bool
    depends: bool
    shown_when: When | None
    required_when: When | None
    only: list[str]


def own_lines(
    form: FlaskForm,
    questions: Sequence[OnPage],
    shown: Collection[str],
    required: Mapping[str, bool],
    policy: Policy,
    language: str,
) -> list[OwnLine]:
    """The questions of a page that are in sight (`shown`, by key) or may come into it."""
    return [
        OwnLine(
            key=each.question.key,
            field=form[FIELD + each.question.key],
            hint=_hint(each.question, policy, language),
            is_shown=each.question.key in shown,
            is_required=required.get(each.question.key, False),
            depends=each.depends or each.question.key not in shown,
            shown_when=_by_field(each.shown_when),
            required_when=_by_field(each.required_when),
            only=_only(each, policy, language),
        )
        for each in questions
        if FIELD + each.question.key in form
    ]


def severity_rows(lines: Sequence[OwnLine], policy: Policy) -> dict[str, object] | None:
    """How answers about impact lead to a severity, for a script: {'asked': all fields that must be answered,
    'rows': [[{field: its answers}, severity], …], the first that holds stands}. None where nothing depends on it."""
    if not any(
        SEVERITY in {**(each.shown_when or {}), **(each.required_when or {})} for each in lines
    ):
        return None
    return {
        "asked": [_IMPACT_FIELD + each.key for each in policy.impact_questions],
        "rows": [
            [{_IMPACT_FIELD + name: values for name, values in row.when.items()}, row.severity]
            for row in policy.decisions
        ],
    }


def _by_field(when: When | None) -> When | None:
    if when is None:
        return None
    return {name if name == SEVERITY else FIELD + name: values for name, values in when.items()}


def _hint(question: OwnQuestion, policy: Policy, language: str) -> str:
    """The help under the label, with the example where there is one."""
    said = policy.words(question.help, language)
    example = policy.words(question.example, language)
    shown = _("For example: %(example)s", example=example) if example else ""
    return " ".join(filter(None, [said, shown]))


def _only(each: OnPage, policy: Policy, language: str) -> list[str]:
    """When it is asked, and when it needs an answer, where this page decides it."""
    shown, required = each.shown_when or {}, each.required_when or {}
    needed = {name: values for name, values in required.items() if shown.get(name) != values}
    return [
        *(_only_asked(*named, policy, language) for named in shown.items()),
        *(_only_needed(*named, policy, language) for named in needed.items()),
    ]


def _only_asked(name: str, values: Sequence[str], policy: Policy, language: str) -> str:
    question, answers = _named(name, values, policy, language)
    if not question:
        return _("Only if your answers lead to this severity: %(answers)s.", answers=answers)
    return _(
        "Only if your answer to “%(question)s” is: %(answers)s.", question=question, answers=answers
    )


def _only_needed(name: str, values: Sequence[str], policy: Policy, language: str) -> str:
    question, answers = _named(name, values, policy, language)
    if not question:
        return _("Only needed if your answers lead to this severity: %(answers)s.", answers=answers)
    return _(
        "Only needed if your answer to “%(question)s” is: %(answers)s.",
        question=question,
        answers=answers,
    )


def _named(name: str, values: Sequence[str], policy: Policy, language: str) -> tuple[str, str]:
    """The label of the question that a condition names ('' for the severity), and the answers it names."""
    for question in policy.questions:
        if question.key == name:
            said = [
                answer_words(question, key, policy) for key in keys_of(question) if key in values
            ]
            return policy.words(question.label, language), " / ".join(said)
    titles = [
        policy.words(each.title, language) for each in policy.severities if each.key in values
    ]
    return "", " / ".join(titles)
