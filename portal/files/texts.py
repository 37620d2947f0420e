"""Whether bytes are a text, in the encodings of logs and tables; and whether the text is a page that could run."""

import re

_CONTROLS = re.compile(r"[\x00-\x06\x0e-\x19\x1c-\x1f]")
"""What no text has. Bells, backspaces, tabs, the end mark of DOS and the colours of a terminal are in logs."""

# One greedy run from the first comment to the end of the last: a repeat of comments, each of which may end
# at any "-->", takes exponential time.
_PAGE = re.compile(
    r"\s*+(?:<\?xml\b[^>]*+>\s*+)?(?:<!--.*-->\s*+)?"
    r"<(?:!doctype\s++(?:html|svg)|html|head|body|script|iframe|svg|xsl:|\?xml-stylesheet|\?php)\b",
    re.IGNORECASE | re.DOTALL,
)
_RUNS_IN_XML = (b"http://www.w3.org/1999/xhtml", b"http://www.w3.org/2000/svg", b"<?xml-stylesheet")
"""What makes a browser run an XML file that looks like data at its beginning."""


def as_text(head: bytes, whole: bool, may_have_nul: bool = False) -> str | None:
    """The beginning of a file as text, when it is one: UTF-8, UTF-16, or one byte a letter; else None.

    `whole`: there is no more of it. A log that was being written when the power went has runs of NUL.
    """
    text = _decoded(head, whole)
    if may_have_nul:
        text = text.replace("\0", "")
    return None if _CONTROLS.search(text) else text


def is_page(text: str) -> bool:
    """Whether a browser would show the text as a page or drawing, which can carry scripts."""
    return _PAGE.match(text) is not None


def runs_in_browsers(content: bytes) -> bool:
    """Whether the whole XML file has a part that a browser runs, in any encoding."""
    plain = content.replace(b"\0", b"")
    return any(mark in plain for mark in _RUNS_IN_XML)


def _decoded(head: bytes, whole: bool) -> str:
    encoding = _utf_16(head)
    if encoding:
        return head[: len(head) // 2 * 2].decode(encoding, "replace")
    try:
        # The last character may have been cut in two.
        return head.decode("utf-8-sig", "strict" if whole else "ignore")
    except UnicodeDecodeError:
        return head.decode("latin-1")  # or another of the kind: which one does not matter here


def _utf_16(head: bytes) -> str:
    """'utf-16' by its mark; without one, by every other byte being nought, as in any western text; else ''."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = head[0::2], head[1::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if low and high.count(0) > 0.7 * len(high) and low.count(0) < 0.05 * len(low):
            return encoding
    return ""
