"""The queue shows what is due first first, counts its views, keeps its filters in the address, and asks the same few queries."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from portal.desk import queue
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.site import site_row
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.closing import Lesson
from portal.tickets.handover import Destination
from portal.tickets.steps.handing import Outside
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.desk.filings import DAY, MIN, H, opened


def titles(browser: Browser) -> list[str]:
    return [a.get_text(strip=True) for a in browser.page.select("td.sheet__main a")]


def test_what_is_due_first_stands_first(characters: dict[str, Person], vera: Browser) -> None:
    opened(characters["alice"], "low", title="Small thing", severity="low", ago=MIN)
    opened(characters["alice"], "critical", title="Nobody can call", severity="critical", ago=MIN)
    opened(characters["bob"], "late", title="Forgotten", severity="medium", ago=DAY)
    paused = opened(
        characters["ana"], "paused", title="Asked back", severity="critical", ago=2 * DAY
    )
    with writing():
        steps.ask_client(paused, characters["vera"], steps.render("Which version?"), now() - DAY)
    vera.visit("/desk")
    assert titles(vera) == ["Forgotten", "Nobody can call", "Small thing", "Asked back"]
    vera.sees(
        "Reply overdue by 20 h",
        "Waiting for the client",
        "Clínica Los Aromos, Standard",
        "Nobody yet",
    )


def test_a_line_says_who_has_it_and_who_spoke_last(
    characters: dict[str, Person], ticket: Ticket, vera: Browser
) -> None:
    vera.visit("/desk").sees("The client", "Nobody yet", "High", ticket.ref)
    with writing():
        steps.reply(ticket, characters["leo"], steps.render("We are looking."), now())
    row = vera.visit("/desk").page.select_one("tbody tr")
    assert row is not None
    assert "Leo Díaz" in row.get_text()
    assert "Us" in row.get_text().split()


def test_views_and_their_counts(characters: dict[str, Person], vera: Browser) -> None:
    mine, resolved = (
        opened(characters["alice"], "1", title="Taken"),
        opened(characters["bob"], "2", title="Done"),
    )
    opened(characters["bob"], "3", title="Free")
    opened(None, "4", title="From a guest", held=True)
    with writing():
        steps.take(mine, characters["vera"], now())
        steps.resolve(
            resolved,
            characters["leo"],
            steps.render("Restart it."),
            Lesson.NOTHING,
            now(),
            reason="Known.",
        )
    vera.visit("/desk").sees(
        "Mine 1",
        "Unassigned 1",
        "All open 2",
        "Waiting 0",
        "All solved 1",
        "To review 1",
        "All closed",
    )
    assert titles(vera.follow("Mine")) == ["Taken"]
    assert titles(vera.follow("All solved")) == ["Done"]
    assert titles(vera.follow("To review")) == ["From a guest"]
    vera.sees("Guest")
    vera.follow("All closed").sees("No ticket has been closed yet.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("severity=critical", ["Nobody can call"]),
        ("kind=technical-question", ["How to export"]),
        ("organisation=ñuñoa", ["How to export"]),
        ("organisation=Aromos", ["Nobody can call"]),
        ("product=switch", ["Nobody can call"]),
        ("q=EXPORT+bob", ["How to export"]),
        ("q=100%25", []),
        ("assignee=none", ["Nobody can call", "How to export"]),
        ("view=nonsense&page=99999999&assignee=abc", ["Nobody can call", "How to export"]),
    ],
)
def test_filters_stand_in_the_address(
    characters: dict[str, Person], vera: Browser, query: str, found: list[str]
) -> None:
    opened(characters["alice"], "1", title="Nobody can call", severity="critical")
    opened(
        characters["bob"],
        "2",
        title="How to export",
        severity="low",
        kind="technical-question",
        product="Reports",
    )
    assert titles(vera.visit(f"/desk?{query}")) == found


def test_a_reference_finds_its_ticket_as_people_type_it(ticket: Ticket, vera: Browser) -> None:
    vera.visit("/desk").fill(
        "Words, name, address or reference", ticket.ref.lower().replace("-", "")
    )
    assert titles(vera.press("Filter")) == [ticket.title]
    vera.sees("1 ticket passes these filters.")


def test_filters_stay_with_the_tabs_and_pages(
    characters: dict[str, Person], vera: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 5)
    for number in range(7):
        opened(characters["alice"], f"n{number}", title=f"Case {number}", ago=number * MIN)
    vera.visit("/desk?severity=high")
    assert len(titles(vera)) == 5
    vera.follow("Next")
    assert len(titles(vera)) == 2
    assert "severity=high" in vera.url
    assert "severity=high" in vera.follow("Unassigned").url


@pytest.mark.parametrize("narrowed", ["", "&kind=configuration"])
def test_a_page_beyond_the_last_is_the_last(
    characters: dict[str, Person], vera: Browser, monkeypatch: pytest.MonkeyPatch, narrowed: str
) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    case = {"kind": "configuration", "ago": 2 * DAY}
    old = [opened(characters["alice"], f"n{n}", title=f"Case {n}", **case) for n in range(3)]
    with writing():
        for number, ticket in enumerate(old):
            words = steps.render("Nothing to mend.")
            steps.close(ticket, characters["leo"], words, now() - number * H)
    vera.visit(f"/desk?view=closed&page=999{narrowed}").sees("Page 2 of 2")
    vera.does_not_see("No ticket has been closed yet.", "Nothing passes these filters")
    assert titles(vera) == ["Case 2"]
    assert "page" not in vera.follow("Previous").url
    assert titles(vera) == ["Case 0", "Case 1"]


def test_it_reads_what_is_stored_and_never_the_events(
    characters: dict[str, Person], vera: Browser
) -> None:
    ticket = opened(characters["alice"], "asked", ago=2 * H)
    with writing():
        steps.ask_client(ticket, characters["vera"], steps.render("Which version?"), now() - H)
    opened(characters["bob"], "new", severity="critical")
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", note)
    vera.visit("/desk").sees("Waiting for the client", "Reply in 29 min")
    event.remove(db.engine, "before_cursor_execute", note)
    assert sent
    assert not [each for each in sent if "events" in each or "messages" in each]


def test_a_line_says_what_else_waits(characters: dict[str, Person], vera: Browser) -> None:
    ticket = opened(characters["alice"])
    agent, why = characters["vera"], steps.render("It touches one person.")
    with writing():
        steps.reclassify(ticket, agent, "low", "system-error", why, now())
        steps.object_to(ticket, characters["alice"], steps.render("It touches us all."), now())
        outside = Outside("Telco Sur")
        words = steps.render("The line is theirs.")
        steps.hand_over(ticket, agent, Destination.PROVIDER, words, now(), outside=outside)
    vera.visit("/desk").sees("Objection to answer", "With a provider")
    vera.follow(ticket.title).sees("Objection to answer", "With a provider")


def test_priorities_are_shown_and_narrow_the_list_where_the_policy_has_them(
    characters: dict[str, Person], vera: Browser
) -> None:
    assert vera.visit("/desk").page.find("select", attrs={"name": "priority"}) is None
    with writing():
        site_row().policy = "poliza"
    worst = {"impact.working": "no", "impact.people": "everyone"}
    opened(
        characters["alice"], "1", title="All stands", severity="severe", kind="equipment",
        answers=worst,
    )  # fmt: skip
    opened(characters["bob"], "2", title="A blemish", severity="minor", kind="equipment")
    rows = {a.get_text(): a.find_parent("tr") for a in vera.visit("/desk").page.select("td a")}
    assert "High" in rows["All stands"].get_text(" ")
    assert titles(vera.visit("/desk?priority=high")) == ["All stands"]


def test_the_page_asks_as_many_queries_with_thirty_tickets_as_with_two(
    characters: dict[str, Person], vera: Browser, count_queries: Callable[..., int]
) -> None:
    opened(characters["alice"], "a"), opened(characters["bob"], "b")
    vera.visit("/desk")
    few = count_queries(lambda: vera.visit("/desk"))
    for number in range(30):
        opened(characters["alice" if number % 2 else "bob"], f"n{number}", ago=number * H)
    assert count_queries(lambda: vera.visit("/desk")) == few <= 7
