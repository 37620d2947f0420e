"""Another address, role or organisation, or a block: what let somebody in before lets nobody in after."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people import organising
from portal.people.person import Organisation, Person
from portal.people.roles import Role
from portal.people.signing_in import invitation_link
from tests.browser import Browser
from tests.people.house import letters

Browsers = Callable[..., Browser]
Cast = dict[str, Person]


def change(person: Person, **other: Any) -> None:
    """The person as they are, but for `other`."""
    kept = {
        "email": person.email,
        "name": person.name,
        "role": Role(person.role),
        "organisation": person.organisation,
        "language": person.language,
    }
    organising.change_person(person, now=now(), **(kept | other))


CHANGES: dict[str, Callable[[Person], None]] = {
    "address": lambda who: change(who, email="alice.rojas@aromos.example"),
    "role": lambda who: change(who, role=Role.MANAGER),
    "organisation": lambda who: change(who, organisation=_other(who)),
    "block": lambda who: organising.disable(who, now()),
    "block, taken back": lambda who: (
        organising.disable(who, now()),
        organising.enable(who, now()),
    )[0],
}


@pytest.mark.parametrize("what", CHANGES)
def test_sessions_and_links_end(browser: Browsers, characters: Cast, what: str) -> None:
    alice = browser("alice")
    asking = browser().visit("/sign-in").fill("Email address", characters["alice"].email)
    asking.press("Continue")
    (promised,) = letters()
    with writing():
        link = invitation_link(characters["alice"], now())
    with writing():
        CHANGES[what](db.session.get_one(Person, characters["alice"].id))
    assert alice.client.get("/account").status_code == 302
    browser().visit(f"/sign-in/{link}", status=410)
    assert asking.client.get("/sign-in/code").status_code == 302, "its code is asked for no more"
    assert promised.to == "alice@aromos.example"


def test_another_name_or_language_ends_nothing(browser: Browsers, characters: Cast) -> None:
    alice = browser("alice")
    with writing():
        link = invitation_link(characters["alice"], now())
        change(db.session.get_one(Person, characters["alice"].id), name="Alicia", language="es")
    assert alice.client.get("/account").status_code == 200
    browser().visit(f"/sign-in/{link}")


def test_a_lead_who_changes_their_own_address_stays_here_alone(browser: Browsers) -> None:
    elsewhere, leo = browser("leo"), browser("leo")
    leo.visit("/desk/people").follow("Leo Díaz").fill("Email address", "leo.diaz@portal.example")
    leo.press("Save").sees("Leo Díaz is saved.")
    assert elsewhere.client.get("/account").status_code == 302


def _other(person: Person) -> Organisation:
    query = db.select(Organisation).where(Organisation.id != person.organisation_id)
    return db.session.scalars(query).first() or pytest.fail("there is one organisation only")
