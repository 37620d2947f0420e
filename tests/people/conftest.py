"""The fixtures of this room: a small app on a fresh database, its characters, and browsers."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from portal.people.person import Person
from tests.browser import Browser
from tests.characters import people
from tests.people import house


@pytest.fixture
def app() -> Iterator[Flask]:
    yield from house.running()


@pytest.fixture
def characters(app: Flask) -> dict[str, Person]:
    return people()


@pytest.fixture
def browser(app: Flask, characters: dict[str, Person]) -> Callable[..., Browser]:
    """`browser()` is a stranger's; `browser("alice")` has alice signed in."""

    def make(name: str | None = None, language: str = "en") -> Browser:
        fresh = Browser(app, language)
        return house.sign_in(fresh, characters[name].email) if name else fresh

    return make
