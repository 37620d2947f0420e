"""Words on a ticket: replies, notes, questions to the client, waiting, and going on."""

from collections.abc import Sequence
from datetime import datetime

from portal.files.file import File
from portal.ground.catalogue import _
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets.conversation import MessageKind
from portal.tickets.due_times import keep_promises, policy_for
from portal.tickets.events import OUT_OF_SCOPE, EventKind
from portal.tickets.lifecycle import Status, Step
from portal.tickets.steps.moving import Words, follow, log, move, say, was_said
from portal.tickets.ticket import Ticket


def reply(
    ticket: Ticket,
    person: Person | None,
    words: Words,
    now: datetime,
    files: Sequence[File] = (),
    channel: str = "portal",
    key: str | None = None,
) -> None:
    """Write on the ticket. An agent's first word takes it; the client's word ends a wait for it.

    The same key says it once, however often it comes.
    """
    if was_said(key):
        return
    by_agent = person is not None and person.is_agent
    move(ticket, Step.REPLY if by_agent else Step.ANSWER, person)
    message = say(ticket, MessageKind.REPLY, person, words, now, files, channel, key)
    log(ticket, EventKind.REPLIED, person, now, message)
    if by_agent:
        take_if_free(ticket, person, now)
    elif ticket.status == Status.WAITING and ticket.waiting_for == "client":
        _go_on(ticket, person, now)
    keep_promises(ticket, now)


def note(
    ticket: Ticket,
    person: Person,
    words: Words,
    now: datetime,
    files: Sequence[File] = (),
    key: str | None = None,
) -> None:
    """Write something that only the desk reads. The same key says it once."""
    if was_said(key):
        return
    move(ticket, Step.NOTE, person)
    message = say(ticket, MessageKind.NOTE, person, words, now, files, key=key)
    log(ticket, EventKind.NOTED, person, now, message)


def ask_client(
    ticket: Ticket,
    person: Person,
    words: Words,
    now: datetime,
    files: Sequence[File] = (),
    key: str | None = None,
) -> None:
    """Ask the client for what is missing: the clock stands still until they answer.

    Where the policy says so they are reminded, and the ticket closes at `closes_at`; asking again begins that anew.
    The same key says it once.
    """
    _wait(ticket, Step.ASK_CLIENT, "client", person, words, now, files, key)


def wait_for(
    ticket: Ticket,
    person: Person,
    reason: str,
    words: Words,
    now: datetime,
    files: Sequence[File] = (),
    key: str | None = None,
) -> None:
    """Wait for somebody else, by a reason of the ticket's policy; `words` tell the client for whom and why.

    The same key says it once. Raises Forbidden where the policy does not know the reason.
    """
    if reason == "client" or policy_for(ticket).waiting_reason(reason) is None:
        raise Forbidden(_("The service policy does not know that reason to wait."))
    _wait(ticket, Step.AWAIT, reason, person, words, now, files, key)


def resume(ticket: Ticket, person: Person, now: datetime) -> None:
    """Go on after a wait. Raises Forbidden for what is out of scope: that ends by its own step."""
    _refuse_out_of_scope(ticket)
    before = ticket.waiting_for
    move(ticket, Step.RESUME, person)
    ticket.closes_at = None
    log(ticket, EventKind.RESUMED, person, now, before=before)
    keep_promises(ticket, now)


def take_if_free(ticket: Ticket, person: Person | None, now: datetime) -> None:
    """Who works on a ticket that nobody has, has it."""
    if ticket.assignee_id is None and person is not None:
        ticket.assignee_id = person.id
        log(ticket, EventKind.TAKEN, person, now, subject_id=person.id)


def _wait(
    ticket: Ticket,
    step: Step,
    reason: str,
    person: Person,
    words: Words,
    now: datetime,
    files: Sequence[File],
    key: str | None,
) -> None:
    if was_said(key):
        return
    _refuse_out_of_scope(ticket)
    before = ticket.waiting_for
    move(ticket, step, person)
    message = say(ticket, MessageKind.REPLY, person, words, now, files, key=key)
    take_if_free(ticket, person, now)
    ticket.waiting_for, ticket.closes_at = reason, _closes_at(ticket, reason, now)
    log(ticket, EventKind.WAITING, person, now, message, before=before, after=reason)
    keep_promises(ticket, now)


def _go_on(ticket: Ticket, person: Person | None, now: datetime) -> None:
    before = ticket.waiting_for
    follow(ticket, Step.RESUME)
    ticket.closes_at = None
    log(ticket, EventKind.RESUMED, person, now, before=before)


def _closes_at(ticket: Ticket, reason: str, now: datetime) -> datetime | None:
    """When a ticket that waits for its client from now on closes by itself; None where it never does."""
    waiting = policy_for(ticket).waiting_reason(reason) if reason == "client" else None
    return now + waiting.closes_after if waiting and waiting.closes_after else None


def _refuse_out_of_scope(ticket: Ticket) -> None:
    if ticket.waiting_for == OUT_OF_SCOPE:
        raise Forbidden(_("This ticket is out of scope. Undo that first to resume work."))
