"""From an empty database to a portal that is ready, as the first lead goes through it."""

import io
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from PIL import Image

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.site import read_site
from portal.ground.zones import zone_label
from portal.people import set_up
from portal.people.organising import person_by_address
from portal.people.refusal import Forbidden
from tests.browser import Browser
from tests.mailbox import Mailbox, text_of
from tests.people import house


@pytest.fixture
def app() -> Iterator[Flask]:
    yield from house.running()


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    mailbox.start()
    yield mailbox
    mailbox.stop()


@pytest.fixture
def token(app: Flask) -> str:
    with writing():
        return set_up.set_up_link(now())


def begun(app: Flask, token: str) -> Browser:
    """The first lead's browser, at the first question about the site."""
    lucia = Browser(app).visit(f"/set-up/{token}")
    lucia.fill("Your name", "Lucía Mora").fill("Email address", "Lucia@Andes.example")
    return lucia.press("Begin")


def picture(size: tuple[int, int] = (300, 80)) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", size, (20, 90, 120, 255)).save(out, "PNG")
    return out.getvalue()


def test_the_whole_way(app: Flask, token: str, mailbox: Mailbox) -> None:
    lucia = begun(app, token)
    assert lucia.url == "/desk/site/name"
    lucia.sees("Step 2 of 8")
    lucia.fill("Support desk name", "Soporte Andes")
    lucia.fill("One sentence in Spanish", "Estamos para ayudarle.").press("Save and continue")
    lucia.sees("Logo and colour", "Soporte Andes")  # the name holds at once: it is in the header

    lucia.attach("Logo", ("logo.png", picture())).choose("Violet").press("Save and continue")
    assert lucia.url == "/desk/site/languages"
    logo = lucia.page.select_one(".header img")
    assert logo is not None
    assert lucia.client.get(str(logo["src"])).mimetype == "image/png"
    assert "--hue:290" in lucia.client.get("/brand.css").text

    lucia.choose(zone_label("America/Santiago")).press("Save and continue")
    assert lucia.value("Address of this portal") == "http://localhost"
    lucia.press("Save and continue")

    lucia.fill("Mail server", "127.0.0.1").fill("Port", mailbox.url.rpartition(":")[2])
    lucia.choose("None (only on your own network, port 25)")
    lucia.fill("From address", "support@andes.example").press("Send a test email")
    lucia.sees("The server accepted the email")
    (letter,) = mailbox.to("lucia@andes.example")
    assert "Soporte Andes" in letter["Subject"]
    assert "127.0.0.1" in text_of(letter)
    assert read_site().mail_url is None, "a test saves nothing"
    lucia.press("Save and continue")

    assert lucia.url == "/desk/site/policy"
    assert not read_site().is_set_up
    lucia.choose("Basic, Premium and 24/7 plans").press("Preview")
    lucia.sees("What it would mean", "Premium with 24/7 support", "30 min")
    assert read_site().policy == "sgc-sac-004", "a look saves nothing"
    lucia.press("Save and continue")
    assert lucia.url == "/desk/site/contacts"
    lucia.fill("Email", "hola@andes.example").press("Save and continue")
    assert lucia.url == "/desk/site/next-steps"
    lucia.sees("Soporte Andes is ready", "Invite a colleague", "Send a test ticket")
    lucia.sees("Add your contact details", "no emergency contact yet")

    db.session.rollback()
    site = read_site()
    assert (site.name, site.hue, site.time_zone) == ("Soporte Andes", 290, "America/Santiago")
    assert site.sentence("es") == "Estamos para ayudarle."
    assert site.mail_url == f"smtp://127.0.0.1:{mailbox.url.rpartition(':')[2]}"
    assert (site.policy, site.is_set_up) == ("planes", True)
    lead = person_by_address("lucia@andes.example")
    assert lead is not None
    assert lead.is_lead


def test_the_link_works_once(app: Flask, token: str) -> None:
    begun(app, token)
    Browser(app).visit(f"/set-up/{token}", status=410).sees("A set-up link works once.")
    with pytest.raises(Forbidden), writing():
        set_up.set_up_link(now())


def test_a_newer_link_ends_the_older(app: Flask, token: str) -> None:
    with writing():
        newer = set_up.set_up_link(now())
    Browser(app).visit(f"/set-up/{token}", status=410)
    Browser(app).visit(f"/set-up/{newer}").sees("Welcome. Who are you?")


def test_a_guessed_link_opens_nothing(app: Flask, token: str) -> None:
    Browser(app).visit("/set-up/0000", status=410)
    assert not set_up.has_lead()


def test_twenty_at_once_make_one_lead(app: Flask, token: str) -> None:
    made: list[bool] = []
    start = threading.Barrier(20)

    def press(number: int) -> None:
        with app.app_context():
            start.wait()
            with writing():
                lead = set_up.begin(token, "L", f"lead{number}@andes.example", "en", now())
                made.append(lead is not None)

    threads = [threading.Thread(target=press, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False] * 19 + [True]


def test_what_is_wrong_is_said_and_the_link_is_not_used_up(app: Flask, token: str) -> None:
    lucia = Browser(app).visit(f"/set-up/{token}")
    lucia.fill("Your name", "Lucía").fill("Email address", "lucia@").press("Begin", status=422)
    lucia.sees("Enter an email address like")
    assert lucia.value("Your name") == "Lucía"
    lucia.fill("Email address", "lucia@andes.example").press("Begin")
    assert lucia.url == "/desk/site/name"


def test_an_interrupted_set_up_is_gone_on_with(app: Flask, token: str) -> None:
    lucia = begun(app, token)
    lucia.visit("/desk/site").sees("The set-up is not finished").follow("Continue setting up")
    assert lucia.url == "/desk/site/name"


def test_a_new_address_leads_there_signed_in(app: Flask, token: str) -> None:
    lucia = begun(app, token).visit("/desk/site/address")
    lucia.fill("Address of this portal", "https://help.andes.example/").press("Save and continue")
    lucia.sees("The portal has a new address", "https://help.andes.example")
    on = next(a["href"] for a in lucia.page.find_all("a") if "Continue there" in a.get_text())
    assert str(on).startswith("https://help.andes.example/sign-in/")
    lucia.follow("Stay here for now").sees(
        "Mail server"
    )  # still in: a wrong address locks nobody out
    there = app.test_client()
    secure = {"base_url": "https://help.andes.example"}
    path = str(on).removeprefix("https://help.andes.example")
    page = there.get(path, **secure).text  # type: ignore[arg-type]
    csrf = page.split('name="csrf_token" value="')[-1].split('"')[0]
    answer = there.post(
        path,
        data={"csrf_token": csrf},
        headers={"Referer": "https://help.andes.example/"},
        **secure,  # type: ignore[arg-type]
    )
    assert answer.headers["Location"] == "/desk/site/mail"
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "session=" in c)
    assert cookie.startswith("__Host-session=")
    assert there.get("/desk/site/mail", **secure).status_code == 200  # type: ignore[arg-type]
