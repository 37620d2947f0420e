"""The sections of an article in plain text: what search reads, and what the table of contents lists."""

import re
from typing import Any

from portal.ground.rendering.anchors import Anchors

Section = dict[str, Any]
"""{"anchor": str, "level": int, "title": str, "path": [titles above], "text": str}"""

CELL = " · "
"""What parts the cells of a row, which is one line."""

_BREAKS = {"p", "li", "ul", "ol", "tr", "table", "pre", "blockquote", "div", "dt", "dd", "dl"} | {
    "br", "hr", "details", "summary", "h1", "h2", "h3", "h4", "h5", "h6"
}  # fmt: skip
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


class Sections:
    """Collects words until the next heading. The first section, before any heading, has an empty anchor."""

    def __init__(self, anchors: Anchors) -> None:
        self._anchors = anchors
        self._done: list[Section] = [_section("", 1, "", [])]
        self._above: list[tuple[int, str]] = []  # level and title of each heading that is open
        self._words: list[str] = []
        self._mark = 0  # where the words of the open heading begin
        self._deepest = 1
        self._has_cell = False  # the row has words already
        self._is_between = False  # the next words are another cell's

    def level(self, level: int) -> int:
        """The level at which a heading is shown: below the page's h1, never skipping one. Opens the heading."""
        self._mark = len(self._words)
        self._deepest = min(max(level, 2), self._deepest + 1)
        return self._deepest

    def begin(self, level: int) -> str | None:
        """End the open heading: its words name a new section. Its anchor; None for a heading without words."""
        title = _plain("".join(self._words[self._mark :])).replace("\n", " ")
        del self._words[self._mark :]
        if not title:
            return None
        self._end()
        while self._above and self._above[-1][0] >= level:
            self._above.pop()
        path = [above for _level, above in self._above]
        self._above.append((level, title))
        self._done.append(_section(self._anchors.anchor(title), level, title, path))
        return str(self._done[-1]["anchor"])

    def say(self, words: str) -> None:
        if words.strip():
            if self._is_between:
                self._words.append(CELL)
            self._has_cell, self._is_between = True, False
        self._words.append(words)

    def break_before(self, tag: str) -> None:
        """Words on both sides of a block, or of a cell, do not run together."""
        if tag in _BREAKS:
            self._words.append("\n")
            self._has_cell = self._is_between = False
        elif tag in {"td", "th"}:
            self._words.append(" ")
            self._is_between = self._has_cell

    def finish(self) -> list[Section]:
        """All sections in order; one without words of its own keeps its title."""
        self._end()
        first, *rest = self._done
        return [first, *rest] if first["text"] or not rest else rest

    def _end(self) -> None:
        self._done[-1]["text"] = _plain("".join(self._words))
        self._words.clear()
        self._mark = 0


def _section(anchor: str, level: int, title: str, path: list[str]) -> Section:
    return {"anchor": anchor, "level": level, "title": title, "path": path, "text": ""}


def _plain(words: str) -> str:
    return _LINES.sub("\n", _SPACE.sub(" ", words)).strip()
