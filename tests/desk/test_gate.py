"""The desk is not there for anyone but the desk: the same answer as for an address that does not exist."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.people.person import Person
from portal.people.roles import Audience
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.desk.filings import published

VALUES = {
    "number": 1,
    "written_in": "en",
    "slug": "ports-to-open",
    "key": "x",
    "section": "name",
    "token": "x",
    "name": "planes",
    "proof": "x",
}


def desk_addresses(app: Flask, ref: str) -> list[tuple[str, str]]:
    """Every address of the desk that is for agents or leads, with a method that it takes."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        audience = getattr(app.view_functions[rule.endpoint], "audience", None)
        if rule.endpoint.startswith("desk.") and audience in {Audience.AGENTS, Audience.LEADS}:
            values = {name: (VALUES | {"ref": ref})[name] for name in rule.arguments}
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            found.append((method, adapter.build(rule.endpoint, values, method)))
    return found


@pytest.mark.parametrize("who", ["alice", "mara", "bob"])
def test_clients_find_nothing_at_the_desk(
    app: Flask,
    characters: dict[str, Person],
    ticket: Ticket,
    browser: Callable[..., Browser],
    who: str,
) -> None:
    published("Ports to open", "Text.", characters["leo"])
    them = browser(who)
    them.visit("/tickets")
    token = them.page.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    addresses = desk_addresses(app, ticket.ref)
    assert len(addresses) > 25
    for method, address in addresses:
        data = {"csrf_token": token["value"]} if method == "POST" else None
        answer = them.client.open(address, method=method, headers=them.headers, data=data)
        assert answer.status_code == 404, (
            f"{method} {address} answered {answer.status_code} to {who}"
        )


def test_a_stranger_is_led_to_sign_in(
    app: Flask, ticket: Ticket, browser: Callable[..., Browser]
) -> None:
    stranger = browser()
    for method, address in desk_addresses(app, ticket.ref):
        if method == "GET":
            answer = stranger.client.get(address, headers=stranger.headers)
            assert answer.status_code == 302, address
            assert answer.headers["Location"].startswith("/sign-in"), address


def test_a_reference_that_is_nobodys_is_not_there(vera: Browser) -> None:
    vera.visit("/desk/T-22222", status=404)
    vera.visit("/desk/T-22222/resolution", status=404)
    vera.visit("/desk/articles/en/no-such", status=404)
