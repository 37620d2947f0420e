"""How large the body of a request may be: said beside the view, and asked before anything reads the body."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

View = TypeVar("View", bound=Callable[..., Any])

MEGABYTE = 1_000_000
WORDS = MEGABYTE
"""Bytes of a form without files: the longest text of 50,000 characters fits in any script, and a pasted log of 200 kB."""

ARTICLE = 8 * MEGABYTE
"""An article longer than it may be still arrives, so that it stands in its form with the reason."""

FILES = 120 * MEGABYTE
FIELDS = 600
"""No form of ours has more fields; as many are parsed, and not one more."""

FILES_COME_AS = "multipart/form-data"


def takes_words(most: int) -> Callable[[View], View]:
    """Let this view take up to so many bytes of words, in place of `WORDS`."""

    def declare(view: View) -> View:
        cast(Any, view).most_words = most
        return view

    return declare


def takes_files(view: View) -> View:
    """Let this view take files, up to `FILES` bytes with all that comes along."""
    cast(Any, view).takes_files = True
    return view


def largest_body(view: Callable[..., Any] | None, kind: str) -> int:
    """How many bytes may come to this view (None: to an address that nothing answers) as this content type."""
    if getattr(view, "takes_files", False) and kind.strip().lower().startswith(FILES_COME_AS):
        return FILES
    return int(getattr(view, "most_words", WORDS))
