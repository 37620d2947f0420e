"""To whom a new ticket goes: the policy's rules, the people of the level who are at work, and the reason that is kept."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.ground.db import db, writing
from portal.people.organising import add_person
from portal.people.person import Person
from portal.people.roles import Role
from portal.policy.loading import parse, path_of
from portal.tickets import steps
from portal.tickets.choosing import Candidate, above, least_loaded, rule_for
from portal.tickets.conversation import Event
from portal.tickets.ticket import Ticket
from portal.tickets.timeline import timeline
from tests.characters import START
from tests.tickets.conftest import DAY, H, kinds, opened, words

Act = Callable[..., Any]

RULES = """
[[calendar]]
key = "nights"
title = {es = "de noche", en = "at night"}
time_zone = "America/Santiago"
week = {mon = ["20:00-24:00"], tue = ["00:00-06:00", "20:00-24:00"]}

[[assignment]]
key = "worst"
when = {severity = ["critical"], tier = ["level-1"]}
tier = "level-2"
because = {es = "es crítico", en = "it is critical"}

[[assignment]]
key = "questions"
when = {request_type = ["technical-question"]}
pick = "nobody"
because = {es = "se contestan como llegan", en = "questions are answered as they come"}

[[assignment]]
key = "rest"
because = {es = "es del primer nivel", en = "it is the first level’s work"}
"""


def text_of_policy() -> str:
    """The policy of most tests, with the rules above in place of its own."""
    text = path_of("sgc-sac-004").read_text(encoding="utf-8")
    own = re.compile(r"^\[\[assignment\]\]\n(?:(?!\[).*\n)+", re.MULTILINE)
    return own.sub("", text) + RULES


@pytest.fixture
def team(
    characters: dict[str, Person], use_policy: Callable[[str], None], tmp_path: Path
) -> dict[str, Person]:
    """Under the rules above: vera and leo (English) and sol (Spanish) at level 1, max at level 2."""
    path = tmp_path / "rules.toml"
    path.write_text(text_of_policy(), encoding="utf-8")
    use_policy(str(path))
    with writing():
        for name, language, tier in (("sol", "es", "level-1"), ("max", "en", "level-2")):
            address = f"{name}@portal.example"
            characters[name] = add_person(
                address, name.title(), Role.AGENT, None, language, START, tier
            )
        characters["vera"].tier = characters["leo"].tier = "level-1"
    return characters


def who(ticket: Ticket) -> str | None:
    return ticket.assignee.name if ticket.assignee else None


def placed(ticket: Ticket) -> Event:
    query = db.select(Event).where(Event.ticket_id == ticket.id, Event.kind == "placed")
    return db.session.scalars(query.order_by(Event.id.desc())).first()


def said(ticket: Ticket, for_agent: bool) -> list[str]:
    return [entry.words for entry in timeline(ticket, for_agent) if not entry.is_message]


def test_it_goes_to_who_has_least_to_do_and_the_desk_reads_why(team: dict[str, Person]) -> None:
    first = opened(team["alice"], key="1")
    second = opened(team["alice"], START + H, key="2")
    assert [who(first), who(second)] == ["Vera Soto", "Leo Díaz"]
    third = opened(team["alice"], START + 2 * H, key="3")
    assert who(third) == "Vera Soto", "as many each: whose newest ticket is the oldest"
    assert (placed(third).after, placed(third).before) == ("rest", "1")
    assert (
        "Assigned to Vera Soto because it is the first level’s work (open tickets at the time: 1)"
        in said(third, for_agent=True)
    )
    assert said(third, for_agent=False) == ["Assigned to Vera Soto"]
    assert third.status == "open", "nobody has begun"


def test_who_speaks_the_clients_language_comes_first(team: dict[str, Person]) -> None:
    for number in range(3):
        assert who(opened(team["alice"], key=f"{number}", language="es")) == "Sol"
    assert who(opened(team["alice"], key="en")) == "Vera Soto"


def test_solved_tickets_are_no_load(team: dict[str, Person], act: Act) -> None:
    first = opened(team["alice"], key="1")
    act(steps.close, first, "vera", words("Asked twice."), at=START + H)
    assert who(opened(team["alice"], key="2")) == "Vera Soto"


def test_nobody_gets_one_out_of_hours(team: dict[str, Person]) -> None:
    with writing():
        for name in ("vera", "leo", "sol"):
            team[name].calendar = "nights"
    by_day = opened(team["alice"], START, key="day")
    assert who(by_day) is None
    assert said(by_day, for_agent=True) == [
        "No one at that level was on shift: queued in order of arrival"
    ]
    assert said(by_day, for_agent=False) == []
    by_night = opened(team["alice"], START + 12 * H, key="night")
    assert who(by_night) == "Vera Soto"
    with writing():
        team["vera"].disabled_at = START
    assert who(opened(team["alice"], START + 13 * H, key="later")) == "Leo Díaz"


def test_a_rule_can_lead_to_another_level(team: dict[str, Person]) -> None:
    ticket = opened(team["alice"], severity="critical")
    assert (ticket.tier, who(ticket), placed(ticket).after) == ("level-2", "Max", "worst")
    with writing():
        team["max"].disabled_at = START
    ticket = opened(team["alice"], severity="critical", key="later")
    assert said(ticket, for_agent=True) == [
        "Queued for Level 2 because it is critical; no one at that level was on shift"
    ]


def test_a_rule_can_leave_it_to_whoever_comes_first(team: dict[str, Person]) -> None:
    ticket = opened(team["alice"], kind="technical-question", severity="low")
    assert (who(ticket), placed(ticket).subject_id) == (None, None)
    assert said(ticket, for_agent=True) == [
        "Queued in order of arrival because questions are answered as they come"
    ]


def test_without_a_rule_nothing_is_said(characters: dict[str, Person]) -> None:
    with writing():
        characters["vera"].tier = "level-1"
    assert kinds(opened(characters["alice"])) == ["opened"]


def test_a_held_filing_is_given_to_somebody_when_it_goes_on(
    team: dict[str, Person], act: Act
) -> None:
    held = opened(None, held=True)
    assert (who(held), kinds(held)) == (None, ["held"])
    act(steps.release, held, "leo", at=START + H)
    assert (who(held), kinds(held)) == ("Vera Soto", ["held", "released", "placed"])


def test_at_a_new_level_the_rules_pick_a_person_and_leave_the_level(
    team: dict[str, Person], act: Act
) -> None:
    ticket = opened(team["alice"])
    act(steps.escalate, ticket, "vera", "level-2", words("Deeper."), at=START + H)
    assert (ticket.tier, who(ticket)) == ("level-2", "Max")
    act(steps.reclassify, ticket, "max", "critical", "system-error", words("Down."), at=START + H)
    (handover,) = steps.open_handovers(ticket)
    act(steps.take_back, ticket, "max", handover, words("It is a setting."), at=START + 2 * H)
    assert (ticket.tier, placed(ticket).after) == ("level-1", "rest"), (
        "the rule that leads a critical one to level 2 does not send it back"
    )
    assert who(ticket) == "Vera Soto"


def test_who_was_given_it_begins_by_taking_it(team: dict[str, Person], act: Act) -> None:
    ticket = opened(team["alice"])
    for _again in range(2):
        act(steps.take, ticket, "vera", at=START + H)
    assert (ticket.status, kinds(ticket)) == ("in_progress", ["opened", "placed", "taken"])


def candidate(number: int, speaks: bool, load: int, newest: datetime | None) -> Candidate:
    return Candidate(number, speaks, load, newest)


def test_the_order_among_many() -> None:
    early, late = START, START + DAY
    order = [
        candidate(5, True, 0, None),
        candidate(2, True, 1, early),
        candidate(1, True, 1, late),
        candidate(6, True, 1, late),
        candidate(3, True, 4, early),
        candidate(4, False, 0, None),
    ]
    left = list(reversed(order))
    for expected in order:
        chosen = least_loaded(left)
        assert chosen == expected
        left.remove(expected)
    assert least_loaded([]) is None


def test_the_first_rule_that_holds_stands() -> None:
    policy = parse(text_of_policy(), "rules")
    given = {"tier": "level-1", "severity": "critical", "request_type": "technical-question"}
    found = [rule_for(policy, given), rule_for(policy, given, stays=True)]
    assert [rule.key for rule in found if rule] == ["worst", "questions"]


def test_the_chain_above() -> None:
    policy = parse(path_of("planes").read_text(encoding="utf-8"), "planes")
    steps_up = ["level-1"]
    while (tier := above(policy, steps_up[-1])) is not None:
        steps_up.append(tier.key)
    assert steps_up == ["level-1", "supervisor", "manager", "director"]


def test_a_long_absence_does_not_count_as_late_work(team: dict[str, Person]) -> None:
    """Whose tickets are all closed comes before one who has any, however old these are."""
    old = opened(team["alice"], START - timedelta(days=40), key="old")
    assert who(old) == "Vera Soto"
    assert who(opened(team["alice"], START, key="new")) == "Leo Díaz"
