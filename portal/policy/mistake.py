"""A mistake in a policy file, and how one is worded: where, what, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mistake:
    """What is wrong at `path` (keys and numbers as in the file), and how to mend it."""

    path: Path
    words: str
    remedy: str


def unknown(path: Path, name: str, known: Iterable[str], what: str = "") -> Mistake:
    """`name` should be one of the `known`; `what` says of which things they are the keys."""
    names = sorted(known)
    of_what = f" as a {what}" if what else ""
    if not names:
        remedy = f"remove it, or add a {what} of that key" if what else "remove it"
    else:
        near = get_close_matches(name, names, n=1)
        remedy = f"use one of: {', '.join(names)}"
        remedy = f"did you mean '{near[0]}'? Or {remedy}" if near and len(names) > 1 else remedy
    return Mistake(path, f"'{name}' is not known{of_what}", remedy)
