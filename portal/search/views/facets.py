"""The filters of a results page in the reader's words, each value with the address that adds it or takes it away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.articles.wording import kind_words
from portal.ground.catalogue import _
from portal.search.engine import FACETS
from portal.search.finding import LANGUAGE, Results
from portal.search.narrowing import Topics, product_words
from portal.search.views.asked import Asked
from portal.search.views.lines import language_words

FEW = 7
"""Values of one filter that stand open; the others are folded."""


@dataclass(frozen=True)
class Value:
    """One value as `components/facets.html` and `components/chosen.html` take it: `url` adds it, or
    takes it away where `is_chosen`; `count` is how many results it gives."""

    text: str
    url: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One filter: what it is called, its first values and, folded, the others."""

    name: str
    title: str
    values: list[Value]
    others: list[Value]


def facet_lines(asked: Asked, results: Results, topics: Topics, language: str) -> list[Facet]:
    """The filters with more than one value, or with a chosen one; most results first, but the page's
    own language before the others."""
    facets = []
    for name in (*FACETS, LANGUAGE):
        values = list(_values(name, asked, results, topics, language))
        if name != LANGUAGE:
            values.sort(key=lambda value: (not value.is_chosen, -value.count, value.text))
        if len(values) > 1 or any(value.is_chosen for value in values):
            few = FEW if len(values) > FEW + 2 else len(values)  # no fold for one or two
            facets.append(Facet(name, _title(name), values[:few], values[few:]))
    return facets


def chosen_values(facets: list[Facet]) -> list[Value]:
    """All that is chosen, in the order of the filters."""
    return [
        value for facet in facets for value in (*facet.values, *facet.others) if value.is_chosen
    ]


def _values(
    facet: str, asked: Asked, results: Results, topics: Topics, language: str
) -> Iterator[Value]:
    counts = results.counts.get(facet, {})
    chosen = asked.chosen.get(facet, ())
    if facet == LANGUAGE:
        chosen = (asked.only_language,) if asked.only_language else ()
    words = _words(facet, topics, language)
    for value in dict.fromkeys((*counts, *chosen)):
        count, is_chosen = counts.get(value, 0), value in chosen
        if value and (count or is_chosen):
            yield Value(words(value), asked.toggled(facet, value).url, count, is_chosen)


def _words(facet: str, topics: Topics, language: str) -> Callable[[str], str]:
    def topic_words(slug: str) -> str:
        return topics.title(slug, language) or slug

    return {
        "kind": kind_words,
        "topic": topic_words,
        "product": lambda product: product_words(product, topics, language),
        LANGUAGE: language_words,
    }[facet]


def _title(facet: str) -> str:
    return {
        "kind": _("Kind"),
        "topic": _("Topic"),
        "product": _("Product"),
        LANGUAGE: _("Language"),
    }[facet]
