"""Within a line of a message: code, links, addresses and bold; every other sign stands for itself."""

import re
from html import escape

_URL = r"https?://(?=[\w\[])(?:[^\s()<>\"“”«»`]|\([^\s()<>\"“”«»`]{0,200}\))+"
_MARKS = re.compile(
    r"(?P<code>`[^`\n]+`)"
    rf"|\[(?P<words>[^\[\]\n]{{1,300}})\]\((?P<to>{_URL}|/(?!/)[\w./?=&%#-]*)\)"
    rf"|(?P<url>\b{_URL})"
    r"|(?P<email>(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}\b)"
    r"|(?<![\w*])\*\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*\*(?![\w*])"
)
_ENDS_SENTENCE = ".,;:!?'’*_"
_INDENT = re.compile(r"(?m)^[ \t]+")
_GAP = re.compile(r" (?= )")


def inline(line: str) -> str:
    """The HTML of one line or more; gaps and indents are kept."""
    line = _INDENT.sub(lambda indent: "\u00a0" * len(indent[0].expandtabs(4)), line)
    parts, at = [], 0
    for found in _MARKS.finditer(line):
        parts += [_plain(line[at : found.start()]), _marked(found)]
        at = found.end()
    return "".join([*parts, _plain(line[at:])])


def without_marks(line: str) -> str:
    """The line as plain text: the same marks are taken out, and a link's address stands behind its words."""
    return _MARKS.sub(_unmarked, line)


def _unmarked(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "code":
            return found[0][1:-1]
        case "to":
            words, to = found["words"], found["to"]
            return words if to.startswith("/") or words == to else f"{words} ({to})"
        case "bold":
            return without_marks(found["bold"])
        case _address:
            return found[0]


def _marked(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "code":
            return f"<code>{escape(found[0][1:-1])}</code>"
        case "to":
            return _link(found["to"], found["words"])
        case "url":
            address = found[0].rstrip(_ENDS_SENTENCE)
            return _link(address, address) + _plain(found[0][len(address) :])
        case "email":
            return _link(f"mailto:{found[0]}", found[0])
        case _bold:
            return f"<strong>{inline(found['bold'])}</strong>"


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def _plain(text: str) -> str:
    """The text with its gaps: HTML would make one space of them."""
    return escape(_GAP.sub("\u00a0", text), quote=False).replace("\n", "<br>\n")
