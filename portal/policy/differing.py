"""What differs between two policies, thing by thing: added, removed, changed, in another order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.policy.parts import ANY
from portal.policy.policy import Policy


@dataclass(frozen=True)
class Difference:
    """`where` in words ('target critical · premium: first_response'); None: it is not there."""

    where: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        if self.before is None:
            return f"+ {self.where} {self.after}".rstrip()
        if self.after is None:
            return f"- {self.where} {self.before}".rstrip()
        return f"{self.where} {self.before} → {self.after}"


def differences(before: Policy, after: Policy) -> list[Difference]:
    """What one reads who knows the first and is given the second, in the order of the file. Empty: they mean the same."""
    return list(_tables("", as_json(before), as_json(after)))


def as_json(policy: Policy) -> dict[str, Any]:
    """The whole policy with the file's own names, terms and hours as written there; what is left out has its default."""
    return policy.model_dump(mode="json", by_alias=True)


def _tables(
    where: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        at = _at(where, key)
        if _are_parts(old) or _are_parts(new):
            yield from _lists(at, old or [], new or [])
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _tables(at, old, new)
        else:
            yield Difference(at, _plain(old), _plain(new))


def _lists(
    where: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    old, new = _named(before), _named(after)
    for name in [*old, *(name for name in new if name not in old)]:
        at = f"{where} {name}".rstrip()
        if name not in new:
            yield Difference(at, _gist(old[name]), None)
        elif name not in old:
            yield Difference(at, None, _gist(new[name]))
        else:
            yield from _tables(f"{at}:", old[name], new[name])
    stayed, stay = [name for name in old if name in new], [name for name in new if name in old]
    if stayed != stay:
        yield Difference(f"{where}: order", ", ".join(stayed), ", ".join(stay))


def _at(where: str, key: str) -> str:
    if not where:
        return key
    return f"{where} {key}" if where.endswith(":") else f"{where}.{key}"


def _are_parts(value: Any) -> bool:
    return isinstance(value, list) and any(
        isinstance(each, Mapping) and not _is_text(each) for each in value
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(len(key) == 2 for key in value)


def _named(parts: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The parts by what tells them apart; one that is there twice gets a number."""
    named: dict[str, Mapping[str, Any]] = {}
    for part in parts:
        name = _name(part)
        same = sum(1 for other in named if other == name or other.startswith(f"{name} #"))
        named[f"{name} #{same + 1}" if same else name] = part
    return named


def _name(part: Mapping[str, Any]) -> str:
    if "key" in part:
        return str(part["key"])
    if "first_response" in part:
        names = [part[name] for name in ("severity", "priority", "plan", "request_type")]
        return " · ".join(name for name in names if name != ANY) or "for all"
    if "when" in part:
        return condition(part["when"])
    return str(part.get("on") or part.get("tier") or _plain(part.get("title", part)))


def condition(when: Mapping[str, Sequence[str]]) -> str:
    """A condition in one line: 'working = no, people = everyone | some'; 'otherwise' where it always holds."""
    named = (f"{name} = {' | '.join(values)}" for name, values in when.items())
    return ", ".join(named) or "otherwise"


def _gist(part: Mapping[str, Any]) -> str:
    """The short values of a part that came or went: enough to know it, without all its words."""
    result = [
        str(part[name]) for name in ("severity", "priority") if "when" in part and part.get(name)
    ]
    words = [_plain(part["title"])] if "title" in part else []
    values = [
        f"{name} {value}"
        for name, value in part.items()
        if name not in _NAMING and isinstance(value, (str, int, float)) and value is not False
    ]
    said = ", ".join([*map(str, words), *result, *values])
    return f"({said})" if said else ""


_NAMING = frozenset(
    {"key", "severity", "plan", "request_type", "priority", "on", "tier", "address"}
)
"""What a part is told apart by: it stands in its name."""


def _plain(value: Any) -> str | None:
    """One value in one line: lists with commas, texts in each language in quotation marks."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list() if value:
            return ", ".join(str(_plain(each)) for each in value)
        case dict() if _is_text(value):
            return " / ".join(f"“{words}”" for words in value.values())
        case dict() if value:
            return ", ".join(f"{key} = {_plain(each)}" for key, each in value.items() if each)
        case None | list() | dict():
            return None
        case _:
            return str(value)
