"""Staying signed in: sessions roll on, are listed, end at once; the guest's becomes the person's; few queries."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask, redirect
from sqlalchemy import event, func, select
from werkzeug.http import dump_cookie

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.site import site_row
from portal.people import gate, staying, sweeping, visiting
from portal.people.organising import disable, enable
from portal.people.person import Person
from portal.people.sessions import Session
from portal.people.visits import Visit
from tests.browser import Browser
from tests.people import house
from tests.people.house import sign_in

Browsers = Callable[..., Browser]
Cast = dict[str, Person]
START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def trial_pages(app: Flask) -> None:
    """A page for each audience, as other rooms have them."""

    def page(name: str) -> Callable[[], str]:
        def view() -> str:
            return f"{name} {gate.viewer().session_id}"

        view.__name__ = name
        return view

    for name in AUDIENCES:
        view = getattr(gate, name)(page(name))
        app.add_url_rule(f"/trial/{name}", name, view, methods=["GET", "POST"])

    def follow() -> object:
        with writing():
            number = gate.admit_guest()
        return redirect(f"/trial/for_followers?{number}")

    app.add_url_rule("/trial/link", "trial_link", gate.for_everyone(follow))
    app.add_url_rule(
        "/trial/visit", "trial_visit", gate.for_everyone(lambda: visiting.current_visit())
    )


@pytest.fixture
def app() -> Iterator[Flask]:
    yield from house.running(prepare=trial_pages)


@contextmanager
def queries() -> Iterator[list[str]]:
    seen: list[str] = []

    def saw(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", saw)
    yield seen
    event.remove(db.engine, "before_cursor_execute", saw)


AUDIENCES = ["for_everyone", "for_followers", "for_signed_in", "for_agents", "for_leads"]
COMES_IN = {None: 1, "guest": 2, "alice": 3, "mara": 3, "vera": 4, "leo": 5}


@pytest.mark.parametrize("name", list(COMES_IN))
def test_who_may_call_what(browser: Browsers, name: str | None) -> None:
    one = browser() if name in {None, "guest"} else browser(name)
    if name == "guest":
        one.visit("/trial/link")
    for place, audience in enumerate(AUDIENCES):
        answer = one.client.get(f"/trial/{audience}?q=1")
        if place < COMES_IN[name]:
            assert answer.status_code == 200, audience
        elif name in {None, "guest"}:
            assert answer.status_code == 302
            assert answer.headers["Location"] == f"/sign-in?next=/trial/{audience}?q%3D1"
        else:
            assert answer.status_code == 404, (
                "the wrong role sees what a stranger to the page would"
            )


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(browser: Browsers) -> None:
    alice = browser("alice")
    alice.visit("/account")
    token = alice.page.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    with writing():
        staying.revoke_all(_person("alice"), now())
    sent = alice.client.post(
        "/account/sessions/revocation",
        data={"csrf_token": token},
        headers={"Referer": "http://localhost/account?tab=2"},
    )
    assert sent.status_code == 303
    assert sent.headers["Location"] == "/sign-in?next=/account?tab%3D2"


def test_a_session_costs_one_query_and_the_site_another(browser: Browsers) -> None:
    alice = browser("alice")
    alice.client.get("/trial/for_signed_in")
    db.session.remove()
    with queries() as seen:
        assert alice.client.get("/trial/for_signed_in").status_code == 200
    assert len(seen) == 2, seen
    with queries() as seen:
        assert browser().client.get("/trial/for_everyone").status_code == 200
    assert len(seen) == 1, seen


def test_it_rolls_on_but_is_written_at_most_every_five_minutes(browser: Browsers) -> None:
    with time_machine.travel(START, tick=False) as clock:
        alice = browser("alice")
        clock.shift(timedelta(minutes=4))
        with queries() as seen:
            alice.client.get("/trial/for_signed_in")
        assert not [query for query in seen if query.startswith("UPDATE")]
        for _week in range(8):
            clock.shift(timedelta(days=7))
            assert alice.client.get("/trial/for_signed_in").status_code == 200
        assert _session().seen_at == now()
        assert _person("alice").seen_at == now()
        clock.shift(timedelta(days=30))
        assert alice.client.get("/trial/for_signed_in").status_code == 302


def test_a_session_revoked_elsewhere_is_out_at_once(browser: Browsers) -> None:
    here, there = browser("alice"), browser("alice")
    here.visit("/account")
    assert here.page.get_text().count("Chrome on Linux") == 2
    assert "this one" in here.html
    for tag in here.page.find_all("li", class_="cluster"):
        if "this one" not in tag.get_text():
            form = tag.find("form")
            assert form is not None
            token = form.find("input")["value"]  # type: ignore[index]
            here.client.post(str(form["action"]), data={"csrf_token": token})
    assert there.client.get("/account").status_code == 302
    here.visit("/account")
    assert here.page.get_text().count("Chrome on Linux") == 1


def test_sign_out_everywhere_else_leaves_this_one(browser: Browsers) -> None:
    here, there = browser("alice"), browser("alice")
    here.visit("/account").press("Sign out everywhere else")
    assert "You’ve been signed out on all other devices." in here.html
    assert there.client.get("/account").status_code == 302


def test_nobody_ends_the_session_of_another(browser: Browsers) -> None:
    alice, bob = browser("alice"), browser("bob")
    number = db.session.scalars(
        select(Session.id).where(Session.person_id == _person("alice").id)
    ).one()
    bob.visit("/account")
    token = bob.page.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    data = {"csrf_token": token}
    theirs = bob.client.post(f"/account/sessions/{number}/revocation", data=data)
    none = bob.client.post("/account/sessions/99999/revocation", data=data)
    assert (theirs.status_code, none.status_code) == (404, 404)
    assert alice.client.get("/account").status_code == 200


def test_a_disabled_person_is_out_at_once(browser: Browsers) -> None:
    alice = browser("alice")
    person = _person("alice")
    with writing():
        person.disabled_at = now()
    assert alice.client.get("/account").status_code == 302
    with writing():
        disable(person, now())
        enable(person, now())
    assert alice.client.get("/account").status_code == 302, "let in again, one signs in again"


def test_signing_out_ends_the_session_and_the_cookies(browser: Browsers) -> None:
    alice = browser("alice")
    alice.visit("/account")
    stolen = alice.client.get_cookie("session")
    before = alice.client.get_cookie("browser")
    assert stolen is not None
    token = alice.page.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    answer = alice.client.post("/sign-out", data={"csrf_token": token})
    assert answer.status_code == 303
    assert alice.client.get_cookie("session") is None
    assert alice.client.get_cookie("browser") != before, "drafts left here are not the next one's"
    alice.client.set_cookie("session", stolen.value)
    assert alice.client.get("/account").status_code == 302


def test_what_a_guest_may_see_stays_after_signing_in_under_a_new_token(browser: Browsers) -> None:
    alice = browser()
    alice.visit("/trial/link")
    guest, browser_before = alice.client.get_cookie("session"), _browser_cookie(alice)
    row = _session()
    assert (row.person_id, guest is not None) == (None, True)
    sign_in(alice, "alice@aromos.example")
    assert _session().id == row.id, "the rights that hang on the row are kept"
    assert _session().person_id == _person("alice").id
    assert alice.client.get_cookie("session") != guest
    assert _browser_cookie(alice) == browser_before
    planted = browser()
    assert guest is not None
    planted.client.set_cookie("session", guest.value)
    assert planted.client.get("/trial/for_followers").status_code == 302


def test_a_tracking_link_opened_while_signed_in_signs_nobody_out(browser: Browsers) -> None:
    alice = browser("alice")
    alice.visit("/trial/link")
    assert alice.client.get("/account").status_code == 200
    assert _count(Session) == 1


def test_another_person_at_the_same_browser_gets_a_session_of_their_own(browser: Browsers) -> None:
    one = browser("alice")
    first = _session().id
    one.client.delete_cookie("session")
    sign_in(one, "bob@nunoa.example")
    assert _session().id != first


def test_cookies_are_secure_where_the_site_has_https(app: Flask, characters: Cast) -> None:
    with writing():
        site_row().base_url = "https://help.example.org"
    client, host = app.test_client(), {"Host": "help.example.org"}
    answer = client.get("/trial/link", headers=host)
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if "session=" in c]
    assert cookie.startswith("__Host-session=")
    assert "Secure;" in cookie
    assert "HttpOnly" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    value = cookie.partition("=")[2].partition(";")[0]
    plain = app.test_client()
    plain.set_cookie("session", value, domain="help.example.org")
    assert plain.get("/trial/for_followers", headers=host).status_code == 302, (
        "a plain one is planted"
    )


def test_a_forged_cookie_is_nobody(app: Flask) -> None:
    stranger = app.test_client(use_cookies=False)
    for value in ("x", "", "0" * 5000, "' OR 1=1 --", "ñ"):
        cookie = dump_cookie("session", value, max_size=0)  # no browser keeps one of any length
        headers = {"Cookie": cookie.partition(";")[0]}
        assert stranger.get("/trial/for_signed_in", headers=headers).status_code == 302


def test_a_visit_ends_after_half_an_hour_of_silence_and_is_seldom_written(
    browser: Browsers,
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        one, other = browser(), browser()
        number = one.client.get("/trial/visit").text
        assert other.client.get("/trial/visit").text != number
        clock.shift(timedelta(seconds=50))
        with queries() as seen:
            assert one.client.get("/trial/visit").text == number
        assert not [query for query in seen if not query.startswith("SELECT")]
        for _minute in range(3):
            clock.shift(timedelta(minutes=29))
            assert one.client.get("/trial/visit").text == number
        clock.shift(timedelta(minutes=31))
        assert one.client.get("/trial/visit").text != number
    assert _count(Visit) == 3


def test_networks_are_addresses_or_v6_prefixes(app: Flask) -> None:
    for address, network in {
        "203.0.113.7": "203.0.113.7",
        "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
        "::ffff:203.0.113.7": "203.0.113.7",
        "nonsense": "",
    }.items():
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            assert visiting.network() == network


def test_the_sweep_takes_what_ended_and_leaves_what_lives(browser: Browsers) -> None:
    with time_machine.travel(START, tick=False) as clock:
        browser("alice")
        browser().client.get("/trial/visit")
        clock.shift(timedelta(days=29))
        bob = browser("bob")
        clock.shift(timedelta(days=62))
        browser("leo")
        with writing():
            swept = sweeping.sweep(now())
        left = {
            person.name
            for person in db.session.scalars(
                select(Person).join(Session, Session.person_id == Person.id)
            )
        }
        assert left == {"Leo Díaz"}
        assert swept == 2 + 2 + 1, "two sessions, two sign-ins, one visit"
        assert bob.client.get("/account").status_code == 302


def _person(name: str) -> Person:
    db.session.rollback()
    return db.session.scalars(select(Person).where(Person.email.startswith(f"{name}@"))).one()


def _count(table: type[Session] | type[Visit]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _session() -> Session:
    db.session.rollback()
    return db.session.scalars(select(Session).order_by(Session.id.desc())).unique().first()  # type: ignore[return-value]


def _browser_cookie(browser: Browser) -> str | None:
    cookie = browser.client.get_cookie("browser")
    return cookie.value if cookie else None
