"""What is wrong with a text that is not TOML, in our words, by what the parser says of it."""

import re

from portal.policy.mistake import Mistake, Sentence, _l

_KEY = re.compile(r"\s*(?:\[\[?\s*([\w.-]+)|([\w.-]+)\s*=)")
_AT = re.compile(r"line (\d+), column (\d+)")

_SAID: list[tuple[str, Sentence, Sentence]] = [
    (
        r"Expected '\]",
        _l("The name in brackets is not closed."),
        _l("Write [name] for a part that is there once, and [[name]] for each of several."),
    ),
    (
        r"Expected '='|Invalid statement",
        _l("This line is neither a key with its value nor a name in brackets."),
        _l("Write key = value, with plain letters in the key; begin a remark with #."),
    ),
    (
        r"Illegal character '\\[nr]|Unterminated",
        _l("Quotation marks are opened and not closed."),
        _l("Close them on the same line; a text of several lines stands between triple ones."),
    ),
    (
        r"Illegal character|Found invalid character",
        _l("At character %(column)s of this line stands a sign that is not allowed."),
        _l("Delete it and type it again."),
    ),
    (
        r"Invalid value",
        _l("At character %(column)s of this line a value should begin."),
        _l(
            'Put words and amounts in straight quotation marks, as in "30 min"; close a list with ].'
        ),
    ),
    (
        r"Expected newline",
        _l("At character %(column)s of this line something is left over."),
        _l('Put words, hours and amounts in quotation marks, as in "30 min", one key a line.'),
    ),
    (
        r"Unclosed array",
        _l("A list lacks a comma between its values, or the ] at its end."),
        _l('Write it as in ["a", "b"].'),
    ),
    (
        r"Unclosed inline table|Invalid initial character",
        _l("What stands between braces or brackets is not complete here."),
        _l('Write it on one line, as in {es = "…", en = "…"}, without a comma at the end.'),
    ),
    (
        r"Cannot|Duplicate",
        _l("This was written before: nothing can stand in the file twice."),
        _l("Keep it once; each of several parts begins with a [[name]] of its own."),
    ),
    (
        r"Unescaped|Invalid hex|Escaped character",
        _l("A backslash on this line stands for nothing that is known."),
        _l("Write it twice, or put the text in single quotation marks: '…'."),
    ),
    (
        r"Invalid date",
        _l("There is no such day or time."),
        _l("Write a day as year-month-day, as in 2026-12-24."),
    ),
]
"""What the parser's messages begin with; what it could say besides is told as `_ELSE`."""
_ELSE = _l("This is not valid TOML."), _l("Compare it with a policy that comes with the portal.")


def toml_mistake(reason: Exception, text: str) -> tuple[int, Mistake]:
    """What the parser refused, with its line (0: none is named); the path is the key or the name of that line, if it has one."""
    said, lines = str(reason), text.split("\n")
    told = next((kind[1:] for kind in _SAID if re.match(kind[0], said)), None)
    if told is None:
        return 0, Mistake((), *_ELSE)
    words, remedy = told
    at = _AT.search(said)
    line, column = (int(at[1]), int(at[2])) if at else _end(said, text, lines)
    key = _KEY.match(lines[line - 1])
    path = (key[1] or key[2],) if key else ()
    return line, Mistake(path, words.filled(column=column), remedy)


def _end(said: str, text: str, lines: list[str]) -> tuple[int, int]:
    """Line and column of what was never closed: the last text of several lines, else the last line with a key."""
    opened = max(text.rfind('"""'), text.rfind("'''"))
    if said.startswith("Unterminated") and opened >= 0:
        return text.count("\n", 0, opened) + 1, opened - text.rfind("\n", 0, opened)
    last = max((nth for nth, line in enumerate(lines, 1) if _KEY.match(line)), default=len(lines))
    return last, len(lines[last - 1]) + 1
