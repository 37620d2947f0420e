"""What every search engine offers and takes: four functions, and the shapes that cross them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class IndexUnusableError(Exception):
    """The index is missing or damaged. Search answers from the database until it is built anew."""


@dataclass(frozen=True)
class Section:
    """A section of an article as the index takes it; the text before any heading has no anchor."""

    anchor: str
    heading: str
    path: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Entry:
    """A published article as the index takes it. `asked_as` are clients' own words for it."""

    article_id: int
    language: str
    title: str
    audience: str
    plans: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Reader:
    """What the engine must know of the one who searches, to leave out what they may not read."""

    is_agent: bool = False
    is_signed_in: bool = False
    plan: str | None = None

    def may_read(self, audience: str, plans: Sequence[str]) -> bool:
        """Whether this reader may read an article of that audience (see `articles.kinds`)."""
        if self.is_agent or audience == "everyone":
            return True
        if audience == "clients":
            return self.is_signed_in
        return audience == "plans" and self.plan is not None and self.plan in plans


@dataclass(frozen=True)
class Found:
    """An article that answers, and the section of it that answers best ('' for its beginning)."""

    article_id: int
    anchor: str
    score: float


@dataclass(frozen=True)
class Answer:
    """One page of what was found, best first; `total` counts articles on all pages.

    `near` is the question with its unknown words mended; empty where every word is known in some
    language, or it was not asked for.
    """

    found: list[Found] = field(default_factory=list)
    total: int = 0
    near: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A title, or a heading within an article, that goes on as the reader began."""

    article_id: int
    language: str
    anchor: str
    text: str
    title: str


class Engine(Protocol):
    """A search engine. Reading raises `IndexUnusableError`, and nothing else, when the index is broken."""

    def find(
        self,
        words: str,
        language: str,
        reader: Reader,
        start: int = 0,
        count: int = 10,
        with_near: bool = False,
    ) -> Answer:
        """Articles of that language that hold any of the words, best first, from `start` on; `near`
        is looked for only where it is asked for."""

    def suggest(
        self, beginning: str, languages: Sequence[str], reader: Reader, count: int = 8
    ) -> list[Suggestion]:
        """Titles and headings that begin so, languages in the order given."""

    def apply(self, entries: Sequence[Entry], gone: Collection[int]) -> None:
        """Put these articles in the place of what the index has of them; forget those gone."""

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Build the index anew from these articles, beside the old one, and swap it in."""

    def is_sound(self) -> bool:
        """Whether the index is there, whole and of this version, and nobody asked for a new one."""
