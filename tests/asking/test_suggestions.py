"""Articles offered while one writes: read in place, ending the request without a ticket, or going along with it."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from portal.articles.article import Article, Revision
from portal.articles.votes import vote
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.search.log import SearchEntry
from portal.tickets.filing import TrailEntry
from portal.tickets.ticket import Ticket
from tests.asking.test_asking_pages import begin, draft, introduce, key_of, tell
from tests.browser import Browser

Browsers = Callable[..., Browser]


@pytest.fixture(autouse=True)
def article(characters: object) -> int:
    """A published article for everyone, and one for agents only on the same subject; the first one's id."""
    ids = [
        publish("no-audio", "No audio in headset calls", "everyone"),
        publish("inside", "Headset audio inside", "agents"),
    ]
    return ids[0]


def publish(slug: str, title: str, audience: str) -> int:
    text = "Allow the microphone in the browser.\nThen <b>reload</b> the page."
    section = {"anchor": "", "level": 1, "title": "", "path": [], "text": text}
    with writing():
        article = Article(language="en", slug=slug, created_at=now())
        revision = Revision(
            article=article, language="en", number=1, status="published", source=b"", title=title, kind="guide", topic="calls",
            product="headsets", audience=audience, html="", sections=[section], created_at=now(), published_at=now(),
        )  # fmt: skip
        db.session.add_all([article, revision])
        db.session.flush()
        article.published_id = revision.id
    return article.id


def typed(at: Browser, **words: str) -> str:
    """What the page fetches while one types."""
    token = at.page.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    answer = at.client.post(
        f"/ask/{key_of(at)}/suggestions",
        data={"csrf_token": token, "question": "what"} | words,
        headers=at.headers,
    )
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_what_is_typed_brings_sections_to_read_in_place(browser: Browsers) -> None:
    gina = begin(browser())
    fragment = typed(gina, title="headset without audio", description="")
    assert "No audio in headset calls" in fragment
    assert "Allow the microphone in the browser." in fragment
    assert "&lt;b&gt;reload" in fragment
    assert "This solved it" in fragment
    assert "<html" not in fragment
    assert "inside" not in fragment  # what is for agents is for agents
    assert typed(gina, title="x", description="").strip() == ""
    assert typed(gina, title="z" * 200_000, description="\0' OR 1=1 --").strip() == ""


def test_it_solved_it_and_no_ticket_is_opened(browser: Browsers) -> None:
    gina = tell(begin(browser()), "headset without audio", "silence")
    gina.sees("This may already help").press("This solved it").sees(
        "Glad that helped", "no ticket was opened"
    )
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 0
    entry = db.session.scalars(select(SearchEntry)).one()
    assert (entry.is_suggestion, entry.outcome, entry.words) == (
        True,
        "solved",
        "headset without audio",
    )
    gina.visit("/ask").does_not_see("Continue where you left off")


def test_it_did_not_solve_it_after_all(browser: Browsers) -> None:
    gina = tell(begin(browser()), "headset without audio", "silence").press("This solved it")
    gina.follow("It is not solved after all").sees("How can we see it happen?")
    gina.press("Continue").visit("/ask").sees(
        "Continue where you left off", "headset without audio"
    )


def test_what_was_shown_goes_with_the_ticket(browser: Browsers, article: int) -> None:
    gina = browser().visit(f"/ask?q=no+sound+at+all&article={article}")
    tell(
        gina.choose("Something to be done for you").press("Continue"),
        "headset without audio",
        "silence",
    )
    browser_of_gina = draft(key_of(gina)).browser
    assert browser_of_gina is not None
    with writing():
        read = db.session.get(Article, article)
        assert read is not None
        vote(read, browser_of_gina, False, "the button is grey", now())
    introduce(gina).press("Send the request").sees("We’ve received your request")
    db.session.rollback()
    trail = {
        (each.kind, each.words, each.article_id) for each in db.session.scalars(select(TrailEntry))
    }
    assert ("searched", "no sound at all", None) in trail
    assert ("shown", "", article) in trail
    assert ("not_helpful", "the button is grey", article) in trail
    row = db.session.scalars(select(Ticket)).one()
    assert (row.topic, row.product) == ("calls", "headsets")  # those of the article that led here


def test_an_agent_who_files_is_offered_nothing(browser: Browsers) -> None:
    vera = (
        browser("vera")
        .visit("/ask")
        .fill("Client’s name", "Nora")
        .fill("Client’s email", "n@new.example")
    )
    vera.choose("Phone").choose("Something is broken").press("Continue", within="Client’s name")
    vera.fill("In one line", "headset without audio").fill("Tell us more", "silence")
    vera.press("Continue", status=422).does_not_see("This may already help")


def test_why_an_article_did_not_help_goes_along_and_it_is_not_offered_again(
    browser: Browsers, article: int
) -> None:
    gina = browser().visit("/en/articles/no-audio").press("No, it did not")
    gina.fill("What was missing or wrong?", "The button is grey.").press("Describe the problem")
    assert gina.heading() == "What kind of help do you need?"
    gina.choose("Something to be done for you").press("Continue")
    assert "No audio in headset calls" not in typed(gina, title="headset without audio")
    introduce(tell(gina, "headset without audio", "silence"))
    gina.sees("“No audio in headset calls” did not help you: The button is grey.")
    gina.press("Send the request")
    db.session.rollback()
    said = db.session.scalars(select(TrailEntry).where(TrailEntry.kind == "not_helpful")).one()
    assert (said.words, said.article_id) == ("The button is grey.", article)
    gina.visit("/en/articles/no-audio").sees("What you told us: The button is grey.")


def test_the_reason_can_be_told_without_going_on(browser: Browsers) -> None:
    gina = browser().visit("/en/articles/no-audio").press("No, it did not")
    gina.fill("What was missing or wrong?", "Too short.").press("Tell us")
    gina.sees("What you told us: Too short.").follow("Describe the problem")
    assert gina.heading() == "What kind of help do you need?"
