"""Shelves: what stands in a topic, what helped most this month, for whom."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.articles import shelves, useful
from portal.articles.article import ViewTally, Vote
from portal.articles.sync import sync
from portal.articles.votes import vote
from portal.ground.db import db, writing
from portal.people.person import Person
from portal.people.viewer import NOBODY, Viewer
from tests.articles.writing import DAY, START, article, put, source


@pytest.fixture
def folder(app: Flask) -> Path:
    folder: Path = app.extensions["portal_settings"].articles_folder
    topics = "".join(
        f'[[topic]]\nslug = "{slug}"\ntitle = "{slug.title()}"\n\n'
        for slug in ("red", "chat", "vacio")
    )
    put(folder, "es/topics.toml", topics.encode())
    for name, fields in {
        "a": {"topic": "red", "type": "faq"},
        "b": {"topic": "red", "type": "guide"},
        "c": {"topic": "red", "type": "guide"},
        "d": {"topic": "red", "type": "guide", "audience": "clients"},
        "e": {"topic": "chat", "audience": "plans", "plans": "[premium, plus]"},
        "f": {"topic": "chat", "audience": "agents"},
        "g": {"topic": "chat", "status": "draft"},
        "h": {"topic": "nowhere"},
    }.items():
        put(folder, f"es/{name}.md", source(name.upper(), **fields))
    put(folder, "en/a.md", source("English", topic="red"))
    sync(folder, START)
    return folder


def votes(slug: str, *answers: bool, at: timedelta = timedelta()) -> None:
    with writing():
        for number, answer in enumerate(answers):
            vote(article(slug), f"{slug} {number}", answer, "", START + at)


def test_topics_are_counted_for_the_one_who_looks(
    folder: Path, characters: dict[str, Person]
) -> None:
    def seen(viewer: Viewer) -> list[tuple[str, int]]:
        return [(t.title, t.count) for t in shelves.topics(viewer, "es")]

    assert seen(NOBODY) == [("Red", 3)]
    assert seen(Viewer(characters["alice"])) == [("Red", 4)]
    assert seen(Viewer(characters["vera"])) == [("Red", 4), ("Chat", 2)]
    characters["alice"].organisation.plan = "plus"  # type: ignore[union-attr]
    assert seen(Viewer(characters["alice"])) == [("Red", 4), ("Chat", 1)]
    characters["alice"].organisation.plan = "prem%"  # type: ignore[union-attr]
    assert seen(Viewer(characters["alice"])) == [("Red", 4)]


def test_a_topic_lists_its_articles_by_kind_the_most_helpful_first(folder: Path) -> None:
    votes("c", True, True)
    votes("b", True, False, False)
    lines = shelves.topic_articles(NOBODY, "es", "red")
    assert [(line.kind, line.title) for line in lines] == [
        ("guide", "C"),
        ("guide", "B"),
        ("faq", "A"),
    ]


def test_the_most_useful_of_the_month_are_those_that_were_voted_for_then_those_read(
    folder: Path,
) -> None:
    votes("b", True, True, False)
    votes("a", True, True)
    votes("c", False)
    votes("h", True, True, True, at=-40 * DAY)
    votes("f", True, True, True)
    with writing():
        for slug, count, days in (("h", 9, 2), ("c", 5, 2), ("b", 50, 1), ("d", 99, 1)):
            day = (START - days * DAY).date()
            db.session.add(ViewTally(article_id=article(slug).id, on=day, count=count))
    titles = [line.title for line in useful.most_useful(NOBODY, "es", START)]
    assert titles == ["A", "B", "H"]
    assert [x.title for x in useful.most_useful(NOBODY, "es", START, limit=1)] == ["A"]


def test_nothing_read_yet_is_an_empty_list(folder: Path) -> None:
    assert useful.most_useful(NOBODY, "es", START) == []
    assert shelves.related(NOBODY, article("h").id, "es", "", "", as_of=1) == []


def test_a_vote_can_change_and_keeps_its_reason_only_while_it_is_a_no(folder: Path) -> None:
    with writing():
        vote(article("a"), "x", False, " too \n short ", START)
        vote(article("a"), "x", False, "", START)
    assert [(v.helpful, v.reason) for v in db.session.query(Vote)] == [(False, "too short")]
    with writing():
        vote(article("a"), "x", True, "ignored", START)
    assert [(v.helpful, v.reason) for v in db.session.query(Vote)] == [(True, "")]
