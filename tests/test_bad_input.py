"""Whatever arrives, by folder or by browser: a clear word or a 404, never a broken page, and nothing typed is lost.

(What each room does with bad input is tested there; here it comes through the whole portal.)
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import Tag
from flask import Flask

from portal.articles.reports import Report
from portal.articles.sync import sync
from portal.ground.db import db
from portal.ground.now import now
from portal.people.person import Person
from portal.tickets.conversation import Message
from portal.tickets.ticket import Ticket
from tests.articles.writing import source
from tests.browser import Browser
from tests.desk.filings import opened
from tests.files import samples
from tests.journeys.jobs import jobs_run
from tests.journeys.requests import ask, latest, weigh
from tests.mailbox import Mailbox, link_in, text_of

Browsers = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("characters")
EVIL = "https://evil.example"


@pytest.fixture
def alice(browser: Browsers) -> Browser:
    return browser("alice")


@pytest.fixture
def ticket(characters: dict[str, Person]) -> Ticket:
    return opened(characters["alice"])


@pytest.fixture
def folder(app: Flask) -> Path:
    """The folder of articles, with one that is right and published."""
    folder: Path = app.extensions["portal_settings"].articles_folder
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "right.md").write_bytes(source(title="The right one", body="As it was."))
    assert sync(folder, now()).counts()["published"] == 1
    return folder


def token(browser: Browser) -> str:
    field = browser.page.find("input", attrs={"name": "csrf_token"})
    assert isinstance(field, Tag)
    return str(field["value"])


def said() -> list[str]:
    """All messages that stand on tickets."""
    db.session.rollback()
    return list(db.session.scalars(db.select(Message.text).order_by(Message.id)))


# -- articles from the folder -----------------------------------------------------------------------


def synced(folder: Path) -> Report:
    db.session.rollback()
    return sync(folder, now())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"---\ntitle: [unclosed\n---\nText.\n", "line 3"),
        (b"---\ntitle: No end of the front matter\nText.\n", "---"),
        ("---\ntitle: Café\n---\nCafé.\n".encode("latin-1"), "UTF-8"),
        ("---\ntitle: Wide\n---\nText.\n".encode("utf-16"), "UTF-8"),
        (source(title="A zero", body="A \0 in it."), "UTF-8"),
        (source(title="Five million", body="Words. " * 750_000), "MB"),
    ],
    ids=["unclosed list", "no end", "latin-1", "utf-16", "a zero byte", "5 MB"],
)
def test_a_file_that_cannot_be_read_is_named_and_the_article_stays_as_it_was(
    folder: Path, browser: Browsers, content: bytes, told: str
) -> None:
    (folder / "en" / "right.md").write_bytes(content)
    (folder / "en" / "other.md").write_bytes(source(title="Another", body="Which is fine."))
    report = synced(folder)
    assert (report.counts().get("refused"), report.counts().get("published")) == (1, 1)
    [line] = [line for line in report.lines() if line.startswith("en/right.md")]
    assert told in line
    browser().visit("/en/articles/right").sees("The right one", "As it was.")
    browser().visit("/en/articles/other").sees("Which is fine.")
    assert (folder / "en" / "right.md").read_bytes() == content, "the file is its writer's"


def test_a_5_mb_article_at_the_desk_is_refused_and_stays_in_its_field(browser: Browsers) -> None:
    vera = browser("vera").visit("/desk/articles/new?written_in=en")
    data = {"csrf_token": token(vera), "title": "Endless", "deed": "publish"}
    data["body"] = "Words and more words. " * 240_000
    answer = vera.client.post(vera.url, data=data, headers=vera.headers)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Use at most 1000000 characters." in page
    assert data["body"] in page


@pytest.mark.parametrize(
    "text", ["A \0seen word.", "> " * 5_000 + "A seen word."], ids=["a zero", "deep quotes"]
)
def test_an_odd_text_from_the_desk_is_laid_out(browser: Browsers, text: str) -> None:
    vera = browser("vera").visit("/desk/articles/new?written_in=en").fill("Title", "Odd")
    vera.fill("Text", text).press("Publish")
    browser().visit("/en/articles/odd").sees("seen word.")


# -- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("huge.png", samples.bomb(), "“huge.png” has more than 40 million pixels"),
        ("drawing.svg", samples.SVG, "“drawing.svg” is a web page or drawing"),
        ("page.html", samples.HTML, "“page.html” is a web page or drawing"),
        ("holiday.png", samples.EXE, "“holiday.png” is a program"),
        ("tool.log", samples.ELF, "“tool.log” is a program"),
    ],
    ids=["25,000 pixels square", "svg", "html", "a renamed exe", "a renamed elf"],
)
def test_a_file_that_is_not_taken_is_named_and_the_words_stay(
    alice: Browser, ticket: Ticket, name: str, content: bytes, told: str
) -> None:
    alice.visit(f"/tickets/{ticket.ref}").fill("Your reply", "Here it is.")
    alice.attach("Screenshots and files", (name, content), ("fine.log", b"one line"))
    alice.press("Send", status=422).sees(told)
    assert alice.value("Your reply") == "Here it is."
    alice.press("Send").sees("Here it is.")


def test_a_file_cannot_bring_a_header_along(alice: Browser, ticket: Ticket) -> None:
    alice.visit(f"/tickets/{ticket.ref}")
    parts = [
        ("csrf_token", "", token(alice)),
        ("text", "", "The log."),
        ("files", "; filename*=utf-8''a%0D%0ASet-Cookie%3A%20x%3D1%22%3B%20b.log", "one line"),
    ]
    body = "".join(
        f'--cut\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{text}\r\n'
        for name, more, text in parts
    )
    kind = "multipart/form-data; boundary=cut"
    sent = alice.client.post(
        f"/tickets/{ticket.ref}/replies", data=f"{body}--cut--\r\n", content_type=kind
    )
    assert sent.status_code == 303
    link = alice.visit(f"/tickets/{ticket.ref}").page.select_one(".files a")
    assert link is not None
    got = alice.client.get(str(link["href"]))
    assert got.status_code == 200
    assert "Set-Cookie" not in got.headers
    assert "\n" not in got.headers["Content-Disposition"]


# -- forms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("path", ["/ask", "/sign-in", "/tickets/{ref}/replies", "/language"])
def test_ten_thousand_fields_are_too_many(
    alice: Browser, ticket: Ticket, kind: str, path: str
) -> None:
    alice.visit("/")
    data: dict[str, Any] = {f"field-{n}": "x" for n in range(10_000)} | {"csrf_token": token(alice)}
    answer = alice.client.post(
        path.format(ref=ticket.ref), data=data, content_type=kind, headers=alice.headers
    )
    assert answer.status_code == 413
    assert "That is too large to send" in answer.get_data(as_text=True)


def test_line_ends_in_a_name_and_a_title_reach_no_header(
    browser: Browsers, mail_server: Mailbox
) -> None:
    gina = weigh(ask(browser(), "Silence\r\nBcc: all@evil.example"))
    gina.fill("Your name", "Gina\r\nBcc: all@evil.example").fill("Your email", "gina@x.example")
    gina.press("Continue").press("Send the request").sees("We’ve received your request")
    jobs_run()
    letter = latest(mail_server, "gina@x.example")
    assert letter["Bcc"] is None
    assert mail_server.to("all@evil.example") == []
    gina.visit(link_in(letter, "/t/"))
    assert gina.heading() == "Silence Bcc: all@evil.example"


def test_an_address_with_a_line_end_is_refused_and_shown_again(browser: Browsers) -> None:
    gina = weigh(ask(browser())).fill("Your name", "Gina")
    gina.fill("Your email", "gina@x.example\r\nBcc: all@evil.example").press("Continue", status=422)
    gina.sees("Write the address with an @")
    assert gina.value("Your name") == "Gina"


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=%00%ff%ed%a0%80&page=-1",
        "/search?q=" + "word+" * 2_000,
        f"/search?q=x&page={'9' * 30}",
        f"/tickets?page={'9' * 30}&since=yesterday&state=asleep&whose=nobody",
        f"/ask?article={'9' * 5_000}&q=%00&topic=%ff",
        f"/ask?person={'9' * 30}",
        "/sign-in?next=%00",
    ],
    ids=lambda path: path[:24],
)
def test_an_address_that_nobody_would_write_is_borne(alice: Browser, path: str) -> None:
    alice.visit(path)


@pytest.mark.parametrize(
    "path",
    [
        "/tickets/T-22222",
        "/tickets/T-0000O",
        "/tickets/nonsense",
        "/tickets/{ref}/files/" + "9" * 30,
        "/tickets/" + "T" * 8_000,
        "/en/articles/%00",
        "/en/articles/../../etc/passwd",
        "/t/x",
        "/r/%ff",
    ],
    ids=lambda path: path[:24],
)
def test_what_is_not_there_is_a_404(alice: Browser, ticket: Ticket, path: str) -> None:
    alice.visit(path.format(ref=ticket.ref), status=404).sees("There is nothing at this address")


# -- where a request comes from, and where it leads ---------------------------------------------------


def test_a_form_sent_from_another_site_changes_nothing(alice: Browser, ticket: Ticket) -> None:
    alice.visit(f"/tickets/{ticket.ref}")
    data = {"csrf_token": token(alice), "text": "Forged."}
    for headers in ({"Origin": EVIL}, {"Origin": "null"}, {"Referer": EVIL, "Origin": EVIL}):
        answer = alice.client.post(f"/tickets/{ticket.ref}/replies", data=data, headers=headers)
        assert answer.status_code == 403
    assert "Forged." not in said()


def test_a_forged_host_is_told_the_right_address_and_reaches_no_letter(
    browser: Browsers, mail_server: Mailbox, app: Flask
) -> None:
    forged = Browser(app, host="evil.example").visit("/sign-in", status=400)
    forged.sees("This portal answers at http://localhost")
    data = {"email": "alice@aromos.example"}
    assert forged.client.post("/sign-in", data=data, headers=forged.headers).status_code == 400
    honest = browser().visit("/sign-in").fill("Email address", "alice@aromos.example")
    honest.headers["X-Forwarded-Host"] = "evil.example"
    honest.press("Email me a link")
    jobs_run()
    [letter] = mail_server.to("alice@aromos.example")
    assert "http://localhost/sign-in/" in text_of(letter)
    assert "evil" not in letter.as_string()


@pytest.mark.parametrize(
    "to",
    [
        EVIL,
        "//evil.example",
        "/\\evil.example",
        "/%5Cevil.example",
        "javascript:alert(1)",
        "\r\nX: y",
    ],
)
def test_no_next_leads_to_another_site(browser: Browsers, mail_server: Mailbox, to: str) -> None:
    gina = browser()
    gina.client.get("/sign-in", query_string={"next": to})
    gina._open(f"/sign-in?next={to}", gina.headers, 200)
    gina.fill("Email address", "alice@aromos.example").press("Email me a link")
    jobs_run()
    link = link_in(latest(mail_server, "alice@aromos.example"), "/sign-in/")
    page = gina.visit(link)
    came = gina.client.post(link, data={"csrf_token": token(page)}, headers=gina.headers)
    assert came.status_code == 303
    assert re.fullmatch(r"/(%5Cevil\.example)?", came.headers["Location"])
    data = {"csrf_token": token(gina), "language": "es", "next": to}
    switched = gina.client.post("/language", data=data, headers=gina.headers)
    assert not re.match(r"[a-z]+:|//|/\\", switched.headers["Location"])


# -- forms that come too late -----------------------------------------------------------------------


def test_a_form_whose_token_has_gone_waits_with_every_word(alice: Browser, ticket: Ticket) -> None:
    words = "A long answer,\nin two lines, with “quotes” & <tags>."
    alice.visit(f"/tickets/{ticket.ref}").fill("Your reply", words)
    alice.client.delete_cookie("form")
    alice.press("Send", status=400).sees("Nothing you typed is lost", "in two lines")
    assert said() == []
    alice.press("Send it again").sees("in two lines, with “quotes” & <tags>.")
    assert alice.url == f"/tickets/{ticket.ref}"
    assert [text.replace("\r\n", "\n") for text in said()] == [words]


@pytest.mark.parametrize(
    ("who", "path", "label", "button", "status", "seen"),
    [
        ("vera", "/desk/{ref}", "Your note", "Keep the note", 200, "Internal note"),
        ("vera", "/desk/{ref}/resolution", "Solution", "Mark as solved", 422, "Choose what the"),
        (
            "vera",
            "/desk/articles/new?written_in=en",
            "Text",
            "Keep the draft",
            422,
            "Give the article a title",
        ),
        ("alice", "/account", "Your name", "Save", 200, "Some words of my own"),
        (None, "/sign-in", "Email address", "Email me a link", 422, "Enter an email address"),
    ],
)
def test_sent_again_every_form_goes_on_where_it_was(
    browser: Browsers,
    ticket: Ticket,
    who: str | None,
    path: str,
    label: str,
    button: str,
    status: int,
    seen: str,
) -> None:
    them = browser(who).visit(path.format(ref=ticket.ref))
    them.fill(label, "Some words of my own")
    them.client.delete_cookie("form")
    them.press(button, status=400).sees("Some words of my own")
    them.press("Send it again", status=status).sees(seen)
    assert "Some words of my own" in them.html


def test_a_question_of_the_form_whose_token_has_gone_goes_on(browser: Browsers) -> None:
    gina = browser().visit("/ask").choose("Something is broken").press("Continue")
    gina.fill("In one line", "Silence in calls").fill("Tell us more", "Since Monday.")
    gina.client.delete_cookie("form")
    gina.press("Continue", status=400).sees("Silence in calls").press("Send it again")
    assert gina.heading() == "How can we see it happen?"


def test_a_button_alone_whose_token_has_gone_brings_the_page_back(
    browser: Browsers, ticket: Ticket
) -> None:
    vera = browser("vera").visit(f"/desk/{ticket.ref}")
    vera.client.delete_cookie("form")
    vera.press("Take it").sees("Please send it again.", "Not assigned yet")
    assert vera.url == f"/desk/{ticket.ref}"
    vera.press("Take it").sees("Assigned to Vera Soto")


def test_words_sent_after_the_session_ended_wait_until_one_is_back(
    alice: Browser, ticket: Ticket, mail_server: Mailbox
) -> None:
    alice.visit(f"/tickets/{ticket.ref}").fill("Your reply", "Typed during a long lunch.")
    session = alice.client.get_cookie("session")
    assert session is not None
    alice.client.delete_cookie("session")
    alice.press("Send", status=401).sees("Nothing you typed is lost", "Typed during a long lunch.")
    kept_url, kept_html, kept_page = alice.url, alice.html, alice.page
    sign_in = alice.page.select_one("main a.button")
    assert sign_in is not None
    alice.visit(str(sign_in["href"]))  # in a new tab of the same browser
    alice.fill("Email address", "alice@aromos.example").press("Email me a link")
    jobs_run()
    alice.visit(link_in(latest(mail_server, "alice@aromos.example"), "/sign-in/")).press("Sign in")
    assert alice.url == f"/tickets/{ticket.ref}", "signing in leads back"
    alice.url, alice.html, alice.page = kept_url, kept_html, kept_page  # back to the first tab
    alice.press("Send it again").sees("Typed during a long lunch.")
    assert said()[-1] == "Typed during a long lunch."


def test_an_agents_words_wait_too(browser: Browsers, ticket: Ticket) -> None:
    vera = browser("vera").visit(f"/desk/{ticket.ref}").fill("Your note", "A careful note.")
    session = vera.client.get_cookie("session")
    assert session is not None
    vera.client.delete_cookie("session")
    vera.press("Keep the note", status=401).sees("A careful note.")
    vera.client.set_cookie("session", session.value)
    vera.press("Send it again").sees("A careful note.", "Internal note")
