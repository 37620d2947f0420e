"""A request that the policy excludes: marked with its clause, and taken back (S0 5)."""

from datetime import datetime

from portal.ground.catalogue import _
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.policy.keeping import Clause
from portal.policy.policy import Policy
from portal.tickets.conversation import MessageKind
from portal.tickets.due_times import keep_promises, policy_for
from portal.tickets.events import OUT_OF_SCOPE, EventKind
from portal.tickets.lifecycle import Step
from portal.tickets.steps.arranging.quoting import lapse_open
from portal.tickets.steps.moving import Words, log, move, say, was_said
from portal.tickets.steps.talking import take_if_free
from portal.tickets.ticket import Ticket


def exclusions(policy: Policy) -> list[Clause]:
    """The clauses by which a request can be out of scope."""
    return [clause for clause in policy.clauses if clause.part == "exclusion"]


def mark_out_of_scope(
    ticket: Ticket,
    person: Person,
    clause: str,
    words: Words,
    now: datetime,
    key: str | None = None,
) -> None:
    """Say that a clause of the policy excludes this; `words` tell the client more. All clocks stand still.

    The same key says it once. Raises Forbidden where the policy has no such exclusion, or it is marked already.
    """
    if was_said(key):
        return
    if clause not in {each.key for each in exclusions(policy_for(ticket))}:
        raise Forbidden(_("The service policy names no such exclusion."))
    if ticket.out_of_scope:
        raise Forbidden(_("The ticket is out of scope already."))
    before = ticket.waiting_for
    move(ticket, Step.MARK_OUT_OF_SCOPE, person)
    take_if_free(ticket, person, now)
    message = say(ticket, MessageKind.REASON, person, words, now, key=key)
    ticket.waiting_for, ticket.out_of_scope = OUT_OF_SCOPE, clause
    ticket.closes_at = None
    log(ticket, EventKind.OUT_OF_SCOPE, person, now, message, before=before, after=clause)
    keep_promises(ticket, now)


def mark_in_scope(
    ticket: Ticket, person: Person, words: Words, now: datetime, key: str | None = None
) -> None:
    """Take it back: the ticket goes on, and an open quote is withdrawn. The same key says it once."""
    if was_said(key):
        return
    if not ticket.out_of_scope:
        raise Forbidden(_("The ticket is not out of scope."))
    lapse_open(ticket, person, now)
    move(ticket, Step.MARK_IN_SCOPE, person)
    message = say(ticket, MessageKind.REASON, person, words, now, key=key)
    log(ticket, EventKind.RESUMED, person, now, message, before=OUT_OF_SCOPE)
    keep_promises(ticket, now)
