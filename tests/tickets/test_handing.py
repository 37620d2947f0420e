"""A ticket goes to development, a provider, management or another level, and comes back; who has it stays in charge."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.ground.db import db
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets import steps
from portal.tickets.conversation import Event
from portal.tickets.handover import Destination, Handover
from portal.tickets.steps import Outside
from portal.tickets.ticket import Ticket
from portal.tickets.timeline import timeline
from tests.characters import START
from tests.tickets.conftest import MIN, H, kinds, opened, resolve, words

Act = Callable[..., Any]
TELCO = Outside("Telco Sur", "noc@telco.example", "TS-881", date(2026, 3, 9))


def lines(ticket: Ticket, for_agent: bool = False) -> list[str]:
    return [entry.words for entry in timeline(ticket, for_agent) if not entry.is_message]


def only(ticket: Ticket) -> Handover:
    (handover,) = steps.open_handovers(ticket)
    return handover


def test_a_provider_has_it_and_its_agent_stays_in_charge(ticket: Ticket, act: Act) -> None:
    act(steps.take, ticket, "vera", at=START + MIN)
    to = Destination.PROVIDER
    act(steps.hand_over, ticket, "vera", to, words("Their line."), at=START + H, outside=TELCO)
    there = only(ticket)
    assert (there.name, there.contact) == ("Telco Sur", "noc@telco.example")
    assert (there.reference, there.expected_on) == ("TS-881", date(2026, 3, 9))
    assert (ticket.handed_to, ticket.assignee.name, ticket.tier) == (
        "provider",
        "Vera Soto",
        "level-1",
    )
    assert ticket.status == "in_progress", "the clock runs: we did not say that we wait"
    event = db.session.scalars(db.select(Event).where(Event.kind == "escalated")).one()
    assert (event.before, event.after, event.subject_id) == ("level-1", "provider", there.id)
    assert event.message.text == "Their line."
    assert lines(ticket)[-2:] == [
        "Vera Soto handed this off to an outside provider",
        "The outside provider expects to finish by 9 March 2026",
    ]


def test_we_wait_for_a_provider_until_it_is_back(ticket: Ticket, act: Act) -> None:
    act(
        steps.hand_over,
        ticket,
        "vera",
        Destination.PROVIDER,
        words("Their line."),
        at=START + H,
        outside=TELCO,
        is_awaited=True,
    )
    assert ticket.assignee.name == "Vera Soto", "nobody was in charge: who hands it over is"
    assert (ticket.status, ticket.waiting_for, ticket.paused_at) == (
        "waiting",
        "provider",
        START + H,
    )
    act(steps.take_back, ticket, "vera", only(ticket), words("Mended."), at=START + 3 * H)
    assert (ticket.status, ticket.waiting_for, ticket.handed_to) == ("in_progress", None, None)
    assert ticket.resolution_due_at == START + 10 * H, "two hours did not count"
    assert steps.open_handovers(ticket) == []
    assert kinds(ticket) == [
        "opened",
        "taken",
        "escalated",
        "expected",
        "waiting",
        "returned",
        "resumed",
    ]
    assert "Returned by the outside provider" in lines(ticket)


def test_a_wait_for_the_client_goes_on_when_the_provider_is_done(ticket: Ticket, act: Act) -> None:
    to = Destination.PROVIDER
    act(steps.hand_over, ticket, "vera", to, words("Their line."), at=START + H, outside=TELCO)
    act(steps.ask_client, ticket, "vera", words("Which room?"), at=START + 2 * H)
    act(steps.take_back, ticket, "vera", only(ticket), words("Mended."), at=START + 3 * H)
    assert (ticket.status, ticket.waiting_for) == ("waiting", "client")


def test_it_is_nowhere_twice_and_comes_back_once(ticket: Ticket, act: Act) -> None:
    to = Destination.DEVELOPMENT
    act(steps.hand_over, ticket, "vera", to, words("A bug."), at=START + H)
    with pytest.raises(Forbidden, match="there already"):
        act(steps.hand_over, ticket, "leo", to, words("A bug!"), at=START + H)
    there = only(ticket)
    act(steps.take_back, ticket, "vera", there, words("Fixed in 2.1."), at=START + 2 * H)
    with pytest.raises(Forbidden, match="back from there already"):
        act(steps.take_back, ticket, "vera", there, words("Fixed."), at=START + 2 * H)
    other = opened(ticket.requester, key="other")
    with pytest.raises(Forbidden):
        act(steps.take_back, other, "vera", there, words("Fixed."), at=START + 2 * H)
    assert kinds(ticket).count("returned") == 1


def test_what_they_say_meanwhile_stays_at_the_desk(ticket: Ticket, act: Act) -> None:
    to = Destination.PROVIDER
    act(steps.hand_over, ticket, "vera", to, words("Their line."), at=START + H, outside=TELCO)
    later = Outside(expected_on=date(2026, 3, 12))
    act(
        steps.add_news, ticket, "vera", only(ticket), later, words("A week more."), at=START + 2 * H
    )
    assert (only(ticket).reference, only(ticket).expected_on) == ("TS-881", date(2026, 3, 12))
    told = "".join(entry.html for entry in timeline(ticket, for_agent=False))
    assert "A week more." not in told
    assert lines(ticket)[-1] == (
        "The outside provider now expects to finish by 12 March 2026 instead of 9 March 2026"
    ), "the words stay; the day is the client's too"


def test_news_without_another_day_tell_the_client_nothing(ticket: Ticket, act: Act) -> None:
    to = Destination.PROVIDER
    act(steps.hand_over, ticket, "vera", to, words("Their line."), at=START + H, outside=TELCO)
    before = lines(ticket)
    for news in (Outside(reference="TS-882"), Outside(expected_on=TELCO.expected_on)):
        act(steps.add_news, ticket, "vera", only(ticket), news, words("Same day."), at=START + H)
    assert lines(ticket) == before


def test_management_hears_of_it_place_by_place(
    characters: dict[str, Person], act: Act, use_policy: Callable[[str], None]
) -> None:
    use_policy("planes")
    ticket = opened(characters["alice"], kind="incident", severity="general")
    tier, up = ticket.tier, Destination.MANAGEMENT
    for hour in range(3):
        act(steps.hand_over, ticket, "vera", up, words("Late."), at=START + hour * H)
    places = [each.tier for each in steps.open_handovers(ticket)]
    assert places == ["director", "manager", "supervisor"]
    assert (ticket.tier, ticket.handed_to, ticket.assignee) == (tier, "management", None)
    with pytest.raises(Forbidden, match="There is nobody further up"):
        act(steps.hand_over, ticket, "vera", up, words("Late."), at=START + 4 * H)
    assert lines(ticket)[-1] == "Vera Soto notified our management"


def test_management_is_no_level_to_work_at(ticket: Ticket, act: Act) -> None:
    with pytest.raises(Forbidden, match="does not know that level"):
        act(steps.escalate, ticket, "vera", "leader", words("Please."), at=START + H)


def test_back_from_a_level_it_is_where_it_was(ticket: Ticket, act: Act) -> None:
    act(steps.escalate, ticket, "vera", "level-2", words("Deeper."), at=START + H)
    act(steps.escalate, ticket, "vera", "level-3", words("Code."), at=START + 2 * H)
    third, second = steps.open_handovers(ticket)
    act(steps.take, ticket, "leo", at=START + 2 * H)
    act(steps.take_back, ticket, "leo", third, words("Not the code."), at=START + 3 * H)
    assert (ticket.tier, ticket.assignee) == ("level-2", None)
    assert "Returned by: Level 3" in lines(ticket)
    act(steps.escalate, ticket, "vera", "level-3", words("It is."), at=START + 4 * H)
    act(steps.take_back, ticket, "vera", second, words("A setting."), at=START + 5 * H)
    assert (ticket.tier, steps.open_handovers(ticket)) == ("level-1", []), (
        "from the first of two levels it comes back from both"
    )


def test_the_newest_place_outside_is_named(ticket: Ticket, act: Act) -> None:
    to = Destination.DEVELOPMENT
    act(steps.hand_over, ticket, "vera", to, words("A bug."), at=START + H)
    to = Destination.PROVIDER
    act(steps.hand_over, ticket, "vera", to, words("Their line."), at=START + 2 * H, outside=TELCO)
    assert ticket.handed_to == "provider"
    provider = steps.open_handovers(ticket)[0]
    act(steps.take_back, ticket, "vera", provider, words("Not theirs."), at=START + 3 * H)
    assert ticket.handed_to == "development"


@pytest.mark.parametrize("end", ["resolved", "closed"])
def test_what_is_solved_or_closed_is_nowhere_else(
    ticket: Ticket, act: Act, characters: dict[str, Person], end: str
) -> None:
    to = Destination.PROVIDER
    act(steps.hand_over, ticket, "vera", to, words("Their line."), at=START + H, outside=TELCO)
    if end == "resolved":
        resolve(ticket, characters["vera"], START + 2 * H)
    else:
        act(steps.close, ticket, "vera", words("Asked twice."), at=START + 2 * H)
    assert (ticket.handed_to, steps.open_handovers(ticket)) == (None, [])
    assert db.session.query(Handover).one().returned_at == START + 2 * H
    assert "returned" not in kinds(ticket), "the end says it"
