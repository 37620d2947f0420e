"""Tickets, articles and log entries for the tests of the desk, made the way the portal makes them."""

from datetime import datetime, timedelta
from typing import Any

from portal.articles import writing_up
from portal.articles.article import Article
from portal.articles.kinds import ArticleAudience, Kind
from portal.articles.texts import ArticleText
from portal.ground.db import writing
from portal.ground.now import now
from portal.people.person import Person
from portal.tickets.filing import TrailKind
from portal.tickets.opening import Filing, TrailItem, open_ticket
from portal.tickets.ticket import Ticket

MIN, H, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TITLE = "Calls drop after ten seconds"
DESCRIPTION = "Every call hangs up by itself. It began on Monday."
ODD_WORDS = "flibber mustard antenna"


def opened(
    requester: Person | None, key: str = "key-1", ago: timedelta = MIN, **changes: Any
) -> Ticket:
    """A filing by this client (None: a guest), that long ago."""
    at = now() - ago
    values: dict[str, Any] = {
        "submit_key": key,
        "title": TITLE,
        "kind": "system-error",
        "severity": "high",
        "name": requester.name if requester else "Gwen Pardo",
        "email": requester.email if requester else "gwen@elsewhere.example",
        "language": "en",
        "requester": requester,
        "is_verified": requester is not None,
        "product": "Switchboard",
        "answers": {"description": DESCRIPTION, "error_message": "SIP 503", "version": "10.4.2"},
        "steps": ["Call any number", "Wait ten seconds"],
        "trail": _trail(at),
    }
    with writing():
        return open_ticket(Filing(**(values | changes)), at)


def _trail(at: datetime) -> list[TrailItem]:
    return [TrailItem(TrailKind.SEARCHED, at - 5 * MIN, words=ODD_WORDS)]


def published(title: str, body: str, author: Person, **changes: Any) -> Article:
    """An article that readers can read."""
    values: dict[str, Any] = {
        "title": title,
        "body": body,
        "language": "en",
        "kind": Kind.GUIDE,
        "summary": "",
        "audience": ArticleAudience.EVERYONE,
        "author": author.name,
    }
    text = ArticleText(**(values | changes))
    rendered = writing_up.prepare(text)
    with writing():
        revision = writing_up.revise(None, text, author, now(), rendered)
        writing_up.publish(revision, author, now())
        return revision.article
