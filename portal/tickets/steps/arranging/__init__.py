"""What is arranged on a ticket beside the words: attempts to reproduce, access, meetings, scope, quotes."""

from datetime import datetime

from portal.people.person import Person
from portal.tickets.steps.arranging.access import (
    allow_access,
    end_access,
    was_allowed,
    withdraw_access,
)
from portal.tickets.steps.arranging.meeting import (
    Proposal,
    agree,
    call_off,
    decline_times,
    drop_meeting,
    propose_meeting,
    record_meeting,
)
from portal.tickets.steps.arranging.quoting import (
    Offer,
    accept_quote,
    decline_quote,
    ends_at,
    lapse_open,
    lapse_quotes,
    may_answer,
    quote,
    withdraw_quote,
)
from portal.tickets.steps.arranging.reproducing import Attempt, reproduce
from portal.tickets.steps.arranging.scope import exclusions, mark_in_scope, mark_out_of_scope
from portal.tickets.ticket import Ticket

__all__ = [
    "Attempt",
    "Offer",
    "Proposal",
    "accept_quote",
    "agree",
    "allow_access",
    "call_off",
    "decline_quote",
    "decline_times",
    "end_access",
    "ends_at",
    "exclusions",
    "lapse_quotes",
    "let_go",
    "mark_in_scope",
    "mark_out_of_scope",
    "may_answer",
    "propose_meeting",
    "quote",
    "record_meeting",
    "reproduce",
    "was_allowed",
    "withdraw_access",
    "withdraw_quote",
]


def let_go(ticket: Ticket, person: Person | None, now: datetime) -> None:
    """The ticket ends: what is still offered falls away. Before the step that ends it."""
    if ticket.out_of_scope:
        lapse_open(ticket, person, now)
    drop_meeting(ticket, person, now)
