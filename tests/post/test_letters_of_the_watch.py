"""Whom time calls, what it tells them, and that a storm of it is one letter."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, insert, select

from portal.ground.db import db, writing
from portal.ground.following import Cursor
from portal.people.organising import add_person
from portal.people.person import Person
from portal.people.roles import Role
from portal.post.following import EVENTS
from portal.post.letter import Letter
from portal.tickets import steps
from portal.tickets.conversation import Event
from portal.tickets.handover import Destination
from portal.tickets.steps import Words
from portal.tickets.ticket import Ticket
from portal.tickets.watching import is_due, watch
from tests.characters import START
from tests.mailbox import Mailbox, link_in
from tests.post.story import MINUTE, TITLE, delivered, opened, text_of

People = dict[str, Person]
H, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = Words("Which version?", "<p>Which version?</p>")


def team(*names: str, tier: str = "level-1", role: Role = Role.AGENT) -> None:
    """People at that level or place of the chain."""
    with writing():
        for name in names:
            add_person(f"{name}@portal.example", name.title(), role, None, "en", START, tier=tier)


def noticed(at: datetime) -> int:
    """Let time speak, and what it said go out; how many letters went."""
    while is_due(at):
        with writing():
            watch(at)
    return sum(delivered(at + wait) for wait in (timedelta(), MINUTE))


def taken(ticket: Ticket, person: Person, mail_server: Mailbox) -> None:
    with writing():
        steps.take(ticket, person, START)
    delivered(START)
    mail_server.letters.clear()


def test_who_has_it_is_warned_and_told_when_it_is_late(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    taken(ticket, characters["vera"], mail_server)
    assert noticed(START + 90 * MINUTE) == 1
    [warning] = mail_server.to("vera@")
    text = text_of(warning)
    assert "The first response is due by Mon 2 Mar, 11:00: 75% of the time" in text
    assert f"http://localhost/desk/{ticket.ref}" in text
    mail_server.letters.clear()
    noticed(START + 121 * MINUTE)
    assert "The first response is overdue. It was due by" in text_of(mail_server.to("vera@")[0])
    assert not mail_server.to("alice@"), "the client sees it on the page; a letter would not help"


def test_the_day_of_a_provider_is_told_to_the_client_and_its_passing_to_whoever_has_it(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    taken(ticket, characters["vera"], mail_server)
    vera, there = characters["vera"], steps.Outside("Telco Sur", expected_on=date(2026, 3, 4))
    with writing():
        to = Destination.PROVIDER
        steps.hand_over(ticket, vera, to, WORDS, START + H, there, is_awaited=True)
    delivered(START + H)
    text = " ".join(text_of(mail_server.to("alice@")[0]).split())
    assert text.count("4 March 2026") == 1
    assert "They expect to be done by 4 March 2026. If it takes longer, we ask them" in text
    (handover,) = steps.open_handovers(ticket)
    mail_server.letters.clear()
    with writing():
        news = steps.Outside(expected_on=date(2026, 3, 5))
        steps.add_news(ticket, vera, handover, news, WORDS, START + 2 * H)
    delivered(START + 2 * H)
    [letter] = mail_server.to("alice@")
    text = " ".join(text_of(letter).split())
    assert (
        "The outside provider now expects to finish by 5 March 2026 instead of 4 March 2026."
        in text
    )
    assert "Which version?" not in text, "what they say stays at the desk"
    mail_server.letters.clear()
    noticed(datetime(2026, 3, 6, 1, tzinfo=ZoneInfo("America/Santiago")))
    told = [text_of(each) for each in mail_server.to("vera@")]
    assert any("The outside provider didn’t finish by 5 March 2026 as expected" in t for t in told)
    assert not mail_server.to("alice@")


def test_while_nobody_has_it_its_level_is_told(characters: People, mail_server: Mailbox) -> None:
    team("nina", "otto")
    opened(characters["alice"])
    delivered(START)
    mail_server.letters.clear()
    assert noticed(START + 90 * MINUTE) == 2
    assert mail_server.to("nina@")
    assert mail_server.to("otto@")
    assert "Not assigned yet" in text_of(mail_server.to("otto@")[0])


def test_where_a_level_has_no_people_the_leads_are_told_and_never_who_has_left(
    characters: People, mail_server: Mailbox
) -> None:
    team("nina")
    opened(characters["alice"])
    with writing():
        db.session.query(Person).filter_by(name="Nina").one().disabled_at = START
    delivered(START)
    mail_server.letters.clear()
    assert noticed(START + 90 * MINUTE) == 1
    assert mail_server.to("leo@")


def test_a_breach_goes_up_the_chain(characters: People, mail_server: Mailbox) -> None:
    team("lara", tier="leader")
    ticket = opened(characters["alice"])
    taken(ticket, characters["vera"], mail_server)
    noticed(START + 121 * MINUTE)
    text = text_of(mail_server.to("lara@")[0])
    assert "You’re getting this email because of the service policy." in text
    assert text.count("The first response is overdue") == 1, "the breach and the chain say the same"
    assert "Assigned to Vera Soto" in text


def test_nobody_is_called_to_what_was_done_meanwhile(
    characters: People, mail_server: Mailbox
) -> None:
    ticket = opened(characters["alice"])
    taken(ticket, characters["vera"], mail_server)
    at = START + 121 * MINUTE
    with writing():
        watch(at)
    with writing():
        steps.reply(ticket, characters["vera"], WORDS, at + timedelta(seconds=20))
    delivered(at + MINUTE)
    assert not mail_server.to("vera@")
    kinds = {letter.kind: letter.state for letter in db.session.query(Letter)}
    assert kinds["notice"] == "withdrawn"


def test_a_critical_ticket_calls_its_level_and_their_leader_at_once(
    characters: People, mail_server: Mailbox
) -> None:
    team("nina")
    team("lara", tier="leader")
    ticket = opened(characters["alice"], severity="critical")
    with writing():
        watch(START)
    assert delivered(START) == 3  # the acknowledgement, Nina, Lara
    text = text_of(mail_server.to("nina@")[0])
    assert "This ticket needs somebody now: Critical." in text
    assert f"http://localhost/desk/{ticket.ref}" in text
    assert mail_server.to("lara@")
    mail_server.letters.clear()
    with writing():
        steps.take(ticket, characters["vera"], START + MINUTE)
    delivered(START + MINUTE)
    assert not mail_server.to("nina@")


def test_an_alert_that_was_answered_before_it_went_is_withdrawn(
    characters: People, mail_server: Mailbox
) -> None:
    team("nina")
    ticket = opened(characters["alice"], severity="critical")
    with writing():
        watch(START)
    with writing():
        steps.take(ticket, characters["vera"], START)
    delivered(START)
    assert not mail_server.to("nina@")


def test_a_storm_is_one_letter_for_each_person(characters: People, mail_server: Mailbox) -> None:
    """The worker stood still for a day, and 500 tickets are late."""
    team("lara", tier="leader")
    tickets = copies(opened(characters["alice"]), characters["vera"], 500)
    with writing():
        while is_due(START + DAY):
            watch(START + DAY)
        first = db.session.scalar(select(func.min(Event.id)).where(Event.kind == "breached"))
        db.session.merge(Cursor(follower=EVENTS.name, position=first - 1))
    assert noticed(START + DAY) == 2
    [to_vera], [to_lara] = mail_server.to("vera@"), mail_server.to("lara@")
    assert to_vera["Subject"] == "500 tickets need attention"
    text = text_of(to_vera)
    assert f"Case 7 ({tickets[7]})\nThe first response is overdue. It was due by" in text
    assert f"http://localhost/desk/{tickets[7]}" in text
    assert "And 400 more." in text
    assert to_lara["Subject"] == to_vera["Subject"]
    assert noticed(START + DAY + 2 * MINUTE) == 0
    assert len(mail_server.letters) == 2


def copies(ticket: Ticket, owner: Person, count: int) -> list[str]:
    """The references of so many tickets like this one, which this person has; in its place."""
    like = {column.key: getattr(ticket, column.key) for column in Ticket.__table__.columns}
    rows = [
        like
        | {
            "id": ticket.id + n,
            "ref": f"T-{n:05}",
            "title": f"Case {n}",
            "submit_key": f"copy {n}",
            "status": "in_progress",
            "assignee_id": owner.id,
        }
        for n in range(count)
    ]
    opening = {"kind": "opened", "at": START, "by_agent": False, "person_id": ticket.requester_id}
    events = [opening | {"ticket_id": row["id"]} for row in rows]
    with writing():
        db.session.query(Event).delete()
        db.session.query(Ticket).delete()
        db.session.execute(insert(Ticket), rows)
        db.session.execute(insert(Event), events)
    return [row["ref"] for row in rows]


@pytest.mark.parametrize("count", [3, 4])
def test_three_are_letters_of_their_own_and_four_are_gathered(
    count: int, characters: People, mail_server: Mailbox
) -> None:
    for number in range(count):
        ticket = opened(characters["alice"], submit_key=f"key {number}")
        with writing():
            steps.take(ticket, characters["vera"], START)
    delivered(START)
    mail_server.letters.clear()
    noticed(START + 90 * MINUTE)
    assert len(mail_server.to("vera@")) == (3 if count == 3 else 1)


def test_a_digest_leaves_out_what_was_done_meanwhile(
    characters: People, mail_server: Mailbox
) -> None:
    tickets = [opened(characters["alice"], submit_key=f"key {number}") for number in range(5)]
    with writing():
        for ticket in tickets:
            steps.take(ticket, characters["vera"], START)
    delivered(START)
    mail_server.letters.clear()
    at = START + 90 * MINUTE
    with writing():
        watch(at)
    with writing():
        steps.reply(tickets[0], characters["vera"], WORDS, at)
    delivered(at + MINUTE)
    [digest] = mail_server.to("vera@")
    assert digest["Subject"] == "4 tickets need attention"
    assert tickets[0].ref not in text_of(digest)


def test_the_client_is_reminded_with_the_question_and_told_when_it_closes(
    mail_server: Mailbox, characters: People
) -> None:
    ticket = opened(language="es")
    with writing():
        steps.ask_client(ticket, characters["vera"], WORDS, START)
    delivered(START)
    assert "lun 9 mar" in text_of(mail_server.to("gina@")[-1]), "the question says it already"
    mail_server.letters.clear()
    assert noticed(START + 2 * DAY) == 1
    letter = mail_server.letters[0]
    text = text_of(letter)
    assert "Which version?" in text
    assert "lun 9 mar" in text
    assert link_in(letter, "/t/")
    assert TITLE not in text, (
        "an address that nobody has shown to be theirs gets no words of the sender"
    )
    mail_server.letters.clear()
    noticed(START + 4 * DAY)
    assert len(mail_server.letters) == 1
    mail_server.letters.clear()
    noticed(START + 7 * DAY)
    assert ticket.status == "closed"
    assert len(mail_server.to("gina@")) == 1


def test_a_reminder_is_not_sent_to_who_has_answered(
    mail_server: Mailbox, characters: People
) -> None:
    ticket = opened(characters["alice"])
    with writing():
        steps.ask_client(ticket, characters["vera"], WORDS, START)
    delivered(START)
    mail_server.letters.clear()
    with writing():
        watch(START + 2 * DAY)
    with writing():
        steps.reply(ticket, characters["alice"], WORDS, START + 2 * DAY)
    delivered(START + 2 * DAY)
    assert not mail_server.to("alice@")
