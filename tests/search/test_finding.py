"""Published, found; retired, gone; and only by those who may read it, whether or not there is an index."""

import shutil
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.articles import writing_up
from portal.articles.article import Article, Revision
from portal.articles.texts import ArticleText
from portal.ground.db import db, writing
from portal.ground.following import catch_up, follow
from portal.ground.now import now
from portal.ground.site import settings
from portal.people.person import Person
from portal.people.viewer import NOBODY, Viewer
from portal.search.engines import engine
from portal.search.finding import find, similar_sections
from portal.search.following import FOLLOWER, ensure_index
from portal.search.offering import suggestions
from tests.search.base import CALLS, publish, small_base


@pytest.fixture
def base(app: Flask) -> dict[str, Article]:
    return small_base()


@pytest.fixture(autouse=True)
def request_context(app: Flask):  # type: ignore[no-untyped-def]
    with app.test_request_context("/"):
        yield


def titles(words: str, viewer: Viewer = NOBODY, language: str = "en") -> list[str]:
    return [hit.title for hit in find(words, viewer, language).own]


def test_the_section_that_answers_is_linked_and_shown(base: dict[str, Article]) -> None:
    [hit] = find("the password is forgotten", NOBODY, "en").own
    assert hit.title == "Passwords"
    assert hit.path == ["When it is forgotten"]
    assert hit.url == f"/en/articles/{base['password'].slug}#{hit.anchor}"
    assert hit.anchor == "when-it-is-forgotten"
    [hit] = find("send me the link", NOBODY, "en").own
    assert "<mark>link</mark>" in hit.excerpt


def test_an_article_is_found_by_what_clients_call_it(base: dict[str, Article]) -> None:
    assert titles("phone hangs up") == ["Calls drop"]


def test_a_code_is_found(base: dict[str, Article]) -> None:
    assert titles("ERR_CONNECTION_RESET") == ["Calls drop"]


def test_the_other_language_stands_in_its_own_group(base: dict[str, Article]) -> None:
    publish("La firewall", "El firewall cierra conexiones.", "es")
    catch_up(FOLLOWER)
    found = find("firewall", NOBODY, "en")
    assert [hit.title for hit in found.own] == ["Calls drop"]
    assert [hit.title for hit in found.other] == ["La firewall"]
    assert {hit.language for hit in found.other} == {"es"}


def test_spanish_is_found_without_its_accents(base: dict[str, Article]) -> None:
    for words in ("contrasena", "CONTRASEÑAS", "restablecio acceso", "restablecer"):
        assert titles(words, language="es") == ["Contraseñas"], words


def test_published_is_found_after_one_step_of_the_follower(base: dict[str, Article]) -> None:
    assert titles("xylophone") == []
    article = publish("Xylophone", "Play the xylophone.")
    assert follow(FOLLOWER) == 1
    assert titles("xylophone") == ["Xylophone"]
    text = ArticleText(title="Marimba", body="Play the marimba.", language="en")
    with writing():
        revision = writing_up.revise(article, text, None, now())
        writing_up.publish(revision, None, now())
    assert titles("xylophone") == ["Marimba"]  # the index is a moment behind; what is shown is true
    catch_up(FOLLOWER)
    assert titles("xylophone") == []
    assert titles("marimba") == ["Marimba"]


def test_a_draft_is_not_found(base: dict[str, Article]) -> None:
    with writing():
        writing_up.revise(
            None, ArticleText(title="Unripe", body="Unripe.", language="en"), None, now()
        )
    catch_up(FOLLOWER)
    assert titles("unripe") == []


def test_a_retired_article_is_gone_at_once(base: dict[str, Article]) -> None:
    with writing():
        writing_up.retire(db.session.get_one(Article, base["calls"].id), None, now())
    assert titles("calls drop") == []  # the database says no, though the index has not followed
    assert find("calls drop", NOBODY, "en").total == 0
    catch_up(FOLLOWER)
    assert find("calls drop", NOBODY, "en").total == 0
    assert suggestions("calls", NOBODY, "en") == []
    with writing():
        writing_up.restore(db.session.get_one(Article, base["calls"].id), None, now())
    catch_up(FOLLOWER)
    assert titles("calls drop") == ["Calls drop"]


def test_only_readable_articles_count(
    base: dict[str, Article], characters: dict[str, Person]
) -> None:
    agent, client = Viewer(characters["vera"]), Viewer(characters["alice"])
    for words, found_by in (("zanzibar", {agent}), ("madagascar", {agent, client})):
        for viewer in (NOBODY, client, agent):
            results = find(words, viewer, "en")
            expected = 1 if viewer in found_by else 0
            assert (results.total, len(results.own)) == (expected, expected), (words, viewer)
            assert len(suggestions(words, viewer, "en")) >= expected
            assert bool(suggestions(words, viewer, "en")) == bool(expected)
            assert len(similar_sections(f"About {words}", viewer, "en")) == expected


def test_without_an_index_titles_are_found_without_their_accents(base: dict[str, Article]) -> None:
    shutil.rmtree(settings().index_folder)
    for words in ("contrasenas", "CONTRASEÑAS"):
        assert titles(words, language="es") == ["Contraseñas"], words


def test_a_change_of_audience_is_true_at_once(base: dict[str, Article]) -> None:
    with writing():
        revision = db.session.get_one(Revision, base["calls"].published_id)
        revision.audience = "agents"
    assert titles("firewall") == []
    assert suggestions("calls", NOBODY, "en") == []


def test_similar_sections_of_a_long_text(base: dict[str, Article]) -> None:
    log = "2026-01-01 12:00:00 INFO everything is fine\n" * 5_000
    text = f"Our calls end by themselves.\n{log}\nERR_CONNECTION_RESET by the firewall"
    assert similar_sections(text, NOBODY, "en")[0].title == "Calls drop"
    assert similar_sections("", NOBODY, "en") == []
    spanish = similar_sections("Our firewall drops calls", NOBODY, "es")
    assert [hit.title for hit in spanish] == [
        "Calls drop"
    ]  # no Spanish one: the English one serves


def test_pages(base: dict[str, Article]) -> None:
    for number in range(23):
        publish(f"Printer {number}", "The printer prints.")
    catch_up(FOLLOWER)
    pages = [find("printer", NOBODY, "en", page) for page in (1, 2, 3, 4)]
    assert [(page.page, len(page.own)) for page in pages] == [(1, 10), (2, 10), (3, 3), (3, 3)]
    assert len({hit.article_id for page in pages for hit in page.own}) == 23
    assert {(page.total, page.pages) for page in pages} == {(23, 3)}


@pytest.mark.parametrize("what", ["deleted", "emptied", "not built yet"])
def test_without_an_index_the_database_answers(base: dict[str, Article], what: str) -> None:
    folder = settings().index_folder
    if what == "emptied":
        for path in folder.rglob("*"):
            if path.is_file():
                path.write_bytes(b"")
    else:
        shutil.rmtree(folder)
    found = find("passwords forgotten", NOBODY, "en")
    assert found.is_degraded
    assert [hit.title for hit in found.own] == ["Passwords"]
    assert [hit.title for hit in find("contraseña", NOBODY, "es").own] == ["Contraseñas"]
    assert find("zanzibar", NOBODY, "en").own == []
    assert find("%_!\\ zz%", NOBODY, "en").own == []
    assert suggestions("pass", NOBODY, "en") == []
    assert similar_sections("calls drop", NOBODY, "en")[0].title == "Calls drop"
    assert ensure_index(now())
    assert not ensure_index(now())
    healed = find("passwords forgotten", NOBODY, "en")
    assert not healed.is_degraded
    assert [hit.title for hit in healed.own] == ["Passwords"]


def test_the_follower_heals_what_it_finds_damaged(base: dict[str, Article]) -> None:
    shutil.rmtree(settings().index_folder)
    publish("Xylophone", "Play.")
    catch_up(FOLLOWER)
    assert engine().is_sound()
    assert titles("xylophone") == ["Xylophone"]
    assert titles("password") == ["Passwords"]


def test_following_twice_changes_nothing(base: dict[str, Article]) -> None:
    from portal.ground.following import rewind

    before = find("calls", NOBODY, "en")
    with writing():
        rewind("search")
    catch_up(FOLLOWER)
    again = find("calls", NOBODY, "en")
    assert [hit.article_id for hit in again.own] == [hit.article_id for hit in before.own]
    assert again.total == before.total


def test_a_thousand_changes_are_followed_in_order(base: dict[str, Article]) -> None:
    """An article that is published, retired and restored in one batch is there once."""
    article = base["calls"]
    for _ in range(3):
        with writing():
            writing_up.retire(db.session.get_one(Article, article.id), None, now())
        with writing():
            writing_up.restore(db.session.get_one(Article, article.id), None, now())
    catch_up(FOLLOWER)
    assert find("firewall", NOBODY, "en").total == 1


def test_published_is_found_at_once(base: dict[str, Article]) -> None:
    began = now()
    publish("Xylophone", CALLS)
    follow(FOLLOWER)
    assert titles("xylophone") == ["Xylophone"]
    assert now() - began < timedelta(seconds=10), "one second where nothing else goes on"
    assert db.session.scalar(select(Article.id).where(Article.slug == "xylophone"))
