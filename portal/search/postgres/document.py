"""How an article lies in the tables: its terms as tsvectors, labelled by the field they stand in."""

from collections.abc import Iterable, Iterator
from typing import Any

from portal.ground.folding import fold
from portal.search.analysis import PART, composed, terms
from portal.search.engine import FACETS, Entry, Section
from portal.search.weighing import Phrase

FIELDS = {"A": "title", "B": "tags", "C": "heading", "D": "body"}
"""What PostgreSQL's four labels stand for; 'tags' holds clients' own words (`asked_as`) too."""

FILLER, SHORTEST = " ", 16
"""A text counts as at least so long, or a title of one word would be five times as telling as a text
that holds it: PostgreSQL divides by length. It is filled up with what is no term."""

Text = tuple[str, str]
"""A label and a text."""

GAP = 2
"""Places left free between two texts, so that no phrase reaches from one into the next."""

LAST_PLACE = 16_383
"""PostgreSQL counts no further: a phrase beyond is not found, its words are."""

MOST_PLACES = 250
LARGEST = 900_000
"""Places of a term, and bytes of all terms, that a tsvector holds (PostgreSQL: 255 and a megabyte)."""


def article_row(entry: Entry) -> dict[str, Any]:
    """The row of an article in `articles`."""
    head = _head(entry)
    texts = [text for section in entry.sections for text in _section_texts(section)]
    said = [entry.title, *entry.tags, *entry.asked_as]
    said += [section.heading for section in entry.sections]
    written = [section.text for section in entry.sections]
    return {
        "article_id": entry.article_id,
        "language": entry.language,
        "title": _storable(entry.title),
        "audience": entry.audience,
        "plans": list(entry.plans),
        **{facet: getattr(entry, facet) for facet in FACETS},
        "vector": vector([*head, *texts], entry.language),
        "said": _words(said),
        "written": _words(written),
    }


def section_rows(entry: Entry) -> Iterator[dict[str, Any]]:
    """The rows of an article in `sections`, its title first."""
    yield _section_row(entry, 0, "", entry.title, _head(entry))
    for place, section in enumerate(entry.sections, 1):
        texts = _section_texts(section)
        yield _section_row(entry, place, section.anchor, section.heading, texts)


def vector(texts: Iterable[Text], language: str) -> str:
    """A tsvector of the terms of these texts, each with its places and labels."""
    places: dict[str, list[str]] = {}
    place = size = 0
    for label, text in texts:
        for term in terms(text, language):
            place += 1
            if term not in places:
                size += len(term.encode())
                if size > LARGEST:
                    break
            of_term = places.setdefault(term, [])
            if len(of_term) < MOST_PLACES:
                size += 2
                of_term.append(f"{min(place, LAST_PLACE)}{label}")
        place += GAP
    length = sum(map(len, places.values()))
    if 0 < length < SHORTEST:
        places[FILLER] = [str(place + more) for more in range(SHORTEST - length)]
    return " ".join(f"{quoted(term)}:{','.join(of_term)}" for term, of_term in places.items())


def tsquery(phrase: Phrase) -> str:
    """The tsquery that finds these terms one after the other."""
    return " <-> ".join(map(quoted, phrase))


def quoted(term: str) -> str:
    """A term as tsvectors and tsqueries are written."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _words(texts: Iterable[str]) -> list[str]:
    return sorted(set(PART.findall(composed(" ".join(texts)).lower())))


def _head(entry: Entry) -> list[Text]:
    return [("A", entry.title), *(("B", text) for text in (*entry.tags, *entry.asked_as))]


def _section_texts(section: Section) -> list[Text]:
    headings = (*section.path, section.heading)
    return [*(("C", heading) for heading in headings), ("D", section.text)]


def _section_row(
    entry: Entry, place: int, anchor: str, heading: str, texts: list[Text]
) -> dict[str, Any]:
    folded = " ".join(fold(composed(heading)).split())
    first = PART.search(folded)
    return {
        "article_id": entry.article_id,
        "place": place,
        "language": entry.language,
        "anchor": anchor,
        "heading": _storable(heading),
        "folded": _storable(folded[first.start() :]) if first else "",
        "beginnings": " ".join(quoted(part) for part in sorted(set(PART.findall(folded)))),
        "vector": vector(texts, entry.language),
    }


def _storable(text: str) -> str:
    """PostgreSQL keeps no zero bytes."""
    return text.replace("\0", "")
