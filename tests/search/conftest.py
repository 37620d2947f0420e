"""What was to be written a moment later is written before the next test has its own database."""

from collections.abc import Iterator

import pytest

from portal.ground.tally import current_tally


@pytest.fixture(autouse=True)
def nothing_left_over(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rules are tested without an app."""
    has_app = "app" in request.fixturenames
    if has_app:
        request.getfixturevalue("app")
    yield
    if has_app:
        current_tally().flush()
