"""What nobody needs to do so often: votes, words of guests, sign-in emails, searches. What was typed stays in its form."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.articles.article import Vote
from portal.articles.views import voting
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people import signing_in
from portal.people.person import Person
from portal.people.signing_in import ask_to_sign_in, sign_in_by_code
from portal.search import logging
from portal.search.log import SearchEntry
from portal.search.views.noting import SearchToNote, write_searches
from portal.tickets.conversation import Message
from portal.tickets.views import deeds
from tests.browser import Browser
from tests.journeys.requests import filed_by_guest

Browsers = Callable[..., Browser]
HOUR = timedelta(hours=1)
ARTICLE = "/en/articles/no-audio-in-calls"


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.usefixtures("articles")
def test_browsers_without_cookies_do_not_fill_the_ballot(
    browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voting, "PER_ARTICLE_AND_NETWORK", (3, HOUR))
    for _each in range(3):
        browser().visit(ARTICLE).press("Yes, it did")
    refused = browser().visit(ARTICLE)
    refused.press("Yes, it did", status=429).sees("Too many answers came from your network.")
    assert count(Vote) == 3
    browser("alice").visit(ARTICLE).press("Yes, it did")
    assert count(Vote) == 4, "a person has their own vote"


def test_a_guests_words_wait_in_their_form(
    gina: Browser, alice: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deeds, "WORDS_PER_GUEST", (2, HOUR))
    filed_by_guest(gina)
    gina.follow("Open your request")
    before = count(Message)
    for words in ("One.", "Two."):
        gina.fill("Your reply", words).press("Send")
    gina.fill("Your reply", "And a third thing.").press("Send", status=429)
    assert gina.value("Your reply") == "And a third thing."
    gina.sees("You’ve sent a lot of messages.")
    assert count(Message) - before == 2


def test_a_stranger_uses_up_nobodys_sign_in(
    characters: dict[str, Person], browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, at = characters["alice"].email, now()
    browser("alice").visit("/account")  # 127.0.0.1 is where she signs in
    with writing():
        for each in range(40):
            ask_to_sign_in(address, f"browser {each}", "en", None, at, network=f"192.0.2.{each}")
    stranger = ask(address, "192.0.2.250")
    assert stranger is None, "of all strangers together ten emails an hour"
    assert ask(address, "127.0.0.1") is not None
    monkeypatch.setattr(signing_in, "CODES_PER_ADDRESS", (1, HOUR))
    with writing():
        for _each in range(2):
            sign_in_by_code("000000", "browser 1", at, network="192.0.2.9")
    with writing():
        asked = ask_to_sign_in(address, "her own", "en", None, at, network="127.0.0.1")
        assert asked is not None
        _token, code = signing_in.mint_sign_in(asked.id, at)
    with writing():
        assert sign_in_by_code(code, "her own", at, network="127.0.0.1") is not None


def ask(address: str, network: str) -> object:
    with writing():
        return ask_to_sign_in(address, "another browser", "en", None, now(), network=network)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("limit", ["PER_VISIT", "PER_NETWORK"])
def test_the_search_log_stops_growing(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging, limit, 5 if limit == "PER_VISIT" else (5, HOUR))
    is_visit = limit == "PER_VISIT"
    write_searches(
        [
            SearchToNote(
                browser="one" if is_visit else f"browser {number}",
                words=f"word{number} " * 1000,
                language="en",
                hits=0,
                shown=list(range(1000)),
                now=now(),
                network=f"192.0.2.{number}" if is_visit else "192.0.2.1",
            )
            for number in range(9)
        ]
    )
    assert count(SearchEntry) == 5
    kept = db.session.scalars(select(SearchEntry)).all()
    assert all(len(entry.words) <= 500 and len(entry.shown) <= 100 for entry in kept)
