"""The lead's page of organisations: added, found, changed; whose domains are whose."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.site import site_row
from portal.people.organising import (
    add_organisation,
    organisation_of_address,
    person_by_address,
)
from portal.people.person import Organisation
from portal.tickets import steps
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.characters import people
from tests.desk.filings import opened
from tests.people import house


@pytest.fixture
def app() -> Iterator[Flask]:
    yield from house.running()


@pytest.fixture
def leo(app: Flask) -> Browser:
    people()
    leo = house.sign_in(Browser(app), "leo@portal.example")
    return leo.visit("/desk/organisations")


def test_one_is_added_beside_the_list_and_its_people_can_come_in(leo: Browser) -> None:
    leo.sees("Clínica Los Aromos", "aromos.example")
    leo.fill("Name", " Hotel\r\nMar ").fill(
        "Mail domains", "@Mar.example\nhotel-mar.example, mar.example"
    )
    leo.press("Add the organisation").sees("Hotel Mar is added.", "hotel-mar.example, mar.example")
    db.session.rollback()
    found = organisation_of_address("Recepcion@MAR.example")
    assert found is not None
    assert found.name == "Hotel Mar"


@pytest.mark.parametrize(
    ("name", "domains", "said"),
    [
        ("", "", "Enter the organisation's name."),
        ("x" * 121, "", "at most 120"),
        ("clínica los aromos", "", "already an organisation called Clínica Los Aromos"),
        ("Otra", "aromos.example", "aromos.example already belongs to Clínica Los Aromos"),
        ("Otra", "gmail.com", "Anyone can have an address at gmail.com"),
        ("Otra", "not a domain", "not is not a mail domain"),
    ],
)
def test_what_cannot_be_is_said_and_kept(leo: Browser, name: str, domains: str, said: str) -> None:
    leo.fill("Name", name).fill("Mail domains", domains)
    leo.press("Add the organisation", status=422).sees(said)
    assert leo.value("Mail domains") == domains
    assert len(_all()) == 2


def test_one_is_changed(leo: Browser) -> None:
    leo.follow("Clínica Los Aromos").sees("Alice Rojas", "Mara Peña")
    assert leo.value("Mail domains") == "aromos.example"
    leo.fill("Name", "Clínica Aromos").fill("Mail domains", "aromos.example\naromos.test")
    leo.press("Save").sees("Clínica Aromos is saved.", "aromos.example, aromos.test")
    leo.follow("Clínica Aromos").fill("Mail domains", "nunoa.example").press("Save", status=422)
    leo.sees("nunoa.example already belongs to Ferretería Ñuñoa")
    leo.visit("/desk/organisations").sees("aromos.example, aromos.test")


def test_a_new_plan_holds_for_the_open_tickets_where_that_is_wanted(leo: Browser) -> None:
    alice = person_by_address("alice@aromos.example")
    one, two, done = (opened(alice, key=f"key-{number}") for number in range(3))
    with writing():
        lead = person_by_address("leo@portal.example")
        assert lead is not None
        steps.close(done, lead, steps.render("Asked twice."), now())
    leo.follow("Clínica Los Aromos").choose("Plus").press("Save").does_not_see("on the new plan")
    assert {ticket.plan for ticket in _tickets()} == {"standard"}
    leo.follow("Clínica Los Aromos").choose("Premium")
    leo.choose("The new plan holds for its 2 open tickets, too").press("Save")
    leo.sees("2 tickets are on the new plan. We’ll notify their clients.")
    plans = {ticket.ref: ticket.plan for ticket in _tickets()}
    assert plans == {one.ref: "premium", two.ref: "premium", done.ref: "standard"}
    leo.visit(f"/desk/{one.ref}").sees(
        "Leo Díaz changed the plan from Standard to Premium",
        "Clínica Los Aromos is on the plan Premium now, and so is this ticket.",
    )
    leo.visit("/desk/organisations").follow("Ferretería").does_not_see("The new plan holds")


def test_tickets_whose_policy_does_not_know_the_new_plan_stay_and_that_is_said(
    leo: Browser,
) -> None:
    opened(person_by_address("alice@aromos.example"))
    with writing():
        site_row().policy = "poliza"
    leo.follow("Clínica Los Aromos").choose("Support contract")
    leo.choose("The new plan holds for its open ticket, too").press("Save")
    leo.sees("One ticket stays on its plan: the policy it was promised under")
    leo.does_not_see("on the new plan")
    assert [ticket.plan for ticket in _tickets()] == ["standard"]


def test_saving_keeps_a_plan_that_the_policy_in_force_does_not_know(leo: Browser) -> None:
    with writing():
        clinic = db.session.scalars(select(Organisation).where(Organisation.plan == "standard"))
        clinic.first().plan = "gold"
    leo.visit("/desk/organisations").follow("Clínica Los Aromos")
    leo.sees("gold (not in the policy in force)").fill("Name", "Clínica Aromos").press("Save")
    db.session.rollback()
    plans = db.session.scalars(select(Organisation.plan).where(Organisation.name.like("%Aromos")))
    assert plans.one() == "gold"


def test_many_are_searched_and_paged_with_the_same_few_queries(leo: Browser) -> None:
    assert leo.page.find("form", role="search") is None
    with writing():
        for number in range(60):
            add_organisation(f"Client {number:02}", "standard", [f"c{number:02}.example"], now())
    leo.visit("/desk/organisations").sees("Page 1 of 2").does_not_see("Client 55")
    leo.follow("Next").sees("Client 55")
    leo.visit("/desk/organisations?q=c07.ex").sees("Client 07").does_not_see("Client 08")
    leo.visit("/desk/organisations?q=NUNOA").sees("Ferretería Ñuñoa")
    leo.visit("/desk/organisations?q=100%25").sees("No organisation fits")
    leo.visit("/desk/organisations?page=-3&q=").sees("Page 1 of 2")
    leo.visit("/desk/organisations?page=99999999999999999999999999")


def _tickets() -> list[Ticket]:
    db.session.rollback()
    return list(db.session.scalars(select(Ticket)))


def _all() -> list[Organisation]:
    db.session.rollback()
    return list(db.session.scalars(select(Organisation)))


def test_an_organisations_page_shows_its_tickets(leo: Browser) -> None:
    leo.follow("Clínica Los Aromos").sees("No tickets yet.")
    alice = person_by_address("alice@aromos.example")
    assert alice is not None
    mine = opened(alice)
    leo.visit(leo.url).sees(mine.ref, mine.title).follow(mine.title)
    assert leo.url == f"/desk/{mine.ref}"
