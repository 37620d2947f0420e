"""Nobody's private words are published from a ticket: each finding is masked or confirmed, by whatever way it goes out."""

from collections.abc import Callable

import pytest

from portal.articles.article import Article, Revision
from portal.articles.sync import sync
from portal.desk.guarding import may_publish
from portal.ground.db import db
from portal.ground.now import now
from portal.ground.site import settings
from portal.people.person import Person
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.desk.filings import opened

SOLUTION = (
    "We tried it with Ana Muñoz (ana@aromos.example, +56 9 1234 5678) and it worked.\n\n"
    "Restart the phone. Error 0x80070005 goes away in version 10.4.2."
)
PRIVATE = ["Ana Muñoz", "ana@aromos.example", "+56 9 1234 5678"]


@pytest.fixture
def editor(characters: dict[str, Person], ticket: Ticket, vera: Browser) -> Browser:
    """Vera, on the page of the article that she writes of alice's ticket."""
    vera.visit(f"/desk/{ticket.ref}/resolution").fill("Solution", SOLUTION)
    vera.choose("I’ll write or update an article").press("Mark as solved")
    return vera.fill("Title", "Phones that do not ring")


def mask(page: Browser, words: str) -> Browser:
    return page.press(f"Mask “{words}”")


def public(page: Browser, words: str) -> Browser:
    return page.choose(f"It can be public: {words}")


def text_of_article() -> Revision | None:
    db.session.rollback()
    return db.session.scalars(db.select(Article)).one().published


def test_what_it_found_is_named_with_its_sentence_before_anything_is_published(
    editor: Browser,
) -> None:
    editor.sees("may be private", "Email address", "Phone number")
    editor.press("Publish", status=422).sees("Mask each one, or confirm that it can be public.")
    editor.sees("We tried it with Ana Muñoz (ana@aromos.example, +56 9 1234 5678) and it worked.")
    found = [each.get_text() for each in editor.page.select(".finding mark")]
    assert set(PRIVATE) <= set(found)
    assert not {"0x80070005", "10.4.2"} & set(found)
    assert db.session.scalars(db.select(Article)).all() == []


def test_each_needs_its_own_press_and_what_is_masked_is_gone(editor: Browser) -> None:
    editor.press("Publish", status=422)
    mask(mask(editor, "ana@aromos.example"), "Ana Muñoz")
    assert "ana@aromos.example" not in editor.value("Text")
    assert editor.value("Title") == "Phones that do not ring"
    editor.press("Publish", status=422)
    public(editor, "+56 9 1234 5678").press("Publish").sees("Published.")
    revision = text_of_article()
    assert revision is not None
    assert "[email address]" in revision.html
    assert "+56 9 1234 5678" in revision.html
    assert b"ana@aromos.example" not in revision.source


@pytest.mark.parametrize(
    "label",
    ["Title", "Summary", "Words by which clients ask for this", "Tags", "What changed", "Product"],
)
def test_every_field_that_becomes_public_is_looked_at(editor: Browser, label: str) -> None:
    editor.fill("Text", "Restart the phone.").fill(label, "As alice rojas from AROMOS wrote")
    editor.press("Publish", status=422)
    found = {each.get_text() for each in editor.page.select(".finding mark")}
    assert {"alice rojas", "AROMOS"} <= found
    mask(editor, "alice rojas")
    assert editor.value(label) == "As [name] from AROMOS wrote"
    mask(editor, "AROMOS").press("Publish").sees("Published.")


def test_words_typed_after_a_press_need_another(editor: Browser) -> None:
    editor.fill("Text", "Write to ana@aromos.example.").press("Publish", status=422)
    public(editor, "ana@aromos.example").fill(
        "Text", "Write to ana@aromos.example, RUT 12.345.678-5."
    )
    editor.press("Publish", status=422).sees("12.345.678-5")
    mask(editor, "12.345.678-5").press("Publish").sees("Published.")


def test_a_tick_for_something_else_opens_nothing(editor: Browser) -> None:
    """The findings are found anew on the server: no tick but their own counts."""
    editor.fill("Text", "Ask Alice.").press("Publish", status=422)
    form = editor.page.select_one("form:has(#title)") or editor.page.select("main form")[-1]
    names = {str(f["name"]): f.get("value", "") for f in form.select("input[type=hidden]")}
    sent = editor.client.post(
        editor.url,
        data={
            **names,
            "title": "Phones",
            "body": "Ask Alice.",
            "kind": "guide",
            "audience": "everyone",
            "deed": "publish",
            "public": "0" * 32,
        },
        headers=editor.headers | {"Origin": editor.origin},
    )
    assert sent.status_code == 422
    assert "Alice" in sent.get_data(as_text=True)


def test_review_and_approval_hold_what_publishing_holds(
    editor: Browser, browser: Callable[..., Browser]
) -> None:
    editor.press("Send for review", status=422).sees("confirm that it can be public")
    editor.press("Keep the draft").sees("Draft saved.")
    vera = editor.visit("/desk/articles/en/phones-that-do-not-ring")
    vera.press("Approve and publish").sees("Decide on each finding before you continue.")
    assert text_of_article() is None
    vera.visit("/desk/articles/en/phones-that-do-not-ring").press("Send for review")
    vera.sees("Decide on each finding before you continue.")
    mask(vera, "ana@aromos.example")
    mask(public(vera, "Ana Muñoz"), "+56 9 1234 5678")
    vera.press("Send for review").sees("Sent for review.")
    leo = browser("leo").visit("/desk/articles/en/phones-that-do-not-ring")
    leo.press("Approve and publish").sees("Approved by Leo Díaz")


def test_a_later_edit_and_a_translation_are_held_to_it(editor: Browser) -> None:
    editor.fill("Text", "Restart the phone.").press("Publish").sees("Published.")
    editor.visit("/desk/articles/en/phones-that-do-not-ring/text").fill("Text", "As Rojas said.")
    editor.press("Publish", status=422).sees("Rojas")
    editor.visit("/desk/articles/new?written_in=es").fill("Title", "Teléfonos mudos")
    editor.fill("Text", "Se lo dijimos a alice.").fill("Translation of", "phones-that-do-not-ring")
    editor.press("Publish", status=422).sees("Person’s name")
    mask(editor, "alice")
    assert editor.value("Text") == "Se lo dijimos a [nombre]."
    editor.press("Publish").sees("Published.")


def test_the_address_gives_nobody_away(editor: Browser) -> None:
    editor.fill("Text", "Restart.").fill("Title", "Calls of Alice Rojas").press("Keep the draft")
    assert editor.value("Address of this article") == "calls-of-alice-rojas"
    editor.fill("Title", "Calls that drop").press("Publish", status=422)
    mask(editor, "alice-rojas").press("Publish").sees("Published.")
    db.session.rollback()
    assert db.session.scalars(db.select(Article.slug)).one() == "calls-of-name"


def test_an_article_for_the_desk_and_one_from_no_ticket_are_not_asked(editor: Browser) -> None:
    editor.choose("Only the desk").press("Publish").sees("Phones that do not ring")
    editor.visit("/desk/articles/new?written_in=en").fill("Title", "Write to us")
    editor.fill("Text", "At help@portal.example.").press("Publish").sees("Published.")


def test_what_the_portal_says_in_public_is_no_finding(
    characters: dict[str, Person], vera: Browser
) -> None:
    ticket = opened(characters["alice"])
    vera.visit(f"/desk/{ticket.ref}/resolution").fill("Solution", "See Soporte Andes.")
    vera.choose("I’ll write or update an article").press("Mark as solved").fill("Title", "Help")
    vera.press("Publish").sees("Published.")


def test_a_file_of_such_an_article_waits_for_review(editor: Browser) -> None:
    editor.fill("Text", "Restart the phone.").press("Publish").sees("Published.")
    folder = settings().articles_folder
    folder.mkdir(parents=True, exist_ok=True)
    sync(folder, now(), may_publish=may_publish)
    file = folder / "en" / "phones-that-do-not-ring.md"
    words = file.read_text()
    file.write_text(words.replace("Restart the phone.", "As Alice Rojas said, restart."))
    sync(folder, now(), may_publish=may_publish)
    revision = text_of_article()
    assert revision is not None
    assert "Alice" not in revision.html
    editor.visit("/desk/articles?state=in_review").sees("Phones that do not ring")
    file.write_text(words.replace("Restart the phone.", "Restart it twice."))
    sync(folder, now(), may_publish=may_publish)
    revision = text_of_article()
    assert revision is not None
    assert "Restart it twice." in revision.html
