"""Letters about what is handed over, objected to, arranged and quoted."""

from datetime import date, timedelta
from typing import Any

import pytest

from portal.ground.db import db, writing
from portal.ground.site import site_row
from portal.people.organising import add_person
from portal.people.person import Organisation, Person
from portal.people.roles import Role
from portal.tickets import steps
from portal.tickets.arrangement import Meeting, MeetingKind, Quote, Result
from portal.tickets.handover import Destination
from portal.tickets.steps import Words
from portal.tickets.ticket import Ticket
from tests import own_contacts
from tests.characters import START
from tests.mailbox import Mailbox
from tests.post.story import MINUTE, delivered, opened, text_of

People = dict[str, Person]
LATER = START + 5 * MINUTE
H = timedelta(hours=1)
WORDS = Words("It is in the *core*.", "<p>It is in the <em>core</em>.</p>")


@pytest.fixture
def ticket(characters: People, mail_server: Mailbox) -> Ticket:
    """Alice's, taken by Vera; what was said so far has gone."""
    ticket = opened(characters["alice"])
    with writing():
        steps.take(ticket, characters["vera"], START)
    delivered(START)
    mail_server.letters.clear()
    return ticket


def text_to(mail_server: Mailbox, who: str) -> str:
    """The text of the one letter to them."""
    [letter] = mail_server.to(who)
    return text_of(letter)


def done(deed: Any, *given: Any, **more: Any) -> None:
    with writing():
        deed(*given, **more)
    delivered(LATER)


def test_who_gets_a_ticket_passed_on_is_told_why_and_the_client_too(
    ticket: Ticket, characters: People, mail_server: Mailbox
) -> None:
    with writing():
        for name, tier in (("Nina", "level-2"), ("Otto", "level-3")):
            add_person(f"{name}@portal.example", name, Role.AGENT, None, "en", START, tier=tier)
    done(steps.escalate, ticket, characters["vera"], "level-2", WORDS, LATER)
    told = text_to(mail_server, "nina@")
    assert f"http://localhost/desk/{ticket.ref}" in told
    assert not mail_server.to("otto@")
    assert not mail_server.to("vera@")
    assert "It is in the *core*." in text_to(mail_server, "alice@")


def test_who_is_given_a_ticket_by_a_rule_is_told_because_of_what(
    ticket: Ticket, characters: People, mail_server: Mailbox
) -> None:
    with writing():
        add_person("nina@portal.example", "Nina", Role.AGENT, None, "en", START, tier="level-3")
    done(steps.escalate, ticket, characters["vera"], "level-3", WORDS, LATER)
    told = [text_of(each) for each in mail_server.to("nina@")]
    assert len(told) == 1, "one letter, though it was passed on to her level and given to her"
    assert "This ticket is yours now." in told[0]
    assert "nobody at that level has fewer tickets" in told[0]


def test_an_emergency_contact_stands_in_the_first_letter_of_who_may_use_it(
    characters: People, mail_server: Mailbox
) -> None:
    with writing():
        site_row().policy = "planes"
        for each in db.session.query(Organisation):
            each.plan = "premium"
    own_contacts.fill_in()
    opened(characters["alice"], severity="critical", kind="problem")
    opened(characters["ana"], severity="general", kind="problem")
    delivered(START)
    assert own_contacts.EMERGENCY in text_to(mail_server, "alice@")
    assert own_contacts.EMERGENCY not in text_to(mail_server, "ana@")


def test_management_is_told_of_what_is_passed_up(
    ticket: Ticket, characters: People, mail_server: Mailbox
) -> None:
    with writing():
        add_person("lara@portal.example", "Lara", Role.LEAD, None, "en", START, tier="leader")
    done(steps.hand_over, ticket, characters["vera"], Destination.MANAGEMENT, WORDS, LATER)
    assert "It is in the *core*." in text_to(mail_server, "lara@")
    assert not mail_server.to("leo@")


def test_an_objection_reaches_who_has_it_and_its_answer_the_client(
    ticket: Ticket, characters: People, mail_server: Mailbox
) -> None:
    vera, alice = characters["vera"], characters["alice"]
    done(steps.reclassify, ticket, vera, "low", "system-error", WORDS, LATER)
    mail_server.letters.clear()
    done(steps.object_to, ticket, alice, Words("Nobody can work.", "<p>…</p>"), LATER + MINUTE)
    delivered(LATER + MINUTE)
    assert "Nobody can work." in text_to(mail_server, "vera@")
    assert not mail_server.to("alice@")
    mail_server.letters.clear()
    done(steps.answer_objection, ticket, vera, WORDS, LATER + 2 * MINUTE)
    delivered(LATER + 2 * MINUTE)
    assert "It is in the *core*." in text_to(mail_server, "alice@")


def test_an_objection_to_a_ticket_that_nobody_has_reaches_the_leads(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    with writing():
        steps.reclassify(ticket, characters["vera"], "low", "system-error", WORDS, START)
    delivered(START)
    mail_server.letters.clear()
    done(steps.object_to, ticket, characters["alice"], WORDS, LATER)
    assert text_to(mail_server, "leo@")


def test_a_proposed_session_names_its_times_and_asks_for_consent(
    ticket: Ticket, characters: People, mail_server: Mailbox
) -> None:
    times = (START + 24 * H, START + 26 * H)
    proposal = steps.Proposal(MeetingKind.REMOTE_SESSION, times, "https://meet.example/1")
    done(steps.propose_meeting, ticket, characters["vera"], proposal, None, LATER)
    text = text_to(mail_server, "alice@")
    assert "3 Mar 2026, 09:00 (Santiago)\n- " in text
    assert "3 Mar 2026, 11:00 (Santiago)\n" in text
    assert "https://meet.example/1" in text
    assert "your consent" in text
    mail_server.letters.clear()
    meeting = db.session.query(Meeting).one()
    done(steps.agree, ticket, characters["alice"], meeting, times[0], LATER)
    assert "scheduled for 3 Mar 2026, 09:00" in text_to(mail_server, "vera@")
    assert not mail_server.to("alice@")


def test_a_quote_names_amount_work_and_day_and_its_answer_comes_back(
    ticket: Ticket, characters: People, mail_server: Mailbox
) -> None:
    vera = characters["vera"]
    clause = steps.exclusions(_policy(ticket))[0].key
    done(steps.mark_out_of_scope, ticket, vera, clause, WORDS, LATER)
    assert "It is in the *core*." in text_to(mail_server, "alice@")
    mail_server.letters.clear()
    offer = steps.Offer(123450, "USD", date(2026, 3, 20), "A report of your own.")
    with writing():
        steps.quote(ticket, vera, offer, LATER + MINUTE)
    delivered(LATER + MINUTE)
    text = text_to(mail_server, "alice@")
    assert "1,234.50" in text
    assert "A report of your own." in text
    assert "20 Mar 2026, 23:59" in text
    mail_server.letters.clear()
    with writing():
        quote = db.session.query(Quote).one()
        steps.accept_quote(ticket, characters["alice"], quote, LATER + 2 * MINUTE)
    delivered(LATER + 2 * MINUTE)
    assert text_to(mail_server, "vera@")


def test_a_quote_that_was_withdrawn_before_its_letter_went_is_not_sent(
    ticket: Ticket, characters: People, mail_server: Mailbox
) -> None:
    vera = characters["vera"]
    clause = steps.exclusions(_policy(ticket))[0].key
    with writing():
        steps.mark_out_of_scope(ticket, vera, clause, WORDS, LATER)
    with writing():
        offer = steps.Offer(100, "USD", date(2026, 3, 20), "Work")
        steps.quote(ticket, vera, offer, LATER + MINUTE)
    with writing():
        steps.withdraw_quote(ticket, vera, LATER + 2 * MINUTE)
    delivered(LATER + 2 * MINUTE)
    assert not [each for each in mail_server.to("alice@") if "We can do it for" in text_of(each)]


def test_silence_about_a_quote_is_told_to_both(
    ticket: Ticket, characters: People, mail_server: Mailbox
) -> None:
    vera = characters["vera"]
    clause = steps.exclusions(_policy(ticket))[0].key
    with writing():
        steps.mark_out_of_scope(ticket, vera, clause, WORDS, LATER)
        steps.quote(ticket, vera, steps.Offer(100, "USD", date(2026, 3, 5), "Work"), LATER)
    delivered(LATER)
    mail_server.letters.clear()
    late = START + timedelta(days=5)
    with writing():
        assert steps.lapse_quotes(late) == 1
    delivered(late)
    assert mail_server.to("vera@")
    assert mail_server.to("alice@")


def test_no_letter_tells_a_client_what_stands_in_a_note(
    ticket: Ticket, characters: People, mail_server: Mailbox
) -> None:
    attempt = steps.Attempt(
        environment="Staging", version="4.12", result=Result.NO, note="rude client"
    )
    done(steps.reproduce, ticket, characters["vera"], attempt, LATER)
    for letter in mail_server.letters:
        assert "rude client" not in letter.as_string()
    assert mail_server.to("alice@")


def _policy(ticket: Ticket) -> Any:
    from portal.tickets.due_times import policy_for

    return policy_for(ticket)
