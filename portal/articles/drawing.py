"""How an article's text becomes its page, once for each revision."""

from functools import partial

from portal.articles.addresses import articles_path, linked_path
from portal.articles.faults import Fault, Unreadable
from portal.articles.front_matter import SOURCE_LIMIT
from portal.articles.texts import ArticleText
from portal.ground.rendering import Rendered, TooLong, TooTangled, render_article


def draw(text: ArticleText) -> Rendered:
    """The HTML, the contents and the sections of a text. Slow: never inside `writing()`.

    Raises Unreadable for a text that is too long, or too tangled to be rendered in time.
    """
    link = partial(linked_path, text.language)
    try:
        return render_article(text.body, articles_path(text.language), link, text.language)
    except TooLong:
        raise Unreadable(Fault.TOO_LONG, limit=f"{SOURCE_LIMIT // 1_000_000} MB") from None
    except TooTangled:
        raise Unreadable(Fault.TOO_TANGLED) from None
