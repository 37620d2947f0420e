"""What pydantic found wrong with the shape of a policy, in our words: missing and unknown keys, values of another kind."""

from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel

from portal.policy.mistake import Mistake, Path, unknown
from portal.policy.policy import Policy

_REMEDIES = {
    "string_pattern_mismatch": "use lower-case letters, digits and single hyphens",
    "string_too_short": "write some words, or leave the key out where it may be left out",
    "literal_error": "use one of the words listed",
    "value_error": "write it as said",
}


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
    details = dict(error)  # type: ignore[call-overload]  # pydantic's ErrorDetails
    kind = str(details["type"])
    path = tuple(part for part in details["loc"] if part != "[key]")
    if kind == "missing":
        return Mistake(path, "is missing", "add it")
    if kind == "extra_forbidden":
        near = unknown(path, str(path[-1]), _keys_at(path[:-1]))
        remedy = f"check its spelling, or remove it; {near.remedy}"
        return Mistake(path, "is not a key of the policy", remedy)
    if kind == "too_short":
        least = details["ctx"]["min_length"]
        return Mistake(
            path, f"has too few entries: there must be {least} or more", "add what is missing"
        )
    message = str(details["msg"]).removeprefix("Value error, ")
    words = f"is wrong: {message[:1].lower()}{message[1:]}"
    return Mistake(path, words, _REMEDIES.get(kind, "mend it as said"))


def _keys_at(path: Path) -> list[str]:
    """The keys that the table at `path` may have."""
    model: type[BaseModel] = Policy
    for part in path:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if part in fields:
            model = _model_in(fields[str(part)].annotation) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model of a part, of a list of it, or of one that may be left out."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for each in get_args(annotation) if (model := _model_in(each))), None)
