"""What the demo shows of promises, and of what is arranged beside the words: each of it stands somewhere, as in life."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.ground.db import db
from portal.tickets.arrangement import (
    Meeting,
    MeetingKind,
    MeetingState,
    Quote,
    QuoteState,
    ReproductionAttempt,
    Result,
)
from portal.tickets.conversation import Event
from portal.tickets.events import EventKind
from portal.tickets.handover import Destination, Handover
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("demo")


def events(kind: EventKind) -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def test_attempts_to_reproduce_came_out_in_every_way() -> None:
    assert set(db.session.scalars(select(ReproductionAttempt.result))) == set(Result)
    assert all(db.session.scalars(select(ReproductionAttempt.note)))


def test_tickets_went_to_a_provider_and_to_development() -> None:
    handovers = db.session.scalars(select(Handover)).all()
    assert {Destination.PROVIDER, Destination.DEVELOPMENT} <= {h.destination for h in handovers}
    outside = [each for each in handovers if each.destination == Destination.PROVIDER]
    assert all(each.name and each.reference and each.expected_on for each in outside)
    assert {each.returned_at is None for each in outside} == {True, False}, "one is there, one back"


def test_an_objection_was_answered() -> None:
    answered = events(EventKind.OBJECTION_ANSWERED)
    assert answered
    objected = events(EventKind.OBJECTED)[0]
    assert objected.message is not None
    assert "severidad" in objected.message.text or "urgente" in objected.message.text


def test_sessions_were_held_with_consent_and_one_waits_for_a_time(made_at: datetime) -> None:
    meetings = db.session.scalars(select(Meeting)).all()
    held = [each for each in meetings if each.state == MeetingState.HELD]
    assert held
    for meeting in held:
        assert meeting.kind == MeetingKind.REMOTE_SESSION
        allowed = [
            e.at for e in events(EventKind.ACCESS_ALLOWED) if e.ticket_id == meeting.ticket_id
        ]
        assert meeting.starts_at is not None
        assert allowed[0] < meeting.starts_at
        assert meeting.minutes
        assert meeting.note
    proposed = [each for each in meetings if each.state == MeetingState.PROPOSED]
    assert any(time.at > made_at for each in proposed for time in each.times)


def test_a_quote_waits_one_was_accepted_one_declined(made_at: datetime) -> None:
    quotes = db.session.scalars(select(Quote)).all()
    assert {each.state for each in quotes} == {
        QuoteState.OPEN,
        QuoteState.ACCEPTED,
        QuoteState.DECLINED,
    }
    waiting = next(each for each in quotes if each.state == QuoteState.OPEN)
    assert waiting.valid_until > made_at.date()
    ticket = db.session.get_one(Ticket, waiting.ticket_id)
    assert (ticket.status, ticket.waiting_for) == (Status.WAITING, "scope")
    assert ticket.paused_at is not None


def test_who_says_nothing_is_reminded_and_then_left(made_at: datetime) -> None:
    reminded = events(EventKind.REMINDED)
    assert {event.after for event in reminded} == {"1", "2"}
    tickets = {event.ticket_id: db.session.get_one(Ticket, event.ticket_id) for event in reminded}
    warned = [each for each in tickets.values() if each.status == Status.WAITING]
    assert any(each.closes_at and each.closes_at > made_at for each in warned)
    assert any(each.status == Status.CLOSED for each in tickets.values())


def test_the_watch_spoke_at_its_time_and_has_nothing_left_to_say(made_at: datetime) -> None:
    for kind in (EventKind.WARNED, EventKind.BREACHED, EventKind.CHAIN_TOLD, EventKind.ALERTED):
        assert events(kind), kind
    late = select(func.count()).where(Ticket.watch_at < made_at - timedelta(seconds=3))
    assert db.session.scalar(late) == 0
    loud = select(func.count()).where(
        Event.kind.in_([EventKind.WARNED, EventKind.BREACHED, EventKind.ALERTED])
    )
    everything = db.session.scalar(select(func.count()).select_from(Event))
    assert (db.session.scalar(loud) or 0) < (everything or 0) / 5, "it is no alarm bell"


def test_a_critical_ticket_that_nobody_has_taken_is_at_the_head_of_the_queue(demo: Flask) -> None:
    agent = signed_in(Browser(demo, "es"), "tomas.iturra").visit("/desk")
    alert = agent.page.select_one(".alert")
    assert alert is not None
    critical = select(Ticket.title).where(
        Ticket.severity == "critical", Ticket.status == Status.OPEN
    )
    assert db.session.scalars(critical).one() in alert.get_text()
