"""Coming in by a mailed link or code: what a person sees, and what a stranger does not learn."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.site import site_row
from portal.people import signing_in
from portal.people.limits import Attempt
from portal.people.links import SignIn
from portal.people.organising import disable, person_by_address
from portal.people.person import Person
from portal.people.sessions import Session
from tests.browser import Browser
from tests.people.house import letters, opened

Browsers = Callable[..., Browser]
Cast = dict[str, Person]


def ask(browser: Browser, address: str, next: str = "", status: int = 200) -> Browser:
    browser.visit(f"/sign-in?next={next}" if next else "/sign-in")
    return browser.fill("Email address", address).press("Continue", status=status)


def test_the_code_lets_in_and_leads_back(browser: Browsers) -> None:
    alice = browser()
    alice.client.get("/desk/people?q=x")
    ask(alice, " Alice@Aromos.Example ", next="/account%3Fa=1")
    assert alice.url == "/sign-in/code"
    _token, code = opened(letters()[-1])
    alice.fill("Code", f"{code[:3]} {code[3:]}").press("Sign in")
    assert alice.url == "/account?a=1"
    assert "Alice Rojas" in alice.html


def test_the_code_works_in_no_other_browser(browser: Browsers) -> None:
    alice, thief = browser(), browser()
    ask(alice, "alice@aromos.example")
    _token, code = opened(letters()[-1])
    ask(thief, "alice@aromos.example")
    thief.fill("Code", code).press("Sign in", status=422)
    assert "That code doesn’t work" in thief.html
    assert thief.client.get("/account").status_code == 302


def test_five_wrong_codes_and_the_right_one_is_worth_nothing(browser: Browsers) -> None:
    alice = browser()
    ask(alice, "alice@aromos.example")
    token, code = opened(letters()[-1])
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for left in (4, 3, 2, 1):
        alice.fill("Code", wrong).press("Sign in", status=422)
        assert f"You have {left} tr" in alice.html
    alice.fill("Code", wrong).press("Sign in", status=422)
    assert "This code has expired" in alice.html
    with writing():
        assert signing_in.sign_in_by_code(code, _browser_of(alice), now()) is None
    alice.visit(f"/sign-in/{token}").press("Sign in", within="Sign in")
    alice.visit("/account").sees("alice@aromos.example")  # the link is another secret


def test_a_code_of_the_wrong_shape_costs_no_try(browser: Browsers) -> None:
    alice = browser()
    ask(alice, "alice@aromos.example")
    alice.fill("Code", "12345").press("Sign in", status=422)
    assert "six-digit code" in alice.html
    db.session.rollback()
    assert db.session.scalars(select(SignIn.tries)).one() == 0


def test_the_code_is_old_after_ten_minutes_and_the_link_after_thirty(browser: Browsers) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 12, 0, tzinfo=UTC), tick=False) as clock:
        alice = browser()
        ask(alice, "alice@aromos.example")
        token, code = opened(letters()[-1])
        clock.shift(timedelta(minutes=10))
        alice.fill("Code", code).press("Sign in", status=422)
        alice.visit(f"/sign-in/{token}")
        assert "You are about to sign in as alice@aromos.example" in alice.html
        clock.shift(timedelta(minutes=20))
        alice.visit(f"/sign-in/{token}", status=410)
        assert alice.heading() == "This link has expired"


def test_looking_at_the_link_uses_nothing_up_pressing_does(browser: Browsers) -> None:
    alice, again = browser(), browser()
    ask(alice, "alice@aromos.example", next="/account")
    token, _code = opened(letters()[-1])
    for _scan in range(3):
        assert again.client.get(f"/sign-in/{token}").status_code == 200
    alice.visit(f"/sign-in/{token}").press("Sign in", within="Sign in")
    assert alice.url == "/account"
    again.visit(f"/sign-in/{token}", status=410)


def test_a_mail_scanner_that_asks_for_headers_alone_is_not_let_in(
    browser: Browsers, characters: Cast
) -> None:
    with writing():
        link = f"/sign-in/{signing_in.link_for(characters['alice'], now())}"
    scanner = browser()
    for method in ("HEAD", "OPTIONS"):
        answer = scanner.client.open(link, method=method, headers=scanner.headers)
        assert answer.status_code == 200
        assert not any(each.startswith("session=") for each in answer.headers.getlist("Set-Cookie"))
    scanner.visit("/account").sees("Sign in")
    browser().visit(link).press("Sign in").visit("/account").sees("Your account")


def test_a_link_pressed_twenty_times_at_once_lets_in_once(app: Flask, characters: Cast) -> None:
    with writing():
        token = signing_in.link_for(characters["alice"], now())
    came: list[int] = []
    start = threading.Barrier(20)

    def press() -> None:
        with app.app_context():
            start.wait()
            with writing():
                found = signing_in.sign_in_by_token(token, now())
            came.append(0 if found is None else 1)

    threads = [threading.Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(came), sum(came)) == (20, 1)


@pytest.mark.parametrize(
    "address", ["bob@nunoa.example", "nobody@nowhere.example", "ana@aromos.example"]
)
def test_known_unknown_and_disabled_read_the_same(
    browser: Browsers, characters: Cast, address: str
) -> None:
    with writing():
        disable(characters["ana"], now())
    before = len(letters())
    stranger = browser()
    ask(stranger, address)
    words = stranger.page.find("main")
    assert words is not None
    said = words.get_text(" ", strip=True).replace(address, "ADDRESS")
    assert "Ask whoever runs it for a sign-in link." in said
    assert len(letters()) - before == (1 if address.startswith("bob") else 0)
    written = db.session.scalar(select(func.count()).select_from(SignIn))
    counted = db.session.scalar(select(func.count()).select_from(Attempt))
    assert (written, counted) == (1, 3)
    stranger.fill("Code", "000000").press("Sign in", status=422)
    assert "You have 4 tries left" in stranger.html


def test_whoever_has_an_address_of_a_client_comes_in_as_a_client(browser: Browsers) -> None:
    carla = browser(language="es")
    ask_es = carla.visit("/sign-in")
    ask_es.client.post("/sign-in", data=_typed(carla, email="carla.soto@aromos.example"))
    assert person_by_address("carla.soto@aromos.example") is None, (
        "nobody before the letter is read"
    )
    token, _code = opened(letters()[-1])
    carla.visit(f"/sign-in/{token}")
    answer = carla.client.post(f"/sign-in/{token}", data=_typed(carla))
    assert answer.status_code == 303
    person = person_by_address("carla.soto@aromos.example")
    assert person is not None
    assert person.organisation is not None
    assert (person.name, person.role, person.language) == ("Carla Soto", "client", "es")
    assert person.organisation.name == "Clínica Los Aromos"


def test_too_many_letters_are_refused_kindly_and_for_each_address_alike(browser: Browsers) -> None:
    for address in ("alice@aromos.example", "nobody@nowhere.example"):
        asker = browser()
        for _again in range(5):
            ask(asker, address)
        ask(asker, address, status=429)
        assert "Too many sign-in emails for this address" in asker.html
        assert address in asker.html, "what was typed is still there"


def test_one_network_cannot_ask_for_everybody(
    browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "ASKED_PER_NETWORK", (3, timedelta(hours=1)))
    asker = browser()
    for number in range(3):
        ask(asker, f"person{number}@aromos.example")
    ask(asker, "person4@aromos.example", status=429)


def test_limits_bear_twenty_askers_at_once(app: Flask, characters: Cast) -> None:
    allowed: list[bool] = []
    start = threading.Barrier(20)

    def press() -> None:
        with app.app_context():
            start.wait()
            with writing():
                asked = signing_in.ask_to_sign_in("bob@nunoa.example", "b", "en", None, now())
            allowed.append(asked is not None)

    threads = [threading.Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(allowed) == 5
    assert len(letters()) == 5


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "/%5Cevil.example"])
def test_the_way_to_another_site_is_not_taken(browser: Browsers, next: str) -> None:
    alice = browser()
    ask(alice, "alice@aromos.example", next=next)
    token, _code = opened(letters()[-1])
    alice.visit(f"/sign-in/{token}")
    answer = alice.client.post(f"/sign-in/{token}", data=_typed(alice))
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize(
    "address", ["", "alice", "alice@aromos.example\r\nBcc: x@y.example", "x" * 400]
)
def test_what_is_no_address_is_said_and_kept(browser: Browsers, address: str) -> None:
    alice = browser()
    ask(alice, address, status=422)
    assert "mail address" in alice.html
    assert alice.page.find(class_="error-summary") is not None
    assert letters() == []


def test_asked_under_another_host_the_page_says_what_is_wrong(app: Flask, characters: Cast) -> None:
    with writing():
        site_row().base_url = "https://help.example.org"
    here = Browser(app)
    here.visit("/sign-in", status=400)
    assert here.heading() == "This portal answers at another address"
    assert "https://help.example.org" in here.html
    assert here.page.find("main").find("form") is None  # type: ignore[union-attr]
    elsewhere = Browser(app)
    elsewhere.client.get("/sign-in")
    answer = elsewhere.client.get("/sign-in", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example/" not in answer.get_data(as_text=True)


def test_over_plain_http_where_the_site_has_https_the_page_says_so(
    app: Flask, characters: Cast
) -> None:
    with writing():
        site_row().base_url = "https://help.example.org"
    client = app.test_client()
    plain = {"Host": "help.example.org", "Origin": "http://help.example.org"}
    assert client.get("/sign-in", headers={"Host": "help.example.org"}).status_code == 200
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/sign-in", headers=plain, data={"email": "alice@aromos.example"})
    app.config["WTF_CSRF_ENABLED"] = True
    assert answer.status_code == 400
    assert "https://help.example.org" in answer.get_data(as_text=True)


def test_a_letter_to_an_address_that_is_no_longer_theirs_lets_nobody_in(
    characters: Cast,
) -> None:
    with writing():
        token = signing_in.link_for(characters["alice"], now())
        characters["alice"].email = "alice.rojas@aromos.example"
    with writing():
        assert signing_in.sign_in_by_token(token, now()) is None


def test_secrets_are_kept_as_hashes_only(browser: Browsers, app: Flask) -> None:
    alice = browser("alice")
    ask(browser(), "bob@nunoa.example")
    token, code = opened(letters()[-1])
    cookie = alice.client.get_cookie("session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.path == "/"
    kept = db.session.execute(select(SignIn.token_hash, SignIn.code_hash, SignIn.browser)).all()
    everything = repr(kept) + repr(db.session.execute(select(Session.token_hash)).all())
    everything += repr(db.session.execute(select(Attempt.key)).all())
    for secret in (token, code, cookie.value, "bob@nunoa.example", "127.0.0.1"):
        assert secret not in everything


def test_without_a_mail_server_the_page_says_how_to_come_in(browser: Browsers) -> None:
    alice = browser()
    ask(alice, "alice@aromos.example")
    assert "can’t send email yet" in alice.html


def _typed(browser: Browser, **values: str) -> dict[str, str]:
    """The form's token with these values."""
    found = browser.page.find("input", attrs={"name": "csrf_token"})
    assert found is not None
    return {"csrf_token": str(found["value"]), **values}


def _browser_of(browser: Browser) -> str:
    return str(db.session.scalars(select(SignIn.browser).order_by(SignIn.id.desc())).first())
