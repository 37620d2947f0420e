"""Tickets for the tests of letters, opened and carried on by the verbs that the pages use."""

from datetime import datetime, timedelta
from email.message import EmailMessage

from portal.ground.db import db, writing
from portal.ground.following import catch_up
from portal.people.person import Person
from portal.post.delivering import deliver
from portal.post.following import EVENTS, OUTBOX
from portal.tickets.opening import Filing, open_ticket
from portal.tickets.ticket import Ticket
from tests import mailbox
from tests.characters import START

MINUTE = timedelta(minutes=1)
TITLE = "No sound in calls since this morning"


def opened(requester: Person | None = None, at: datetime = START, **changes: object) -> Ticket:
    """A ticket of this person; of a guest with an unverified address, where there is none."""
    facts: dict[str, object] = {
        "submit_key": f"key-{changes.get('email', requester.email if requester else 'guest')}-{at}",
        "title": TITLE,
        "kind": "system-error",
        "severity": "high",
        "name": requester.name if requester else "Gina",
        "email": requester.email if requester else "gina@guest.example",
        "language": requester.language if requester else "en",
        "requester": requester,
        "is_verified": requester is not None,
    }
    with writing():
        return open_ticket(Filing(**(facts | changes)), at)  # type: ignore[arg-type]  # facts by name


def delivered(at: datetime) -> int:
    """Let post react to all that happened, and deliver what is due; how many letters went."""
    catch_up(EVENTS)
    catch_up(OUTBOX)
    db.session.rollback()
    return deliver(at)


def text_of(letter: EmailMessage) -> str:
    """The plain text of a letter, its line ends as in a file."""
    return mailbox.text_of(letter).replace("\r\n", "\n")
