"""The articles at the desk: listed by state, reviewed, sent back, retired, restored; conflicts with the folder are named."""

from collections.abc import Callable

from portal.articles.article import Article, SyncConflict
from portal.ground.db import db, writing
from portal.ground.following import catch_up
from portal.ground.now import now
from portal.people.person import Person
from portal.search.following import FOLLOWER
from tests.browser import Browser
from tests.desk.filings import published


def test_articles_stand_under_their_state(characters: dict[str, Person], vera: Browser) -> None:
    published("Ports to open", "Text.", characters["leo"])
    vera.visit("/desk/articles/new?written_in=es").fill("Title", "Número de serie").fill(
        "Text", "Está detrás."
    )
    vera.press("Keep the draft")
    vera.visit("/desk/articles").sees(
        "Drafts 1", "In review 0", "Published 1", "Retired 0", "Ports to open", "Leo Díaz"
    )
    vera.follow("Drafts").sees("Número de serie", "Spanish", "Vera Soto")
    vera.visit("/desk/articles?state=draft&q=numero+SERIE").sees("Número de serie")
    vera.visit("/desk/articles?state=draft&q=ports").sees("No article here has these words")


def test_review_send_back_and_publish(
    vera: Browser, characters: dict[str, Person], browser: Callable[..., Browser]
) -> None:
    vera.visit("/desk/articles/new?written_in=en").fill("Title", "Holidays").fill(
        "Text", "We are closed."
    )
    vera.press("Send for review").sees("In review")
    leo = browser("leo").visit("/desk/articles/en/holidays").press("Send back to the author")
    leo.sees("Sent back to its author as a draft.")
    vera.visit("/desk/articles/en/holidays/text").fill("Text", "We are closed on Sundays.").press(
        "Send for review"
    )
    leo.visit("/desk/articles/en/holidays").sees("We are closed on Sundays.").press(
        "Approve and publish"
    )
    leo.sees("Approved by Leo Díaz", "Author Vera Soto").follow("As clients see it").sees(
        "We are closed on Sundays."
    )


def test_retired_nobody_finds_it_and_restored_they_do(
    characters: dict[str, Person], vera: Browser, alice: Browser
) -> None:
    published("Ports to open", "Text.", characters["leo"])
    vera.visit("/desk/articles/en/ports-to-open").press("Retire this article").sees("Retired")
    catch_up(FOLLOWER)
    alice.visit("/en/articles/ports-to-open", status=410)
    alice.visit("/search?q=ports").does_not_see("Ports to open")
    vera.visit("/desk/articles?state=retired").follow("Ports to open").press("Restore")
    catch_up(FOLLOWER)
    alice.visit("/search?q=ports").sees("Ports to open")


def test_an_edit_of_a_published_article_waits_as_a_draft(
    characters: dict[str, Person], vera: Browser, alice: Browser
) -> None:
    published("Ports to open", "The old text.", characters["leo"])
    vera.visit("/desk/articles/en/ports-to-open").follow("Edit").fill(
        "Text", "The new text."
    ).press("Keep the draft")
    alice.visit("/en/articles/ports-to-open").sees("The old text.")
    vera.visit("/desk/articles/en/ports-to-open").sees("Version 2", "The new text.").press(
        "Approve and publish"
    )
    alice.visit("/en/articles/ports-to-open").sees("The new text.")


def test_a_conflict_with_the_folder_names_both_texts(
    characters: dict[str, Person], vera: Browser
) -> None:
    published("Ports to open", "Ours.", characters["leo"])
    vera.visit("/desk/articles/en/ports-to-open/text").fill("Text", "Theirs.").press(
        "Send for review"
    )
    article = db.session.scalars(db.select(Article)).one()
    ours, theirs = article.revisions
    with writing():
        db.session.add(
            SyncConflict(
                article_id=article.id, ours_id=ours.id, theirs_id=theirs.id, at=now(), **_hash()
            )
        )
    vera.visit("/desk/articles").sees("Changed here and in the folder")
    vera.follow("the folder’s, version 2").sees("Theirs.").press("Approve and publish")
    vera.visit("/desk/articles").does_not_see("Changed here and in the folder")


def _hash() -> dict[str, str]:
    return {"file_sha256": "0" * 64} if hasattr(SyncConflict, "file_sha256") else {}


def test_a_preview_is_cleaned_as_the_article_is(vera: Browser) -> None:
    token = vera.visit("/desk/articles/new").page.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    answer = vera.client.post(
        "/desk/preview?written_in=en",
        data={
            "csrf_token": token["value"],
            "text": "## Hello\n\n<script>alert(1)</script> **there**",
        },
        headers=vera.headers,
    )
    assert answer.status_code == 200
    assert "<strong>there</strong>" in answer.text
    assert "<script" not in answer.text


def test_the_list_asks_as_many_queries_for_forty_articles_as_for_one(
    characters: dict[str, Person], vera: Browser, count_queries: Callable[..., int]
) -> None:
    published("Number 0", "Text.", characters["leo"])
    vera.visit("/desk/articles")
    few = count_queries(lambda: vera.visit("/desk/articles"))
    for number in range(1, 40):
        published(f"Number {number}", "Text.", characters["leo"])
    assert count_queries(lambda: vera.visit("/desk/articles")) == few <= 6
