"""How a policy file is read: whole, or refused with every mistake by file, line, key and remedy."""

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from portal.policy.checking import Mistake, mistakes
from portal.policy.policy import Policy
from portal.policy.toml_lines import line_of, lines_of

PRESETS = Path(__file__).parent / "presets"

_REMEDIES = {
    "missing": "add it",
    "extra_forbidden": "remove it, or check its spelling",
    "string_pattern_mismatch": "use lower-case letters, digits and single hyphens",
    "string_too_short": "write some words, or leave the key out where it may be left out",
    "literal_error": "use one of the words listed",
    "too_short": "add at least as many as said",
    "value_error": "write it as said",
}


class PolicyError(Exception):
    """A policy file that cannot be used; its text has a line for each mistake."""

    def __init__(self, source: str, found: list[tuple[int, Mistake]]) -> None:
        self.source = source
        self.found = found
        super().__init__("\n".join(_told(source, line, mistake) for line, mistake in found))


def preset_names() -> list[str]:
    """The names of the policies that come with the portal."""
    return sorted(path.stem for path in PRESETS.glob("*.toml"))


def path_of(name_or_path: str) -> Path:
    """The file of a policy: a preset by its name, or any file by its path (with '/' or '.toml')."""
    if "/" in name_or_path or name_or_path.endswith(".toml"):
        return Path(name_or_path)
    return PRESETS / f"{name_or_path}.toml"


def load(name_or_path: str) -> Policy:
    """Read and check a policy. Raises PolicyError with every mistake found, or where there is no such file."""
    path = path_of(name_or_path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        remedy = f"give the path of a file, or one of: {', '.join(preset_names())}"
        raise PolicyError(str(path), [(0, Mistake((), "there is no such file", remedy))]) from None
    except (OSError, UnicodeDecodeError) as reason:
        mistake = Mistake((), f"cannot be read ({reason})", "save it as UTF-8, readable by us")
        raise PolicyError(str(path), [(0, mistake)]) from None
    return parse(text, str(path))


def parse(text: str, source: str) -> Policy:
    """The policy that `text` writes; `source` names it in errors. Raises PolicyError."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        at = re.search(r"line (\d+)", str(reason))
        mistake = Mistake((), f"is not valid TOML: {reason}", "mend the line that is named")
        raise PolicyError(source, [(int(at[1]) if at else 1, mistake)]) from None
    lines = lines_of(text)
    try:
        policy = Policy.model_validate(written)
    except ValidationError as reason:
        raise PolicyError(
            source,
            [
                (line_of(mistake.path, lines), mistake)
                for mistake in (_shape(error) for error in reason.errors())
            ],
        ) from None
    if found := [(line_of(mistake.path, lines), mistake) for mistake in mistakes(policy)]:
        raise PolicyError(source, found)
    return policy.written(text)


def _shape(error: object) -> Mistake:
    """What pydantic found, in our words: `error` is one of its error details."""
    details = dict(error)  # type: ignore[call-overload]  # pydantic's ErrorDetails
    kind = str(details["type"])
    words = {"missing": "is missing", "extra_forbidden": "is not a key of the policy"}.get(kind)
    if words is None:
        message = str(details["msg"]).removeprefix("Value error, ")
        words = f"is wrong: {message[:1].lower()}{message[1:]}"
    path = tuple(part for part in details["loc"] if part != "[key]")
    return Mistake(path, words, _REMEDIES.get(kind, "mend it as said"))


def _told(source: str, line: int, mistake: Mistake) -> str:
    where = f"{source}:{line}" if line else source
    key = ".".join(f"{part + 1}" if isinstance(part, int) else part for part in mistake.path)
    return f"{where}: {f'{key} ' if key else ''}{mistake.words}. To mend it: {mistake.remedy}."
