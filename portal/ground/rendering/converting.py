"""How Markdown becomes raw HTML in bounded time: what may take long is converted in a process that can be ended.

The parser's regular expressions cannot be interrupted, and some texts of a few kilobytes (a run of
opening brackets) take it minutes. So every text is weighed first: ordinary ones are converted here,
the heavy ones in a child process with a time limit.
"""

import re
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

from portal.ground.rendering.dialects import parser

TEXT_LIMIT = 1_000_000
"""Characters in one text: longer ones are refused."""

PATIENCE = timedelta(seconds=10)

_LIGHT_LENGTH = 50_000
_LIGHT_EFFORT = 2_000_000  # measured: a text of this weight takes 0.4 s at the very worst
_LINES_A_MARK = 5
"""Lines without a blank one between them that take as long as a mark: each may begin a list that is parsed anew."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_MARKUP = re.compile(r"[\[\]<>!*_#`|&~\\^]")
_PROJECT = Path(__file__).resolve().parents[3]
_parsers = threading.local()


class TooLong(ValueError):
    """A text of more than TEXT_LIMIT characters."""


class TooTangled(ValueError):
    """A text whose markup is nested or repeated so much that it cannot be converted in time."""


def to_html(text: str) -> str:
    """The raw, unsafe HTML of a text. Raises TooLong and TooTangled."""
    if len(text) > TEXT_LIMIT:
        raise TooLong
    if is_light(text):
        return convert_here(text)
    return _convert_apart(text)


def is_light(text: str) -> bool:
    """Whether the text is converted quickly whatever stands in it: the parser's work on a paragraph
    grows with its length times the number of its marks, and of its lines."""
    if len(text) > _LIGHT_LENGTH:
        return False
    return sum(map(_effort, _BLANK_LINE.split(text))) <= _LIGHT_EFFORT


def _effort(paragraph: str) -> int:
    lines = paragraph.count("\n") // _LINES_A_MARK
    return len(paragraph) * (1 + lines + len(_MARKUP.findall(paragraph)))


def convert_here(text: str) -> str:
    """The raw HTML, made in this process with one parser kept for each thread. Raises TooTangled."""
    kept = _parsers.__dict__
    if "parser" not in kept:
        kept["parser"] = parser()
    try:
        return str(kept["parser"].reset().convert(text))
    except RecursionError:
        del kept["parser"]
        raise TooTangled from None


def _convert_apart(text: str) -> str:
    command = [sys.executable, "-m", "portal.ground.rendering.apart"]
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter, our own module)
            command,
            input=text.encode("utf-8", "surrogatepass"),
            capture_output=True,
            timeout=PATIENCE.total_seconds(),
            cwd=_PROJECT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooTangled from None
    if done.returncode != 0:
        raise TooTangled
    return done.stdout.decode("utf-8", "surrogatepass")
