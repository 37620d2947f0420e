"""What every search engine offers and takes: four functions, and the shapes that cross them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from portal.search.question import Question

FACETS = ("kind", "topic", "product")
"""By what results can be narrowed, besides language. Each is a field of `Entry`."""


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
    kind: str = ""
    topic: str = ""
    product: str = ""
    plans: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


Changes = tuple[Sequence[Entry], Collection[int]]
"""Articles as they are now, and the numbers of those gone."""


def no_changes() -> Changes:
    """Nothing changed."""
    return (), ()


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
class Query:
    """What is asked of an engine: at most `count` articles of `language`, from `start` on.

    Where `language` is not the question's own, words that look alike in both count too (across
    languages there is no other help without a model). What scores less than `least` is left out. `chosen` narrows: by name of a facet the values
    of which an article must have one; a facet that is not named narrows nothing. What costs extra is
    made only where it is asked for: `slips`, `counts`, and the reasons of each hit.
    """

    question: Question
    language: str
    reader: Reader
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    start: int = 0
    count: int = 10
    least: float = 0.0
    with_slips: bool = False
    with_counts: bool = False
    with_reasons: bool = False


@dataclass(frozen=True)
class Reason:
    """What one term adds to a hit's score: `word` as asked, `term` as the index keeps it, `how` it
    came in ('word', 'phrase', 'synonym', 'alike' for one of another language), how often it stands in
    which field, how rare it is, and what that is worth (the worths of a hit add up to its score)."""

    word: str
    term: str
    how: str
    times: Mapping[str, float]
    rarity: float
    worth: float


@dataclass(frozen=True)
class Found:
    """An article that answers, and the section of it that answers best ('' for its beginning)."""

    article_id: int
    anchor: str
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """What may be meant by a word that nobody wrote: the `nearest` word, to be offered; and those that
    are so near that they are asked for as well (`sure`)."""

    nearest: str
    sure: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One page of what was found, best first; `total` counts articles on all pages.

    `counts` tells by facet and value how many articles that value would give: with what is chosen in
    the other facets, without what is chosen in its own. `slips` are the words of the question that are
    known in no language, where others are near; none where it was not asked for them. `terms` are what
    an excerpt should mark, as `analysis.terms` writes them in the articles' language: those asked for,
    their synonyms, and those alike.
    """

    found: list[Found] = field(default_factory=list)
    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    slips: Mapping[str, Slip] = field(default_factory=dict)
    terms: frozenset[str] = frozenset()


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

    def find(self, query: Query) -> Answer:
        """Readable articles that hold any of what is wanted, every phrase, and nothing unwanted."""

    def suggest(
        self, beginning: str, languages: Sequence[str], reader: Reader, count: int = 8
    ) -> list[Suggestion]:
        """Titles and headings that begin so, languages in the order given."""

    def apply(self, entries: Sequence[Entry], gone: Collection[int]) -> None:
        """Put these articles in the place of what the index has of them; forget those gone."""

    def rebuild(
        self, entries: Iterable[Entry], changes: Callable[[], Changes] = no_changes
    ) -> bool:
        """Build the index anew from these articles, beside the old one, and swap it in. The old one
        changes on meanwhile: `changes` tells at the end what did since the walk through the entries
        began, while no `apply` can come between. False, and nothing done, where somebody else is
        building already."""

    def is_sound(self) -> bool:
        """Whether the index is there, whole and of this version, and nobody asked for a new one."""
