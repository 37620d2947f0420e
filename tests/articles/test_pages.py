"""The page of an article, as its readers meet it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from portal.articles import writing_up
from portal.articles.article import Vote
from portal.articles.reading import ReadEntry
from portal.articles.sync import sync
from portal.ground.db import db, writing
from portal.ground.tally import current_tally
from portal.people.person import Person
from tests.articles.writing import START, article, put, source
from tests.browser import Browser

Open = Callable[..., Browser]

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30
BODY = (
    "Start here.\n\n## Check the plug\n\nSee [the network](red.md#ports).\n\n"
    "![The plug](sin-audio/plug.png)\n\n## Check the browser\n\n```bash\nls\n```\n\n## Call us\n\nDo."
)


@pytest.fixture
def folder(app: Flask, characters: dict[str, Person]) -> Path:
    folder: Path = app.extensions["portal_settings"].articles_folder
    topics = '[[topic]]\nslug = "llamadas"\ntitle = "Llamadas"\n'
    put(folder, "es/topics.toml", topics.encode())
    put(
        folder,
        "es/sin-audio.md",
        source(
            "Sin audio en las llamadas",
            BODY,
            description="Qué revisar.",
            topic="llamadas",
            product="calls",
            updatedAt="2026-02-03",
            change="First version.",
            author="Ana",
        ),
    )
    put(folder, "es/sin-audio/plug.png", PNG)
    put(folder, "en/no-sound.md", source("No sound in calls", BODY, translation_of="sin-audio"))
    put(
        folder,
        "es/red.md",
        source("Red", topic="llamadas", product="calls", description="Puertos."),
    )
    put(folder, "es/otro.md", source("Otro producto", topic="llamadas", product="chat"))
    put(folder, "es/clientes.md", source("Solo clientes", topic="llamadas", audience="clients"))
    put(folder, "es/agentes.md", source("Solo agentes", topic="llamadas", audience="agents"))
    put(folder, "es/premium.md", source("Premium", audience="plans", plans="[premium]"))
    put(folder, "es/estandar.md", source("Estándar", audience="plans", plans="[standard]"))
    sync(folder, START)
    current_tally().forget()
    return folder


@contextmanager
def queries() -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def selects(reader: Browser) -> int:
    """How many queries the article takes: the smaller of two counts, as once a minute a visit is written down too."""
    counts = []
    for _again in range(2):
        with queries() as sent:
            reader.visit("/es/articles/sin-audio")
        counts.append(len([statement for statement in sent if statement.startswith("SELECT")]))
    return min(counts)


def test_a_reader_sees_where_they_are_what_it_says_and_how_fresh_it_is(
    folder: Path, browser: Open
) -> None:
    page = browser().visit("/es/articles/sin-audio")
    assert page.heading() == "Sin audio en las llamadas"
    assert page.page.select_one("html[lang=es]")
    page.sees("Llamadas", "Qué revisar.", "3 de febrero de 2026")
    assert [a["href"] for a in page.page.select("nav.toc a")] == [
        "#check-the-plug",
        "#check-the-browser",
        "#call-us",
    ]
    assert page.page.find(id="check-the-plug")
    assert page.page.find("a", href="/es/articles/red#ports")


def test_it_leads_to_the_other_language(folder: Path, browser: Open) -> None:
    page = browser().visit("/es/articles/sin-audio")
    assert page.page.select_one("link[hreflang=en][href='http://localhost/en/articles/no-sound']")
    page.follow("English")
    assert page.heading() == "No sound in calls"
    page.follow("Español")
    assert page.heading() == "Sin audio en las llamadas"


def test_an_article_in_another_language_does_not_change_the_readers(
    folder: Path, browser: Open
) -> None:
    page = browser()
    page.visit("/").press("Español").visit("/en/articles/no-sound")
    assert page.page.select_one("html[lang=es]")
    assert page.page.select_one("article[lang=en] h1")
    page.sees("Este artículo está en inglés.", "¿Esto lo resolvió?", "Pedir ayuda")
    page.follow("Leerlo en español")
    assert page.heading() == "Sin audio en las llamadas"
    page.does_not_see("Este artículo está en")


def test_the_language_switch_leads_to_the_article_in_that_language(
    folder: Path, browser: Open
) -> None:
    page = browser()
    page.visit("/").press("Español").visit("/es/articles/sin-audio").press("English")
    assert (page.heading(), page.page.html["lang"]) == ("No sound in calls", "en")
    page.press("Español").visit("/en/articles/no-sound").press("English")
    assert (page.heading(), page.page.html["lang"]) == ("No sound in calls", "en")


def test_the_account_goes_before_the_address(folder: Path, browser: Open) -> None:
    page = browser("alice").visit("/es/articles/sin-audio")
    page.sees("This article is in Spanish.").follow("Read it in English")
    assert page.heading() == "No sound in calls"


def test_related_articles_are_of_the_topic_and_first_of_the_product(
    folder: Path, browser: Open
) -> None:
    page = browser().visit("/es/articles/sin-audio")
    assert [a.text for a in page.page.select(".article-line__link")] == ["Red", "Otro producto"]
    page = browser("vera").visit("/es/articles/sin-audio")
    assert "Solo agentes" in [a.text for a in page.page.select(".article-line__link")]


@pytest.mark.parametrize(
    ("slug", "readers"),
    [
        ("sin-audio", {"", "alice", "vera"}),
        ("clientes", {"alice", "vera"}),
        ("agentes", {"vera"}),
        ("premium", {"vera"}),
        ("estandar", {"alice", "vera"}),
    ],
)
def test_only_its_audience_can_read_it(
    folder: Path, browser: Open, slug: str, readers: set[str]
) -> None:
    for name in ("", "alice", "vera"):
        page = browser(name) if name else browser()
        for address in (f"/es/articles/{slug}", f"/es/articles/{slug}/history"):
            page.visit(address, 200 if name in readers else 404)


@pytest.mark.parametrize(
    "address",
    ["/es/articles/nothing", "/en/articles/sin-audio", "/fr/articles/sin-audio", "/es/articles/"],
)
def test_what_is_not_there_is_not_found(folder: Path, browser: Open, address: str) -> None:
    browser().visit(address, 404)


def test_a_retired_article_is_gone(folder: Path, browser: Open) -> None:
    with writing():
        writing_up.retire(article("sin-audio"), None, START)
    browser().visit("/es/articles/sin-audio", 410).sees("Este artículo se retiró")
    assert browser().visit("/en/articles/no-sound").page.find("link", hreflang="es") is None


def test_a_yes_is_counted_once_and_can_become_a_no_that_says_why(
    folder: Path, browser: Open
) -> None:
    page = browser().visit("/en/articles/no-sound").sees("Did this solve it?")
    page.press("Yes, it did").sees("You said that it solved the problem")
    page.press("No, it did not").sees("You said that it did not solve the problem")
    page.fill("What was missing or wrong?", "  Nothing about \n headsets ").press("Tell us")
    page.sees("What you told us: Nothing about headsets")
    votes = db.session.query(Vote).all()
    assert [(v.helpful, v.reason) for v in votes] == [(False, "Nothing about headsets")]
    ways = [str(a["href"]) for a in page.page.select("a.button")]
    assert any(f"article={votes[0].article_id}" in way for way in ways)
    page.press("Yes, it did")
    db.session.expire_all()
    assert [(v.helpful, v.reason) for v in db.session.query(Vote)] == [(True, "")]


def test_each_person_and_each_browser_has_one_vote(folder: Path, browser: Open) -> None:
    for reader in (browser(), browser(), browser("alice"), browser("alice")):
        reader.visit("/en/articles/no-sound")
        if "You said" not in reader.html:
            reader.press("Yes, it did")
    assert db.session.query(Vote).count() == 3


def test_a_vote_without_an_answer_is_refused_in_words(folder: Path, browser: Open) -> None:
    page = browser().visit("/en/articles/no-sound")
    button = next(b for b in page.page.find_all("button") if "Yes, it did" in b.text)
    button["value"] = "perhaps"
    page.press("Yes, it did", status=422).sees("There is a problem")
    assert db.session.query(Vote).count() == 0


def test_a_read_is_noted_with_its_visit_within_a_second(folder: Path, browser: Open) -> None:
    reader = browser()
    reader.visit("/en/articles/no-sound").visit("/es/articles/red")
    browser("vera").visit("/es/articles/red")
    until = time.monotonic() + 60
    while db.session.query(ReadEntry).count() < 2 and time.monotonic() < until:
        db.session.rollback()
        time.sleep(0.05)
    current_tally().flush()
    db.session.rollback()
    entries = db.session.query(ReadEntry).order_by(ReadEntry.id).all()
    assert [e.article_id for e in entries] == [article("no-sound", "en").id, article("red").id]
    assert len({e.visit for e in entries}) == 1


def test_pictures_come_from_the_folder_as_what_they_are(folder: Path, browser: Open) -> None:
    client = browser().client
    got = client.get("/es/articles/sin-audio/files/plug.png")
    assert (got.status_code, got.mimetype, got.data) == (200, "image/png", PNG)
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    again = client.get(
        "/es/articles/sin-audio/files/plug.png", headers={"If-None-Match": got.headers["ETag"]}
    )
    assert again.status_code == 304


def test_nothing_else_of_the_disk_can_be_fetched(folder: Path, browser: Open) -> None:
    put(folder, "es/sin-audio/page.html", b"<script>alert(1)</script>")
    put(folder, "es/sin-audio/lie.png", b"<svg onload=alert(1)>")
    put(folder, "es/sin-audio/.hidden.png", PNG)
    put(folder, "es/agentes/plug.png", PNG)
    (folder / "es/sin-audio/out.png").symlink_to(put(folder, "outside.png", PNG))
    client = browser().client
    for path in (
        "page.html",
        "lie.png",
        ".hidden.png",
        "out.png",
        "../sin-audio.md",
        "..%2f..%2foutside.png",
        "%2e%2e/%2e%2e/outside.png",
        "/etc/hostname",
        "a%00b.png",
        "x" * 3000,
        "",
    ):
        got = client.get(f"/es/articles/sin-audio/files/{path}", follow_redirects=True)
        assert got.status_code == 404, path
    assert client.get("/es/articles/agentes/files/plug.png").status_code == 404
    assert browser("vera").client.get("/es/articles/agentes/files/plug.png").status_code == 200


def test_the_history_says_what_changed_and_who_approved_it(folder: Path, browser: Open) -> None:
    second = source("Sin audio en las llamadas", "New.", change="Shorter.", author="Vera")
    put(folder, "es/sin-audio.md", second)
    sync(folder, START)
    page = browser().visit("/es/articles/sin-audio/history")
    rows = [
        [cell.text for cell in row.find_all(["th", "td"])] for row in page.page.select("tbody tr")
    ]
    assert [(row[0], *row[2:5]) for row in rows] == [
        ("2", "Shorter.", "Vera", "Leo Díaz"),
        ("1", "First version.", "Ana", "Leo Díaz"),
    ]


def test_an_article_costs_few_queries_however_many_there_are(folder: Path, browser: Open) -> None:
    alice = browser("alice")
    alice.visit("/es/articles/sin-audio")
    few = selects(alice)
    assert few <= 4
    for number in range(30):
        put(
            folder,
            f"es/mas-{number}.md",
            source(f"Más {number}", topic="llamadas", product="calls"),
        )
    sync(folder, START)
    alice.visit("/es/articles/sin-audio").sees("Más 9")  # what was kept of the shelf is read anew
    assert selects(alice) == few


def test_the_history_keeps_what_was_for_agents_from_other_readers(
    folder: Path, browser: Open
) -> None:
    inside = source("Sin audio en las llamadas", "In.", change="For us alone.", audience="agents")
    put(folder, "es/sin-audio.md", inside)
    sync(folder, START)
    open_again = source("Sin audio en las llamadas", "Out.", change="Open again.")
    put(folder, "es/sin-audio.md", open_again)
    sync(folder, START)
    for reader in (browser(), browser("alice")):
        reader.visit("/es/articles/sin-audio/history").sees("Open again.", "First version.")
        reader.does_not_see("For us alone.")
    browser("vera").visit("/es/articles/sin-audio/history").sees("For us alone.")
