"""What must hold between the parts of a policy: every key that is named exists, every text is in every language."""

from collections.abc import Iterator, Sequence
from typing import Any

from portal.policy.checking_offers import channels, plans, tiers
from portal.policy.checking_questions import questions, request_types
from portal.policy.checking_tables import assignment_rules, decisions, priorities
from portal.policy.checking_targets import chain, targets, waiting, watch
from portal.policy.checking_times import calendars
from portal.policy.mistake import Mistake, Path, _l
from portal.policy.policy import Policy

Listed = tuple[Path, Sequence[Any]]


def mistakes(policy: Policy) -> Iterator[Mistake]:
    """Everything that does not fit together."""
    yield from _absent(policy)
    yield from _doubled(policy)
    yield from _texts_and_lists(policy)
    for checked in (
        calendars,
        plans,
        channels,
        request_types,
        questions,
        decisions,
        priorities,
        targets,
        waiting,
        tiers,
        chain,
        assignment_rules,
        watch,
    ):
        yield from checked(policy)


def _absent(policy: Policy) -> Iterator[Mistake]:
    """The keys that the portal itself speaks of."""
    for table, key, found in (
        ("channel", "portal", policy.channel("portal")),
        ("waiting_reason", "client", policy.waiting_reason("client")),
    ):
        if found is None:
            yield Mistake(
                (table,),
                _l("No [[%(table)s]] has the key '%(key)s'.", table=table, key=key),
                _l("Add one: the portal itself uses it."),
            )


def _doubled(policy: Policy) -> Iterator[Mistake]:
    for path, parts in _keyed(policy):
        seen: set[str] = set()
        for place, part in enumerate(parts):
            if part.key in seen:
                table = ".".join(part for part in path if isinstance(part, str))
                yield Mistake(
                    (*path, place, "key"),
                    _l("The key '%(key)s' is used more than once.", key=part.key),
                    _l("Give each [[%(table)s]] its own key.", table=table),
                )
            seen.add(part.key)


def _keyed(policy: Policy) -> Iterator[Listed]:
    """Every list of parts that have a key, with its path in the file."""
    for name, field in Policy.model_fields.items():
        value = getattr(policy, name)
        if isinstance(value, tuple) and value and hasattr(value[0], "key"):
            yield (field.alias or name,), value
    for place, impact in enumerate(policy.impact_questions):
        yield ("impact_question", place, "answer"), impact.answers
    for place, question in enumerate(policy.questions):
        yield ("question", place, "answer"), question.answers


def _texts_and_lists(policy: Policy) -> Iterator[Mistake]:
    """Words in every language, and no list that names a thing twice."""
    wanted = set(policy.languages)
    for path, value in _within(policy.model_dump(by_alias=True), ()):
        if isinstance(value, dict) and (missing := sorted(wanted - set(value))):
            yield Mistake(
                path,
                _l(
                    "This text is missing in these languages: %(languages)s.",
                    languages=", ".join(missing),
                ),
                _l("Write it in every language listed under 'languages' in the policy."),
            )
        elif not isinstance(value, dict):
            for place, name in enumerate(value):
                if name in value[:place]:
                    words = _l("'%(name)s' appears twice in this list.", name=name)
                    yield Mistake((*path, place), words, _l("List it only once."))


def _within(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Every text (a table whose keys are all language codes with words) and every list of names in the file."""
    if isinstance(value, dict):
        if value and all(len(key) == 2 and isinstance(word, str) for key, word in value.items()):
            yield path, value
            return
        for key, inner in value.items():
            yield from _within(inner, (*path, key))
    elif isinstance(value, (list, tuple)):
        if value and all(isinstance(inner, str) for inner in value):
            yield path, value
            return
        for place, inner in enumerate(value):
            yield from _within(inner, (*path, place))
