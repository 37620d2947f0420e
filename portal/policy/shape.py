"""What pydantic found wrong with the shape of a policy, in our words: missing and unknown keys, values of another kind."""

import re
from collections.abc import Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from portal.policy.mistake import Mistake, Path, Unfit, _l, one_of
from portal.policy.policy import Policy
from portal.policy.shape_words import ELSE, WRONG

_OF_NO_TABLE = {"name", "languages", "organisation", "updated_on", "time_zone"}
"""Keys that land in a table by mistake: whatever is written below the line of one belongs to it."""
_BY_NAME = {"week": "week", "when": "when", "required_when": "when", "shown_when": "when"}
"""Tables of free keys that are no text."""


def shape_mistakes(errors: Sequence[object]) -> list[Mistake]:
    """The mistakes that pydantic's error details tell. A list that is short only because its parts are wrong is none."""
    found = [(shape_mistake(error), dict(error)["type"] == "too_short") for error in errors]  # type: ignore[call-overload]  # pydantic's ErrorDetails
    paths = [mistake.path for mistake, _is_short in found]
    return [
        mistake
        for mistake, is_short in found
        if not is_short or not any(_is_within(path, mistake.path) for path in paths)
    ]


def _is_within(path: Path, outer: Path) -> bool:
    return len(path) > len(outer) and path[: len(outer)] == outer


def shape_mistake(error: object) -> Mistake:
    """The mistake that one of pydantic's error details tells."""
    details: dict[str, Any] = dict(error)  # type: ignore[call-overload]  # pydantic's ErrorDetails
    path = tuple(part for part in details["loc"] if part != "[key]")
    given, limits = details["input"], details.get("ctx", {})
    match details["type"]:
        case "extra_forbidden":
            return _extra(path)
        case "literal_error":
            known = re.findall(r"'([^']*)'", limits["expected"])
            words = _l("'%(value)s' isn’t one of the words allowed here.", value=given)
            hours = _l('Write hours = "24x7", or week = {mon = ["09:00-18:00"], …}.')
            return Mistake(path, words, hours if path[-1] == "hours" else one_of(str(given), known))
        case "value_error" if isinstance(limits["error"], Unfit):
            return Mistake(path, limits["error"].words, limits["error"].remedy)
    words, remedy = WRONG.get(_kind(details["type"], path, limits), ELSE)
    names = [part for part in path if isinstance(part, str)]
    figures = {name: _brief(limit) for name, limit in limits.items()}
    values = {"value": _brief(given), "key": names[-1], "table": ".".join(names), **figures}
    return Mistake(path, words.filled(**values), remedy.filled(**values))


def _kind(kind: str, path: Path, limits: dict[str, Any]) -> str:
    """Which of the WRONG it is: pydantic's kind, told more closely where it stands for several."""
    wanted = _wanted(path)
    is_list = isinstance(path[-1], int) or get_origin(wanted) is tuple
    if kind in {"missing", "tuple_type", "model_type"} and _model_in(wanted):
        return f"{kind} of tables" if is_list else f"{kind} table"
    if kind == "dict_type":
        return _BY_NAME.get(str(path[-1]), "text")
    return str(limits.get("pattern", kind))


def _extra(path: Path) -> Mistake:
    key = str(path[-1])
    words = _l("The key '%(key)s' doesn’t belong here.", key=key)
    if len(path) > 1 and key in _OF_NO_TABLE:
        return Mistake(path, words, _l("Write it at the top, above the first line in brackets."))
    model = _model_in(_wanted(path[:-1])) or Policy
    return Mistake(path, words, one_of(key, _fields(model)))


def _brief(given: object) -> str:
    """A value as a mistake repeats it: as the file writes it, the beginning of a long one."""
    match given:
        case bool():
            text = str(given).lower()
        case float():
            text = f"{given:g}"
        case _:
            text = str(given)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _wanted(path: Path) -> Any:
    """What the models say of the value at `path`: of an entry, what they say of its list; None within words."""
    wanted: Any = Policy
    for part in path:
        if isinstance(part, str):
            model = _model_in(wanted)
            wanted = _fields(model).get(part) if model else None
    return wanted


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """What the keys of a table may hold, by their names in the file."""
    fields = model.model_fields.items()
    return {field.alias or name: field.annotation for name, field in fields}


def _model_in(wanted: Any) -> type[BaseModel] | None:
    """The model of a part, of a list of it, or of one that may be left out."""
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        return wanted
    return next((model for each in get_args(wanted) if (model := _model_in(each))), None)
