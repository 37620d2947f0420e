"""The pictures and videos that lie beside an article, straight from the folder."""

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue

from portal.articles.beside import file_beside, type_of
from portal.articles.pages import page_of
from portal.articles.views.article import ADDRESS, readable_page
from portal.ground.site import settings
from portal.people.gate import for_everyone
from portal.people.viewer import NOBODY

FRESH = 300  # seconds: a picture that was replaced is seen soon


def routes(articles: Blueprint) -> None:
    """Files of one article, for those who may read it."""

    @articles.get(f"{ADDRESS}/files/<path:path>")
    @for_everyone
    def picture(language: str, slug: str, path: str) -> ResponseReturnValue:
        readable_page(language, slug)
        file = file_beside(settings().articles_folder, language, slug, path)
        kind = type_of(file) if file else None
        if file is None or kind is None:
            abort(404)
        response = send_file(file, mimetype=kind, conditional=True, max_age=FRESH)
        if page_of(NOBODY, language, slug) is None:  # not for everyone
            response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
