"""A ticket's state and its scores in the reader's words."""

from typing import Protocol

from portal.ground.catalogue import _
from portal.policy.editions import policy_of
from portal.tickets.events import OUT_OF_SCOPE
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import LastWord, Ticket

TONES = {
    Status.HELD: "neutral",
    Status.OPEN: "info",
    Status.IN_PROGRESS: "info",
    Status.WAITING: "warn",
    Status.RESOLVED: "good",
    Status.CLOSED: "neutral",
}


class Stated(Protocol):
    """What says how a ticket stands: the ticket itself, or a row with these columns."""

    @property
    def status(self) -> str: ...
    @property
    def waiting_for(self) -> str | None: ...


def status_words(ticket: Stated) -> tuple[str, str]:
    """The state in the client's words, and its tone. The desk has its own: `desk_status`."""
    status = Status(ticket.status)
    words = {
        Status.HELD: _("Under review"),
        Status.OPEN: _("Received"),
        Status.IN_PROGRESS: _("We are working on it"),
        Status.WAITING: _("Waiting"),
        Status.RESOLVED: _("Solved, please confirm"),
        Status.CLOSED: _("Closed"),
    }[status]
    if status is Status.WAITING and ticket.waiting_for == "client":
        words = _("Waiting for your answer")
    if ticket.waiting_for == OUT_OF_SCOPE:
        words = _("Out of scope")
    return words, TONES[status]


class AtDesk(Stated, Protocol):
    """The same with the text that the ticket's promises were made under."""

    @property
    def edition(self) -> str: ...


def desk_status(ticket: AtDesk, language: str) -> tuple[str, str]:
    """The state in the words of the desk, and its tone."""
    status = Status(ticket.status)
    if status is Status.WAITING:
        return waiting_words(ticket.edition, ticket.waiting_for, language), TONES[status]
    words = {
        Status.HELD: _("To review"),
        Status.OPEN: _("New"),
        Status.IN_PROGRESS: _("In progress"),
        Status.RESOLVED: _("Resolved, awaiting confirmation"),
        Status.CLOSED: _("Closed"),
    }[status]
    return words, TONES[status]


def waiting_words(edition: str, waiting_for: str | None, language: str) -> str:
    """For whom or what a ticket waits, as the desk reads it; `waiting_for` is a reason of that edition's policy."""
    if waiting_for == "client":
        return _("Waiting for the client")
    if waiting_for == OUT_OF_SCOPE:
        return _("Out of scope")
    policy = policy_of(edition)
    reason = policy.waiting_reason(waiting_for or "")
    if reason is None:
        return _("Waiting")
    return _("Waiting for %(whom)s", whom=policy.words(reason.title, language))


def last_word(ticket: Ticket, is_own: bool) -> str:
    """Who wrote last: 'our team', 'you', or the requester's name when another looks."""
    if ticket.last_word_by == LastWord.AGENT:
        return _("our team")
    return _("you") if is_own else ticket.requester_name


def score_words() -> list[str]:
    """The five steps of a rating, the worst first."""
    return [_("Very poor"), _("Poor"), _("Fair"), _("Good"), _("Excellent")]


def score_word(score: int) -> str:
    """One of them: 1 to 5."""
    return score_words()[score - 1]
