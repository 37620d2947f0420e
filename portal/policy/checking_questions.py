"""What must hold of request types and the organisation's own questions: each can be asked, and answered."""

from collections.abc import Iterator, Mapping, Sequence

from portal.policy.mistake import Mistake, Path, _l, one_of, unknown
from portal.policy.parts import Question, When
from portal.policy.patterns import Unfit, fits, unfit
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
                _l("'%(key)s' neither asks for the severity nor sets one.", key=kind.key),
                _l("Add 'severity' to its 'asks', or set a severity with the key 'severity'."),
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
            words = _l("The portal already asks for 'severity' itself.")
            yield Mistake((*at, "key"), words, _l("Choose another key."))
        yield from _asked(policy, at, question)
        yield from _answers(at, question)
        yield from _pattern(at, question)
        for name in ("shown_when", "required_when"):
            yield from conditions((*at, name), getattr(question, name) or {}, given)
        if question.required and question.required_when:
            words = _l("The question is always required, so this has no effect.")
            remedy = _l("Keep either 'required' or 'required_when'.")
            yield Mistake((*at, "required_when"), words, remedy)
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
            _l(
                "None of this question’s request types asks the group '%(group)s'.",
                group=question.group,
            ),
            _l("Choose a group they ask, or add it to their 'asks'."),
        )


def _answers(at: Path, question: Question) -> Iterator[Mistake]:
    if question.kind == "choice" and len(question.answers) < 2:
        yield Mistake(
            (*at, "answer") if question.answers else at,
            _l("A choice question needs at least two answers."),
            _l("Add at least two [[question.answer]], or use another kind."),
        )
    if question.kind != "choice" and question.answers:
        yield Mistake(
            (*at, "answer"),
            _l("A question of kind '%(kind)s' can’t have answers of its own.", kind=question.kind),
            _l("Remove them, or use the kind 'choice'."),
        )


def _pattern(at: Path, question: Question) -> Iterator[Mistake]:
    if question.pattern is None:
        return
    at_pattern = (*at, "pattern")
    if question.kind not in {"line", "text"}:
        words = _l("A question of kind '%(kind)s' can’t have a pattern.", kind=question.kind)
        yield Mistake(at_pattern, words, _l("Remove it, or use the kind 'line'."))
        return
    if (wrong := unfit(question.pattern)) is not None:
        yield _no_pattern(at_pattern, wrong)
        return
    for language, example in (question.example or {}).items():
        if not fits(question.pattern, example):
            yield Mistake(
                (*at, "example", language),
                _l("'%(example)s' doesn’t match the question’s own pattern.", example=example),
                _l("Correct the example or the pattern: people copy the examples."),
            )


def _no_pattern(at: Path, wrong: Unfit) -> Mistake:
    """What is wrong with a regular expression: the part that is not known, or the place of the sign that is wrong."""
    remedy = _l("Correct it, or remove it.")
    if wrong.place is None:
        words = _l("Patterns can’t use '%(part)s'.", part=wrong.part)
        remedy = _l(
            "Write the pattern in RE2 syntax, without lookaheads, lookbehinds or back-references."
        )
        return Mistake(at, words, remedy)
    nth = wrong.place + 1
    words = _l("This isn’t a valid regular expression: character %(nth)s is wrong.", nth=nth)
    return Mistake(at, words, remedy)


def conditions(
    at: Path, when: When, known: Mapping[str, set[str] | Sequence[str]]
) -> Iterator[Mistake]:
    """What a condition names that is not `known`: its things, and the values of each."""
    for name, values in when.items():
        if name not in known:
            words = _l(
                "'%(name)s' is unknown: nothing that can be used in this condition has that key.",
                name=name,
            )
            yield Mistake((*at, name), words, one_of(name, known))
            continue
        for nth, value in enumerate(values):
            if value not in known[name]:
                words = _l(
                    "'%(value)s' is unknown: '%(name)s' has no such value.",
                    value=value,
                    name=name,
                )
                yield Mistake((*at, name, nth), words, one_of(value, known[name]))
        if not values:
            words = _l("This condition has no value, so it’s never met.")
            yield Mistake((*at, name), words, _l("Add a value, or remove the line."))
