"""How a policy file is read: whole, or refused with every mistake by file, line, key and remedy."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from portal.policy.checking import mistakes
from portal.policy.mistake import Mistake, Sentence, _l
from portal.policy.policy import Policy
from portal.policy.shape import shape_mistakes
from portal.policy.toml_lines import line_of, lines_of
from portal.policy.toml_refused import toml_mistake

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
        text = _text_of(path)
    except (OSError, ValueError) as reason:
        raise PolicyError(str(path), [_unread(reason)]) from None
    return parse(text, str(path))


def _text_of(path: Path) -> str:
    """What the file says, without the mark that some editors put before it. Raises OSError or ValueError."""
    if (
        path.exists() and not path.is_file()
    ):  # a folder; or a pipe or a device, which might never end
        raise IsADirectoryError
    return path.read_text(encoding="utf-8-sig")


_UNREAD: list[tuple[type[Exception], Sentence, Sentence]] = [
    (
        FileNotFoundError,
        _l("This file doesn’t exist."),
        _l("Enter the path of a file, or one of these policies: %(names)s."),
    ),
    (
        IsADirectoryError,
        _l("This is a folder or a device, not a file."),
        _l("Enter the path of the file itself."),
    ),
    (
        UnicodeDecodeError,
        _l("This line has characters that aren’t in UTF-8."),
        _l("Save the file as UTF-8 in your editor."),
    ),
    (
        PermissionError,
        _l("The portal doesn’t have permission to read this file."),
        _l("Give read permission to the user the portal runs as."),
    ),
    (
        Exception,
        _l("The file can’t be read."),
        _l("Check its path and the disk it’s on."),
    ),
]


def _unread(reason: Exception) -> tuple[int, Mistake]:
    """Why a file could not be read at all, with the line where one is to blame."""
    words, remedy = next(told for kind, *told in _UNREAD if isinstance(reason, kind))
    line = 0
    if isinstance(reason, UnicodeDecodeError):
        line = reason.object[: reason.start].count(b"\n") + 1
    return line, Mistake((), words, remedy.filled(names=", ".join(preset_names())))


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
    except (ValueError, RecursionError) as reason:
        raise PolicyError(source, [toml_mistake(reason, text)]) from None
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
    return f"{where}: {f'{key}: ' if key else ''}{mistake.words} How to fix it: {mistake.remedy}"
