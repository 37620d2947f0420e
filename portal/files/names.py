"""What a file is called: its ending, a name that any machine can save, the name of what it was made into."""

import re
from pathlib import PurePath

LONGEST = 120
"""Characters of a name."""
HEAVIEST = 200
"""Bytes of a name: most disks take 255, and a browser may add to it."""

# Windows takes these for devices, whatever ending follows.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def ending_of(name: str) -> str:
    """What follows the last dot, in lower case; '' for none, and for the number of a rotated log ('app.log.1')."""
    ending = PurePath(name).suffix[1:].lower()
    return ending if any(sign.isalpha() for sign in ending) else ""


def tidy_name(name: str) -> str:
    """The name without folders, control and direction characters and line ends, not too long; never empty."""
    name = re.split(r"[/\\]", name)[-1]
    name = " ".join("".join(c if c.isprintable() else " " for c in name).split()).strip(". ")
    name = f"_{name}" if _RESERVED.match(name) else name
    if len(name) > LONGEST or len(name.encode()) > HEAVIEST:
        name = _cut(name)
    return name or "file"


def renamed(name: str, ending: str, endings: frozenset[str]) -> str:
    """The name with the ending of what the picture was made into: 'shot.webp' → 'shot.png'.

    `endings` are those of pictures: what follows another dot belongs to the name ('v1.2' → 'v1.2.png').
    """
    own = ending_of(name)
    if own == ending or {own, ending} <= {"jpg", "jpeg"}:
        return name
    stem = name[: -len(own) - 1] if own in endings else name
    return f"{stem or 'picture'}.{ending}"


def _cut(name: str) -> str:
    """The beginning of the name, with its ending."""
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if dot and len(ending) <= 10 else (name, "")
    stem = stem[: LONGEST - len(ending)]
    return stem.encode()[: HEAVIEST - len(ending.encode())].decode(errors="ignore") + ending
