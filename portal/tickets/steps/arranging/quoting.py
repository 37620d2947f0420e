"""What work outside the scope would cost: quoted, accepted, declined, lapsed."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.site import current_site
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets.arrangement import Quote, QuoteState
from portal.tickets.conversation import Message, MessageKind
from portal.tickets.days import end_of
from portal.tickets.due_times import keep_promises
from portal.tickets.events import OUT_OF_SCOPE, EventKind
from portal.tickets.lifecycle import Step
from portal.tickets.steps.moving import Words, follow, log, move, owns, say, was_said
from portal.tickets.ticket import Ticket

BATCH = 200


@dataclass(frozen=True)
class Offer:
    """An amount in hundredths of a currency (ISO 4217), the last day on which it stands, and the work it covers."""

    cents: int
    currency: str
    valid_until: date
    work: str


def ends_at(quote: Quote) -> datetime:
    """The first moment at which it can no longer be answered: the midnight after its last day, by the site's clock."""
    return end_of(quote.valid_until)


def quote(
    ticket: Ticket, person: Person, offer: Offer, now: datetime, key: str | None = None
) -> None:
    """Offer the work at a price; an open quote is withdrawn by it. The same key offers once.

    Raises Forbidden where the ticket is in scope, and for a day that is not to come.
    """
    if key and db.session.scalar(select(Quote.id).where(Quote.submit_key == key)):
        return
    if not ticket.out_of_scope:
        raise Forbidden(_("Mark the ticket as out of scope before you quote."))
    if offer.valid_until <= _today(now):
        raise Forbidden(_("The quote must be valid until a future date."))
    move(ticket, Step.QUOTE, person)
    lapse_open(ticket, person, now)
    made = Quote(
        ticket_id=ticket.id,
        cents=offer.cents,
        currency=offer.currency,
        valid_until=offer.valid_until,
        work=offer.work,
        state=QuoteState.OPEN,
        person_id=person.id,
        at=now,
        submit_key=key or None,
    )
    db.session.add(made)
    db.session.flush()
    _log(ticket, EventKind.QUOTED, person, made, now)
    keep_promises(ticket, now)


def withdraw_quote(ticket: Ticket, person: Person, now: datetime) -> None:
    """Take the open quote back, if there is one; the ticket stays out of scope."""
    move(ticket, Step.QUOTE, person)
    lapse_open(ticket, person, now)
    keep_promises(ticket, now)


def lapse_open(ticket: Ticket, person: Person | None, now: datetime) -> None:
    """Let the open quote, if there is one, no longer stand, by whoever that was."""
    for each in _standing(ticket):
        each.state = QuoteState.LAPSED
        _log(ticket, EventKind.QUOTE_LAPSED, person, each, now)
    db.session.flush()  # before another one is added: the database lets one be open


def accept_quote(ticket: Ticket, person: Person | None, quote: Quote, now: datetime) -> None:
    """The client wants the work at that price: who and when is kept, and the ticket goes on. Twice is once.

    Raises Forbidden for whoever does not own the ticket, and where the quote does not stand any more.
    """
    if not may_answer(ticket, person, quote, QuoteState.ACCEPTED, now):
        return
    _answer(ticket, person, quote, QuoteState.ACCEPTED, now)
    _log(ticket, EventKind.QUOTE_ACCEPTED, person, quote, now)
    follow(ticket, Step.MARK_IN_SCOPE)
    log(ticket, EventKind.RESUMED, person, now, before=OUT_OF_SCOPE)
    keep_promises(ticket, now)


def decline_quote(
    ticket: Ticket,
    person: Person | None,
    quote: Quote,
    words: Words | None,
    now: datetime,
    key: str | None = None,
) -> None:
    """The client does not want it, perhaps with words: the ticket stays out of scope. Twice is once.

    Raises Forbidden as `accept_quote` does.
    """
    if was_said(key) or not may_answer(ticket, person, quote, QuoteState.DECLINED, now):
        return
    _answer(ticket, person, quote, QuoteState.DECLINED, now)
    message = say(ticket, MessageKind.REASON, person, words, now, key=key) if words else None
    _log(ticket, EventKind.QUOTE_DECLINED, person, quote, now, message)
    keep_promises(ticket, now)


def lapse_quotes(now: datetime) -> int:
    """Let what nobody answered in time lapse, at most 200 at once; how many did. Inside `writing()`."""
    late = (
        select(Quote, Ticket)
        .join(Ticket, Ticket.id == Quote.ticket_id)
        .where(Quote.state == QuoteState.OPEN, Quote.valid_until < _today(now))
        .order_by(Quote.valid_until)
        .limit(BATCH)
    )
    rows = db.session.execute(late).all()
    for each, ticket in rows:
        each.state = QuoteState.LAPSED
        _log(ticket, EventKind.QUOTE_LAPSED, None, each, now)
    return len(rows)


def may_answer(
    ticket: Ticket, person: Person | None, quote: Quote, answer: QuoteState, now: datetime
) -> bool:
    """Whether this answer (accepted, declined) is still to be given; False where it stands already.

    Raises Forbidden where it cannot be given.
    """
    if not owns(ticket, person):
        raise Forbidden(
            _("Only the person who asked, or who manages the organisation, can answer a quote.")
        )
    if quote.state == answer:
        return False
    if quote.state == QuoteState.LAPSED and _standing(ticket):
        raise Forbidden(_("A newer quote has taken the place of this one. Please answer that one."))
    if quote.state == QuoteState.LAPSED or (
        quote.state == QuoteState.OPEN and ends_at(quote) <= now
    ):
        raise Forbidden(_("This quote is no longer valid. Write to us if you’d like a new one."))
    if quote.state != QuoteState.OPEN:
        raise Forbidden(_("This quote was answered already."))
    return True


def _answer(
    ticket: Ticket, person: Person | None, quote: Quote, answer: QuoteState, now: datetime
) -> None:
    move(ticket, Step.ANSWER_QUOTE, person)
    quote.state, quote.answered_at = answer, now
    quote.answered_by_id = person.id if person else None


def _standing(ticket: Ticket) -> list[Quote]:
    """The open quote, if there is one."""
    wanted = select(Quote).where(Quote.ticket_id == ticket.id, Quote.state == QuoteState.OPEN)
    return list(db.session.scalars(wanted))


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(current_site().time_zone)).date()


def _log(
    ticket: Ticket,
    kind: EventKind,
    person: Person | None,
    quote: Quote,
    now: datetime,
    message: Message | None = None,
) -> None:
    amount = f"{quote.cents} {quote.currency}"
    log(ticket, kind, person, now, message, after=amount, subject_id=quote.id)
