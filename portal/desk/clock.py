"""Where each promise of a ticket stands, for the panel beside it."""

from datetime import datetime

from portal.ground.catalogue import _
from portal.ground.moments import by_words, short_time
from portal.tickets.counted import states
from portal.tickets.events import OUT_OF_SCOPE
from portal.tickets.ticket import Ticket


def clock_rows(ticket: Ticket, now: datetime) -> list[tuple[str, str]]:
    """Term and value: each goal with what is used and left of it, why it stands still, when it closes by itself.

    Computed from the ticket's events (one query), so that it says what the ledger says.
    """
    rows = states(ticket, now)
    if ticket.paused_at:
        since = by_words(ticket.paused_at, now)
        rows.append((_("Paused"), _("Since %(time)s. %(until)s", time=since, until=_until(ticket))))
    if ticket.closes_at:
        rows.append((_("Closes"), short_time(ticket.closes_at, now)))
    return rows


def _until(ticket: Ticket) -> str:
    """What would let the clock run again."""
    if ticket.waiting_for == "client":
        return _("The clock resumes when the client replies.")
    if ticket.waiting_for == OUT_OF_SCOPE:
        return _("Work resumes when a quote is accepted or the ticket is back in scope.")
    return _("Work resumes when you select “Resume”.")
