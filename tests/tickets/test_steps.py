"""What each step does to a ticket, and what it leaves on the log."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from portal.ground.db import db, writing
from portal.people.person import Person
from portal.people.refusal import Forbidden, Invalid
from portal.tickets import steps
from portal.tickets.closing import Lesson
from portal.tickets.conversation import Event, Message
from portal.tickets.ticket import Colleague, Ticket
from tests.characters import START
from tests.tickets.conftest import DAY, MIN, H, kinds, opened, resolve, words

Act = Callable[..., Any]


def last(ticket: Ticket) -> Event:
    return db.session.scalars(
        select(Event).where(Event.ticket_id == ticket.id).order_by(Event.id.desc())
    ).first()


def test_an_agents_first_reply_answers_and_takes_the_ticket(ticket: Ticket, act: Act) -> None:
    act(steps.reply, ticket, "vera", words("We look into it."), at=START + H)
    assert (ticket.status, ticket.assignee.name) == ("in_progress", "Vera Soto")
    assert ticket.first_response_at == START + H
    assert (ticket.last_word_by, ticket.last_word_at) == ("agent", START + H)
    assert ticket.next_due_at == START + 5 * H, "the next update"
    assert kinds(ticket) == ["opened", "replied", "taken"]


def test_a_second_agent_who_replies_leaves_the_ticket_with_the_first(
    ticket: Ticket, act: Act
) -> None:
    act(steps.take, ticket, "vera", at=START)
    act(steps.reply, ticket, "leo", words("Hello."), at=START + MIN)
    assert ticket.assignee.name == "Vera Soto"


def test_the_same_form_sent_twice_says_it_once(ticket: Ticket, act: Act) -> None:
    for _again in range(2):
        act(steps.reply, ticket, "alice", words("It is worse now."), at=START + H, key="form-1")
    assert [m.text for m in ticket.messages] == ["It is worse now."]
    assert kinds(ticket) == ["opened", "replied"]


def test_a_question_stops_the_clock_and_the_answer_starts_it(ticket: Ticket, act: Act) -> None:
    act(steps.ask_client, ticket, "vera", words("Which browser?"), at=START + H)
    assert (ticket.status, ticket.waiting_for, ticket.next_due_at) == ("waiting", "client", None)
    assert ticket.paused_at == START + H
    act(steps.reply, ticket, "alice", words("Firefox."), at=START + 4 * H)
    assert (ticket.status, ticket.waiting_for, ticket.paused_at) == ("in_progress", None, None)
    assert ticket.resolution_due_at == START + 11 * H
    assert kinds(ticket) == ["opened", "taken", "waiting", "replied", "resumed"]


def test_the_clients_words_do_not_end_the_wait_for_a_provider(ticket: Ticket, act: Act) -> None:
    act(steps.wait_for, ticket, "vera", "provider", words("The carrier looks at it."), at=START + H)
    act(steps.reply, ticket, "alice", words("Any news?"), at=START + 2 * H)
    assert (ticket.status, ticket.waiting_for) == ("waiting", "provider")
    act(steps.resume, ticket, "vera", at=START + 3 * H)
    assert (ticket.status, last(ticket).before) == ("in_progress", "provider")


def test_a_note_is_no_word_to_the_client(ticket: Ticket, act: Act) -> None:
    act(steps.note, ticket, "vera", words("Same as last week."), at=START + H)
    assert (ticket.status, ticket.first_response_at, ticket.last_word_by) == (
        "open",
        None,
        "client",
    )
    assert kinds(ticket) == ["opened", "noted"]


def test_taking_and_assigning(ticket: Ticket, act: Act, characters: dict[str, Person]) -> None:
    act(steps.assign, ticket, "leo", characters["vera"], at=START + MIN)
    assert (ticket.status, ticket.assignee) == ("in_progress", characters["vera"])
    assert (last(ticket).kind, last(ticket).subject_id) == ("assigned", characters["vera"].id)
    act(steps.take, ticket, "leo", at=START + 2 * MIN)
    act(steps.take, ticket, "leo", at=START + 3 * MIN)
    assert ticket.assignee == characters["leo"]
    assert kinds(ticket) == ["opened", "assigned", "taken"], "taking twice is taking once"
    with pytest.raises(Forbidden, match="does not work at the desk"):
        act(steps.assign, ticket, "leo", characters["bob"], at=START + H)


def test_reclassifying_moves_the_promises_and_says_why(ticket: Ticket, act: Act) -> None:
    act(
        steps.reclassify,
        ticket,
        "vera",
        "critical",
        "system-error",
        words("The whole office is down."),
        at=START + H,
    )
    assert (ticket.severity, ticket.resolution_due_at) == ("critical", START + 4 * H)
    assert ticket.first_response_due_at == START + 30 * MIN, (
        "counted from the opening, as if it had been critical"
    )
    event = last(ticket)
    assert (event.before, event.after) == ("high system-error", "critical system-error")
    assert event.message.text == "The whole office is down."
    for severity, why in (("critical", "already"), ("urgent", "does not know")):
        with pytest.raises(Forbidden, match=why):
            act(
                steps.reclassify, ticket, "vera", severity, "system-error", words("?"), at=START + H
            )


def test_another_plan_of_the_policy_keeps_what_was_used_and_says_why(
    ticket: Ticket, act: Act
) -> None:
    act(steps.move_plan, ticket, "vera", "premium", words("A new contract."), at=START + H)
    event = last(ticket)
    assert (ticket.plan, event.before, event.after) == ("premium", "standard", "premium")
    assert event.message.text == "A new contract."
    assert ticket.resolution_due_at == START + 8 * H, "the same on every plan of this policy"
    for plan, why in (("premium", "already"), ("gold", "does not know that plan")):
        with pytest.raises(Forbidden, match=why):
            act(steps.move_plan, ticket, "vera", plan, words("?"), at=START + H)


def test_escalating_hands_it_to_a_tier_where_nobody_has_it_yet(ticket: Ticket, act: Act) -> None:
    act(steps.take, ticket, "vera", at=START)
    act(steps.escalate, ticket, "vera", "level-2", words("It needs a deeper look."), at=START + H)
    assert (ticket.tier, ticket.assignee, ticket.status) == ("level-2", None, "in_progress")
    event = db.session.scalars(select(Event).where(Event.kind == "escalated")).one()
    assert (event.before, event.after) == ("level-1", "level-2")
    with pytest.raises(Forbidden, match="at that level already"):
        act(steps.escalate, ticket, "vera", "level-2", words("again"), at=START + H)


def test_resolving_waits_for_the_clients_word(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    resolve(ticket, characters["vera"], START + 3 * H)
    assert (ticket.status, ticket.resolved_at) == ("resolved", START + 3 * H)
    assert ticket.closes_at == START + 3 * H + 5 * DAY
    assert ticket.next_due_at is None
    act(steps.confirm, ticket, "alice", at=START + 4 * H)
    act(steps.confirm, ticket, "alice", at=START + 4 * H + MIN)
    assert (ticket.status, ticket.closed_at, ticket.closes_at) == ("closed", START + 4 * H, None)
    assert kinds(ticket) == ["opened", "taken", "resolved", "confirmed"], (
        "pressing twice confirms once"
    )


def test_a_resolution_says_what_was_learnt(ticket: Ticket, act: Act) -> None:
    with pytest.raises(Forbidden, match="nothing to learn"):
        act(steps.resolve, ticket, "vera", words("Done."), Lesson.NOTHING, at=START + H)
    with pytest.raises(Forbidden, match="which article"):
        act(steps.resolve, ticket, "vera", words("Done."), Lesson.LINKED, at=START + H)
    assert ticket.status == "open"
    act(steps.resolve, ticket, "vera", words("Done."), Lesson.LINKED, at=START + H, article_id=12)
    assert (last(ticket).kind, last(ticket).subject_id) == ("article_linked", 12)


def test_it_still_happens(ticket: Ticket, act: Act, characters: dict[str, Person]) -> None:
    resolve(ticket, characters["vera"], START + 3 * H)
    for _again in range(2):
        act(steps.reopen, ticket, "alice", words("It is back."), at=START + 5 * H, key="form-2")
    assert (ticket.status, ticket.resolved_at, ticket.closes_at) == ("in_progress", None, None)
    assert ticket.resolution_due_at == START + 10 * H, "two hours solved are not counted"
    assert kinds(ticket)[-1] == "reopened"
    assert kinds(ticket).count("reopened") == 1


def test_a_client_cannot_open_again_what_was_closed_long_ago(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    resolve(ticket, characters["vera"], START)
    act(steps.confirm, ticket, "alice", at=START)
    with pytest.raises(Forbidden, match="too long ago"):
        act(steps.reopen, ticket, "alice", words("Again."), at=START + 14 * DAY + MIN)
    act(steps.reopen, ticket, "alice", words("Again."), at=START + 14 * DAY)
    assert ticket.status == "in_progress"
    assert ticket.closed_at is None


def test_closing_without_a_solution_says_why(ticket: Ticket, act: Act) -> None:
    act(steps.close, ticket, "leo", words("Asked twice: see T-22222."), at=START + H)
    assert (ticket.status, ticket.closed_at) == ("closed", START + H)
    assert last(ticket).message.text.startswith("Asked twice")


def test_a_held_filing_is_released_and_its_clock_starts(
    characters: dict[str, Person], act: Act
) -> None:
    held = opened(None, held=True)
    with pytest.raises(Forbidden, match="look at this request first"):
        act(steps.reply, held, None, words("Hello?"), at=START + H)
    act(steps.release, held, "vera", at=START + 6 * H)
    assert (held.status, held.first_response_due_at) == ("open", START + 8 * H)


def test_a_refused_step_leaves_nothing_behind(ticket: Ticket, act: Act) -> None:
    for step, given in ((steps.confirm, []), (steps.rate, [5, ""]), (steps.reopen, [words("x")])):
        with pytest.raises(Forbidden):
            act(step, ticket, "alice", *given, at=START + H)
    assert kinds(ticket) == ["opened"]
    assert db.session.query(Message).count() == 0


def test_a_colleague_reads_and_writes_but_does_not_decide(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    act(steps.add_colleague, ticket, "alice", characters["ana"], at=START + MIN)
    act(steps.add_colleague, ticket, "alice", characters["ana"], at=START + 2 * MIN)
    assert kinds(ticket) == ["opened", "colleague_added"]
    act(steps.reply, ticket, "ana", words("At my desk, too."), at=START + H)
    resolve(ticket, characters["vera"], START + 2 * H)
    with pytest.raises(Forbidden):
        act(steps.confirm, ticket, "ana", at=START + 3 * H)
    act(steps.remove_colleague, ticket, "ana", characters["ana"], at=START + 3 * H)
    assert db.session.query(Colleague).count() == 0, "a colleague may leave on their own"


def test_the_manager_of_the_organisation_decides_too(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    resolve(ticket, characters["vera"], START + 2 * H)
    act(steps.confirm, ticket, "mara", at=START + 3 * H)
    assert ticket.status == "closed"


def test_only_colleagues_of_the_organisation_can_be_added(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    told = set()
    for address in ("bob@nunoa.example", "nobody@aromos.example", "vera@portal.example"):
        with pytest.raises(Invalid) as refused:
            steps.colleague_by_address(ticket, address)
        told.add(refused.value.reason)
    assert len(told) == 1, "the answer does not tell who has an account"
    assert steps.colleague_by_address(ticket, " ANA@aromos.example ") == characters["ana"]
    with pytest.raises(Invalid):
        act(steps.add_colleague, ticket, "alice", characters["bob"], at=START)


def test_rating_can_be_given_and_changed_for_some_days(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    resolve(ticket, characters["vera"], START)
    act(steps.rate, ticket, "alice", 4, "Quick.", at=START + H)
    act(steps.rate, ticket, "alice", 4, "Quick.", at=START + H)
    act(steps.rate, ticket, "alice", 5, "Quick and kind.", at=START + 2 * H)
    db.session.refresh(ticket)
    assert (ticket.rating.score, ticket.rating.comment) == (5, "Quick and kind.")
    assert (ticket.rating.at, ticket.rating.changed_at) == (START + H, START + 2 * H)
    events = [
        (e.before, e.after) for e in db.session.scalars(select(Event).where(Event.kind == "rated"))
    ]
    assert events == [(None, "4"), ("4", "5")]
    act(steps.confirm, ticket, "alice", at=START + 3 * H)
    act(steps.rate, ticket, "alice", 3, "", at=START + 3 * H + 14 * DAY)
    with pytest.raises(Forbidden, match="time to rate"):
        act(steps.rate, ticket, "alice", 1, "", at=START + 3 * H + 14 * DAY + MIN)
    assert ticket.rating.score == 3


def test_a_rating_is_one_to_five(ticket: Ticket, act: Act, characters: dict[str, Person]) -> None:
    from sqlalchemy.exc import IntegrityError

    resolve(ticket, characters["vera"], START)
    with pytest.raises(IntegrityError), writing():
        steps.rate(ticket, characters["alice"], 6, "", START)


def test_what_is_not_rated_by_the_desk(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    resolve(ticket, characters["vera"], START)
    for who in ("vera", "leo"):
        with pytest.raises(Forbidden):
            act(steps.rate, ticket, who, 5, "", at=START + H)
