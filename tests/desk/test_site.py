"""The lead's pages about the site after the set-up: what is refused, what the environment decides, what a server says."""

import io
import socket
from collections.abc import Iterator

import pytest
from flask import Flask
from PIL import Image

from portal.ground.db import db, writing
from portal.ground.site import read_site, site_row
from portal.people.mail_server import MailServer, Security, read_url
from tests.browser import Browser
from tests.characters import people
from tests.mailbox import Mailbox
from tests.people import house


@pytest.fixture
def app() -> Iterator[Flask]:
    yield from house.running()


@pytest.fixture
def leo(app: Flask) -> Browser:
    people()
    return house.sign_in(Browser(app), "leo@portal.example")


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    mailbox.start()
    yield mailbox
    mailbox.stop()


def site_now() -> object:
    db.session.rollback()
    return read_site()


def test_only_leads_see_it(app: Flask, leo: Browser) -> None:
    leo.visit("/desk/site").sees("Soporte Andes", "Santiago, Chile (UTC", "None: emails wait")
    vera = house.sign_in(Browser(app), "vera@portal.example")
    for path in ("/desk/site", "/desk/site/mail", "/desk/people", "/desk/organisations"):
        assert vera.client.get(path).status_code == 404
        assert Browser(app).client.get(path).status_code == 302


def test_every_section_shows_what_holds_and_saves_it_again_unchanged(leo: Browser) -> None:
    before = site_now()
    for section in ("name", "look", "languages", "address", "policy"):
        leo.visit(f"/desk/site/{section}").press("Save").sees("Saved. It holds from now on.")
    after = site_now()
    assert before.__dict__ | {"base_url": ""} == after.__dict__ | {"base_url": ""}


@pytest.mark.parametrize(
    "address",
    [
        "",
        "help.example.org",
        "ftp://help.example.org",
        "https://help.example.org/path",
        "https://help.example.org?x",
        "https://user:pass@help.example.org",
        "https://",
        "https://a b.example",
        "https://x.example:99999",
        "https://x.example\r\nX: y",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_none_is_refused(leo: Browser, address: str) -> None:
    leo.visit("/desk/site/address").fill("Address of this portal", address)
    leo.press("Save", status=422)
    assert leo.page.find(class_="error-summary") is not None
    assert read_site().base_url == "http://127.0.0.1:8000"


def test_a_brand_colour_is_previewed_or_saved(leo: Browser) -> None:
    leo.visit("/desk/site/look").choose("Your brand colour").fill("Brand colour", "2563eb")
    leo.press("Preview")
    assert " 263)" in str(leo.page.select_one(".brand__paint")), "painted in the hue of the brand"
    assert "--hue:195" in leo.client.get("/brand.css").text
    leo.press("Save")
    assert "--hue:263;--tint:1}" in leo.client.get("/brand.css").text
    leo.visit("/desk/site").sees("#2563eb").visit("/desk/site/look")
    assert leo.value("Brand colour") == "#2563eb"
    leo.fill("Brand colour", "#222").press("Save")
    assert "--tint:0}" in leo.client.get("/brand.css").text, "a black brand gets no colour of ours"
    leo.visit("/desk/site/look").choose("Violet").press("Save")
    assert "--hue:290;--tint:1}" in leo.client.get("/brand.css").text


@pytest.mark.parametrize("wrong", ["36", "#12345", "blue", ""])
def test_a_colour_that_is_none_is_refused(leo: Browser, wrong: str) -> None:
    leo.visit("/desk/site/look").choose("Your brand colour").fill("Brand colour", wrong)
    leo.press("Save", status=422).sees("Enter a colour like #2563EB.")


def test_a_logo_chosen_once_is_there_until_it_is_saved(leo: Browser) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (1, 2, 3)).save(out, "PNG")
    leo.visit("/desk/site/look").attach("Logo", ("andes.png", out.getvalue())).press("Preview")
    leo.sees("andes.png is chosen and not saved yet.")
    shown = str(leo.page.select_one(".brand__logo")["src"])  # type: ignore[index]  # it is there
    assert leo.client.get(shown).mimetype == "image/png"
    assert Browser(leo.client.application).client.get(shown).status_code != 200
    assert read_site().logo is None
    leo.choose("Your brand colour").fill("Brand colour", "none").press("Save", status=422)
    leo.sees("andes.png is chosen", "Enter a colour like").fill("Brand colour", "#080").press(
        "Save"
    )
    db.session.rollback()
    assert read_site().logo is not None
    assert leo.client.get("/logo/" + str(read_site().logo)).mimetype == "image/png"


def test_a_wrong_logo_and_a_wrong_colour_are_both_said(leo: Browser) -> None:
    leo.visit("/desk/site/look").attach("Logo", ("notes.txt", b"just words\n"))
    leo.choose("Your brand colour").fill("Brand colour", "none").press("Save", status=422)
    leo.sees("“notes.txt” isn’t a picture", "Enter a colour like")


def test_a_logo_is_a_picture_and_can_be_taken_away(leo: Browser) -> None:
    leo.visit("/desk/site/look").attach(
        "Logo", ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    )
    leo.press("Save", status=422)
    assert leo.page.select_one(".field--wrong") is not None
    leo.visit("/desk/site/look").attach("Logo", ("notes.txt", b"just words\n"))
    leo.press("Save", status=422).sees("“notes.txt” isn’t a picture. Choose a PNG")
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (1, 2, 3)).save(out, "JPEG")
    leo.visit("/desk/site/look").attach("Logo", ("logo.jpg", out.getvalue())).press("Save")
    key = read_site().logo
    db.session.rollback()
    key = read_site().logo
    guest = Browser(leo.client.application)
    assert guest.client.get(f"/logo/{key}").status_code == 200
    assert guest.client.get("/logo/another").status_code == 404
    leo.visit("/desk/site/look").choose("Remove the logo").press("Save")
    assert guest.client.get(f"/logo/{key}").status_code == 404


def test_the_servers_very_words_are_told_and_nothing_typed_is_lost(
    leo: Browser, mailbox: Mailbox
) -> None:
    port = mailbox.url.rpartition(":")[2]
    mailbox.refuse.add("leo@portal.example")
    leo.visit("/desk/site/mail").fill("Mail server", "127.0.0.1").fill("Port", port)
    leo.choose("None (only on your own network, port 25)")
    leo.fill("From address", "support@portal.example")
    leo.press("Send a test email", status=422)
    leo.sees("The test email wasn’t sent", "550 5.1.1 no such mailbox")
    mailbox.refuse.clear()
    leo.choose("STARTTLS (usual, port 587)")
    leo.press("Send a test email", status=422).sees("doesn’t offer STARTTLS")
    assert marked(leo) == ["security"]
    leo.fill("User name", "ana").fill("Password", "geheim & =?#")
    leo.choose("None (only on your own network, port 25)")
    leo.press("Send a test email", status=422).sees("doesn’t accept a user name on this connection")
    assert marked(leo) == ["user"]
    assert leo.value("Password") == "geheim & =?#"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
    leo.fill("Port", str(closed)).fill("User name", "")
    leo.press("Send a test email", status=422)
    leo.sees(f"127.0.0.1 doesn’t accept connections on port {closed}.").does_not_see("Errno")
    assert marked(leo) == ["port"]
    leo.fill("Mail server", "").fill("Port", "").press("Send a test email", status=422)
    assert marked(leo) == ["host"]


def marked(browser: Browser) -> list[str]:
    """The fields that are marked as wrong, by their names."""
    return [str(each["name"]) for each in browser.page.find_all(attrs={"aria-invalid": "true"})]


def test_a_password_is_never_shown_and_kept_when_left_empty(leo: Browser) -> None:
    with writing():
        site_row().mail_url = MailServer(
            "mail.example.org", 587, Security.STARTTLS, "ana", "geheim/:@"
        ).url()
    leo.visit("/desk/site/mail")
    assert "geheim" not in leo.html
    leo.fill("From address", "hilfe@example.org").press("Save")
    assert read_url(_mail_url()).password == "geheim/:@"
    leo.visit("/desk/site/mail").fill("Mail server", "evil.example").press("Save")
    assert read_url(_mail_url()).password == "", "it is not handed to another server"


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Mail server", "a b"),
        ("Mail server", "smtp://x"),
        ("Port", "99999"),
        ("From address", "x"),
    ],
)
def test_a_mail_server_that_is_none_is_refused(leo: Browser, label: str, value: str) -> None:
    leo.visit("/desk/site/mail").fill("Mail server", "mail.example.org")
    leo.fill("From address", "a@b.example").fill(label, value).press("Save", status=422)
    assert leo.page.find(class_="error-summary") is not None


def test_a_portal_that_sends_no_letters_needs_no_sender(leo: Browser) -> None:
    leo.visit("/desk/site/mail").fill("From address", "").press("Save").sees("Saved.")
    leo.visit("/desk/site/mail").fill("Mail server", "mail.example.org")
    leo.press("Save", status=422).sees("Enter the address your emails come from.")
    assert _mail_url() == ""


@pytest.mark.parametrize(
    "server",
    [
        MailServer("mail.example.org", 587, Security.STARTTLS, "ana@x.example", "a:b/c@d?#% ñ"),
        MailServer("::1", 2525, Security.NONE),
        MailServer("mail.example.org", 465, Security.TLS, "u", ""),
    ],
)
def test_a_server_survives_its_address(server: MailServer) -> None:
    assert read_url(server.url()) == server


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp:x", "smtp://x:port"])
def test_an_address_of_no_mail_server_says_so(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_url(url)


def test_what_the_environment_decides_is_shown_and_not_asked() -> None:
    given: dict[str, str] = {
        "base_url": "http://localhost",
        "mail_url": "smtp://ana:geheim@mail.example.org:25",
        "site_name": "From outside",
        "languages": "en",
    }
    for app in house.running(**given):
        people()
        leo = house.sign_in(Browser(app), "leo@portal.example")
        leo.visit("/desk/site/mail").sees(
            "MAIL_URL", "mail.example.org:25", "The environment sets this"
        )
        assert "geheim" not in leo.html
        assert "Mail server" not in [tag.get_text().strip() for tag in leo.page.find_all("label")]
        leo.visit("/desk/site/name").sees("SITE_NAME", "From outside")
        leo.fill("One sentence in English", "Hello.").press("Save")
        db.session.rollback()
        assert (read_site().name, read_site().sentence("en")) == ("From outside", "Hello.")
        leo.visit("/desk/site/address").sees("BASE_URL", "http://localhost").press("Save")
        leo.visit("/desk/site/languages").sees("LANGUAGES", "English")


def _mail_url() -> str:
    db.session.rollback()
    return read_site().mail_url or ""
