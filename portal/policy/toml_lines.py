"""Where in a TOML text each key stands, so that a mistake can be told with its line."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|\n|[\[\]{}=,.]"
    r"""|[^\s\[\]{}=,.\#"']+""",
    re.DOTALL,
)

Path = tuple[str | int, ...]


def lines_of(text: str) -> dict[Path, int]:
    """Each table, key and entry of a list in the text (valid TOML) with its line, from 1; entries count from 0."""
    return _Reading(text).lines


def line_of(path: Path, lines: dict[Path, int]) -> int:
    """The line of the key at `path`, or of the nearest thing around it that has one."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


class _Reading:
    """One walk through the text. It only follows the nesting: what values mean is tomllib's business."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {(): 1}
        self._entries: dict[Path, int] = {}
        self._tokens = [*_tokens(text), ("\n", 0)]
        self._at = 0
        here: Path = ()
        while self._at < len(self._tokens):
            match self._now:
                case "\n":
                    self._at += 1
                case "[":
                    here = self._header()
                case _:
                    self._pair(here)

    @property
    def _now(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else "\n"

    def _header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path of what follows, with the number of each entry that it is in."""
        line = self._tokens[self._at][1]
        is_entry = self._tokens[self._at + 1][0] == "["
        self._at += 2 if is_entry else 1
        *parents, last = self._key("]")
        self._at += 2 if is_entry else 1
        here: Path = ()
        for part in parents:
            here = (*here, part)
            here = (*here, self._entries[here]) if here in self._entries else here
        here = (*here, last)
        if is_entry:
            self._entries[here] = self._entries.get(here, -1) + 1
            self.lines.setdefault(here, line)
            here = (*here, self._entries[here])
        self.lines.setdefault(here, line)
        return here

    def _pair(self, here: Path) -> None:
        """`a.b = value`."""
        line = self._tokens[self._at][1]
        for part in self._key("="):
            here = (*here, part)
            self.lines.setdefault(here, line)
        self._at += 1
        self._value(here)

    def _key(self, end: str) -> list[str]:
        parts = []
        while self._now not in {end, "\n"}:
            if self._now != ".":
                parts.append(self._now.strip("\"'"))
            self._at += 1
        return parts or [""]

    def _value(self, here: Path) -> None:
        match self._now:
            case "[":
                for place in self._inside("]"):
                    self.lines.setdefault((*here, place), self._tokens[self._at][1])
                    self._value((*here, place))
            case "{":
                for _ in self._inside("}"):
                    self._pair(here)
            case _:
                while self._now not in {",", "]", "}", "\n"}:
                    self._at += 1

    def _inside(self, end: str) -> Iterator[int]:
        """Stand at each thing between brackets, one after the other; then behind the bracket."""
        self._at += 1
        place = 0
        while self._at < len(self._tokens) and self._now != end:
            if self._now in {",", "\n"}:
                self._at += 1
                continue
            yield place
            place += 1
        self._at += 1


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """The pieces of the text, each with its line; comments are left out."""
    line, counted = 1, 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        if not found[0].startswith("#"):
            yield found[0], line
