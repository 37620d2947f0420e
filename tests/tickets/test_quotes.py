"""Work outside the scope at a price: offered, accepted or declined by the client, lapsed by time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from portal.ground.db import db, writing
from portal.ground.language import force_locale
from portal.ground.site import site_row
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets import steps
from portal.tickets.arrangement import Quote
from portal.tickets.money import cents_of, money
from portal.tickets.steps import Offer
from portal.tickets.ticket import Ticket
from tests.characters import START
from tests.tickets.conftest import H, kinds, opened, resolve, words
from tests.tickets.test_scope import exclude

Act = Callable[..., Any]
LAST = date(2026, 3, 10)


def offer(act: Act, ticket: Ticket, cents: int = 123450, at: Any = START + H, **more: Any) -> Quote:
    valid_until, key = more.pop("valid_until", LAST), more.pop("key", None)
    given = Offer(cents, more.pop("currency", "USD"), valid_until, "A report.\nTwo days of work.")
    act(steps.quote, ticket, "vera", given, at=at, key=key)
    return quotes()[-1]


def quotes() -> list[Quote]:
    return list(db.session.scalars(db.select(Quote).order_by(Quote.id)))


@pytest.fixture
def outside(ticket: Ticket, act: Act) -> Ticket:
    """Alice's ticket, out of scope."""
    exclude(act, ticket, at=START)
    return ticket


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1234.5", 123450),
        ("1234,5", 123450),
        ("1.234", 123400),
        ("1,234", 123400),
        ("1.234.567", 123456700),
        ("1’234’567.80", 123456780),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("0,99", 99),
        ("250", 25000),
        ("9.999.999.999,99", 999999999999),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, cents: int) -> None:
    assert cents_of(typed) == cents


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "free",
        "0",
        "0,00",
        "-5",
        "1.234.50",
        "12.34.567",
        "1,23,456",
        "1.2345",
        "1,234.567",
        "0.500",
        "1e5",
        "٣٤٥",
        ".",
        "5.",
        "9" * 40,
        "99.999.999.999,00",
        "$ 5",
    ],
)
def test_what_could_mean_something_else_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"amount|parts|long"):
        cents_of(typed)


def test_money_stands_as_it_is_written_where_the_site_is(characters: Any) -> None:
    assert money(123450, "USD") == "US$1,234.50"
    assert money(148000000, "CLP") == "$1,480,000"
    with force_locale("es"):
        assert money(123450, "USD") == "US$1.234,50"
        assert money(148000000, "CLP") == "$1.480.000"
        assert money(123450, "MXN") == "MXN\u00a01.234,50", "another country’s pesos say which"


@pytest.mark.parametrize(
    ("zone", "currency", "told"),
    [
        ("America/Mexico_City", "MXN", "$1,234.50"),
        ("America/Bogota", "COP", "$1.234,50"),
        ("Europe/Madrid", "EUR", "1.234,50\u00a0€"),
        ("UTC", "CLP", "CLP\u00a01,234"),
    ],
)
def test_money_of_the_sites_own_country_needs_no_code(
    characters: Any, zone: str, currency: str, told: str
) -> None:
    with writing():
        site_row().time_zone = zone
    with force_locale("es"):
        assert money(123450, currency) == told


def test_a_quote_is_for_what_is_out_of_scope_and_until_a_day_to_come(
    ticket: Ticket, act: Act
) -> None:
    with pytest.raises(Forbidden, match="out of scope before"):
        offer(act, ticket)
    exclude(act, ticket)
    for day in (START.date(), START.date() - timedelta(days=1)):
        with pytest.raises(Forbidden, match="a future date"):
            offer(act, ticket, valid_until=day)


def test_a_new_quote_takes_the_place_of_the_old_and_the_same_form_counts_once(
    outside: Ticket, act: Act
) -> None:
    offer(act, outside, key="one")
    offer(act, outside, key="one")
    offer(act, outside, 99900, key="two")
    assert [(quote.cents, quote.state) for quote in quotes()] == [
        (123450, "lapsed"),
        (99900, "open"),
    ]
    assert kinds(outside)[3:] == ["quoted", "quote_lapsed", "quoted"]
    with pytest.raises(IntegrityError), writing():
        quotes()[0].state = "open"


def test_accepted_once_with_who_and_when_and_the_clock_runs_again(
    outside: Ticket, act: Act
) -> None:
    due = outside.resolution_due_at
    quote = offer(act, outside)
    for _twice in range(2):
        act(steps.accept_quote, outside, "alice", quote, at=START + 5 * H)
    assert (quote.state, quote.answered_by.name) == ("accepted", "Alice Rojas")
    assert quote.answered_at == START + 5 * H
    assert (outside.status, outside.out_of_scope, outside.paused_at) == ("in_progress", None, None)
    assert due is not None
    assert outside.resolution_due_at == due + 5 * H
    assert kinds(outside)[3:] == ["quoted", "quote_accepted", "resumed"]
    with pytest.raises(Forbidden, match="answered already"):
        act(steps.decline_quote, outside, "alice", quote, None, at=START + 6 * H)


def test_declined_once_it_stays_out_of_scope(outside: Ticket, act: Act) -> None:
    quote = offer(act, outside)
    for _twice in range(2):
        act(steps.decline_quote, outside, "alice", quote, words("Too dear."), at=START + 2 * H)
    assert (quote.state, outside.status, outside.waiting_for) == ("declined", "waiting", "scope")
    assert kinds(outside)[3:] == ["quoted", "quote_declined"]
    assert outside.messages[-1].text == "Too dear."
    offer(act, outside, 99900, at=START + 3 * H)


@pytest.mark.parametrize("who", ["ana", "vera"])
def test_only_who_owns_the_ticket_answers(
    outside: Ticket, act: Act, characters: dict[str, Person], who: str
) -> None:
    act(steps.add_colleague, outside, "alice", characters["ana"], at=START)
    quote = offer(act, outside)
    for answer, given in ((steps.accept_quote, ()), (steps.decline_quote, (None,))):
        with pytest.raises(Forbidden, match="Only the person who asked"):
            act(answer, outside, who, quote, *given, at=START + 2 * H)


def test_it_stands_to_the_end_of_its_last_day_by_the_sites_clock(outside: Ticket, act: Act) -> None:
    quote = offer(act, outside)
    midnight = datetime(2026, 3, 11, 3, 0, tzinfo=UTC)  # in Santiago
    assert steps.ends_at(quote) == midnight
    with pytest.raises(Forbidden, match="is no longer valid"):
        act(steps.accept_quote, outside, "alice", quote, at=midnight)
    act(steps.accept_quote, outside, "alice", quote, at=midnight - timedelta(seconds=1))


def test_time_lets_it_lapse_once_and_nothing_else(
    outside: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    offer(act, outside)
    other = opened(characters["bob"], key="bobs")
    exclude(act, other, at=START)
    offer(act, other, valid_until=LAST + timedelta(days=1))

    def lapse(at: datetime) -> int:
        with writing():
            return steps.lapse_quotes(at)

    midnight = datetime(2026, 3, 11, 3, 0, tzinfo=UTC)
    assert [lapse(midnight - H), lapse(midnight), lapse(midnight)] == [0, 1, 0]
    assert kinds(outside)[-1] == "quote_lapsed"
    assert [quote.state for quote in quotes()] == ["lapsed", "open"]


def test_back_in_scope_withdrawn_or_solved_it_no_longer_stands(
    outside: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    offer(act, outside)
    act(steps.withdraw_quote, outside, "vera", at=START + 2 * H)
    offer(act, outside, at=START + 2 * H)
    act(steps.mark_in_scope, outside, "vera", words("It is ours."), at=START + 3 * H)
    exclude(act, outside, at=START + 4 * H)
    quote = offer(act, outside, at=START + 4 * H)
    resolve(outside, characters["vera"], START + 5 * H)
    assert [quote.state for quote in quotes()] == ["lapsed"] * 3
    with pytest.raises(Forbidden, match="is no longer valid"):
        act(steps.accept_quote, outside, "alice", quote, at=START + 6 * H)
