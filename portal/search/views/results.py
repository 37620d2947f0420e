"""The results page, and what the search field offers while one types."""

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.articles import shelves
from portal.ground.language import current_language
from portal.people.gate import for_everyone, viewer
from portal.search.finding import MOST_PAGES, find, suggestions
from portal.search.hits import LONGEST_WORDS
from portal.search.views.lines import Shelf, hit_line, language_words, shelf
from portal.search.views.noting import note_search

SHOWN_WORDS = 80


def routes(search: Blueprint) -> None:
    """Results and suggestions."""

    @search.get("/search")
    @for_everyone
    def results() -> ResponseReturnValue:
        words, language = searched_words(), current_language()
        if not words:
            return render_template("search/results.html", words="", topics=_topics(language))
        found = find(words, viewer(), language, page_number())
        if found.page == 1:
            shown = [hit.article_id for hit in (*found.own, *found.other)]
            note_search(words, language, found.total, shown)
        others = {hit.language for hit in found.other}
        return render_template(
            "search/results.html",
            words=words,
            short=words if len(words) <= SHOWN_WORDS else f"{words[:SHOWN_WORDS].rstrip()}…",
            found=found,
            own=[hit_line(hit, language) for hit in found.own],
            other=[hit_line(hit, language) for hit in found.other],
            other_language=" / ".join(language_words(code) for code in sorted(others)),
            page_url=lambda page: url_for("search.results", q=words, page=page),
            topics=[] if found.own or found.other else _topics(language),
        )

    @search.get("/search/suggestions", endpoint="suggestions")
    @for_everyone
    def offered() -> ResponseReturnValue:
        found = suggestions(searched_words(), viewer(), current_language())
        items = [
            (suggestion.text, url, _note(suggestion.text, suggestion.title))
            for suggestion, url in found
        ]
        response = make_response(render_template("search/_options.html", items=items))
        response.headers["Cache-Control"] = "private, max-age=10"
        return response


def searched_words() -> str:
    """What was asked, on one line, without control characters, cut where no question is so long."""
    asked = request.args.get("q", "")[: 4 * LONGEST_WORDS]
    printable = "".join(sign if sign.isprintable() else " " for sign in asked)
    return " ".join(printable.split())[:LONGEST_WORDS]


def page_number() -> int:
    """The page asked for, from 1; odd input is page 1."""
    asked = request.args.get("page", "1")
    return min(max(int(asked), 1), MOST_PAGES) if asked.isdecimal() and len(asked) < 6 else 1


def _note(text: str, title: str) -> str:
    return "" if text == title else title


def _topics(language: str) -> list[Shelf]:
    return [shelf(topic, language) for topic in shelves.topics(viewer(), language)]
