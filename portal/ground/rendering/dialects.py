"""Which Markdown an article may be written in."""

from typing import Any

from markdown import Markdown

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


def parser() -> Markdown:
    """A parser of articles; its `reset()` is called before each text."""
    return Markdown(extensions=list(_ARTICLE), extension_configs=_ARTICLE)
