"""What the address of a results page asks for; and the addresses that ask for a little more, or less."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from flask import request, url_for

from portal.ground.site import current_site
from portal.people.viewer import Viewer
from portal.search.cutting import is_pasted, shortened
from portal.search.engine import FACETS
from portal.search.finding import LANGUAGE
from portal.search.hits import LONGEST_WORDS
from portal.search.masking import masked
from portal.search.narrowing import NOTHING, Chosen, Topics, in_language, known

LONGEST_IN_ADDRESS = 1_200
"""Bytes of a search in an address, which are at most three times as many there: servers take 4,000."""

MOST_VALUES = 20
"""Values of one facet that are read from an address: no person chooses more."""


@dataclass(frozen=True)
class Asked:
    """Words, what they are narrowed to, and the page. `path` is the results page's; `only_language`
    one of the site's; `as_written` says that the words are meant, not those near them."""

    words: str
    path: str
    chosen: Chosen = field(default_factory=dict)
    only_language: str | None = None
    page: int = 1
    as_written: bool = False

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen) or self.only_language is not None

    @property
    def url(self) -> str:
        """The address that asks for this, the same for whoever opens it."""
        pairs = [("q", self.words)]
        pairs += [(facet, value) for facet in FACETS for value in self.chosen.get(facet, ())]
        pairs += [(LANGUAGE, self.only_language)] if self.only_language else []
        pairs += [("exact", "1")] if self.as_written else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"{self.path}?{urlencode(pairs)}"

    def for_words(self, words: str) -> "Asked":
        """Other words, of which nothing is chosen yet."""
        return Asked(words, self.path)

    def written(self) -> "Asked":
        """These words and no near ones."""
        return replace(self, as_written=True, page=1)

    def at(self, page: int) -> "Asked":
        return replace(self, page=page)

    def plain(self) -> "Asked":
        """The same words with nothing chosen."""
        return replace(self, chosen=NOTHING, only_language=None, page=1)

    def toggled(self, facet: str, value: str) -> "Asked":
        """With this value where it was without, and without it where it was with; from the first page."""
        if facet == LANGUAGE:
            only = None if self.only_language == value else value
            return replace(self, only_language=only, page=1)
        before = self.chosen.get(facet, ())
        after = (
            tuple(one for one in before if one != value) if value in before else (*before, value)
        )
        chosen = {name: values for name, values in {**self.chosen, facet: after}.items() if values}
        return replace(self, chosen=chosen, page=1)


def asked_here(viewer: Viewer, language: str, topics: Topics) -> Asked:
    """What this request asks for; what is odd or unknown in its address is as if it were not there."""
    only = request.args.get(LANGUAGE, "")
    only_language = only if only in current_site().languages else None
    wanted = {facet: request.args.getlist(facet)[:MOST_VALUES] for facet in FACETS}
    chosen = in_language(known(wanted, viewer, topics), only_language or language, topics)
    return Asked(
        searched_words(),
        url_for("search.results"),
        chosen,
        only_language,
        page_number(),
        request.args.get("exact") == "1",
    )


def searched_words() -> str:
    """What was asked, on one line, without control characters, cut where no question is so long."""
    return _on_one_line(request.args.get("q", "")[: 4 * LONGEST_WORDS])[:LONGEST_WORDS]


def words_for_address(text: str) -> str:
    """What of a text goes into the address of its results: all that was typed by hand; of a pasted
    log what tells most, without what tells who somebody is (addresses are logged, and shared)."""
    if is_pasted(text):
        text = masked(shortened(text, LONGEST_IN_ADDRESS))
    return _on_one_line(text).encode()[:LONGEST_IN_ADDRESS].decode(errors="ignore")


def _on_one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def page_number() -> int:
    """The page asked for, from 1, however far it is from the last; odd input is page 1."""
    asked = request.args.get("page", "1")
    return max(int(asked[:9]), 1) if asked.isascii() and asked.isdecimal() else 1
