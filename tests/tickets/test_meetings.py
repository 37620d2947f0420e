"""Remote sessions and calls: proposed, chosen, called off, recorded."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from portal.ground.db import db, writing
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets import steps
from portal.tickets.arrangement import Meeting, MeetingKind
from portal.tickets.conversation import Event
from portal.tickets.steps import Proposal
from portal.tickets.ticket import Ticket
from tests.characters import START
from tests.tickets.conftest import DAY, MIN, H, kinds, opened, resolve, words

Act = Callable[..., Any]
SESSION, CALL = MeetingKind.REMOTE_SESSION, MeetingKind.PHONE_CALL


def propose(act: Act, ticket: Ticket, *times: datetime, at: datetime = START, **more: Any) -> None:
    kind, where = more.pop("kind", CALL), more.pop("where", "+56 2 2345 6789")
    act(steps.propose_meeting, ticket, "vera", Proposal(kind, times, where), None, at=at, **more)


def meetings() -> list[Meeting]:
    return list(db.session.scalars(db.select(Meeting).order_by(Meeting.id)))


def last(ticket: Ticket) -> Event:
    log = db.select(Event).where(Event.ticket_id == ticket.id).order_by(Event.id.desc())
    return db.session.scalars(log).first()


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ((), "between one and five"),
        (tuple(START + n * H for n in range(1, 7)), "between one and five"),
        ((START + H, START - H), "in the future"),
    ],
)
def test_one_to_five_times_all_to_come(
    ticket: Ticket, act: Act, times: tuple[datetime, ...], why: str
) -> None:
    with pytest.raises(Forbidden, match=why):
        propose(act, ticket, *times)


def test_a_time_is_chosen_once_and_only_one_that_was_proposed(ticket: Ticket, act: Act) -> None:
    propose(act, ticket, START + DAY, START + 2 * DAY)
    meeting = meetings()[0]
    with pytest.raises(Forbidden, match="no longer on offer"):
        act(steps.agree, ticket, "alice", meeting, START + 3 * DAY, at=START + H)
    for _twice in range(2):
        act(steps.agree, ticket, "alice", meeting, START + 2 * DAY, at=START + H)
    assert (meeting.state, meeting.starts_at) == ("agreed", START + 2 * DAY)
    assert kinds(ticket) == ["opened", "meeting_proposed", "meeting_agreed"]
    with pytest.raises(Forbidden, match="no longer on offer"):
        act(steps.agree, ticket, "alice", meeting, START + DAY, at=START + H)


def test_a_time_that_has_passed_cannot_be_chosen(ticket: Ticket, act: Act) -> None:
    propose(act, ticket, START + H)
    with pytest.raises(Forbidden, match="has passed"):
        act(steps.agree, ticket, "alice", meetings()[0], START + H, at=START + 2 * H)


def test_other_times_take_the_place_of_those_nobody_chose(ticket: Ticket, act: Act) -> None:
    propose(act, ticket, START + DAY, key="one")
    propose(act, ticket, START + DAY, key="one")
    propose(act, ticket, START + 2 * DAY, key="two")
    assert [meeting.state for meeting in meetings()] == ["called_off", "proposed"]
    act(steps.agree, ticket, "alice", meetings()[1], START + 2 * DAY, at=START + H)
    with pytest.raises(Forbidden, match="agreed already"):
        propose(act, ticket, START + 3 * DAY, key="three")


def test_the_database_keeps_one_open_meeting(ticket: Ticket, act: Act) -> None:
    propose(act, ticket, START + DAY)
    first = meetings()[0]
    again = {"kind": first.kind, "state": "agreed", "person_id": first.person_id}
    second = Meeting(ticket_id=ticket.id, proposed_at=START, starts_at=START, **again)
    with pytest.raises(IntegrityError), writing():
        db.session.add(second)


def test_none_fits_is_a_reply_and_the_desk_proposes_again(ticket: Ticket, act: Act) -> None:
    propose(act, ticket, START + DAY)
    for _twice in range(2):
        act(
            steps.decline_times,
            ticket,
            "alice",
            meetings()[0],
            words("Mornings, please."),
            at=START + H,
            key="form",
        )
    assert kinds(ticket) == ["opened", "meeting_proposed", "replied", "meeting_called_off"]
    assert ticket.last_word_by == "client"
    propose(act, ticket, START + 2 * DAY, at=START + 2 * H)


@pytest.mark.parametrize(
    ("who", "left"),
    [("vera", ["meeting_called_off"]), ("alice", ["replied", "meeting_called_off"])],
)
def test_either_side_calls_it_off_with_words(
    ticket: Ticket, act: Act, who: str, left: list[str]
) -> None:
    propose(act, ticket, START + DAY)
    act(steps.agree, ticket, "alice", meetings()[0], START + DAY, at=START + H)
    act(steps.call_off, ticket, who, meetings()[0], words("I am ill."), at=START + 2 * H)
    assert meetings()[0].state == "called_off"
    assert kinds(ticket)[3:] == left
    assert [message.text for message in ticket.messages] == ["I am ill."]
    with pytest.raises(Forbidden, match="nothing to call off"):
        act(steps.call_off, ticket, who, meetings()[0], words("Again."), at=START + 3 * H)


def test_it_is_recorded_once_it_has_begun(ticket: Ticket, act: Act) -> None:
    propose(act, ticket, START + DAY)
    meeting = meetings()[0]
    with pytest.raises(Forbidden, match="scheduled meeting"):
        act(steps.record_meeting, ticket, "vera", meeting, 30, "", at=START + DAY)
    act(steps.agree, ticket, "alice", meeting, START + DAY, at=START + H)
    with pytest.raises(Forbidden, match="not begun"):
        act(steps.record_meeting, ticket, "vera", meeting, 30, "", at=START + DAY - MIN)
    for _twice in range(2):
        act(steps.record_meeting, ticket, "vera", meeting, 35, "The port.", at=START + DAY + H)
    assert (meeting.state, meeting.minutes, meeting.note) == ("held", 35, "The port.")
    assert (last(ticket).kind, last(ticket).after) == ("meeting_recorded", "held 35")
    assert kinds(ticket).count("meeting_recorded") == 1


def test_a_missed_one_is_recorded_without_minutes(ticket: Ticket, act: Act) -> None:
    propose(act, ticket, START + DAY, kind=SESSION)
    act(steps.agree, ticket, "alice", meetings()[0], START + DAY, at=START + H)
    act(steps.record_meeting, ticket, "vera", meetings()[0], None, "", at=START + DAY + H)
    assert (meetings()[0].state, last(ticket).after) == ("missed", "missed")


@pytest.mark.parametrize(
    ("allowed", "withdrawn", "is_held"),
    [
        (None, None, False),
        (-2 * H, -H, False),
        (-2 * H, None, True),
        (-2 * H, 10 * MIN, True),
        (5 * MIN, None, True),
        (90 * MIN, None, False),
    ],
)
def test_a_remote_session_was_held_only_with_consent_at_that_time(
    ticket: Ticket, act: Act, allowed: Any, withdrawn: Any, is_held: bool
) -> None:
    begins = START + DAY
    propose(act, ticket, begins, kind=SESSION)
    act(steps.agree, ticket, "alice", meetings()[0], begins, at=START + H)
    if allowed is not None:
        act(steps.allow_access, ticket, "alice", at=begins + allowed)
    if withdrawn is not None:
        act(steps.withdraw_access, ticket, "alice", at=begins + withdrawn)
    at = begins + 2 * H
    if is_held:
        act(steps.record_meeting, ticket, "vera", meetings()[0], 30, "", at=at)
        assert meetings()[0].state == "held"
    else:
        with pytest.raises(Forbidden, match="had not given us access to their system"):
            act(steps.record_meeting, ticket, "vera", meetings()[0], 30, "", at=at)


def test_what_was_planned_falls_away_with_the_ticket_what_has_begun_can_be_recorded(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    propose(act, ticket, START + DAY)
    resolve(ticket, characters["vera"], START + H)
    assert meetings()[0].state == "called_off"
    assert kinds(ticket)[-3:] == ["meeting_called_off", "taken", "resolved"]
    other = opened(characters["alice"], key="other")
    propose(act, other, START + DAY)
    act(steps.agree, other, "alice", meetings()[1], START + DAY, at=START + H)
    resolve(other, characters["vera"], START + DAY + H)
    act(steps.record_meeting, other, "vera", meetings()[1], 20, "", at=START + DAY + 2 * H)
    assert (meetings()[1].state, other.status) == ("held", "resolved")


def test_times_are_kept_in_utc(ticket: Ticket, act: Act) -> None:
    propose(act, ticket, START + DAY)
    assert meetings()[0].times[0].at.tzinfo is UTC
