"""A portal with articles of before: what one ticket alone taught search is taken back, all else stays."""

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from portal.articles.article import Article
from portal.ground.db import db, writing
from portal.ground.following import catch_up
from portal.ground.now import now
from portal.people.person import Person
from portal.people.viewer import Viewer
from portal.search.finding import find
from portal.search.following import FOLLOWER
from portal.tickets.closing import Lesson, Resolution
from portal.tickets.filing import TrailKind
from portal.tickets.opening import TrailItem
from tests.desk.filings import opened, published

BOTH, ALONE, OWN = "phone keeps hanging", "flibber mustard", "calls end early"


def test_words_of_one_ticket_leave_the_article_and_those_of_two_clients_stay(
    app: Flask, characters: dict[str, Person]
) -> None:
    article = published("Calls drop", "Wait.", characters["leo"], asked_as=(OWN, ALONE, BOTH))
    for key, name, searched in (("1", "alice", (ALONE, BOTH)), ("2", "bob", (BOTH,))):
        trail = [TrailItem(TrailKind.SEARCHED, now(), words=each) for each in searched]
        ticket = opened(characters[name], key, trail=trail)
        with writing():
            db.session.add(
                Resolution(
                    ticket_id=ticket.id, cause="", workaround="", solution="Wait.", solution_html="",
                    lesson=Lesson.WRITTEN, article_id=article.id, person_id=characters["leo"].id, at=now(),
                )
            )  # fmt: skip
    number = article.id
    db.session.remove()
    downgrade(revision="0003")
    upgrade()
    kept = db.session.get_one(Article, number)
    assert kept.published is not None
    assert kept.published.asked_as == [OWN, BOTH]
    assert db.session.execute(text("SELECT count(*) FROM cleared_findings")).scalar() == 0
    catch_up(FOLLOWER)
    viewer = Viewer(None)
    assert find(BOTH, viewer, "en").total == 1
    assert find(ALONE, viewer, "en").total == 0
