"""What nobody answered closes by itself, when its time has come and not before."""

from sqlalchemy import select

from portal.ground.db import db, writing
from portal.people.person import Person
from portal.tickets.closing_up import close_unanswered
from portal.tickets.conversation import Event
from portal.tickets.ticket import Ticket
from tests.characters import START
from tests.tickets.conftest import DAY, MIN, opened, resolve


def closed(at: object) -> int:
    with writing():
        return close_unanswered(at)


def test_it_closes_after_the_policys_days(ticket: Ticket, characters: dict[str, Person]) -> None:
    other = opened(characters["bob"], key="key-2")
    resolve(ticket, characters["vera"], START)
    assert closed(START + 5 * DAY - MIN) == 0
    assert closed(START + 5 * DAY) == 1
    assert closed(START + 5 * DAY) == 0
    assert (ticket.status, ticket.closed_at, ticket.closes_at) == ("closed", START + 5 * DAY, None)
    assert other.status == "open"
    event = db.session.scalars(select(Event).where(Event.kind == "closed")).one()
    assert (event.person_id, event.by_agent) == (None, False)


def test_what_was_solved_in_time_stays_so(ticket: Ticket, characters: dict[str, Person]) -> None:
    resolve(ticket, characters["vera"], START + MIN)
    closed(START + 6 * DAY)
    assert ticket.resolved_at == START + MIN
    assert ticket.resolved_at < ticket.resolution_due_at
