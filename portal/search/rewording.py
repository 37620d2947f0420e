"""What the words may have meant where they find little: the near words, the same without quotes, or without filters."""

from dataclasses import dataclass

from portal.people.viewer import Viewer
from portal.search.finding import LANGUAGE, Results, find
from portal.search.narrowing import NOTHING, Chosen
from portal.search.question import PIECE


@dataclass(frozen=True)
class Offer:
    """Other words for which there are results, and how many articles those are."""

    words: str
    total: int


@dataclass(frozen=True)
class Meant:
    """Results for `words`, which are not those asked where only the near words find anything; and
    what else is worth a try. `unnarrowed` is how many there would be if nothing were chosen."""

    results: Results
    words: str
    near: Offer | None = None
    unquoted: Offer | None = None
    unnarrowed: int = 0


def find_meant(
    words: str,
    viewer: Viewer,
    language: str,
    page: int = 1,
    chosen: Chosen = NOTHING,
    only_language: str | None = None,
    as_written: bool = False,
) -> Meant:
    """What `find` gives; where that is nothing in the reader's language, what its near words give,
    unless the reader wants the words `as_written`."""
    results = find(words, viewer, language, page, chosen, only_language)
    if results.is_empty and (chosen or only_language):
        return Meant(results, words, unnarrowed=_total(find(words, viewer, language)))
    nearer = find(results.near, viewer, language, page) if results.near else Results()
    if not as_written and _is_better(nearer, results):
        return Meant(nearer, results.near)
    near = _offer(results.near, nearer)
    if not results.is_empty:
        return Meant(results, words, near)
    plain = unquoted(words)
    apart = find(plain, viewer, language) if plain else Results()
    return Meant(results, words, near, _offer(plain, apart))


def unquoted(words: str) -> str:
    """The same words, any of which is enough; '' where no phrase is asked for. What is not wanted
    stays unwanted."""
    pieces = [
        piece["quoted"] if piece["quoted"] and not piece["minus"] else piece.group()
        for piece in PIECE.finditer(words)
    ]
    plain = " ".join(" ".join(pieces).split())
    return plain if plain != " ".join(words.split()) else ""


def _is_better(nearer: Results, results: Results) -> bool:
    """Whether the near words find something where the words as written do not: in the reader's
    language before any other."""
    return not results.total and not nearer.is_empty and (results.is_empty or nearer.total > 0)


def _offer(words: str, results: Results) -> Offer | None:
    return None if results.is_empty else Offer(words, _total(results))


def _total(results: Results) -> int:
    """What the head of that page says; where it says nothing, what is below it."""
    return results.total or sum(results.counts[LANGUAGE].values())
