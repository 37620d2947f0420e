"""How an article is rendered, once for each revision: safe HTML, the table of contents, sections in plain text."""

from dataclasses import dataclass
from typing import Any

from portal.ground.rendering.addresses import Addresses, Link
from portal.ground.rendering.cleaning import clean_article, clean_foreign
from portal.ground.rendering.converting import to_html
from portal.ground.rendering.sections import Section
from portal.ground.rendering.shaping import Shaper

CONTENTS_DEPTH = 3


@dataclass(frozen=True)
class Rendered:
    """A rendered article: `contents` are {"level", "text", "anchor"} of levels 2 and 3."""

    html: str
    contents: list[dict[str, Any]]
    sections: list[Section]


def render_article(markdown: str, picture_base: str, link: Link, language: str = "en") -> Rendered:
    """Render one article.

    `picture_base` is the path of the articles of its language ('/es/articles'): the file
    `slug/picture.png` beside the article is shown from `<picture_base>/slug/files/picture.png`.
    `link(name, anchor)` gives the address of another article ('slug', or '../en/slug').
    Raises TooLong and TooTangled.
    """
    shaper = Shaper(Addresses(picture_base, link), language)
    shaper.feed(clean_foreign(to_html(markdown)))
    shaper.close()
    sections = shaper.sections.finish()
    contents = [
        {"level": s["level"], "text": s["title"], "anchor": s["anchor"]}
        for s in sections
        if s["anchor"] and s["level"] <= CONTENTS_DEPTH
    ]
    return Rendered(clean_article(shaper.html), contents, sections)
