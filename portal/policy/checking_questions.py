"""What must hold of request types and the organisation's own questions: each can be asked, and answered."""

import re
from collections.abc import Iterator, Mapping, Sequence

from portal.policy.mistake import Mistake, Path, unknown
from portal.policy.parts import Question, When
from portal.policy.policy import Policy

YES_NO = frozenset({"yes", "no"})
_OF_CHOICE = frozenset({"choice", "yes-no"})


def request_types(policy: Policy) -> Iterator[Mistake]:
    """Each asks for the severity or gives one."""
    severities = {severity.key for severity in policy.severities}
    for place, kind in enumerate(policy.request_types):
        if kind.severity is None and "severity" not in kind.asks:
            yield Mistake(
                ("request_type", place),
                f"'{kind.key}' neither asks for the severity nor gives one",
                "add 'severity' to its asks, or a severity key",
            )
        if kind.severity is not None and kind.severity not in severities:
            at = ("request_type", place, "severity")
            yield unknown(at, kind.severity, severities, "severity")


def questions(policy: Policy) -> Iterator[Mistake]:
    """Each is asked by some request type, depends on what was asked before, and has the answers its kind needs."""
    given: dict[str, set[str]] = {
        "request_type": {kind.key for kind in policy.request_types},
        "severity": {severity.key for severity in policy.severities},
    }
    for place, question in enumerate(policy.questions):
        at = ("question", place)
        if question.key == "severity":
            yield Mistake(
                (*at, "key"), "'severity' is asked by the portal itself", "choose another key"
            )
        yield from _asked(policy, at, question)
        yield from _answers(at, question)
        yield from _pattern(at, question)
        for name in ("shown_when", "required_when"):
            yield from conditions((*at, name), getattr(question, name) or {}, given)
        if question.required and question.required_when:
            yield Mistake(
                (*at, "required_when"), "is required always, so this adds nothing", "keep one"
            )
        if question.kind in _OF_CHOICE:
            keys = {answer.key for answer in question.answers}
            given[question.key] = keys if question.kind == "choice" else set(YES_NO)


def _asked(policy: Policy, at: Path, question: Question) -> Iterator[Mistake]:
    kinds = {kind.key: kind for kind in policy.request_types}
    for nth, key in enumerate(question.request_types):
        if key not in kinds:
            yield unknown((*at, "request_types", nth), key, kinds, "request_type")
    asking = [kinds[key] for key in question.request_types or kinds if key in kinds]
    if asking and not any(question.group in kind.asks for kind in asking):
        yield Mistake(
            (*at, "group"),
            f"no request type of this question asks the group '{question.group}'",
            "choose a group that they ask, or add it to their 'asks'",
        )


def _answers(at: Path, question: Question) -> Iterator[Mistake]:
    if question.kind == "choice" and len(question.answers) < 2:
        yield Mistake(
            (*at, "answer") if question.answers else at,
            "is a choice without answers to choose from",
            "add at least two [[question.answer]], or use another kind",
        )
    if question.kind != "choice" and question.answers:
        yield Mistake(
            (*at, "answer"),
            f"a question of kind '{question.kind}' has no answers of its own",
            "remove them, or use the kind 'choice'",
        )


def _pattern(at: Path, question: Question) -> Iterator[Mistake]:
    if question.pattern is None:
        return
    at_pattern = (*at, "pattern")
    if question.kind not in {"line", "text"}:
        remedy = "remove it, or use the kind 'line'"
        yield Mistake(at_pattern, f"fits no question of kind '{question.kind}'", remedy)
        return
    try:
        pattern = re.compile(question.pattern)
    except re.error as reason:
        yield Mistake(at_pattern, f"is not a regular expression: {reason}", "mend it, or remove it")
        return
    for language, example in (question.example or {}).items():
        if not pattern.fullmatch(example):
            yield Mistake(
                (*at, "example", language),
                f"'{example}' does not fit the question's own pattern",
                "mend the example or the pattern: people copy it",
            )


def conditions(
    at: Path, when: When, known: Mapping[str, set[str] | Sequence[str]]
) -> Iterator[Mistake]:
    """What a condition names that is not `known`: its things, and the values of each."""
    for name, values in when.items():
        if name not in known:
            yield unknown((*at, name), name, known, "thing that stands before")
            continue
        for nth, value in enumerate(values):
            if value not in known[name]:
                yield unknown((*at, name, nth), value, known[name], name)
        if not values:
            remedy = "name one, or remove the line"
            yield Mistake((*at, name), "has no values, so it never holds", remedy)
