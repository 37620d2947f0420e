"""What must hold between the parts of a policy: every key that is named exists, every text is in every language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from portal.policy.policy import ANY, Policy


@dataclass(frozen=True)
class Mistake:
    """What is wrong at `path` (keys and numbers as in the file), and how to mend it."""

    path: tuple[str | int, ...]
    words: str
    remedy: str


def mistakes(policy: Policy) -> Iterator[Mistake]:
    """Everything that does not fit together, in the order of the file's parts."""
    yield from _absent(policy)
    yield from _doubled(policy)
    yield from _untranslated(policy)
    yield from _request_types(policy)
    yield from _decisions(policy)
    yield from _targets(policy)


def _lists(policy: Policy) -> dict[str, Sequence[Any]]:
    return {
        "calendar": policy.calendars,
        "plan": policy.plans,
        "channel": policy.channels,
        "request_type": policy.request_types,
        "severity": policy.severities,
        "impact_question": policy.impact_questions,
        "waiting_reason": policy.waiting_reasons,
        "tier": policy.tiers,
    }


def _absent(policy: Policy) -> Iterator[Mistake]:
    """The keys that the portal itself speaks of."""
    for name, key in (("channel", "portal"), ("waiting_reason", "client")):
        if key not in {part.key for part in _lists(policy)[name]}:
            yield Mistake((name,), f"there is no {name} '{key}'", f"add one with the key '{key}'")


def _doubled(policy: Policy) -> Iterator[Mistake]:
    for name, parts in _lists(policy).items():
        seen: set[str] = set()
        for place, part in enumerate(parts):
            if part.key in seen:
                yield Mistake(
                    (name, place, "key"),
                    f"the key '{part.key}' is used twice",
                    f"give each {name} a key of its own",
                )
            seen.add(part.key)


def _untranslated(policy: Policy) -> Iterator[Mistake]:
    wanted = set(policy.languages)
    for path, text in _texts(policy.model_dump(by_alias=True), ()):
        if missing := sorted(wanted - set(text)):
            yield Mistake(
                path,
                f"has no words in {', '.join(missing)}",
                "write it in every language that the policy lists under 'languages'",
            )


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every text in the file: a table whose keys are all language codes with words."""
    if isinstance(value, dict):
        if value and all(len(key) == 2 and isinstance(word, str) for key, word in value.items()):
            yield path, value
            return
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, (list, tuple)):
        for place, inner in enumerate(value):
            yield from _texts(inner, (*path, place))


def _request_types(policy: Policy) -> Iterator[Mistake]:
    severities = {severity.key for severity in policy.severities}
    for place, kind in enumerate(policy.request_types):
        if kind.severity is None and "severity" not in kind.asks:
            yield Mistake(
                ("request_type", place),
                f"'{kind.key}' neither asks for the severity nor gives one",
                "add 'severity' to its asks, or a severity key",
            )
        if kind.severity is not None and kind.severity not in severities:
            yield _unknown(("request_type", place, "severity"), kind.severity, severities)


def _decisions(policy: Policy) -> Iterator[Mistake]:
    severities = {severity.key for severity in policy.severities}
    answers = {q.key: {answer.key for answer in q.answers} for q in policy.impact_questions}
    is_sound = True
    for place, row in enumerate(policy.decisions):
        if row.severity not in severities:
            yield _unknown(("decision", place, "severity"), row.severity, severities)
        for question, wanted in row.when.items():
            at = ("decision", place, "when")
            for name in [question] if question not in answers else set(wanted) - answers[question]:
                is_sound = False
                yield _unknown(at, name, answers.get(question, set(answers)))
    if policy.decisions[-1].when:
        yield Mistake(
            ("decision", len(policy.decisions) - 1),
            "the last decision does not hold for every answer",
            "end the table with a decision without 'when'",
        )
    elif is_sound:
        yield from _never_reached(policy, answers)


def _never_reached(policy: Policy, answers: dict[str, set[str]]) -> Iterator[Mistake]:
    reached = {
        next(place for place, row in enumerate(policy.decisions) if row.holds(given))
        for given in (
            dict(zip(answers, each, strict=True))
            for each in product(*(sorted(keys) for keys in answers.values()))
        )
    }
    for place in range(len(policy.decisions)):
        if place not in reached:
            yield Mistake(
                ("decision", place),
                "is never reached: an earlier decision always holds first",
                "remove it, or move it up",
            )


def _targets(policy: Policy) -> Iterator[Mistake]:
    known = {
        "plan": {plan.key for plan in policy.plans} | {ANY},
        "severity": {severity.key for severity in policy.severities},
        "request_type": {kind.key for kind in policy.request_types} | {ANY},
        "calendar": {calendar.key for calendar in policy.calendars},
    }
    seen: set[tuple[str, str, str]] = set()
    for place, row in enumerate(policy.target_rows):
        for name, keys in known.items():
            if getattr(row, name) not in keys:
                yield _unknown(("target", place, name), getattr(row, name), keys)
        named = (row.plan, row.severity, row.request_type)
        if named in seen:
            yield Mistake(
                ("target", place),
                f"there are two targets for {' · '.join(named)}",
                "keep one of them",
            )
        seen.add(named)


def _unknown(path: tuple[str | int, ...], name: str, known: set[str]) -> Mistake:
    return Mistake(path, f"'{name}' is not known", f"use one of: {', '.join(sorted(known))}")
