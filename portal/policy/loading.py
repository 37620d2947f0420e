"""How a policy file is read: whole, or refused with every mistake by file, line, key and remedy."""

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from portal.policy.checking import mistakes
from portal.policy.mistake import Mistake
from portal.policy.policy import Policy
from portal.policy.shape import shape_mistakes
from portal.policy.toml_lines import line_of, lines_of

PRESETS = Path(__file__).parent / "presets"


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
    policy = reread(text, source)
    if found := list(mistakes(policy)):
        raise _error(source, text, found)
    return policy


def reread(text: str, source: str) -> Policy:
    """As `parse`, for a text that was found sound when it was taken: a check that is newer does not unmake it."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        at = re.search(r"line (\d+)", str(reason))
        line = int(at[1]) if at else len(text.splitlines())
        mistake = Mistake((), f"is not valid TOML: {reason}", "mend the line that is named")
        raise PolicyError(source, [(line, mistake)]) from None
    try:
        policy = Policy.model_validate(written, by_alias=True, by_name=False)
    except ValidationError as reason:
        raise _error(source, text, shape_mistakes(reason.errors())) from None
    return policy.written(text)


def _error(source: str, text: str, found: list[Mistake]) -> PolicyError:
    """The mistakes in the order of their lines."""
    lines = lines_of(text)
    placed = [(line_of(mistake.path, lines), mistake) for mistake in found]
    return PolicyError(source, sorted(placed, key=lambda each: each[0]))


def _told(source: str, line: int, mistake: Mistake) -> str:
    where = f"{source}:{line}" if line else source
    key = ".".join(f"{part + 1}" if isinstance(part, int) else part for part in mistake.path)
    return f"{where}: {f'{key} ' if key else ''}{mistake.words}. To mend it: {mistake.remedy}."
