"""What the words may have meant where they find little: the near words, the same without quotes, or without filters."""

from dataclasses import dataclass
from itertools import chain

from portal.people.viewer import Viewer
from portal.search.finding import LANGUAGE, Results, find
from portal.search.mending import mended
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
    what else is worth a try. `also` are words that were looked for besides, for what seemed a slip of
    the hand. `unnarrowed` is how many there would be if nothing were chosen."""

    results: Results
    words: str
    near: Offer | None = None
    also: tuple[str, ...] = ()
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
    """What `find` gives, where a wrong letter costs nothing: words that nobody wrote are looked for as
    they may have been meant too, unless the reader wants them `as_written`. Where the words as they
    are written find nothing in the reader's language, what the near words give."""
    results = find(words, viewer, language, page, chosen, only_language)
    slips, is_narrowed = results.slips, bool(chosen or only_language)
    meant, also = mended(words, slips), tuple[str, ...]()
    nearer = find(meant, viewer, language, page) if meant else Results()
    if slips and not as_written:
        if not is_narrowed and _is_better(nearer, results):
            return Meant(nearer, meant)
        if also := tuple(chain.from_iterable(slip.sure for slip in slips.values())):
            results = find(words, viewer, language, page, chosen, only_language, slips)
    near = _offer(meant, nearer)
    if not results.is_empty:
        return Meant(results, words, near, also)
    if is_narrowed:
        return Meant(results, words, unnarrowed=_total(find(words, viewer, language, slips=slips)))
    plain = unquoted(words)
    apart = find(plain, viewer, language) if plain else Results()
    return Meant(results, words, near, also, _offer(plain, apart))


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
