"""What of an article is given to a model: short passages, each of which says what the article is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from portal.search.engine import Entry

JOINED = 700
"""Letters up to which neighbouring short sections share a passage: fewer vectors, and a model makes
little of ten words."""

LONGEST = 1_200
"""Letters of a passage at most, about 300 tokens: a vector of more text tells less of each part."""

MOST = 60
"""Passages of one article at most; what stands below is left to the words."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article; `anchor` is that of the section in which it begins."""

    anchor: str
    text: str


def passages(entry: Entry) -> list[Passage]:
    """The passages of an article in order, each beginning with its title; at least one."""
    joined: list[tuple[str, str]] = []
    for anchor, text in _pieces(entry):
        if joined and len(joined[-1][1]) + len(text) < JOINED:
            joined[-1] = (joined[-1][0], f"{joined[-1][1]} {text}")
        else:
            joined.append((anchor, text))
    title = " ".join(entry.title.split())
    return [
        Passage(anchor, f"{title}. {text}" if title and text else title or text)
        for anchor, text in (joined or [("", "")])[:MOST]
    ]


def _pieces(entry: Entry) -> Iterator[tuple[str, str]]:
    """Anchor and text: first the clients' own words for the article, then its sections."""
    yield from (("", piece) for piece in wrap(" ".join(entry.asked_as), LONGEST))
    for section in entry.sections:
        headings = " ".join((*section.path, section.heading))
        text = f"{headings}. {section.text}" if headings else section.text
        yield from ((section.anchor, piece) for piece in wrap(text, LONGEST))
