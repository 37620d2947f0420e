"""What may stand in the HTML that is shown: two policies, article and message. Nothing is shown uncleaned."""

import re

import nh3

_INLINE = {"a", "abbr", "b", "br", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp"} | {
    "small", "span", "strong", "sub", "sup", "u", "var"
}  # fmt: skip
_BLOCKS = {"blockquote", "dd", "div", "dl", "dt", "hr", "li", "ol", "p", "pre", "ul"} | {
    "table", "tbody", "td", "tfoot", "th", "thead", "tr"
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}

_MESSAGE_TAGS = (_INLINE | _BLOCKS) - {"div", "span"}
_ARTICLE_TAGS = _INLINE | _BLOCKS | _HEADINGS | {"details", "summary", "img", "video"}

_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "abbr": {"title"},
    "code": {"class"},
    "details": {"class", "open"},
    "div": {"class"},
    "img": {"src", "alt", "title"},
    "li": {"id"},
    "ol": {"start"},
    "p": {"class"},
    "span": {"class"},
    "sup": {"id"},
    "td": {"align"},
    "th": {"align"},
}
_OURS = _ATTRIBUTES | {
    **{heading: {"id"} for heading in _HEADINGS},
    "a": _ATTRIBUTES["a"] | {"rel"},
    "img": _ATTRIBUTES["img"] | {"loading"},
    "video": {"src", "controls", "preload", "aria-label"},
}
"""What our own shaping adds: an author's own ids, rels and players are gone before it."""

_SCHEMES = {"http", "https", "mailto", "tel"}
_HINTS = "note|info|tip|hint|success|warning|caution|attention|important|danger|error|failure|bug|example|quote"
_CLASSES = {
    "a": re.compile(r"footnote-(ref|backref)"),
    "code": re.compile(r"language-[a-z0-9+#-]{1,30}"),
    "details": re.compile(_HINTS),
    "div": re.compile(rf"admonition|highlight|footnote|{_HINTS}"),
    "p": re.compile(r"admonition-title"),
    "span": re.compile(r"[a-z][a-z0-9]{0,2}"),  # Pygments' classes
}
_WHOLE_ADDRESS = re.compile(r"(https?://|mailto:|tel:|/(?![/\\]))", re.IGNORECASE)
_FOOTNOTE = re.compile(r"fn(ref\d*)?:[\w-]{1,40}")


def clean_foreign(html: str) -> str:
    """An article's HTML as the author wrote it, without anything that is not allowed to authors."""
    return nh3.clean(
        html,
        tags=_ARTICLE_TAGS - {"video"},
        attributes=_ATTRIBUTES,
        attribute_filter=_checked,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def clean_article(html: str) -> str:
    """An article's HTML as it is shown. The last step before the page."""
    return nh3.clean(
        html,
        tags=_ARTICLE_TAGS,
        attributes=_OURS,
        attribute_filter=_checked,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def clean_message(html: str) -> str:
    """A message's HTML as it is shown. The last step before the page."""
    return nh3.clean(
        html,
        tags=_MESSAGE_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}},
        attribute_filter=_checked_in_message,
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
    )


def _checked_in_message(tag: str, attribute: str, value: str) -> str | None:
    """As in an article; and a link leads to a whole address, or to a page of ours."""
    if attribute == "href":
        return value if _WHOLE_ADDRESS.match(value) else None
    return _checked(tag, attribute, value)


def _checked(tag: str, attribute: str, value: str) -> str | None:
    """The value where it is one of those that our pages know; None takes the attribute away."""
    if attribute == "class":
        known = _CLASSES.get(tag)
        return " ".join(c for c in value.split() if known and known.fullmatch(c)) or None
    if attribute == "id" and tag in {"li", "sup"}:
        return value if _FOOTNOTE.fullmatch(value) else None
    if attribute == "align":
        return value if value in {"left", "right", "center"} else None
    if attribute == "start":
        return value if value.isdecimal() and len(value) < 7 else None
    return value
