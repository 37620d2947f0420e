"""Whoever only looks changes nothing: every route by GET, HEAD and OPTIONS, as each role, over a filled portal.

Mail scanners, link previews and browsers that load ahead follow every link; they must find all of them unused.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import select

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.tally import current_tally
from portal.people import set_up
from portal.people.person import Person
from portal.people.signing_in import link_for
from tests.browser import Browser
from tests.test_gate import Scene, addresses, at_browser, routes, scene

Browsers = Callable[..., Browser]
__all__ = ["scene"]  # a fixture

ROLES = ("stranger", "guest", "alice", "mara", "vera", "leo")
COUNTS = {
    "visits": "that this browser was here in the last half hour",
    "sessions": "when this session was last seen",
    "article_views": "that an article was opened",
    "read_entries": "in which visit it was opened",
    "search_entries": "what was searched for, and what was shown",
}
"""Rows that a GET may add or roll on: they only count, and nothing that a person can do depends on them."""

ON_PURPOSE = {
    "search.results": {"attempts"},  # how many searches of a network were written down: no other limit counts them
    "tickets.follow": {"guest_access"},  # the link lets its browser see the ticket, as often as it is opened
    "asking": {"drafts"},  # begun before signing in, in the same browser: it becomes the person's own
}  # fmt: skip
"""What else a GET may change, by endpoint or room, and why it takes nothing from anybody."""


@pytest.fixture
def observed(app: Flask, scene: Scene) -> Iterator[Callable[[], set[str]]]:
    """The tables that changed since it was last asked."""
    path = app.extensions["portal_settings"].data / "portal.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        seen = {"version": 0, "tables": _tables(connection)}

        def changed() -> set[str]:
            current_tally().flush()
            [version] = connection.execute("PRAGMA data_version").fetchone()
            if version == seen["version"]:
                return set()
            before, after = seen["tables"], _tables(connection)
            seen.update(version=version, tables=after)
            return {name for name in after if after[name] != before.get(name)}

        changed()
        yield changed


def _tables(connection: sqlite3.Connection) -> dict[str, int]:
    """Each table's rows, as a digest."""
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return {
        name: hash(tuple(connection.execute(f'SELECT * FROM "{name}"')))  # noqa: S608 (our own names)
        for (name,) in connection.execute(names).fetchall()
    }


@pytest.mark.parametrize("role", ROLES)
def test_only_a_post_changes_anything(
    app: Flask, scene: Scene, browser: Browsers, observed: Callable[[], set[str]], role: str
) -> None:
    sign_in = {"people.link": f"/sign-in/{_sign_in_token()}"}
    pages = [
        (rule.endpoint, sign_in.get(rule.endpoint, address))
        for rule, _audience in routes(app, "GET")
        for address, _whose in addresses(app, rule, scene)
    ]
    pages += [
        ("search.results", "/search?q=ports"),
        ("search.suggestions", "/search/suggestions?q=po"),
    ]
    who = at_browser(role, scene, browser)
    wrong: list[str] = []
    observed()
    for method in ("OPTIONS", "HEAD", "GET"):
        for endpoint, address in pages:
            answer = who.client.open(address, method=method, headers=who.headers)
            changed = observed()
            if method == "GET":
                changed -= {
                    *COUNTS,
                    *ON_PURPOSE.get(endpoint, ()),
                    *ON_PURPOSE.get(endpoint.split(".")[0], ()),
                }
            cookies = answer.headers.getlist("Set-Cookie")
            if any(cookie.startswith("session=") for cookie in cookies) and method != "GET":
                changed.add("who is signed in")
            if changed:
                wrong.append(f"{method} {address}: {changed}")
    assert wrong == []
    _signs_in(browser(), sign_in["people.link"])


def test_a_head_answers_as_a_get_does(app: Flask, scene: Scene, browser: Browsers) -> None:
    """Whoever asks for headers alone is told what the page would answer."""
    who, wrong = at_browser("leo", scene, browser), []
    for rule, _audience in routes(app, "GET"):
        for address, _whose in addresses(app, rule, scene):
            head = who.client.head(address, headers=who.headers).status
            got = who.client.get(address, headers=who.headers).status
            if head != got:
                wrong.append(f"{address}: {head}, not {got}")
    assert wrong == []


def test_a_set_up_link_survives_everyone_who_only_looks(app: Flask, browser: Browsers) -> None:
    with writing():
        link = f"/set-up/{set_up.set_up_link(now())}"
    scanner = browser()
    for method in ("OPTIONS", "HEAD", "GET"):
        assert scanner.client.open(link, method=method, headers=scanner.headers).status_code == 200
    lead = browser().visit(link).fill("Your name", "Leo Lira")
    lead.fill("Email address", "leo@x.example")
    lead.press("Begin")
    assert lead.url.startswith("/desk/site")


def _sign_in_token() -> str:
    with writing():
        alice = db.session.scalars(select(Person).where(Person.email.startswith("alice@"))).one()
        return link_for(alice, now())


def _signs_in(person: Browser, link: str) -> None:
    person.visit(link).press("Sign in")
    assert not person.url.startswith("/sign-in")
