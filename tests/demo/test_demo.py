"""The demo is a believable portal: every state is there, its times are true, nothing is sent, and each role finds its way."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.articles.article import Article, Revision, Vote
from portal.articles.kinds import Status as ArticleStatus
from portal.demo.cast import Player, cast
from portal.demo.making import NotADemo, make
from portal.demo.peopling import people_it
from portal.desk.queue import queue_page
from portal.desk.sieve import QueueView, Sieve
from portal.ground.db import db, writing
from portal.ground.following import position
from portal.ground.site import settings
from portal.people.organising import person_by_address
from portal.people.person import Organisation, Person
from portal.people.roles import Role
from portal.people.viewer import Viewer
from portal.post.following import EVENTS
from portal.post.letter import Letter, LetterState
from portal.search.log import SearchEntry
from portal.tickets.closing import Lesson, Rating, Resolution
from portal.tickets.conversation import Attachment, Event, Message
from portal.tickets.due_times import clock_of
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("demo")


def tickets() -> list[Ticket]:
    return list(db.session.scalars(select(Ticket).order_by(Ticket.id)))


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_every_state_channel_and_severity_is_there() -> None:
    assert {ticket.status for ticket in tickets()} == set(Status)
    assert {ticket.severity for ticket in tickets()} == {"critical", "high", "medium", "low"}
    assert {"portal", "phone", "email"} <= {ticket.channel for ticket in tickets()}
    assert {ticket.waiting_for for ticket in tickets()} == {None, "client", "provider", "scope"}
    assert {ticket.language for ticket in tickets()} == {"es", "en"}


def test_four_organisations_on_four_plans_have_one_manager_each() -> None:
    organisations = db.session.scalars(select(Organisation)).all()
    assert len({organisation.plan for organisation in organisations}) == len(organisations) == 4
    people = db.session.scalars(select(Person)).all()
    assert len(people) == 25
    managers = Counter(person.organisation_id for person in people if person.role == Role.MANAGER)
    assert sorted(managers.values()) == [1, 1, 1, 1]
    assert {p.tier for p in people if p.is_agent} == {"level-1", "level-2", "level-3", "leader"}


def test_what_is_promised_is_what_the_events_say(made_at: datetime) -> None:
    for ticket in tickets():
        clock = clock_of(ticket, made_at)
        readings = (clock.first_response, clock.resolution, clock.update)
        stored = (
            ticket.first_response_due_at,
            ticket.resolution_due_at,
            ticket.update_due_at,
        )
        assert stored == tuple(reading.due_at if reading else None for reading in readings)
        assert ticket.next_due_at == clock.next_due_at
        assert ticket.first_response_at == clock.first_response_at
        assert (ticket.resolved_at, ticket.paused_at) == (clock.resolved_at, clock.paused_at)


def test_time_runs_forward_and_ends_at_the_present(made_at: datetime) -> None:
    for ticket in tickets():
        events = db.session.scalars(
            select(Event.at).where(Event.ticket_id == ticket.id).order_by(Event.id)
        ).all()
        assert list(events) == sorted(events), ticket.title
        assert made_at - timedelta(days=91) < events[0]
        assert events[-1] < made_at
        if ticket.status == Status.RESOLVED:
            assert ticket.closes_at is not None
            assert ticket.closes_at > made_at, "the jobs have nothing left to close"


def test_the_queue_is_alive(made_at: datetime) -> None:
    tomas = person_by_address("tomas.iturra@quillay.example")
    assert tomas is not None
    page = queue_page(QueueView.UNASSIGNED, Sieve(), tomas, 1)
    assert any(ticket.severity == "critical" for ticket in page.tickets)
    due = [ticket.next_due_at for ticket in page.tickets if ticket.next_due_at]
    assert due[0] < made_at, "one is late"
    assert any(made_at < at < made_at + timedelta(hours=1) for at in due), "one is due soon"
    for view in (QueueView.MINE, QueueView.WAITING, QueueView.RESOLVED, QueueView.HELD):
        assert page.counts[view], view


def test_no_letter_about_the_past_is_sent_or_waits() -> None:
    letters = db.session.scalars(select(Letter)).all()
    assert 0 < len(letters) < 16
    assert {letter.state for letter in letters} == {LetterState.WAITING}
    assert position(EVENTS.name) == db.session.scalar(select(func.max(Event.id)))


def test_conversations_are_whole_and_hold_no_gap() -> None:
    texts = [*db.session.scalars(select(Message.text)), *(ticket.title for ticket in tickets())]
    texts += [resolution.solution for resolution in db.session.scalars(select(Resolution))]
    for text in texts:
        assert len(text) > 4
        assert "{" not in text, text
        assert " de el " not in text, text
    assert count(Attachment) >= 3


def test_lessons_name_what_they_say() -> None:
    resolutions = db.session.scalars(select(Resolution)).all()
    lessons = {resolution.lesson for resolution in resolutions}
    # Of so few tickets it hangs on the hour whether one that taught nothing is solved already.
    assert {Lesson.LINKED, Lesson.WRITTEN} <= lessons
    for resolution in resolutions:
        if resolution.lesson == Lesson.NOTHING:
            assert resolution.reason
        else:
            assert db.session.get(Article, resolution.article_id), resolution.cause


def test_articles_were_written_from_tickets_and_are_found_by_the_clients_words(demo: Flask) -> None:
    states = Counter(db.session.scalars(select(Revision.status)))
    assert states[ArticleStatus.DRAFT] == 2
    assert states[ArticleStatus.IN_REVIEW] == 1
    stranger = Browser(demo, "es").visit("/search?q=no podemos transferir a un celular")
    stranger.sees("Transferir una llamada a un número externo")
    file = settings().articles_folder / "es/transferir-una-llamada-a-un-numero-externo.md"
    assert "asked_as" in file.read_text(encoding="utf-8")


def test_people_said_what_they_think() -> None:
    scores = list(db.session.scalars(select(Rating.score)))
    assert sum(score >= 4 for score in scores) > len(scores) / 2
    votes = db.session.scalars(select(Vote)).all()
    assert {vote.helpful for vote in votes} == {True, False}
    assert any(vote.reason for vote in votes)
    searches = db.session.scalars(select(SearchEntry)).all()
    assert any(search.hits == 0 for search in searches), "something was not found"
    assert {"solved", "ticket", ""} <= {search.outcome for search in searches}


def test_making_it_again_adds_nothing(made_at: datetime) -> None:
    before = [count(model) for model in (Ticket, Event, Person, Article, SearchEntry, Letter)]
    roles = make(made_at + timedelta(days=1))
    assert [words for words, _person in roles] == ["lead", "agent", "client manager", "client"]
    assert before == [count(m) for m in (Ticket, Event, Person, Article, SearchEntry, Letter)]


PLAYERS = [*cast().staff[:2], *cast().companies[0].people[:2]]


@pytest.mark.parametrize("player", PLAYERS, ids=[player.role for player in PLAYERS])
def test_each_role_can_walk_about(demo: Flask, player: Player) -> None:
    email = player.email
    person = person_by_address(email)
    assert person is not None
    browser = signed_in(Browser(demo, person.language), email.split("@")[0])
    paths = ["/", "/search?q=llamadas", "/tickets", "/account", "/ask"]
    mine = db.session.scalars(Ticket.visible_to(Viewer(person)).order_by(Ticket.id.desc())).all()
    if person.is_agent:
        some = mine[::8] if person.is_lead else mine  # for the lead they are as for an agent
        paths += [f"/desk?view={view}" for view in QueueView]
        paths += [f"/desk/{ticket.ref}" for ticket in some]
        paths.append("/desk/articles")
    else:
        paths += [f"/tickets/{ticket.ref}" for ticket in mine]
    if person.is_lead:
        paths += ["/desk/site", "/desk/organisations", "/desk/people", "/desk/letters"]
    for path in paths:
        browser.visit(path)


def test_a_portal_of_others_is_left_alone(app: Flask, characters: dict[str, Person]) -> None:
    with pytest.raises(NotADemo, match="of its own"):
        make(datetime.fromisoformat("2026-11-21T12:00:00+00:00"))
    assert count(Ticket) == 0


def test_a_making_that_was_cut_short_says_how_to_begin_again(app: Flask, made_at: datetime) -> None:
    with writing():
        people_it(cast(), made_at)
    with pytest.raises(NotADemo, match="Delete its data folder"):
        make(made_at)


def test_the_demo_has_contact_details_of_its_own(demo: Flask) -> None:
    page = demo.test_client().get("/support", headers={"Accept-Language": "es"}).text
    assert "soporte@quillay.example" in page
    assert "Bizflow" not in page
