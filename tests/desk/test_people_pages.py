"""The lead's page of people: added and invited, changed, shut out at once, found among many."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.site import site_row
from portal.people.organising import add_person, person_by_address
from portal.people.person import Person
from portal.people.roles import Role
from tests.browser import Browser
from tests.characters import people
from tests.people import house
from tests.people.house import letters, opened


@pytest.fixture
def app() -> Iterator[Flask]:
    yield from house.running()


@pytest.fixture
def leo(app: Flask) -> Browser:
    people()
    return house.sign_in(Browser(app), "leo@portal.example").visit("/desk/people")


def test_someone_is_added_invited_and_comes_in(app: Flask, leo: Browser) -> None:
    leo.fill("Name", "Nora\r\nDíaz").fill("Email address", "Nora@Aromos.Example").choose("Español")
    leo.press("Add them").sees("Nora Díaz is added. This portal can’t send email yet")
    (letter,) = letters()
    assert (letter.to, letter.kind, letter.language) == ("nora@aromos.example", "invitation", "es")
    assert (letter.values["name"], letter.values["by"]) == ("Nora Díaz", "Leo Díaz")
    nora = _person("nora@aromos.example")
    assert nora.organisation is not None
    assert nora.organisation.name == "Clínica Los Aromos", "by email domain"
    token, _code = opened(letter)
    browser = Browser(app, "es").visit(f"/sign-in/{token}")
    assert "nora@aromos.example" in browser.html
    csrf = str(browser.page.select("main [name=csrf_token]")[0]["value"])
    browser.client.post(f"/sign-in/{token}", data={"csrf_token": csrf})
    assert browser.client.get("/account").status_code == 200


def test_no_letter_goes_where_none_is_wanted(leo: Browser) -> None:
    leo.fill("Name", "Nora").fill("Email address", "nora@aromos.example")
    form = leo.typed.setdefault(id(leo.page.select_one("form[action='/desk/people']")), {})
    form["name"], form["email"] = ["Nora"], ["nora@aromos.example"]
    form["is_invited"] = []
    leo.press("Add them").sees("Nora is added.")
    assert letters() == []


@pytest.mark.parametrize(
    ("name", "email", "role", "said"),
    [
        ("", "n@x.example", "Client", "Enter the person's name."),
        ("Nora", "nora", "Client", "Enter an email address like"),
        ("Nora", "ALICE@aromos.example", "Client", "Alice Rojas already has this address."),
        (
            "Nora",
            "nora@nowhere.example",
            "Client manager",
            "A client manager needs an organisation.",
        ),
    ],
)
def test_what_cannot_be_is_said_and_kept(
    leo: Browser, name: str, email: str, role: str, said: str
) -> None:
    leo.fill("Name", name).fill("Email address", email).choose(role)
    leo.press("Add them", status=422).sees(said)
    assert leo.value("Email address") == email
    assert letters() == []


def test_someone_is_changed(leo: Browser) -> None:
    leo.follow("Ana Muñoz")
    leo.fill("Name", "Ana M. Rivas").choose("Client manager").press("Save")
    leo.sees("Ana M. Rivas is saved.")
    ana = _person("ana@aromos.example")
    assert (ana.name, ana.is_manager) == ("Ana M. Rivas", True)
    leo.follow("Vera Soto").choose("Level 2").press("Save")
    assert _person("vera@portal.example").tier == "level-2"
    leo.follow("Vera Soto").choose("Client").press("Save")
    vera = _person("vera@portal.example")
    assert (vera.role, vera.tier, vera.organisation) == ("client", None, None)


def test_an_agent_has_a_place_in_the_chain_and_working_hours(leo: Browser) -> None:
    leo.follow("Vera Soto").choose("Support leader").choose("round the clock, every day")
    leo.press("Save")
    vera = _person("vera@portal.example")
    assert (vera.tier, vera.calendar) == ("leader", "always")
    groups = [str(group["label"]) for group in leo.follow("Vera Soto").page.select("optgroup")]
    assert groups == ["Work on tickets", "Management: notified"]
    leo.choose("Client").press("Save")
    assert _person("vera@portal.example").calendar is None, "clients have none here"


def test_someone_is_shut_out_at_once_and_let_in_again(app: Flask, leo: Browser) -> None:
    bob = house.sign_in(Browser(app), "bob@nunoa.example")
    leo.follow("Bob Ibáñez").press("Block sign-in")
    leo.sees("Bob Ibáñez is signed out everywhere and can no longer sign in.", "cannot sign in")
    assert bob.client.get("/account").status_code == 302
    sent = len(letters())
    bob.visit("/sign-in").fill("Email address", "bob@nunoa.example").press("Continue")
    assert len(letters()) == sent
    assert leo.page.find("button", string="Send an invitation") is None
    leo.press("Allow sign-in").sees("Bob Ibáñez can sign in again.")
    house.sign_in(bob, "bob@nunoa.example")


def test_the_last_lead_stays(leo: Browser) -> None:
    leo.follow("Leo Díaz").does_not_see("Block sign-in")
    leo.choose("Agent").press("Save", status=422).sees("Leo Díaz is the only administrator.")
    number = _person("leo@portal.example").id
    csrf = str(leo.page.select("main [name=csrf_token]")[0]["value"])
    data = {"csrf_token": csrf, "allowed": "no"}
    assert leo.client.post(f"/desk/people/{number}/access", data=data).status_code == 403
    assert _person("leo@portal.example").is_lead
    leo.visit("/desk/people")


def test_the_invitation_is_sent_again_and_the_older_link_still_works(
    app: Flask, leo: Browser
) -> None:
    with writing():
        site_row().mail_url = "smtp://127.0.0.1:9"
    leo.follow("Alice Rojas").press("Send an invitation").press("Send an invitation")
    first, second = letters()[-2:]
    assert opened(first) != opened(second)
    leo.sees("An email to alice@aromos.example is on its way.")


def test_many_are_searched_and_paged_with_as_many_queries_as_few(leo: Browser) -> None:
    assert leo.page.find("form", role="search") is None
    few = _queries(leo, "/desk/people")
    with writing():
        for number in range(60):
            add_person(
                f"p{number:02}@x.example", f"Person {number:02}", Role.CLIENT, None, "es", now()
            )
    assert _queries(leo, "/desk/people") == few
    assert few <= 5
    leo.visit("/desk/people").sees("Page 1 of 2")
    leo.visit("/desk/people?q=ÑUÑOA").sees("Bob Ibáñez").does_not_see("Alice")
    leo.visit("/desk/people?q=p07@").sees("Person 07").does_not_see("Person 08")
    leo.visit("/desk/people?q=nobody-at-all").sees("No matches")
    leo.visit("/desk/people?page=99999999999999999999999999")
    assert leo.client.get("/desk/people/99999999999999999999999999").status_code == 404
    assert leo.client.get("/desk/people/2147483647").status_code == 404


def test_a_stranger_to_the_page_changes_nobody(app: Flask, leo: Browser) -> None:
    vera = house.sign_in(Browser(app), "vera@portal.example").visit("/account")
    csrf = str(vera.page.select("main [name=csrf_token]")[0]["value"])
    number = _person("bob@nunoa.example").id
    for path in ("access", "invitation"):
        sent = vera.client.post(
            f"/desk/people/{number}/{path}", data={"csrf_token": csrf, "allowed": "no"}
        )
        assert sent.status_code == 404
    assert _person("bob@nunoa.example").disabled_at is None


def _queries(browser: Browser, path: str) -> int:
    browser.client.get(path)
    seen: list[str] = []

    def saw(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", saw)
    browser.visit(path)
    event.remove(db.engine, "before_cursor_execute", saw)
    return len(seen)


def _person(address: str) -> Person:
    db.session.rollback()
    person = person_by_address(address)
    assert person is not None
    return person
