"""The characters at the desk, and a ticket of alice's."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from portal.ground.db import db
from portal.people.person import Person
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.desk.filings import opened


@pytest.fixture
def ticket(characters: dict[str, Person]) -> Ticket:
    """Filed by alice a minute ago, severity high."""
    return opened(characters["alice"])


@pytest.fixture
def vera(characters: dict[str, Person], browser: Callable[..., Browser]) -> Browser:
    """An agent at her browser."""
    return browser("vera")


@pytest.fixture
def alice(characters: dict[str, Person], browser: Callable[..., Browser]) -> Browser:
    """The client at hers."""
    return browser("alice")


@pytest.fixture
def count_queries() -> Callable[[Callable[[], object]], int]:
    """How many queries a deed asks: the smaller of two counts, as once a minute a visit is written down too."""

    def count(deed: Callable[[], object]) -> int:
        seen: list[str] = []

        def noted(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.startswith("SELECT"):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", noted)
        try:
            deed()
        finally:
            event.remove(db.engine, "before_cursor_execute", noted)
        return len(seen)

    return lambda deed: min(count(deed), count(deed))
