"""A topic's page: what it covers, its articles by kind, and the way to the form."""

from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.articles import shelves
from portal.articles.addresses import topic_path
from portal.articles.article import Topic
from portal.articles.wording import kind_words
from portal.ground.db import found
from portal.people.gate import for_everyone, viewer
from portal.search.views.asked import page_number
from portal.search.views.lines import article_line

PAGE = 50


def routes(search: Blueprint) -> None:
    """One page a topic and language, parted where a topic is long."""

    @search.get("/<any(es,en):language>/topics/<slug>")
    @for_everyone
    def topic(language: str, slug: str) -> ResponseReturnValue:
        row = found(select(Topic).where(Topic.language == language, Topic.slug == slug))
        pages = max(1, -(-shelves.topic_size(viewer(), language, slug) // PAGE))
        page = min(page_number(), pages)
        shown = shelves.topic_articles(viewer(), language, slug, (page - 1) * PAGE, PAGE)
        groups = [
            (
                kind_words(kind),
                [article_line(article, language, with_kind=False) for article in group],
            )
            for kind, group in groupby(shown, key=lambda article: article.kind)
        ]
        here = topic_path(language, slug)
        return render_template(
            "search/topic.html",
            topic=row,
            groups=groups,
            page=page,
            pages=pages,
            page_url=lambda number: here if number == 1 else f"{here}?page={number}",
        )
