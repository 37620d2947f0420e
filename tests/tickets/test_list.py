"""Your tickets: the right ones, the right order, found by words, state and date."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.arranged.rows import has_to_decide
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.tickets.conftest import DAY, MIN, H, opened, resolve, words
from tests.tickets.test_meetings import meetings, propose
from tests.tickets.test_quotes import offer, quotes
from tests.tickets.test_scope import exclude

Enter = Callable[..., Browser]


def shown(page: Browser) -> list[str]:
    return [link.get_text() for link in page.page.select(".ticket-line__link")]


@pytest.fixture
def some(characters: dict[str, Person]) -> dict[str, Ticket]:
    """Tickets of alice in four states, one of ana's, and noise of bob's."""
    alice, vera, at = characters["alice"], characters["vera"], now()
    titles = {
        "new": (alice, "Calls drop", at - H),
        "asked": (alice, "Reports are empty", at - 2 * DAY),
        "solved": (alice, "The chat is missing", at - 3 * DAY),
        "closed": (alice, "Cannot sign in", at - 40 * DAY),
        "anas": (characters["ana"], "Ana’s export", at - H),
        "bobs": (characters["bob"], "Bob’s calls drop", at - H),
    }
    tickets = {
        key: opened(person, when, key=key, title=title)
        for key, (person, title, when) in titles.items()
    }
    with writing():
        steps.ask_client(tickets["asked"], vera, words("Which month?"), at - DAY)
    resolve(tickets["solved"], vera, at - 2 * DAY)
    resolve(tickets["closed"], vera, at - 39 * DAY)
    with writing():
        steps.confirm(tickets["closed"], alice, at - 38 * DAY)
        steps.note(tickets["new"], vera, words("zebra"), at)
    return tickets


def test_what_needs_you_stands_first(some: dict[str, Ticket], browser: Enter) -> None:
    alice = browser("alice").visit("/tickets")
    assert shown(alice) == [
        "Reports are empty",
        "The chat is missing",
        "Calls drop",
        "Cannot sign in",
    ]
    alice.sees("4 tickets", "Waiting for your answer", "We need your answer to continue")
    alice.sees(
        "if we don’t hear from you",
        "We’ll reply by",
        "Last message: our team, ",
        "Last message: you, 1 h ago",
    )


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=calls", ["Calls drop"]),
        ("q=CALLS+ten", ["Calls drop"]),
        ("q=month", ["Reports are empty"]),
        ("q=zebra", []),
        ("q=100%25", []),
        ("state=yours", ["Reports are empty", "The chat is missing"]),
        ("state=open", ["Reports are empty", "Calls drop"]),
        ("state=solved", ["The chat is missing"]),
        ("state=closed", ["Cannot sign in"]),
        ("state=open&q=calls", ["Calls drop"]),
        ("whose=organisation&q=export", []),
    ],
)
def test_found_by_words_and_state(
    some: dict[str, Ticket], browser: Enter, query: str, titles: list[str]
) -> None:
    alice = browser("alice").visit(f"/tickets?{query}")
    if query == "q=CALLS+ten":
        assert "Calls drop" in shown(alice), "by the title and by what was sent"
    elif query == "q=calls":
        assert "Calls drop" in shown(alice)
        assert "Bob’s calls drop" not in shown(alice)
    else:
        assert shown(alice) == titles


def test_found_by_reference_however_typed(some: dict[str, Ticket], browser: Enter) -> None:
    ref = some["closed"].ref
    for typed in (ref, ref.lower(), ref.replace("-", ""), ref[:5]):
        assert "Cannot sign in" in shown(browser("alice").visit(f"/tickets?q={typed}"))
    assert shown(browser("alice").visit(f"/tickets?q={some['bobs'].ref}")) == []


def test_found_by_date_in_the_readers_days(some: dict[str, Ticket], browser: Enter) -> None:
    day = (now() - 20 * DAY).date().isoformat()
    assert shown(browser("alice").visit(f"/tickets?until={day}")) == ["Cannot sign in"]
    assert "Cannot sign in" not in shown(browser("alice").visit(f"/tickets?since={day}"))


@pytest.mark.parametrize(
    "query", ["since=yesterday", "state=broken", "page=0", "page=99999999", "q=%00", "whose=x"]
)
def test_odd_addresses_do_no_harm(some: dict[str, Ticket], browser: Enter, query: str) -> None:
    assert browser("alice").visit(f"/tickets?{query}").heading() == "Your tickets"


def test_a_manager_begins_with_the_organisations(some: dict[str, Ticket], browser: Enter) -> None:
    mara = browser("mara", language="en").visit("/tickets")
    assert "Calls drop" in shown(mara)
    assert "Ana’s export" in shown(mara)
    assert "Bob’s calls drop" not in shown(mara)
    whose = {
        line.select_one(".ticket-line__link").get_text(): line.select_one(
            ".ticket-line__who"
        ).get_text()  # type: ignore[union-attr]
        for line in mara.page.select(".ticket-line")
    }
    assert whose["Calls drop"] == "Alice Rojas"
    mara.sees("Last message: Alice Rojas")
    assert shown(mara.choose("You").press("Find")) == []


def test_open_and_closed_stand_apart_below_the_way_to_find_one(
    some: dict[str, Ticket], browser: Enter
) -> None:
    alice = browser("alice", language="en").visit("/tickets")
    groups = {
        group.h2.get_text(): [link.get_text() for link in group.select(".ticket-line__link")]  # type: ignore[union-attr]
        for group in alice.page.select("main section:has(.ticket-line)")
    }
    assert list(groups) == ["Open tickets", "Closed tickets"]
    assert groups["Closed tickets"] == ["Cannot sign in"]
    assert groups["Open tickets"] + groups["Closed tickets"] == shown(alice)
    places = [alice.html.index(words) for words in ("Find a ticket", "ticket-line__link")]
    assert places == sorted(places)


def test_a_quote_and_proposed_times_wait_for_the_client(
    characters: dict[str, Person], act: Callable[..., Any], browser: Enter
) -> None:
    alice, at = characters["alice"], now()
    for key in ("priced", "timed", "neither"):
        opened(alice, at - H, key=key, title=key.capitalize())
    rows = {row.title: row for row in db.session.query(Ticket)}
    exclude(act, rows["Priced"], at=at)
    offer(act, rows["Priced"], at=at, valid_until=(at + 7 * DAY).date())
    propose(act, rows["Timed"], at + DAY, at=at)
    page = browser("alice").visit("/tickets?state=yours")
    assert set(shown(page)) == {"Priced", "Timed"}
    page.sees("A quote for you to decide", "Please choose a time to meet")
    assert shown(page.visit("/tickets"))[-1] == "Neither"
    act(steps.decline_quote, rows["Priced"], "alice", quotes()[0], None, at=at)
    act(steps.agree, rows["Timed"], "alice", meetings()[0], at + DAY, at=at)
    assert shown(page.visit("/tickets?state=yours")) == []


def test_what_waits_for_a_client_is_found_by_the_index_of_each_ticket(
    app: Flask, characters: dict[str, Person]
) -> None:
    query = select(Ticket.id).where(Ticket.requester_id == 1, has_to_decide())
    plan = db.session.execute(
        text(
            f"EXPLAIN QUERY PLAN {query.compile(db.engine, compile_kwargs={'literal_binds': True})}"
        )
    )
    steps_of = [row.detail for row in plan]
    assert any("SEARCH quotes USING" in step for step in steps_of), steps_of
    assert any("SEARCH meetings USING" in step for step in steps_of), steps_of
    assert not [step for step in steps_of if step.startswith("SCAN")], steps_of


def test_an_agents_list_is_their_own(some: dict[str, Ticket], browser: Enter) -> None:
    browser("vera").visit("/tickets").sees("No tickets yet")


def test_an_empty_list_leads_to_search(characters: dict[str, Person], browser: Enter) -> None:
    bob = browser("bob").visit("/tickets")
    bob.sees("No tickets yet", "search first")
    assert bob.page.find("a", string="Search the articles") or "Search the articles" in bob.html


def test_many_come_by_the_page_and_for_the_same_few_queries(
    characters: dict[str, Person], browser: Enter
) -> None:
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.extend([statement] if statement.lstrip().upper().startswith("SELECT") else [])

    opened(characters["alice"], now(), key="first", title="Number first")
    alice = browser("alice").visit("/tickets")
    for number in range(44):
        opened(
            characters["alice"], now() - number * MIN, key=f"n{number}", title=f"Number {number}"
        )
    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", note)
    assert len(shown(alice.visit("/tickets"))) == 20
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(sent) <= 6, "\n".join(sent)
    alice.sees("45 tickets", "Page 1 of 3")
    assert len(shown(alice.visit("/tickets?page=3"))) == 5
    alice.visit("/tickets?page=2&q=Number").follow("Next")
    assert alice.url.endswith("page=3")
    assert "q=Number" in alice.url
