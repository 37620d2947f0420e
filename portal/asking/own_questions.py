"""The policy's own questions: which are asked of a request, which must be answered, what is wrong with an answer."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from portal.policy.parts import Question as OwnQuestion
from portal.policy.parts import holds
from portal.policy.patterns import fits
from portal.policy.policy import IMPACT, OWN, Policy

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,6})?")


class Fault(StrEnum):
    """What is wrong with an answer."""

    MISSING = "missing"
    NO_CHOICE = "no choice"
    NO_NUMBER = "no number"
    NO_DATE = "no date"
    OTHER_SHAPE = "other shape"


def asked(policy: Policy, answers: Mapping[str, str], group: str = "") -> list[OwnQuestion]:
    """The questions that these answers lead to, in the policy's order; of one group where it is given.

    A condition about a question that is itself not asked does not hold, whatever was answered once.
    """
    shown, _ = _standing(policy, answers)
    return [each for each in shown if not group or each.group == group]


def of_group(policy: Policy, kind: str, group: str) -> list[OwnQuestion]:
    """All questions that a page of this kind of request may ask, whatever is answered."""
    of_kind = {"request_type": kind}
    return [each for each in policy.questions if each.group == group and is_for(each, of_kind)]


def is_required(question: OwnQuestion, policy: Policy, answers: Mapping[str, str]) -> bool:
    """Whether the request cannot be sent without its answer."""
    when = question.required_when
    if question.required or when is None:
        return question.required
    _, stands = _standing(policy, answers)
    return holds(when, stands)


def fault_of(question: OwnQuestion, text: str, required: bool) -> Fault | None:
    """What is wrong with `text` as its answer; None where nothing is."""
    text = text.strip()
    if not text:
        return Fault.MISSING if required else None
    if question.kind in {"choice", "yes-no"} and text not in keys_of(question):
        return Fault.NO_CHOICE
    if question.kind == "number" and _NUMBER.fullmatch(text.replace(" ", "")) is None:
        return Fault.NO_NUMBER
    if question.kind == "date" and not _is_date(text):
        return Fault.NO_DATE
    if question.pattern and not fits(question.pattern, text):
        return Fault.OTHER_SHAPE
    return None


def faulty(policy: Policy, answers: Mapping[str, str], groups: Sequence[str]) -> list[OwnQuestion]:
    """The questions of these groups whose answers keep the request from being sent, in the policy's order."""
    return [
        each
        for each in asked(policy, answers)
        if each.group in groups
        and fault_of(each, answers.get(OWN + each.key, ""), is_required(each, policy, answers))
    ]


def keys_of(question: OwnQuestion) -> list[str]:
    """The answers there are to choose from."""
    return ["yes", "no"] if question.kind == "yes-no" else [each.key for each in question.answers]


def severity_given(policy: Policy, answers: Mapping[str, str]) -> str | None:
    """The severity as far as it is known: by the kind of request, or by answers about impact that are all there."""
    kind = policy.request_type(answers.get("kind", ""))
    if kind is not None and kind.severity is not None and "severity" not in kind.asks:
        return kind.severity
    impact = [IMPACT + each.key for each in policy.impact_questions]
    if kind is None or not all(answers.get(name) for name in impact):
        return None
    return policy.severity_of(answers)


def given(policy: Policy, answers: Mapping[str, str]) -> dict[str, str]:
    """What conditions speak of: request_type, severity, and the own questions by their keys."""
    own = {
        name.removeprefix(OWN): text.strip()
        for name, text in answers.items()
        if name.startswith(OWN) and isinstance(text, str)
    }
    severity = severity_given(policy, answers)
    return own | {
        "request_type": answers.get("kind", ""),
        **({"severity": severity} if severity else {}),
    }


def is_for(question: OwnQuestion, stands: Mapping[str, str]) -> bool:
    """Whether this kind of request may be asked it."""
    return not question.request_types or stands.get("request_type") in question.request_types


def _standing(
    policy: Policy, answers: Mapping[str, str]
) -> tuple[list[OwnQuestion], dict[str, str]]:
    """The questions that are asked, and what conditions may rest on: nothing that is not asked."""
    stands, shown = given(policy, answers), []
    for question in policy.questions:
        if is_for(question, stands) and holds(question.shown_when, stands):
            shown.append(question)
        else:
            stands.pop(question.key, None)
    return shown, stands


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    # the day of a week is ISO 8601 too ("2026-W05-1"), and nobody's date
    return _DAY.fullmatch(text) is not None
