"""Stored due times and the computed clock agree after any sequence of steps; a promise stays with its edition."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from portal.ground.db import db, writing
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.policy.loading import load
from portal.tickets import steps
from portal.tickets.arrangement import Meeting, MeetingKind, Quote, Result
from portal.tickets.clock import Goal
from portal.tickets.closing import Lesson
from portal.tickets.due_times import clock_of, ledger_of, promised
from portal.tickets.handover import Destination
from portal.tickets.lifecycle import Step
from portal.tickets.steps.arranging import Attempt, Offer, Proposal
from portal.tickets.ticket import Ticket
from tests.characters import START
from tests.clockwork import CALENDARS, clockwork
from tests.tickets.conftest import DAY, MIN, H, opened, words

SAID = words("…")
Deed = Callable[[Ticket, datetime], Any]
MORE = """
[[clause]]
key = "misuse"
part = "exclusion"
text = {en = "Misuse"}

[[tier]]
key = "second"
title = {en = "Second"}
takes = {en = "The rest"}

[[tier]]
key = "boss"
title = {en = "Management"}
takes = {en = "What is late"}
is_management = true
"""
WITHOUT_A_CLOCK = {
    Step.NOTE, Step.LINK_ARTICLE, Step.ADD_COLLEAGUE, Step.REMOVE_COLLEAGUE, Step.RATE,
    Step.OBJECT, Step.ALLOW_ACCESS, Step.WITHDRAW_ACCESS,
}  # fmt: skip
"""Nothing that is promised hangs on them."""


def deeds(people: dict[str, Person], client: Person | None) -> list[tuple[Step, Deed]]:
    """Every step that moves a clock, by someone who may take it (the client None: a guest); some in several ways."""
    vera, leo = people["vera"], people["leo"]
    provider = Destination.PROVIDER
    return [
        (Step.RELEASE, lambda t, at: steps.release(t, vera, at)),
        (Step.ANSWER, lambda t, at: steps.reply(t, client, SAID, at)),
        (Step.REPLY, lambda t, at: steps.reply(t, vera, SAID, at)),
        (Step.NOTE, lambda t, at: steps.note(t, vera, SAID, at)),
        (Step.TAKE, lambda t, at: steps.take(t, vera, at)),
        (Step.ASSIGN, lambda t, at: steps.assign(t, vera, leo, at)),
        (Step.ASK_CLIENT, lambda t, at: steps.ask_client(t, vera, SAID, at)),
        (Step.AWAIT, lambda t, at: steps.wait_for(t, vera, "provider", SAID, at)),
        (Step.AWAIT, lambda t, at: steps.wait_for(t, vera, "parts", SAID, at)),
        (Step.RESUME, lambda t, at: steps.resume(t, vera, at)),
        (Step.RECLASSIFY, lambda t, at: _reclassify(t, vera, "santiago-mid", at)),
        (Step.RECLASSIFY, lambda t, at: _reclassify(t, vera, "madrid-high", at)),
        (Step.RECLASSIFY, lambda t, at: _reclassify(t, vera, "madrid-low", at)),
        (Step.MOVE_PLAN, lambda t, at: steps.move_plan(t, vera, "plus", SAID, at)),
        (Step.MOVE_PLAN, lambda t, at: steps.move_plan(t, vera, "basic", SAID, at)),
        (Step.ANSWER_OBJECTION, lambda t, at: steps.object_to(t, client, SAID, at)),
        (Step.ANSWER_OBJECTION, lambda t, at: steps.answer_objection(t, vera, SAID, at)),
        (Step.ESCALATE, lambda t, at: steps.escalate(t, vera, "second", SAID, at)),
        (Step.ESCALATE, lambda t, at: steps.hand_over(t, vera, Destination.MANAGEMENT, SAID, at)),
        (
            Step.ESCALATE,
            lambda t, at: steps.hand_over(t, vera, provider, SAID, at, is_awaited=True),
        ),
        (Step.TAKE_BACK, lambda t, at: _take_back(t, vera, at)),
        (Step.REPRODUCE, lambda t, at: steps.reproduce(t, vera, Attempt("test", Result.NO), at)),
        (Step.PROPOSE_MEETING, lambda t, at: _propose(t, vera, at)),
        (Step.CHOOSE_TIME, lambda t, at: _with_meeting(t, client, at, steps.agree)),
        (Step.CHOOSE_TIME, lambda t, at: _with_meeting(t, vera, at, _call_off)),
        (Step.RECORD_MEETING, lambda t, at: _with_meeting(t, vera, at, _record)),
        (
            Step.MARK_OUT_OF_SCOPE,
            lambda t, at: steps.mark_out_of_scope(t, vera, "misuse", SAID, at),
        ),
        (Step.MARK_IN_SCOPE, lambda t, at: steps.mark_in_scope(t, vera, SAID, at)),
        (Step.QUOTE, lambda t, at: steps.quote(t, vera, _offer(at), at)),
        (Step.QUOTE, lambda t, at: steps.withdraw_quote(t, vera, at)),
        (Step.ANSWER_QUOTE, lambda t, at: _answer(t, client, at)),
        (Step.ANSWER_QUOTE, lambda t, at: steps.decline_quote(t, client, _quote(t), SAID, at)),
        (Step.RESOLVE, lambda t, at: _resolve(t, vera, at)),
        (Step.CONFIRM, lambda t, at: steps.confirm(t, client, at)),
        (Step.REOPEN, lambda t, at: steps.reopen(t, client, SAID, at)),
        (Step.CLOSE, lambda t, at: steps.close(t, vera, SAID, at)),
    ]


def _reclassify(ticket: Ticket, person: Person, severity: str, at: datetime) -> None:
    steps.reclassify(ticket, person, severity, "incident", SAID, at)


def _resolve(ticket: Ticket, person: Person, at: datetime) -> None:
    steps.resolve(ticket, person, SAID, Lesson.NOTHING, at, reason="Known.")


def _take_back(ticket: Ticket, person: Person, at: datetime) -> None:
    for handover in steps.open_handovers(ticket)[:1]:
        steps.take_back(ticket, person, handover, SAID, at)


def _propose(ticket: Ticket, person: Person, at: datetime) -> None:
    proposal = Proposal(MeetingKind.PHONE_CALL, (at + 1 * H, at + 9 * H), "+56 2 2345 6789")
    steps.propose_meeting(ticket, person, proposal, SAID, at)


def _with_meeting(
    ticket: Ticket, person: Person | None, at: datetime, deed: Callable[..., Any]
) -> None:
    wanted = select(Meeting).where(Meeting.ticket_id == ticket.id).order_by(Meeting.id.desc())
    meeting = db.session.scalars(wanted.limit(1)).one_or_none()
    if meeting is None:
        raise Forbidden("There is none.")
    if deed is steps.agree:
        steps.agree(ticket, person, meeting, meeting.times[-1].at, at)
    else:
        deed(ticket, person, meeting, at)


def _call_off(ticket: Ticket, person: Person, meeting: Meeting, at: datetime) -> None:
    steps.call_off(ticket, person, meeting, SAID, at)


def _record(ticket: Ticket, person: Person, meeting: Meeting, at: datetime) -> None:
    steps.record_meeting(ticket, person, meeting, 20, "", at)


def _offer(at: datetime) -> Offer:
    return Offer(12_000, "CLP", (at + 9 * DAY).date(), "Another report")


def _quote(ticket: Ticket) -> Quote:
    wanted = select(Quote).where(Quote.ticket_id == ticket.id).order_by(Quote.id.desc())
    quote = db.session.scalars(wanted.limit(1)).one_or_none()
    if quote is None:
        raise Forbidden("There is none.")
    return quote


def _answer(ticket: Ticket, person: Person | None, at: datetime) -> None:
    steps.accept_quote(ticket, person, _quote(ticket), at)


@pytest.fixture
def clocked(
    characters: dict[str, Person], tmp_path: Path, use_policy: Callable[[str], None]
) -> dict[str, Person]:
    """The characters, at a site whose policy counts in the hours of three zones."""
    (tmp_path / "clocked.toml").write_text(clockwork().text + MORE)
    use_policy(str(tmp_path / "clocked.toml"))
    return characters


def filed(person: Person | None, **changes: Any) -> Ticket:
    values = {"kind": "incident", "severity": "santiago-high", "plan": "basic", "answers": {}}
    return opened(person, **(values | changes))


def test_no_step_that_moves_a_clock_is_missing(characters: dict[str, Person]) -> None:
    assert {step for step, _ in deeds(characters, None)} >= set(Step) - WITHOUT_A_CLOCK


@pytest.mark.parametrize("seed", range(10))
def test_stored_and_computed_agree(clocked: dict[str, Person], seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (no secret)
    is_held = seed % 4 == 0
    client = None if is_held else clocked["alice"]
    ticket = filed(client, held=is_held, channel=["portal", "chat"][seed % 2])
    # An early release and few ends, so that much can happen between them.
    often = {Step.RELEASE: 60, Step.CLOSE: 1, Step.CONFIRM: 1, Step.RESOLVE: 1}
    possible = [(deed, often.get(step, 6)) for step, deed in deeds(clocked, client)]
    at, taken = START, 0
    for _ in range(70):
        at += timedelta(minutes=chance.choice([0, 1, 20, 90, 300, 1200]))
        (deed,) = chance.choices(*zip(*possible, strict=True))
        try:
            with writing():
                deed(ticket, at)
            taken += 1
        except Forbidden:
            continue
        agrees(ticket, at + chance.randrange(3000) * MIN)
    assert taken > 12, "the sequence did something"
    db.session.rollback()


def agrees(ticket: Ticket, later: datetime) -> None:
    """What is stored is what the clock and the ledger say, whenever they are read."""
    clock, ledger = clock_of(ticket, later), ledger_of(ticket, later)
    assert (
        ticket.next_due_at,
        ticket.paused_at,
        ticket.first_response_at,
        ticket.resolved_at,
    ) == (clock.next_due_at, clock.paused_at, clock.first_response_at, clock.resolved_at)
    for goal, stored in (
        (Goal.FIRST_RESPONSE, ticket.first_response_due_at),
        (Goal.RESOLUTION, ticket.resolution_due_at),
        (Goal.UPDATES, ticket.update_due_at),
    ):
        reading = clock.readings.get(goal)
        assert stored == (reading.due_at if reading else None)
        if reading:
            assert ledger.goals[goal].used == reading.used
    assert (ticket.paused_at is not None) <= (ticket.status == "waiting")


def test_a_new_edition_never_changes_a_promise(
    clocked: dict[str, Person], tmp_path: Path, use_policy: Callable[[str], None]
) -> None:
    alice, vera = clocked["alice"], clocked["vera"]
    before = filed(alice, key="before")
    due_at = before.first_response_due_at
    edited = clockwork().text.replace('first_response = "90 min"', 'first_response = "10 min"')
    (tmp_path / "edited.toml").write_text(edited + MORE)
    use_policy(str(tmp_path / "edited.toml"))
    after = filed(alice, key="after")
    assert after.first_response_due_at != due_at, "what is new is promised by the new edition"
    with writing():
        steps.take(before, vera, START + MIN)
        steps.move_plan(before, vera, "plus", SAID, START + 5 * MIN)
        steps.move_plan(before, vera, "basic", SAID, START + 9 * MIN)
    assert before.first_response_due_at == due_at, "another plan and back: by its own edition"
    assert clock_of(before, START + 20 * MIN).first_response is not None
    agrees(before, START + 20 * MIN)


def test_what_is_promised_can_be_asked_before_there_is_a_ticket(
    clocked: dict[str, Person], tmp_path: Path
) -> None:
    policy = load(str(tmp_path / "clocked.toml"))
    told = promised(policy, "basic", "santiago-high", "incident", "", "portal", START)
    assert set(told) == set(Goal)
    assert told[Goal.FIRST_RESPONSE].hours.key in CALENDARS
    due_at = told[Goal.RESOLUTION].hours.add(START, told[Goal.RESOLUTION].amount)
    ticket = filed(clocked["alice"])
    assert ticket.resolution_due_at == due_at, "what was said is what is kept"
    by_chat = promised(policy, "basic", "madrid-high", "incident", "", "chat", START)
    assert by_chat[Goal.FIRST_RESPONSE].amount == 30 * MIN
    nothing = promised(policy, "basic", "santiago-low", "incident", "", "portal", START)
    assert set(nothing) == {Goal.FIRST_RESPONSE}
