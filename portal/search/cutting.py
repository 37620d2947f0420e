"""What of a long pasted text tells most: how it begins and ends, and the lines that speak of trouble."""

from bisect import bisect_right
from collections import Counter
from itertools import accumulate

LONGEST = 4_000
"""Signs that are left of a text; what is not longer stays as it is."""

BEGINNING, END = 1 / 4, 1 / 8
"""The shares of what is left that the beginning and the end of a text may take."""

LONGEST_LINE = 400
LONGEST_READ = 300_000
MOST_LINES = 3_000
"""Of a text larger still, the beginning and the end are read: so many signs, so many lines of each."""

TROUBLE = (
    "error", "exception", "fatal", "fail", "fall", "denied", "deneg", "refused", "rechaz",
    "timeout", "timed out", "cannot", "could not", "no se pud", "unable", "invalid", "inválid",
    "panic", "critical", "crític", "err_", "0x8",
)  # fmt: skip
"""What stands in a line that speaks of trouble, in either language; the last two begin codes."""

NO_FIGURES = str.maketrans("", "", "0123456789")


def is_pasted(text: str) -> bool:
    """Whether the text was hardly typed into a search box: its quotes and dashes mean nothing then."""
    return len(text) > LONGEST_LINE or "\n" in text.strip()


def shortened(text: str, longest: int = LONGEST) -> str:
    """At most `longest` signs of the text, in its order, by whole lines where they are not overlong.

    Its beginning (where a person says what is wrong) and its end stay; between them the lines that
    speak of trouble, those first that say what few others say. Lines that differ by their figures
    alone say the same.
    """
    if len(text) <= longest:
        return text
    lines = _lines(text, min(LONGEST_LINE, int(longest * END)))
    whole = "\n".join(lines).lower()
    shapes = whole.translate(NO_FIGURES).split("\n")
    often = Counter(shapes)
    troubled = _troubled(whole)
    told = sorted(range(len(lines)), key=lambda at: (at not in troubled, often[shapes[at]]))
    kept: set[int] = set()
    said: set[str] = set()
    room = longest
    for at in (*_ends(lines, longest), *told):
        if at not in kept and shapes[at] not in said and len(lines[at]) < room:
            kept.add(at)
            said.add(shapes[at])
            room -= len(lines[at]) + 1
    return "\n".join(lines[at] for at in sorted(kept))


def _lines(text: str, longest: int) -> list[str]:
    """The lines that are not empty, those that are longer in stretches."""
    if len(text) > 2 * LONGEST_READ:
        text = f"{text[:LONGEST_READ]}\n{text[-LONGEST_READ:]}"
    lines = [line for line in text.splitlines() if line]
    if len(lines) > 2 * MOST_LINES:
        lines = lines[:MOST_LINES] + lines[-MOST_LINES:]
    stretches: list[str] = []
    for line in lines:
        at = 0
        while len(line) - at > longest:  # broken at a blank where there is one
            end = line.rfind(" ", at + 1, at + longest) + 1 or at + longest
            stretches.append(line[at:end].strip())
            at = end
        stretches.append(line[at:].strip() if at else line.strip())
    return [stretch for stretch in stretches if stretch]


def _troubled(whole: str) -> set[int]:
    """The places of the lines in which a word of trouble stands. Looked for in the whole at once,
    which is many times faster than line by line."""
    ends = list(accumulate(len(line) + 1 for line in whole.split("\n")))
    troubled: set[int] = set()
    for word in TROUBLE:
        found = whole.find(word)
        while found >= 0:
            at = bisect_right(ends, found)
            troubled.add(at)
            found = whole.find(word, ends[at])
    return troubled


def _ends(lines: list[str], longest: int) -> list[int]:
    """The first lines and the last ones, as many as are always kept."""
    places = range(len(lines))
    beginning, end = (int(longest * share) for share in (BEGINNING, END))
    return [*_some(lines, places, beginning), *_some(lines, places[::-1], end)]


def _some(lines: list[str], places: range, room: int) -> list[int]:
    """The first of these places, as long as there is room for their lines."""
    for count, at in enumerate(places):
        room -= len(lines[at]) + 1
        if room < 0:
            return list(places[:count])
    return list(places)
