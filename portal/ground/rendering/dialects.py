"""Which Markdown is understood: all of it in articles; in messages only what a person types on purpose."""

from enum import StrEnum
from typing import Any

from markdown import Markdown


class Dialect(StrEnum):
    ARTICLE = "article"
    MESSAGE = "message"


_ARTICLE: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},  # an inline style would be refused by our own policy
    "admonition": {},
    "sane_lists": {},
    "footnotes": {"BACKLINK_TITLE": ""},
    "pymdownx.superfences": {},
    "pymdownx.highlight": {"guess_lang": False, "anchor_linenums": False},
    "pymdownx.magiclink": {},
    "pymdownx.tilde": {"subscript": False},
    "pymdownx.details": {},
}
_MESSAGE: dict[str, dict[str, Any]] = {
    "nl2br": {},
    "sane_lists": {},
    "tables": {"use_align_attribute": True},
    "pymdownx.superfences": {},
    "pymdownx.highlight": {"use_pygments": False},
    "pymdownx.magiclink": {},
}
_NOT_BLOCKS = ["hashheader", "setextheader", "hr", "reference"]
_NOT_INLINE = [
    "html",
    "entity",
    "escape",
    "image_link",
    "image_reference",
    "short_image_ref",
]


def parser(dialect: Dialect) -> Markdown:
    """A parser of this dialect; its `reset()` is called before each text."""
    extensions = _ARTICLE if dialect is Dialect.ARTICLE else _MESSAGE
    markdown = Markdown(extensions=list(extensions), extension_configs=extensions)
    if dialect is Dialect.MESSAGE:
        _take_literally(markdown)
    return markdown


def _take_literally(markdown: Markdown) -> None:
    """A client pastes logs, paths and tags: '#', '---', '<b>', 'C:\\_x_' and '[1]: x' mean themselves."""
    markdown.preprocessors.deregister("html_block")
    for block in _NOT_BLOCKS:
        markdown.parser.blockprocessors.deregister(block)
    for inline in _NOT_INLINE:
        markdown.inlinePatterns.deregister(inline)
    emphasis: Any = markdown.inlinePatterns["em_strong"]
    emphasis.remove("_")
