"""What changed in an article, when, and who approved it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.articles.pages import history_of
from portal.articles.views.article import ADDRESS, readable_page
from portal.articles.wording import status_words
from portal.people.gate import for_everyone, viewer


def routes(articles: Blueprint) -> None:
    """The history of one article."""

    @articles.get(f"{ADDRESS}/history")
    @for_everyone
    def history(language: str, slug: str) -> ResponseReturnValue:
        page = readable_page(language, slug)
        lines = [(line, status_words(line.status)) for line in history_of(page.id, viewer())]
        return render_template("articles/history.html", article=page, lines=lines)
