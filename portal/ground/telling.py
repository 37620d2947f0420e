"""What was done is told where the reader is: beside what it changed, else at the top of the page.

`flash(words, "good#people")` is told at the place `people` of the next page, by its `{{ told('people') }}`; where that page has
no such place, or the category names none, at its top. A view redirects to the anchor `TOLD`, so that the browser goes to it.
"""

from typing import cast

from flask import Flask, g, get_flashed_messages

TOLD = "told"
"""The anchor of what is told, wherever it stands."""
TONES = {"message": "good"}
"""What Flask calls a message of no category is said of what went well."""


def told_at(place: str) -> list[tuple[str, str]]:
    """Tone and words of what is told at this place, taken so that nothing is told twice."""
    told = [(tone, words) for tone, at, words in _flashed() if at == place]
    if told:
        _places().add(place)
    return told


def told_elsewhere() -> list[tuple[str, str]]:
    """Tone and words of all that no place has taken."""
    return [(tone, words) for tone, at, words in _flashed() if at not in _places()]


def has_place() -> bool:
    """Whether something was told at a place of its own: the anchor is there."""
    return bool(_places())


def register(app: Flask) -> None:
    """Give templates these three."""
    app.jinja_env.globals.update(
        told_at=told_at, told_elsewhere=told_elsewhere, has_told_place=has_place
    )


def _flashed() -> list[tuple[str, str, str]]:
    """Tone, place (perhaps empty) and words of each message."""
    messages = cast(list[tuple[str, str]], get_flashed_messages(with_categories=True))
    parted = [(category.partition("#"), words) for category, words in messages]
    return [(TONES.get(tone, tone), place, words) for (tone, _sign, place), words in parted]


def _places() -> set[str]:
    """The places of this page that have told theirs."""
    places: set[str] = g.setdefault("told_places", set())
    return places
