"""Private data in a text: named with its place and sentence, and masked on request. Knows no table and no page."""

from collections.abc import Mapping
from re import escape, search

from portal.ground.private_data.finding import NOBODY, Finding, Kind, Known
from portal.ground.private_data.names import names_in
from portal.ground.private_data.numbers import numbers_in
from portal.ground.private_data.plain import plain, sentence_around
from portal.ground.private_data.secrets import secrets_in

__all__ = ["NOBODY", "Finding", "Kind", "Known", "find", "masked"]


NAMED = {Kind.NAME, Kind.ORGANISATION}
"""A name is private wherever else it is said: only its owner can make it public."""


def find(text: str, known: Known = NOBODY) -> list[Finding]:
    """What of the text tells who somebody is or opens a door, in order, without overlaps.

    The longest wins, then the surer kind. What is not private: error codes, versions, dates, amounts, sizes,
    ports, and whatever `known.public` holds.
    """
    simple, places = plain(text)
    spans = [*secrets_in(simple), *numbers_in(simple), *names_in(simple, known)]
    spans.sort(key=lambda span: (span[0], -span[1]))
    public = tuple(plain(words)[0].casefold() for words in known.public)
    found: list[Finding] = []
    end = 0
    for start, stop, kind in spans:
        if start < end or (kind not in NAMED and _is_public(simple[start:stop], public)):
            continue
        end = stop
        first, last = places[start], max(places[stop - 1] + 1, places[stop])
        sentence = sentence_around(text, first, last)
        found.append(Finding(first, last, kind, text[first:last], sentence))
    return found


def masked(text: str, masks: Mapping[str, str], known: Known = NOBODY) -> str:
    """The text with each finding replaced whose digest has a mask; all others stay."""
    for each in reversed(find(text, known)):
        if each.digest in masks:
            text = text[: each.start] + masks[each.digest] + text[each.end :]
    return text


def _is_public(words: str, public: tuple[str, ...]) -> bool:
    """Whether one of the public texts holds these very words, whole."""
    whole = rf"(?<!\w){escape(words.casefold())}(?!\w)"
    return any(search(whole, each) for each in public)
