"""Which deed on a ticket makes which letter for whom: one letter at most for each person and deed."""

from dataclasses import dataclass
from enum import StrEnum

from portal.tickets.events import EventKind


class LetterKind(StrEnum):
    """What a letter is about; the name of its template."""

    ACKNOWLEDGEMENT = "acknowledgement"
    REPLY = "reply"
    QUESTION = "question"
    CHANGE = "change"
    RESOLUTION = "resolution"
    CLOSED = "closed"
    RATING_REQUEST = "rating_request"
    COLLEAGUE = "colleague"

    ASSIGNED = "assigned"
    CLIENT_REPLY = "client_reply"
    REOPENED = "reopened"

    SIGN_IN = "sign_in"
    INVITATION = "invitation"


class Part(StrEnum):
    """What someone is to a ticket when a letter is considered."""

    REQUESTER = "requester"
    COLLEAGUE = "colleague"
    ADDED = "added"
    """The colleague whom this very deed added."""
    ASSIGNEE = "assignee"


@dataclass(frozen=True)
class Deed:
    """What one person did to one ticket at one moment: the kinds of its events.

    `asks_client` says that the ticket now waits for the client's answer; `is_held` that no agent has
    let this guest's filing through.
    """

    kinds: frozenset[EventKind]
    by_agent: bool
    asks_client: bool = False
    is_held: bool = False
    is_rated: bool = False


CHANGES = frozenset(
    {
        EventKind.TAKEN,
        EventKind.RECLASSIFIED,
        EventKind.ESCALATED,
        EventKind.WAITING,
        EventKind.RESUMED,
        EventKind.REOPENED,
    }
)
"""The events that a client hears of in a letter that names the change."""


def letter_for(deed: Deed, part: Part, did_it: bool) -> LetterKind | None:
    """The letter that this deed makes for someone, or None. `did_it`: the deed is their own."""
    if deed.is_held:
        return None  # a flood of guest filings must not become a flood of letters
    if part is Part.ASSIGNEE:
        return None if did_it else _for_assignee(deed)
    if part is Part.ADDED:
        return None if did_it else LetterKind.COLLEAGUE
    return _for_client(deed, part, did_it)


def _for_assignee(deed: Deed) -> LetterKind | None:
    if EventKind.ASSIGNED in deed.kinds:
        return LetterKind.ASSIGNED
    if deed.by_agent:
        return None
    if EventKind.REOPENED in deed.kinds:
        return LetterKind.REOPENED
    return LetterKind.CLIENT_REPLY if EventKind.REPLIED in deed.kinds else None


def _for_client(deed: Deed, part: Part, did_it: bool) -> LetterKind | None:
    """The strongest thing to say comes first: one letter tells the whole deed."""
    kinds = deed.kinds
    if part is Part.REQUESTER:
        if kinds & {EventKind.OPENED, EventKind.RELEASED}:
            return LetterKind.ACKNOWLEDGEMENT
        if EventKind.CONFIRMED in kinds:
            return None if deed.is_rated else LetterKind.RATING_REQUEST
    if did_it:
        return None
    for kind, letter in (
        (EventKind.RESOLVED, LetterKind.RESOLUTION),
        (EventKind.CLOSED, LetterKind.CLOSED),
    ):
        if kind in kinds:
            return letter
    if deed.asks_client:
        return LetterKind.QUESTION
    if EventKind.REPLIED in kinds:
        return LetterKind.REPLY
    return LetterKind.CHANGE if kinds & CHANGES else None
