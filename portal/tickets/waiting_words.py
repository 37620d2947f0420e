"""What a client is told while a ticket waits: for whom, which clocks are paused, and what starts them again."""

from collections.abc import Iterator
from datetime import datetime

from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.ground.moments import by_words, in_time, on_words
from portal.policy.times import WaitingReason
from portal.tickets.due_times import policy_for
from portal.tickets.events import OUT_OF_SCOPE
from portal.tickets.goals import Goal
from portal.tickets.holders import who_has_it
from portal.tickets.promise_words import promised_to
from portal.tickets.ticket import Ticket


def waits_for(ticket: Ticket) -> str:
    """The headline: for whom or what."""
    if ticket.waiting_for == "client":
        return _("We need your answer to continue")
    if ticket.waiting_for == OUT_OF_SCOPE:
        return _("This is outside the scope of the service")
    reason = policy_for(ticket).waiting_reason(ticket.waiting_for or "")
    if reason is None:
        return _("We are waiting")
    whom = policy_for(ticket).words(reason.title, current_language())
    return _("We are waiting for %(whom)s", whom=whom)


def about_waiting(ticket: Ticket, now: datetime) -> Iterator[str]:
    """Why the clock is paused, what starts it again, and what the client hears until then."""
    reason = policy_for(ticket).waiting_reason(ticket.waiting_for or "")
    paused_at = ticket.paused_at if promised_to(ticket) else None
    since = by_words(paused_at, now) if paused_at else ""
    if ticket.waiting_for == "client":
        yield _("We’ll continue as soon as you answer.")
        if since:
            yield _("The clock has been paused since %(time)s.", time=since)
        if ticket.closes_at:
            closing = on_words(ticket.closes_at, now)
            yield _("If we don’t hear from you, the ticket closes %(when)s.", when=closing)
        return
    if ticket.waiting_for == OUT_OF_SCOPE:
        if not since:
            yield _("Work resumes when a quote is accepted or the ticket is back in scope.")
            return
        yield _("The clock has been paused since %(time)s.", time=since)
        yield _(
            "The clock resumes when a quote is accepted, or when we bring this back into scope."
        )
        return
    yield from who_has_it(ticket, now, is_named=True)
    yield from _paused(ticket, reason, since)
    if ticket.update_due_at and ticket.update_due_at >= now:
        news = in_time(ticket.update_due_at, now)
        yield _("You’ll still hear from us by %(time)s.", time=news)
    elif ticket.update_due_at and (reason is None or Goal.UPDATES not in reason.pauses):
        since = by_words(ticket.update_due_at, now)
        yield _("We have owed you an update since %(time)s.", time=since)


def _paused(ticket: Ticket, reason: WaitingReason | None, since: str) -> Iterator[str]:
    """Which clocks are paused meanwhile, and what starts them."""
    if not since:
        if ticket.next_due_at:
            yield _("The clock keeps running meanwhile.")
        return
    if reason and Goal.RESOLUTION in reason.pauses and Goal.UPDATES not in reason.pauses:
        yield _("The clock for the resolution has been paused since %(time)s.", time=since)
    else:
        yield _("The clock has been paused since %(time)s.", time=since)
    yield _("The clock resumes as soon as we have what we’re waiting for.")
