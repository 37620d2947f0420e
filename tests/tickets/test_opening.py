"""One filing is one ticket, whole and at once, however often it is sent."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.files.file import File
from portal.ground.db import db, writing
from portal.people.person import Person
from portal.tickets import opening, steps
from portal.tickets.conversation import Attachment, Event
from portal.tickets.filing import Answer, ReproductionStep, TrailEntry, TrailKind
from portal.tickets.opening import TrailItem, open_ticket
from portal.tickets.ticket import Ticket
from tests.characters import START
from tests.tickets.conftest import DAY, H, filing, kinds, opened, words


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_new_ticket_is_open_under_its_promises(characters: dict[str, Person]) -> None:
    ticket = opened(characters["alice"])
    assert (ticket.status, ticket.tier, ticket.plan) == ("open", "level-1", "standard")
    assert ticket.first_response_due_at == START + 2 * H
    assert ticket.resolution_due_at == START + 8 * H
    assert ticket.next_due_at == START + 2 * H
    assert ticket.organisation == characters["alice"].organisation
    assert kinds(ticket) == ["opened"]


def test_all_that_was_sent_is_kept_in_its_order(characters: dict[str, Person]) -> None:
    with writing():
        file = File(
            key="k", name="a.png", media_type="image/png", size=1, sha256="0", created_at=START,
            kept=False, expires_at=START + DAY,
        )  # fmt: skip
        db.session.add(file)
        db.session.flush()
        trail = [
            TrailItem(TrailKind.SEARCHED, START, words="calls drop"),
            TrailItem(TrailKind.READ, START, article_id=7, anchor="ports"),
        ]
        ticket = open_ticket(
            filing(
                characters["alice"],
                steps=["Call any number", "  ", "Wait ten seconds"],
                files=[(file, 3), (file, None)],
                trail=trail,
            ),
            START,
        )
    steps = db.session.scalars(select(ReproductionStep).order_by(ReproductionStep.number)).all()
    assert [(s.number, s.text) for s in steps] == [(1, "Call any number"), (2, "Wait ten seconds")]
    attached = db.session.scalars(select(Attachment).order_by(Attachment.id)).all()
    assert [a.step_number for a in attached] == [2, None], "an empty step left no gap"
    assert (file.kept, file.expires_at) == (True, None), "the sweeper lets it be"
    assert [(t.kind, t.words, t.article_id) for t in db.session.scalars(select(TrailEntry))] == [
        ("searched", "calls drop", None),
        ("read", "", 7),
    ]
    assert count(Answer) == 2
    assert ticket.title == "Calls drop after ten seconds"


def test_the_same_key_gives_the_same_ticket(characters: dict[str, Person]) -> None:
    first = opened(characters["alice"])
    again = opened(characters["alice"], START + H, title="Something else")
    assert again.id == first.id
    assert (again.title, count(Ticket), count(Event)) == ("Calls drop after ten seconds", 1, 1)


def test_twenty_at_once_give_one_ticket(app: Flask, characters: dict[str, Person]) -> None:
    alice_id, refs, errors = characters["alice"].id, [], []
    db.session.remove()
    start = threading.Barrier(20)

    def send() -> None:
        with app.app_context():
            start.wait()
            try:
                with writing():
                    alice = db.session.get(Person, alice_id)
                    refs.append(open_ticket(filing(alice), START).ref)
            except Exception as error:
                errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(refs) == 20
    assert len(set(refs)) == 1
    assert (count(Ticket), count(Event)) == (1, 1)


def test_a_reference_that_is_taken_is_not_given_again(
    characters: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = opened(characters["alice"]).ref
    offers = iter([taken, taken, "T-22222"])
    monkeypatch.setattr(opening, "new_reference", lambda: next(offers))
    assert opened(characters["bob"], key="key-2").ref == "T-22222"


def test_a_held_filing_promises_nothing_until_it_is_released(characters: dict[str, Person]) -> None:
    ticket = opened(None, held=True)
    assert (ticket.status, ticket.next_due_at, ticket.first_response_due_at) == ("held", None, None)
    assert kinds(ticket) == ["held"]


def test_an_agent_files_for_a_client_who_phoned(characters: dict[str, Person]) -> None:
    ticket = opened(characters["alice"], opened_by=characters["vera"], channel="phone")
    event = db.session.scalars(select(Event)).one()
    assert (event.by_agent, event.person_id) == (True, characters["vera"].id)
    assert (ticket.requester, ticket.channel) == (characters["alice"], "phone")
    assert ticket.first_response_at is None, "that a colleague wrote it down is no answer"


def test_line_ends_in_a_title_are_folded(characters: dict[str, Person]) -> None:
    ticket = opened(None, title="Calls\r\nBcc: all@example.org\r\n drop", name="Gwen\r\nPardo")
    assert ticket.title == "Calls Bcc: all@example.org drop"
    assert ticket.requester_name == "Gwen Pardo"


def test_the_promise_is_the_one_of_the_policy_in_use(characters: dict[str, Person]) -> None:
    low = opened(characters["alice"], severity="low", kind="technical-question")
    assert low.resolution_due_at == START + 48 * H
    assert low.update_due_at is None, "the document promises no interval for low"


def test_the_priority_follows_from_severity_and_impact(
    characters: dict[str, Person], use_policy: Callable[[str], None]
) -> None:
    use_policy("poliza")
    answers = {"impact.people": "one", "impact.working": "no"}
    for_one = opened(characters["alice"], kind="software", severity="severe", answers=answers)
    for_all = opened(
        characters["bob"],
        key="key-2",
        kind="software",
        severity="severe",
        answers=answers | {"impact.people": "everyone"},
    )
    assert (for_one.priority, for_all.priority) == ("medium", "high")
    with writing():
        steps.reclassify(
            for_one, characters["vera"], "minor", "software", words("It works."), START + H
        )
    assert for_one.priority == "low", "from the answers that came with it"
    event = db.session.scalars(select(Event).where(Event.kind == "reclassified")).one()
    assert (event.before, event.after) == ("severe software medium", "minor software low")


def test_an_organisation_on_a_plan_that_the_policy_does_not_know_is_on_its_first(
    characters: dict[str, Person], use_policy: Callable[[str], None]
) -> None:
    use_policy("poliza")
    assert opened(characters["alice"], kind="software", severity="minor").plan == "contract"
