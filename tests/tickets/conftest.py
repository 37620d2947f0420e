"""A ticket of alice's, and short ways to do things to it at a time of one's choosing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, g

from portal.ground.db import db, writing
from portal.ground.site import site_row
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.closing import Lesson, Resolution
from portal.tickets.opening import Filing, open_ticket
from portal.tickets.steps import Words
from portal.tickets.ticket import Ticket
from tests.characters import START

MIN, H, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def words(text: str) -> Words:
    return Words(text, f"<p>{text}</p>")


def filing(requester: Person | None, key: str = "key-1", **changes: Any) -> Filing:
    """A believable filing by the requester, or by a guest."""
    values: dict[str, Any] = {
        "submit_key": key,
        "title": "Calls drop after ten seconds",
        "kind": "system-error",
        "severity": "high",
        "name": requester.name if requester else "Gwen Pardo",
        "email": requester.email if requester else "gwen@elsewhere.example",
        "language": "en",
        "requester": requester,
        "is_verified": requester is not None,
        "answers": {
            "description": "Every call ends after ten seconds.",
            "error_message": "SIP 503",
        },
    }
    return Filing(**(values | changes))


def opened(
    requester: Person | None, at: datetime = START, key: str = "key-1", **changes: Any
) -> Ticket:
    with writing():
        return open_ticket(filing(requester, key, **changes), at)


@pytest.fixture
def ticket(characters: dict[str, Person]) -> Ticket:
    """Opened by alice at START, severity high."""
    return opened(characters["alice"])


@pytest.fixture
def use_policy(app: Flask) -> Callable[[str], None]:
    """`use_policy("poliza")`: from now on the site uses that policy (a preset, or a file)."""

    def use(name_or_path: str) -> None:
        with writing():
            site_row().policy = name_or_path
        g.pop("site", None)

    return use


@pytest.fixture
def act(characters: dict[str, Person]) -> Callable[..., Any]:
    """`act(steps.reply, ticket, "vera", words("…"), at=START + H)`: one step by a character, in one write."""

    def perform(
        step: Callable[..., Any],
        ticket: Ticket,
        who: str | None,
        *given: Any,
        at: datetime,
        **more: Any,
    ) -> Any:
        with writing():
            return step(ticket, characters[who] if who else None, *given, now=at, **more)

    return perform


def resolve(
    ticket: Ticket, person: Person, at: datetime, text: str = "Open the ports."
) -> Resolution:
    with writing():
        return steps.resolve(
            ticket,
            person,
            words(text),
            Lesson.NOTHING,
            at,
            cause="Firewall",
            reason="Known already.",
        )


def kinds(ticket: Ticket) -> list[str]:
    """The ticket's events, oldest first."""
    from portal.tickets.conversation import Event

    return list(
        db.session.scalars(
            db.select(Event.kind).where(Event.ticket_id == ticket.id).order_by(Event.id)
        )
    )
