"""The demo is believable under every policy that comes along: its people, promises and pages are those of that policy."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal.demo.cast import cast
from portal.ground.db import db
from portal.people.person import Person
from portal.policy.editions import current_policy
from portal.policy.hours import hours_of
from portal.tickets.arrangement import Meeting, MeetingState, Quote, QuoteState
from portal.tickets.conversation import Event
from portal.tickets.due_times import clock_of
from portal.tickets.events import EventKind
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.demo.conftest import Making
from tests.signing_in import signed_in

OTHERS = ("planes", "poliza", "escala-5", "politica-base")


@pytest.mark.parametrize("name", OTHERS)
def test_the_demo_lives_under_each_policy(making: Making, made_at: datetime, name: str) -> None:
    with making(name, scale=0) as app:
        tickets = db.session.scalars(select(Ticket).order_by(Ticket.id)).all()
        _are_of_this_policy(tickets, made_at)
        assert {ticket.status for ticket in tickets} == set(Status)
        assert {QuoteState.OPEN, QuoteState.ACCEPTED, QuoteState.DECLINED} == set(
            db.session.scalars(select(Quote.state))
        )
        assert {MeetingState.PROPOSED, MeetingState.HELD} <= set(
            db.session.scalars(select(Meeting.state))
        )
        if name == "planes":
            _works_in_office_hours()
        _can_be_walked_through(app, tickets)


def _works_in_office_hours() -> None:
    """Under `planes` all but what is critical, or of the plan round the clock, is answered by day."""
    office = hours_of(current_policy(), "office")
    answered = (
        select(Event.at)
        .join(Ticket)
        .where(
            Event.by_agent,
            Event.kind == EventKind.REPLIED,
            Ticket.severity != "critical",
            Ticket.plan != "24x7",
        )
    )
    moments = db.session.scalars(answered).all()
    assert moments
    assert all(office.is_open(at) for at in moments)
    by_day = next(player for player in cast().staff if player.is_in_by_day)
    person = db.session.scalars(select(Person).where(Person.email == by_day.email)).one()
    assert person.calendar == "office"


def _are_of_this_policy(tickets: Sequence[Ticket], at: datetime) -> None:
    policy = current_policy()
    for ticket in tickets:
        assert policy.plan(ticket.plan)
        assert policy.severity(ticket.severity)
        assert policy.request_type(ticket.kind)
        assert policy.channel(ticket.channel)
        assert ticket.next_due_at == clock_of(ticket, at).next_due_at
    people = db.session.scalars(select(Person)).all()
    assert all(policy.tier(person.tier or "") for person in people if person.is_agent)


def _can_be_walked_through(app: Flask, tickets: Sequence[Ticket]) -> None:
    worst = current_policy().severities[0]
    Browser(app, "en").visit("/").visit("/support").sees(worst.title["en"])
    agent = signed_in(Browser(app, "es"), "tomas.iturra").visit("/desk")
    agent.sees(worst.title["es"])
    assert agent.page.select(".alert"), "a critical ticket waits for somebody"
    ticket = next(each for each in tickets if each.requester and each.status == Status.IN_PROGRESS)
    agent.visit(f"/desk/{ticket.ref}").visit(f"/desk/{ticket.ref}/ledger")
    client = signed_in(Browser(app, "es"), ticket.requester_email.split("@")[0])
    client.visit(f"/tickets/{ticket.ref}").visit(f"/tickets/{ticket.ref}/ledger")
