"""The results page, and what the search field offers while one types."""

from typing import Any

from flask import Blueprint, get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.articles import shelves
from portal.ground.language import current_language, keep_language
from portal.people.gate import for_everyone, viewer
from portal.search.cutting import is_pasted
from portal.search.engine import Suggestion
from portal.search.finding import LANGUAGE
from portal.search.narrowing import Topics, all_topics
from portal.search.offering import suggestions
from portal.search.rewording import Meant, Offer, find_meant
from portal.search.views.asked import Asked, asked_here, searched_words, words_for_address
from portal.search.views.facets import chosen_values, facet_lines
from portal.search.views.lines import (
    OptionLine,
    Shelf,
    all_in_language_words,
    hit_line,
    in_language_words,
    language_words,
    shelf,
)
from portal.search.views.noting import note_search

SHOWN_WORDS = 80


def routes(search: Blueprint) -> None:
    """Results and suggestions."""

    @search.get("/search")
    @for_everyone
    def results() -> ResponseReturnValue:
        language = current_language()
        if not searched_words():
            return render_template("search/results.html", words="", topics=_shelves(language))
        topics = all_topics()
        asked = asked_here(viewer(), language, topics)
        meant = find_meant(
            asked.words,
            viewer(),
            language,
            asked.page,
            asked.chosen,
            asked.only_language,
            asked.as_written,
        )
        _note(asked, meant, language)
        if meant.results.other:
            keep_language()
        return render_template("search/results.html", **_page(asked, meant, topics, language))

    @search.post("/search")
    @for_everyone
    def search_for() -> ResponseReturnValue:
        """What was typed or pasted into a search field leads to the address of its results."""
        words = words_for_address(request.form.get("q", ""))
        return redirect(url_for("search.results", q=words or None), 303)

    @search.get("/search/suggestions", endpoint="suggestions")
    @for_everyone
    def offered() -> ResponseReturnValue:
        language = current_language()
        words = searched_words()
        found = suggestions(words, viewer(), language)
        if not found:
            return ""
        if any(suggestion.language != language for suggestion, _url in found):
            keep_language()
        options = get_template_attribute("components/options.html", "options")
        lines = [_option(suggestion, url, language) for suggestion, url in found]
        return str(options(lines, url_for("search.results", q=words)))


def _page(asked: Asked, meant: Meant, topics: Topics, language: str) -> dict[str, Any]:
    """What the template takes."""
    found, is_other = meant.results, meant.words != asked.words
    here = asked.for_words(meant.words) if is_other else asked
    facets = facet_lines(here, found, topics, language)
    return {
        "words": asked.words,
        "short": _short(meant.words),
        "is_pasted": is_pasted(meant.words),
        "found": found,
        "own": [hit_line(hit, language) for hit in found.own],
        "other": [hit_line(hit, language) for hit in found.other],
        "other_title": in_language_words(found.other[0].language) if found.other else "",
        "elsewhere": _elsewhere(here, meant, language),
        "instead": (_short(asked.words), asked.written().url) if is_other else None,
        "also": (", ".join(meant.also), asked.written().url) if meant.also else None,
        "near": _offer(asked, meant.near),
        "unquoted": _offer(asked, meant.unquoted),
        "unnarrowed": (meant.unnarrowed, asked.plain().url) if meant.unnarrowed else None,
        "facets": facets,
        "chosen": chosen_values(facets),
        "all_url": here.plain().url,
        "here_url": asked.url,
        "page_url": lambda page: here.at(page).url,
        "topics": _shelves(language) if found.is_empty and not meant.unnarrowed else [],
    }


def _elsewhere(asked: Asked, meant: Meant, language: str) -> list[tuple[str, str]]:
    """For each other language of which something is shown, and there is more: the link to all of it."""
    shown = len(meant.results.other)
    if asked.only_language or not shown:
        return []
    return [
        (all_in_language_words(code, total), asked.toggled(LANGUAGE, code).url)
        for code, total in meant.results.counts[LANGUAGE].items()
        if code != language and total > shown
    ]


def _offer(asked: Asked, offer: Offer | None) -> tuple[str, int, str] | None:
    """Words, how many articles they find, and their address."""
    return (_short(offer.words), offer.total, asked.for_words(offer.words).url) if offer else None


def _note(asked: Asked, meant: Meant, language: str) -> None:
    """The log learns what clients asked and were shown; an agent looks for other reasons."""
    found = meant.results
    if not viewer().is_agent and not (found.is_empty and asked.is_narrowed):
        shown = [hit.article_id for hit in (*found.own, *found.other)]
        note_search(asked.words, language, found.total, shown)


def _option(suggestion: Suggestion, url: str, language: str) -> OptionLine:
    return OptionLine(
        text=suggestion.text,
        url=url,
        note="" if suggestion.text == suggestion.title else suggestion.title,
        language=suggestion.language,
        language_label=""
        if suggestion.language == language
        else language_words(suggestion.language),
    )


def _short(words: str) -> str:
    return words if len(words) <= SHOWN_WORDS else f"{words[:SHOWN_WORDS].rstrip()}…"


def _shelves(language: str) -> list[Shelf]:
    return [shelf(topic, language) for topic in shelves.topics(viewer(), language)]
