"""What is wrong with a text that is not TOML, in our words, by what the parser says of it."""

import re

from portal.policy.mistake import Mistake, Sentence, _l

_KEY = re.compile(r"\s*(?:\[\[?\s*([\w.-]+)|([\w.-]+)\s*=)")
_AT = re.compile(r"line (\d+), column (\d+)")

_SAID: list[tuple[str, Sentence, Sentence]] = [
    (
        r"Expected '\]",
        _l("The name in brackets has no closing bracket."),
        _l(
            "Write [name] for a part that appears once, and [[name]] for each part that can repeat."
        ),
    ),
    (
        r"Expected '='|Invalid statement",
        _l("This line is neither a key with its value nor a name in brackets."),
        _l("Write key = value, with unaccented characters in the key. Begin comments with #."),
    ),
    (
        r"Illegal character '\\[nr]|Unterminated",
        _l("A quotation mark is opened but never closed."),
        _l("Close it on the same line; put text of several lines between triple quotation marks."),
    ),
    (
        r"Illegal character|Found invalid character",
        _l("Character %(column)s of this line isn’t allowed."),
        _l("Delete it and type it again."),
    ),
    (
        r"Invalid value",
        _l("A value should begin at character %(column)s of this line."),
        _l(
            'Put words and amounts in straight quotation marks, as in "30 min"; close a list with ].'
        ),
    ),
    (
        r"Expected newline",
        _l("Something unexpected begins at character %(column)s of this line."),
        _l(
            'Put words, hours and amounts in quotation marks, as in "30 min", with one key per line.'
        ),
    ),
    (
        r"Unclosed array",
        _l("A list is missing a comma between its values, or the ] at its end."),
        _l('Write it as in ["a", "b"].'),
    ),
    (
        r"Unclosed inline table|Invalid initial character",
        _l("The content between braces or brackets is incomplete here."),
        _l('Write it on one line, as in {es = "…", en = "…"}, without a comma at the end.'),
    ),
    (
        r"Cannot|Duplicate",
        _l("This is already in the file, and nothing can appear twice."),
        _l("Write it only once. If there are several parts, begin each with its own [[name]]."),
    ),
    (
        r"Unescaped|Invalid hex|Escaped character",
        _l("A backslash on this line isn’t followed by a valid character."),
        _l("Write the backslash twice, or put the text in single quotation marks: '…'."),
    ),
    (
        r"Invalid date",
        _l("That date or time doesn’t exist."),
        _l("Write dates as year-month-day, as in 2026-12-24."),
    ),
]
"""What the parser's messages begin with; what it could say besides is told as `_ELSE`."""
_ELSE = _l("This isn’t valid TOML."), _l("Compare it with a policy that comes with the portal.")


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
