"""Names that are safe in an address: letters without their marks, digits, hyphens."""

import re

from portal.ground.marks import normalized

_WITHIN = re.compile(r"['’`]")  # "platform's" is one word
_OTHER = re.compile(r"[^a-z0-9]+")


def kebab(text: str) -> str:
    """The text in lower-case ASCII words joined by hyphens: '¿Qué pasó, señor?' is 'que-paso-senor'.

    Empty where nothing of it can be written in ASCII.
    """
    plain = normalized("NFKD", _WITHIN.sub("", text)).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", plain.lower()).strip("-")


class Anchors:
    """Anchors of one page, each given out once: the same headings in the same order get the same anchors."""

    def __init__(self, taken: frozenset[str]) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def anchor(self, title: str) -> str:
        """A free anchor for this title; 'section' where it has no letter that an address can carry."""
        name = kebab(title)[:80].strip("-") or "section"
        anchor, count = name, self._counts.get(name, 2)
        while anchor in self._taken:
            anchor, count = f"{name}-{count}", count + 1
        self._taken.add(anchor)
        self._counts[name] = count
        return anchor
