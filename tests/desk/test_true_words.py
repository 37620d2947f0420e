"""The desk reads its own words, agrees with the client on who has a ticket, and keeps the order of arrival."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import g

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.site import site_row
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.closing import Lesson
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.desk.filings import DAY, H, opened

Browsers = Callable[..., Browser]
CLIENT_VOICE = (
    "Waiting for your answer",
    "Solved, please confirm",
    "We are working on it",
    "Please tell us whether the problem is solved",
    "We need your answer",
    "your answer",
)


def use(policy: str) -> None:
    with writing():
        site_row().policy = policy
    g.pop("site", None)


def order(vera: Browser, view: str = "") -> list[str]:
    page = vera.visit(f"/desk{view}").page
    return [a.get_text(strip=True) for a in page.select("td.sheet__main a")]


@pytest.mark.parametrize(
    ("policy", "kind", "severity"),
    [("politica-base", "failure", "critical"), ("escala-5", "incident", "low")],
)
def test_where_no_time_is_promised_a_word_of_the_client_does_not_move_a_ticket(
    characters: dict[str, Person], browser: Browsers, policy: str, kind: str, severity: str
) -> None:
    use(policy)
    vera = browser("vera")
    for title, ago in (("First", 3 * H), ("Second", 2 * H), ("Third", H)):
        opened(characters["alice"], title, ago=ago, title=title, kind=kind, severity=severity)
    assert order(vera) == ["First", "Second", "Third"]
    first = db.session.scalars(db.select(Ticket).where(Ticket.title == "First")).one()
    with writing():
        steps.reply(first, characters["alice"], steps.render("One more thing."), now())
    assert order(vera) == ["First", "Second", "Third"]


def pages(vera: Browser, ticket: Ticket) -> str:
    """What the desk reads of the ticket, but for the line that quotes what its client reads."""
    told = ""
    for path in (f"/desk/{ticket.ref}", "/desk", "/desk?view=waiting", "/desk?view=resolved"):
        page = vera.visit(path).page
        for line in page.find_all("p"):
            if line.get_text(strip=True).startswith("The client reads:"):
                line.decompose()
        told += " ".join(page.get_text(" ").split())
    return told


def test_no_sentence_for_the_client_stands_at_the_desk(
    characters: dict[str, Person], browser: Browsers
) -> None:
    vera, people = browser("vera"), characters
    tickets = {
        name: opened(people["alice"], name, ago=2 * H) for name in ("new", "ours", "asked", "done")
    }
    with writing():
        steps.take(tickets["ours"], people["vera"], now())
        steps.ask_client(tickets["asked"], people["vera"], steps.render("Which one?"), now())
        steps.resolve(
            tickets["done"], people["vera"], steps.render("Restart it."), Lesson.NOTHING, now(),
            reason="Known.",
        )  # fmt: skip
    expected = {
        "new": "New",
        "ours": "In progress",
        "asked": "Waiting for the client",
        "done": "Resolved, awaiting confirmation",
    }
    for name, ticket in tickets.items():
        told = pages(vera, ticket)
        assert expected[name] in told
        for words in CLIENT_VOICE:
            assert words not in told, (name, words)


def test_client_and_desk_say_the_same_of_who_has_it(
    characters: dict[str, Person], browser: Browsers
) -> None:
    """A rule gave it to Vera, and she has not begun: nobody says that she is working on it."""
    vera, alice = browser("vera"), browser("alice")
    with writing():
        characters["vera"].tier = "level-1"
        ticket = opened_critical(characters["alice"])
        ticket.assignee_id = characters["vera"].id
    vera.visit("/desk").sees("urgent ticket not started", "Assigned to Vera Soto")
    vera.visit(f"/desk/{ticket.ref}").sees("Assigned to Vera Soto, not started")
    alice.visit(f"/tickets/{ticket.ref}").sees("Assigned to Vera Soto, who hasn’t started yet.")
    vera.visit(f"/desk/{ticket.ref}").press("Take it")
    vera.visit("/desk").does_not_see("not started")
    vera.visit(f"/desk/{ticket.ref}").does_not_see("not started")
    alice.visit(f"/tickets/{ticket.ref}").sees("Assigned to Vera Soto.")
    alice.does_not_see("hasn’t started")


def opened_critical(person: Person) -> Ticket:
    from portal.tickets.opening import Filing, open_ticket

    return open_ticket(
        Filing("c", "Nobody can call", "system-error", "critical", person.name, person.email, "en",
               requester=person, is_verified=True),
        now() - timedelta(minutes=5),
    )  # fmt: skip


def test_what_happened_days_ago_has_its_time(
    characters: dict[str, Person], browser: Browsers
) -> None:
    ticket = opened(characters["alice"], ago=5 * DAY)
    when = [
        t.get_text()
        for t in browser("vera").visit(f"/desk/{ticket.ref}").page.select("time.moment")
    ]
    assert when
    assert all(":" in each for each in when)
