"""A topic's page: what it covers, its articles by kind, and the way to the form."""

from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.articles import shelves
from portal.articles.article import Topic
from portal.articles.wording import kind_words
from portal.ground.db import found
from portal.people.gate import for_everyone, viewer
from portal.search.views.lines import article_line


def routes(search: Blueprint) -> None:
    """One page a topic and language."""

    @search.get("/<any(es,en):language>/topics/<slug>")
    @for_everyone
    def topic(language: str, slug: str) -> ResponseReturnValue:
        row = found(select(Topic).where(Topic.language == language, Topic.slug == slug))
        articles = shelves.topic_articles(viewer(), language, slug)
        groups = [
            (
                kind_words(kind),
                [article_line(article, language, with_kind=False) for article in group],
            )
            for kind, group in groupby(articles, key=lambda article: article.kind)
        ]
        return render_template("search/topic.html", topic=row, groups=groups)
