"""How a message of a ticket is rendered: as it was typed, but for what nobody can have meant otherwise.

Recognised are: fences of code (``` or ~~~, closed); lines quoted with '> '; two bullets ('- ', '* ', '• ') or two
consecutive numbers ('1. ', '2. ') in a row; `code`, [words](address), **bold**; addresses of pages and emails. Their
marks are the only signs that are not shown. Clients paste logs, paths, globs and sums: a star, an underscore, a tag
or a number at the start of a line means itself.
"""

import re
from html import escape

from portal.ground.rendering.cleaning import clean_message
from portal.ground.rendering.inline import inline, without_marks

DEEPEST = 5
"""Quotes within quotes and lists within lists; deeper ones are shown as they were typed."""

_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*([\w+#.-]*)[ \t]*")
_QUOTED = re.compile(r">(?:$| |(?=>(?:$| )))")  # '>100' is a number, and '>>> ' asks for Python
_BULLET = re.compile(r"[-*•] +(?=\S)")
_STARS = re.compile(r"(?m)^\* +\S.*(?:\n\* +\S.*)+")
_NUMBER = re.compile(r"(\d{1,3})[.)] +(?=\S)")

Lines = list[str]
Block = tuple[str, int] | None
"""The HTML of a block, and where the lines go on after it."""


def render_message(text: str) -> str:
    """The safe HTML of a message, in time that grows with its length. Never fails."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return clean_message(_blocks(text.split("\n"), DEEPEST))


def plain_message(text: str) -> str:
    """The message as plain text, without the marks that `render_message` does not show either."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    fences, out, at = _closed(lines), [], 0
    while at < len(lines):
        if at in fences:
            out += lines[at + 1 : fences[at]]
            at = fences[at]
        else:
            out.append(without_marks(lines[at]))
        at += 1
    return _STARS.sub(lambda run: re.sub(r"(?m)^\*", "-", run[0]), "\n".join(out))


def _blocks(lines: Lines, depth: int) -> str:
    out: Lines = []
    plain: Lines = []
    at, fences = 0, _closed(lines)
    while at < len(lines):
        found = _block(lines, at, depth, fences)
        if found is None:
            plain.append(lines[at])
            at += 1
            continue
        html, at = found
        out += [*_paragraphs(plain), html]
        plain = []
    return "\n".join([*out, *_paragraphs(plain)])


def _block(lines: Lines, at: int, depth: int, fences: dict[int, int]) -> Block:
    if at in fences:
        code = "\n".join(lines[at + 1 : fences[at]])
        return f"<pre><code>{escape(code)}\n</code></pre>", fences[at] + 1
    if depth and _QUOTED.match(lines[at]):
        return _quote(lines, at, depth)
    mark = next((mark for mark in (_BULLET, _NUMBER) if mark.match(lines[at])), None)
    return _list(lines, at, depth, mark) if depth and mark else None


def _closed(lines: Lines) -> dict[int, int]:
    """The fences that have an end: where each begins, and where the same marks stand alone again."""
    ends: dict[str, int] = {}
    closed: dict[int, int] = {}
    for at in range(len(lines) - 1, -1, -1):
        fence = _FENCE.fullmatch(lines[at])
        if fence is None:
            continue
        if fence[1] in ends:
            closed[at] = ends[fence[1]]
        if not fence[2]:
            ends[fence[1]] = at
    return closed


def _paragraphs(lines: Lines) -> Lines:
    """Lines between blank ones belong together."""
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return [f"<p>{inline(each.strip(chr(10)))}</p>" for each in re.split(r"\n{2,}", text) if each]


def _quote(lines: Lines, at: int, depth: int) -> Block:
    end = at
    while end < len(lines) and _QUOTED.match(lines[end]):
        end += 1
    inside = [_QUOTED.sub("", line, count=1) for line in lines[at:end]]
    return f"<blockquote>{_blocks(inside, depth - 1)}</blockquote>", end


def _list(lines: Lines, at: int, depth: int, mark: re.Pattern[str]) -> Block:
    items, end = _items(lines, at, mark)
    if len(items) < 2:
        return None
    html = "".join(f"<li>{_item(item, mark, depth)}</li>\n" for item in items)
    number = _NUMBER.match(lines[at])
    return (f'<ol start="{number[1]}">{html}</ol>' if number else f"<ul>{html}</ul>"), end


def _items(lines: Lines, at: int, mark: re.Pattern[str]) -> tuple[list[Lines], int]:
    """The items from here on, each with the lines indented below it; and where they end."""
    items: list[Lines] = []
    while at < len(lines):
        found = mark.match(lines[at])
        if found and (not items or _follows(found[0], items[-1][0])):
            items.append([lines[at]])
        elif items and lines[at].startswith("  ") and lines[at].strip():
            items[-1].append(lines[at])
        else:
            break
        at += 1
    return items, at


def _follows(mark: str, line: str) -> bool:
    """Whether the mark goes on with the list of that line: the same bullet, or the next number."""
    number, before = _NUMBER.match(mark + "x"), _NUMBER.match(line)
    if number and before:
        return int(number[1]) == int(before[1]) + 1
    return mark[0] == line[0]


def _item(item: Lines, mark: re.Pattern[str], depth: int) -> str:
    first, *below = item
    words = inline(mark.sub("", first, count=1))
    if not below:
        return words
    indent = min(len(line) - len(line.lstrip(" ")) for line in below)
    html = _blocks([line[indent:] for line in below], depth - 1)
    return f"{words}\n{html}"
