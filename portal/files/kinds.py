"""Which contents are accepted, known by their bytes; the name must agree with what the file holds."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

import filetype

LIMIT = 20_000_000
"""The most bytes that one file may have."""
HEAD = 8192
"""How many bytes of the beginning tell what a file is."""


class Reason(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN_PICTURE = "broken_picture"
    TOO_SLOW = "too_slow"
    PROGRAM = "program"
    WEB_PAGE = "web_page"
    NAME_DISAGREES = "name_disagrees"
    UNKNOWN = "unknown"


class Unacceptable(Exception):
    """This file is not taken, for `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Kind:
    """One accepted kind of content: how it is sent, and which endings of a name agree with it."""

    media_type: str
    endings: frozenset[str]

    @property
    def is_picture(self) -> bool:
        """Whether it is re-encoded and shown in the page; all else is only downloaded."""
        return self.media_type.startswith("image/")


_PICTURE_ENDINGS = frozenset({"png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp"})
_TEXT_ENDINGS = frozenset(
    [
        "txt",
        "text",
        "log",
        "json",
        "ndjson",
        "har",
        "csv",
        "tsv",
        "md",
        "conf",
        "cfg",
        "ini",
        "yml",
        "yaml",
        "toml",
        "properties",
        "out",
        "err",
    ]
)
TEXT = Kind("text/plain", _TEXT_ENDINGS)
KINDS = {
    # A picture is made anew whatever it was called, so any ending of a picture agrees with any.
    **{f"image/{name}": Kind(f"image/{name}", _PICTURE_ENDINGS) for name in ("png", "jpeg", "gif")},
    "image/webp": Kind("image/webp", _PICTURE_ENDINGS),
    "application/pdf": Kind("application/pdf", frozenset({"pdf"})),
    "application/zip": Kind("application/zip", frozenset({"zip"})),
    "application/gzip": Kind("application/gzip", frozenset({"gz", "tgz"})),
    "video/mp4": Kind("video/mp4", frozenset({"mp4", "m4v"})),
    "video/webm": Kind("video/webm", frozenset({"webm"})),
}

_PROGRAM_ENDINGS = frozenset(
    [
        "exe",
        "msi",
        "com",
        "scr",
        "dll",
        "bat",
        "cmd",
        "ps1",
        "vbs",
        "js",
        "mjs",
        "jar",
        "apk",
        "app",
        "dmg",
        "deb",
        "rpm",
        "sh",
        "bash",
        "py",
        "pl",
        "rb",
        "php",
        "lnk",
        "reg",
        "hta",
        "cpl",
        "wasm",
        "iso",
    ]
)
_PAGE_ENDINGS = frozenset({"html", "htm", "xhtml", "shtml", "mhtml", "svg", "svgz", "xml", "xsl"})
_PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\x00asm",
    b"dex\n",
    b"MSCF",
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",
    b"\xd0\xcf\x11\xe0",
)
# One greedy run from the first comment to the end of the last: a repeat of comments, each of which may end at any
# "-->", takes exponential time.
_PAGE = re.compile(
    r"\s*+(?:<!--.*-->\s*+)?<(?:!doctype|html|head|body|script|iframe|svg|\?xml|\?php)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def recognise(head: bytes, name: str) -> Kind:
    """The kind of a file by its first `HEAD` bytes and its name; raises Unacceptable."""
    ending = ending_of(name)
    if not head:
        raise Unacceptable(Reason.EMPTY)
    if ending in _PROGRAM_ENDINGS or head.startswith(_PROGRAM_STARTS):
        raise Unacceptable(Reason.PROGRAM)
    text = _as_text(head)
    if ending in _PAGE_ENDINGS or (text is not None and _PAGE.match(text)):
        raise Unacceptable(Reason.WEB_PAGE)
    kind = KINDS.get(_media_type(head)) or (TEXT if text is not None else None)
    if kind is None:
        raise Unacceptable(Reason.UNKNOWN)
    if ending and ending not in kind.endings:
        known = any(ending in other.endings for other in (TEXT, *KINDS.values()))
        raise Unacceptable(Reason.NAME_DISAGREES if known else Reason.UNKNOWN)
    return kind


def ending_of(name: str) -> str:
    """What follows the last dot, in lower case; '' for none, and for the number of a rotated log ('app.log.1')."""
    ending = PurePath(name).suffix[1:].lower()
    return ending if ending[:1].isalpha() else ""


def tidy_name(name: str) -> str:
    """The name without folders, control characters and line ends, at most 120 characters; never empty."""
    name = re.split(r"[/\\]", name)[-1]
    name = " ".join("".join(c if c.isprintable() else " " for c in name).split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if len(name) > 120 and dot and len(ending) <= 10:
        name = f"{stem[: 119 - len(ending)]}.{ending}"
    return name[:120] or "file"


def renamed(name: str, ending: str) -> str:
    """The name with the ending of what the picture was made into: 'shot.webp' → 'shot.png'."""
    own = ending_of(name)
    if own == ending or {own, ending} <= {"jpg", "jpeg"}:
        return name
    stem = name[: -len(own) - 1] if own in _PICTURE_ENDINGS else name
    return f"{stem or 'picture'}.{ending}"


def _media_type(head: bytes) -> str:
    guessed = filetype.guess(head)
    return guessed.mime if guessed else ""


def _as_text(head: bytes) -> str | None:
    """The beginning as text when it is text: UTF-8, UTF-16 with its mark, or Latin-1; else None."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    elif head.startswith(b"%PDF"):
        return None
    else:
        try:
            # The last character may have been cut in two.
            text = head.decode("utf-8-sig", "strict" if len(head) < HEAD else "ignore")
        except UnicodeDecodeError:
            text = head.decode("latin-1")
            if sum(128 <= ord(c) < 160 for c in text) * 50 > len(text):
                return None
    return None if _CONTROLS.search(text) else text
