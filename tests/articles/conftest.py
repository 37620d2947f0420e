"""The tests of this room read reports in English, whatever the site's first language is."""

from collections.abc import Iterator

import pytest

from portal.ground.language import force_locale


@pytest.fixture(autouse=True)
def in_english(request: pytest.FixtureRequest) -> Iterator[None]:
    """Sentences that no request asks for come in English. Rules need no app, and get none."""
    if "app" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("app")
    with force_locale("en"):
        yield
