"""Which deed on a ticket makes which letter for whom: one letter at most for each person and deed."""

from dataclasses import dataclass
from enum import StrEnum

from portal.tickets.events import EventKind


class LetterKind(StrEnum):
    """What a letter is about; the name of its template."""

    ACKNOWLEDGEMENT = "acknowledgement"
    REPLY = "reply"
    QUESTION = "question"
    REMINDER = "reminder"
    CHANGE = "change"
    MEETING = "meeting"
    QUOTE = "quote"
    RESOLUTION = "resolution"
    CLOSED = "closed"
    RATING_REQUEST = "rating_request"
    COLLEAGUE = "colleague"

    ASSIGNED = "assigned"
    CLIENT_REPLY = "client_reply"
    CLIENT_DEED = "client_deed"
    REOPENED = "reopened"
    HANDOVER = "handover"
    NOTICE = "notice"
    CHAIN = "chain"
    ALERT = "alert"
    DIGEST = "digest"
    """In place of many notices to one person."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"


class Part(StrEnum):
    """What someone is to a ticket when a letter is considered."""

    REQUESTER = "requester"
    COLLEAGUE = "colleague"
    ADDED = "added"
    """The colleague whom this very deed added."""
    ASSIGNEE = "assignee"
    TEAM = "team"
    """Of the ticket's level, while nobody has it."""
    HANDED = "handed"
    """Of the level or the management to which this very deed passed it on."""
    CHAIN = "chain"
    """At the place of the chain that this very deed tells."""
    ALERTED = "alerted"
    """Of the ticket's level or their leader, while nobody has taken it."""


DESK = frozenset({Part.ASSIGNEE, Part.TEAM, Part.HANDED, Part.CHAIN, Part.ALERTED})
"""Who reads the ticket at the desk."""


@dataclass(frozen=True)
class Deed:
    """What one person, or time, did to one ticket at one moment: the kinds of its events.

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
        EventKind.PLAN_CHANGED,
        EventKind.ESCALATED,
        EventKind.EXPECTED,
        EventKind.RETURNED,
        EventKind.WAITING,
        EventKind.RESUMED,
        EventKind.REOPENED,
        EventKind.OBJECTION_ANSWERED,
        EventKind.REPRODUCED,
        EventKind.MEETING_CALLED_OFF,
        EventKind.MEETING_RECORDED,
        EventKind.OUT_OF_SCOPE,
        EventKind.QUOTE_LAPSED,
    }
)
"""The events that a client hears of in a letter that names the change."""

LATENESS = frozenset({EventKind.WARNED, EventKind.BREACHED})
"""What the person in charge hears of from the watch."""

CLIENT_DEEDS = frozenset(
    {
        EventKind.OBJECTED,
        EventKind.ACCESS_ALLOWED,
        EventKind.ACCESS_WITHDRAWN,
        EventKind.MEETING_AGREED,
        EventKind.MEETING_CALLED_OFF,
        EventKind.QUOTE_ACCEPTED,
        EventKind.QUOTE_DECLINED,
        EventKind.QUOTE_LAPSED,
    }
)
"""What the client (or their silence) decided: the person in charge hears of it, in a letter that names it."""

FOR_THE_DESK = LATENESS | CLIENT_DEEDS | {EventKind.OVERDUE}
"""What somebody must hear: the people of the level, where nobody has the ticket."""


def letter_for(deed: Deed, part: Part, did_it: bool) -> LetterKind | None:
    """The letter that this deed makes for someone, or None. `did_it`: the deed is their own."""
    if deed.is_held:
        return None  # a flood of guest filings must not become a flood of letters
    if part in DESK:
        return None if did_it else _for_desk(deed, part)
    if part is Part.ADDED:
        return None if did_it else LetterKind.COLLEAGUE
    return _for_client(deed, part, did_it)


def _for_desk(deed: Deed, part: Part) -> LetterKind | None:
    kinds = deed.kinds
    if part is Part.ALERTED:
        return LetterKind.ALERT if EventKind.ALERTED in kinds else None
    if part is Part.HANDED:
        return LetterKind.HANDOVER if EventKind.ESCALATED in kinds else None
    if part is Part.CHAIN:
        return LetterKind.CHAIN if EventKind.CHAIN_TOLD in kinds else None
    if part is Part.ASSIGNEE and kinds & {EventKind.ASSIGNED, EventKind.PLACED}:
        return LetterKind.ASSIGNED
    if kinds & LATENESS or EventKind.OVERDUE in kinds:
        return LetterKind.NOTICE
    if deed.by_agent:
        return None
    if part is Part.ASSIGNEE and EventKind.REOPENED in kinds:
        return LetterKind.REOPENED
    if kinds & CLIENT_DEEDS:
        return LetterKind.CLIENT_DEED
    is_answer = part is Part.ASSIGNEE and EventKind.REPLIED in kinds
    return LetterKind.CLIENT_REPLY if is_answer else None


def _for_client(deed: Deed, part: Part, did_it: bool) -> LetterKind | None:
    """The strongest thing to say comes first: one letter tells the whole deed."""
    kinds = deed.kinds
    if part is Part.REQUESTER:
        if kinds & {EventKind.OPENED, EventKind.RELEASED}:
            return LetterKind.ACKNOWLEDGEMENT
        if EventKind.CONFIRMED in kinds:
            return None if deed.is_rated else LetterKind.RATING_REQUEST
    if did_it or kinds & {EventKind.OPENED, EventKind.RELEASED, EventKind.CONFIRMED}:
        return None
    if part is Part.COLLEAGUE:
        kinds = kinds - {EventKind.QUOTED}  # a price is for whoever can accept it
    for kind, letter in _TO_CLIENT:
        if kind in kinds:
            return letter
    if deed.asks_client:
        return LetterKind.QUESTION
    if EventKind.REPLIED in kinds:
        return LetterKind.REPLY
    if not deed.by_agent:
        kinds = kinds - {EventKind.MEETING_CALLED_OFF}  # a colleague's answer to us
    return LetterKind.CHANGE if kinds & CHANGES else None


_TO_CLIENT = (
    (EventKind.RESOLVED, LetterKind.RESOLUTION),
    (EventKind.CLOSED, LetterKind.CLOSED),
    (EventKind.REMINDED, LetterKind.REMINDER),
    (EventKind.QUOTED, LetterKind.QUOTE),
    (EventKind.MEETING_PROPOSED, LetterKind.MEETING),
    (EventKind.MEETING_AGREED, LetterKind.MEETING),
)
