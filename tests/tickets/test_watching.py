"""Time speaks up once for each thing, whatever restarts, and says nothing while a clock stands still."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.ground.db import db, writing
from portal.people.person import Person
from portal.policy.editions import Edition
from portal.tickets import steps
from portal.tickets.conversation import Event
from portal.tickets.due_times import policy_for
from portal.tickets.events import BY_TIME
from portal.tickets.handover import Destination
from portal.tickets.happened import line_of
from portal.tickets.steps import Outside
from portal.tickets.ticket import Ticket
from portal.tickets.timeline import timeline
from portal.tickets.watching import BATCH, is_due, watch
from tests.characters import START
from tests.tickets.conftest import DAY, MIN, H, opened, resolve, words

Act = Callable[..., Any]
People = dict[str, Person]


def watched(at: datetime) -> int:
    """Look until nothing is left, as the job does; how many tickets were looked at."""
    total = 0
    while is_due(at):
        with writing():
            total += watch(at)
    db.session.rollback()
    return total


def said(ticket: Ticket) -> list[tuple[str, str | None, str | None]]:
    """What time said of the ticket: kind, after, before."""
    log = select(Event).where(Event.ticket_id == ticket.id).order_by(Event.id)
    return [(e.kind, e.after, e.before) for e in db.session.scalars(log) if e.kind in BY_TIME]


def test_a_promise_is_warned_of_once_and_missed_once(ticket: Ticket) -> None:
    """High: a reply in two hours. The leader hears of it when it is late."""
    assert watched(START + 90 * MIN - timedelta(seconds=1)) == 0
    for at in (START + 90 * MIN, START + 91 * MIN, START + 2 * H):
        watched(at)
    assert said(ticket) == [("warned", "first-response", "75")]
    for at in (START + 2 * H + MIN, START + 2 * H + 2 * MIN, START + 3 * H):
        watched(at)
    assert said(ticket)[1:3] == [
        ("breached", "first-response", None),
        ("chain_told", "first-response", "leader"),
    ]
    assert len([each for each in said(ticket) if each[1] == "first-response"]) == 3


def test_what_is_answered_in_time_is_not_spoken_of(ticket: Ticket, act: Act) -> None:
    act(steps.reply, ticket, "vera", words("We look into it."), at=START + H)
    watched(START + 3 * H)
    assert not [each for each in said(ticket) if each[1] == "first-response"]


def test_after_a_long_stop_only_the_strongest_is_said_and_the_second_look_says_nothing(
    ticket: Ticket,
) -> None:
    watched(START + 30 * DAY)
    everything = said(ticket)
    assert ("breached", "first-response", None) in everything
    assert not [each for each in everything if each[0] == "warned"]
    assert len(everything) == len(set(everything))
    assert watched(START + 30 * DAY) == 0
    assert said(ticket) == everything


def test_a_provider_who_is_late_is_spoken_of_once_for_each_day_they_named(
    ticket: Ticket, act: Act
) -> None:
    there = Outside("Telco Sur", expected_on=date(2026, 3, 4))
    give = (Destination.PROVIDER, words("Their line."))
    act(steps.hand_over, ticket, "vera", *give, at=START + H, outside=there, is_awaited=True)
    midnight = datetime(2026, 3, 5, tzinfo=ZoneInfo("America/Santiago"))
    watched(midnight - MIN)
    assert not of_provider(ticket), "the day counts whole, by the site's clock"
    for at in (midnight, midnight + H, midnight + 5 * H):
        watched(at)
    assert of_provider(ticket) == ["provider 2026-03-04"]
    (handover,) = steps.open_handovers(ticket)
    news = Outside(expected_on=date(2026, 3, 6))
    act(steps.add_news, ticket, "vera", handover, news, words("More."), at=midnight + 6 * H)
    watched(midnight + 3 * DAY)
    assert of_provider(ticket) == ["provider 2026-03-04", "provider 2026-03-06"]
    told = [entry.words for entry in timeline(ticket, for_agent=False)]
    assert "The outside provider didn’t finish by 6 March 2026 as expected" in told


def test_a_provider_who_is_done_is_not_late(ticket: Ticket, act: Act) -> None:
    there = Outside("Telco Sur", expected_on=date(2026, 3, 4))
    give = (Destination.PROVIDER, words("Their line."))
    act(steps.hand_over, ticket, "vera", *give, at=START + H, outside=there)
    (handover,) = steps.open_handovers(ticket)
    act(steps.take_back, ticket, "vera", handover, words("Mended."), at=START + 2 * H)
    watched(START + 10 * DAY)
    assert not of_provider(ticket)


def of_provider(ticket: Ticket) -> list[str | None]:
    return [after for kind, after, _before in said(ticket) if kind == "overdue"]


def test_the_time_set_back_says_nothing_twice(ticket: Ticket) -> None:
    watched(START + 2 * H + MIN)
    before = said(ticket)
    for at in (START + 100 * MIN, START + H, START + 2 * H + MIN):
        watched(at)
    assert said(ticket) == before


def test_a_paused_clock_says_nothing_until_it_runs_again(ticket: Ticket, act: Act) -> None:
    act(steps.reply, ticket, "vera", words("On it."), at=START + H)
    act(steps.ask_client, ticket, "vera", words("Which version?"), at=START + 2 * H)
    watched(START + DAY)
    assert said(ticket) == []
    act(steps.reply, ticket, "alice", words("4.12"), at=START + DAY)
    due_at = ticket.resolution_due_at
    assert due_at is not None
    watched(due_at)
    assert [each for each in said(ticket) if each[1] == "resolution"] == [
        ("warned", "resolution", "75")
    ]


def test_each_round_of_updates_is_warned_of_for_itself(ticket: Ticket, act: Act) -> None:
    at = START
    for _round in range(2):
        at += H
        act(steps.reply, ticket, "vera", words("Still on it."), at=at)
        due_at = ticket.update_due_at
        assert due_at is not None
        at = due_at - MIN
        watched(at)
        watched(at + timedelta(seconds=30))
    assert [each for each in said(ticket) if each[1] == "updates"] == [
        ("warned", "updates", "75"),
        ("warned", "updates", "75"),
    ]


def test_a_class_with_more_time_is_a_new_promise_and_warned_of_anew(
    ticket: Ticket, act: Act
) -> None:
    watched(START + 100 * MIN)
    act(
        steps.reclassify,
        ticket,
        "leo",
        "low",
        "system-error",
        words("It is low."),
        at=START + 101 * MIN,
    )
    due_at = ticket.first_response_due_at
    assert due_at is not None
    watched(START + 102 * MIN)
    assert said(ticket) == [("warned", "first-response", "75")]
    watched(due_at)
    assert said(ticket)[:2] == [("warned", "first-response", "75")] * 2


def test_a_class_whose_time_is_over_already_is_missed_at_once_and_not_warned_of(
    characters: People, act: Act
) -> None:
    ticket = opened(characters["alice"], severity="low")
    act(
        steps.reclassify,
        ticket,
        "leo",
        "high",
        "system-error",
        words("It is high."),
        at=START + 3 * H,
    )
    watched(START + 3 * H)
    of_reply = [each[0] for each in said(ticket) if each[1] == "first-response"]
    assert of_reply == ["breached", "chain_told"]


def test_a_critical_ticket_alerts_again_and_again_until_somebody_takes_it(
    characters: People, act: Act
) -> None:
    ticket = opened(characters["alice"], severity="critical")
    alerts = [START, START + 15 * MIN, START + 30 * MIN]
    for at in alerts:
        watched(at)
        watched(at + MIN)
    act(steps.take, ticket, "vera", at=START + 40 * MIN)
    watched(START + 2 * H)
    assert [each for each in said(ticket) if each[0] == "alerted"] == [
        ("alerted", number, None) for number in "123"
    ]


def test_an_alert_begins_anew_where_the_ticket_is_passed_on(characters: People, act: Act) -> None:
    ticket = opened(characters["alice"], severity="critical")
    watched(START)
    act(steps.take, ticket, "vera", at=START + MIN)
    watched(START + 20 * MIN)
    act(steps.escalate, ticket, "vera", "level-2", words("It is deep."), at=START + 20 * MIN)
    watched(START + 20 * MIN)
    assert [each for each in said(ticket) if each[0] == "alerted"] == [("alerted", "1", None)] * 2


def test_a_long_stop_repeats_an_alert_once(characters: People) -> None:
    ticket = opened(characters["alice"], severity="critical")
    watched(START)
    watched(START + DAY)
    assert len([each for each in said(ticket) if each[0] == "alerted"]) == 2


@pytest.mark.parametrize("end", ["reclassified", "resolved", "asked"])
def test_an_alert_ends_with_its_reason(end: str, characters: People, act: Act) -> None:
    ticket = opened(characters["alice"], severity="critical")
    watched(START)
    at = START + MIN
    if end == "reclassified":
        act(steps.reclassify, ticket, "leo", "low", "system-error", words("No."), at=at)
    elif end == "resolved":
        resolve(ticket, characters["vera"], at)
    else:
        act(steps.ask_client, ticket, "vera", words("Which?"), at=at)
    watched(START + 20 * MIN)
    assert len([each for each in said(ticket) if each[0] == "alerted"]) == 1


def test_an_unanswered_question_is_repeated_and_then_the_ticket_closes(
    ticket: Ticket, act: Act
) -> None:
    act(steps.ask_client, ticket, "vera", words("Which version?"), at=START)
    assert ticket.closes_at == START + 7 * DAY
    for days in range(1, 7):
        watched(START + days * DAY)
    assert said(ticket) == [("reminded", "1", None), ("reminded", "2", None)]
    watched(START + 7 * DAY - MIN)
    assert ticket.status == "waiting"
    watched(START + 7 * DAY)
    assert (ticket.status, ticket.closes_at, ticket.watch_at) == ("closed", None, None)
    assert ticket.next_due_at is None


def test_an_answer_wakes_it_and_nothing_closes(ticket: Ticket, act: Act) -> None:
    act(steps.ask_client, ticket, "vera", words("Which version?"), at=START)
    watched(START + 2 * DAY)
    act(steps.reply, ticket, "alice", words("4.12"), at=START + 3 * DAY)
    assert (ticket.status, ticket.closes_at) == ("in_progress", None)
    watched(START + 8 * DAY)
    assert ticket.status == "in_progress"
    assert [each for each in said(ticket) if each[0] == "reminded"] == [("reminded", "1", None)]


def test_asking_again_begins_the_reminders_anew(ticket: Ticket, act: Act) -> None:
    act(steps.ask_client, ticket, "vera", words("Which version?"), at=START)
    watched(START + 2 * DAY)
    act(steps.ask_client, ticket, "vera", words("And which browser?"), at=START + 3 * DAY)
    assert ticket.closes_at == START + 10 * DAY
    watched(START + 4 * DAY)
    watched(START + 5 * DAY)
    assert said(ticket) == [("reminded", "1", None)] * 2


def test_nobody_finds_a_ticket_closed_unwarned(ticket: Ticket, act: Act) -> None:
    """The worker stood still over all of it: the client is reminded, and has the time that follows a reminder."""
    act(steps.ask_client, ticket, "vera", words("Which version?"), at=START)
    watched(START + 20 * DAY)
    assert said(ticket) == [("reminded", "2", None)]
    assert (ticket.status, ticket.closes_at) == ("waiting", START + 23 * DAY)
    watched(START + 23 * DAY)
    assert ticket.status == "closed"


def test_waiting_for_somebody_else_reminds_nobody(ticket: Ticket, act: Act) -> None:
    act(steps.wait_for, ticket, "vera", "provider", words("They look into it."), at=START)
    watched(START + 8 * DAY)
    assert not [each for each in said(ticket) if each[0] == "reminded"]
    assert (ticket.status, ticket.closes_at) == ("waiting", None)


def test_what_ended_is_not_watched(ticket: Ticket, characters: People) -> None:
    resolve(ticket, characters["vera"], START + MIN)
    assert ticket.watch_at is None
    assert watched(START + 90 * DAY) == 0


def test_a_batch_leaves_the_rest_for_the_next(characters: People) -> None:
    for number in range(5):
        opened(characters["alice"], key=f"key {number}")
    with writing():
        assert watch(START + 3 * H) == 5 < BATCH
    assert not is_due(START + 3 * H)


def test_a_ticket_that_cannot_be_looked_at_does_not_hold_up_the_others(
    ticket: Ticket, characters: People
) -> None:
    other = opened(characters["bob"], key="key-2", at=START + MIN)
    with writing():
        ticket.edition = "0" * 64
    watched(START + 3 * H)
    assert ("breached", "first-response", None) in said(other)
    assert said(ticket) == []
    assert not is_due(START + 3 * H)


def test_a_ticket_whose_edition_cannot_be_read_does_not_hold_up_the_others(
    characters: People, ticket: Ticket
) -> None:
    other = opened(characters["bob"], key="key-2", at=START + MIN)
    with writing():
        db.session.add(Edition(sha256="0" * 64, name="torn", text="name = [", since=START))
        ticket.edition = "0" * 64
    watched(START + 3 * H)
    assert ("breached", "first-response", None) in said(other)
    assert not is_due(START + 3 * H)


def test_two_workers_at_once_say_it_once(app: Flask, characters: People) -> None:
    for number in range(30):
        opened(characters["alice"], key=f"key {number}")
    at, barrier = START + 2 * H + MIN, threading.Barrier(2)

    def work() -> None:
        with app.app_context():
            barrier.wait()
            watched(at)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    db.session.rollback()
    counts = select(Event.kind, func.count()).group_by(Event.kind)
    assert dict(db.session.execute(counts).all()) == {
        "opened": 30,
        "breached": 30,
        "chain_told": 30,
    }


def test_the_lines_are_honest_to_the_client_and_plain_to_the_desk(ticket: Ticket, act: Act) -> None:
    watched(START + 2 * H + MIN)
    act(steps.ask_client, ticket, "vera", words("Which?"), at=START + 3 * H)
    watched(START + 3 * H + 2 * DAY)
    log = select(Event).where(Event.ticket_id == ticket.id).order_by(Event.id)
    lines = {
        (event.kind, for_agent): line_of(event, ticket, policy_for(ticket), "", for_agent)
        for event in db.session.scalars(log)
        if event.kind in BY_TIME
        for for_agent in (True, False)
    }
    assert lines["breached", False] == "Our reply is overdue"
    assert lines["breached", True] == "The first response is overdue"
    assert lines["reminded", False] == "We reminded you that we need your answer"
    assert "Support leader" in lines["chain_told", True]
