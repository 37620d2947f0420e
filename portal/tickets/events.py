"""What can happen to a ticket, by name, and how the log writes a classification."""

from datetime import date
from enum import StrEnum


class EventKind(StrEnum):
    """The kinds of event. What `before`, `after` and `subject_id` hold is said beside each."""

    OPENED = "opened"
    HELD = "held"
    """Filed by a guest beyond the limits: an agent looks first."""
    RELEASED = "released"
    REPLIED = "replied"
    NOTED = "noted"
    TAKEN = "taken"
    """`subject_id`: the person who has it now (the one who acted)."""
    ASSIGNED = "assigned"
    """`subject_id`: the person who has it now."""
    RECLASSIFIED = "reclassified"
    """`before`, `after`: classifications, see `classification`."""
    PLAN_CHANGED = "plan_changed"
    """`before`, `after`: plans."""
    OBJECTED = "objected"
    """The client does not agree with a reclassification; the message says why."""
    OBJECTION_ANSWERED = "objection_answered"
    """An agent's answer to it, in a message; a new classification is an event of its own."""
    PLACED = "placed"
    """By a rule of the policy, without a person. `after`: the rule; `before`: how many open tickets the chosen
    person had; `subject_id`: that person, or none where nobody was chosen."""
    ESCALATED = "escalated"
    """`before`: the tier; `after`: the tier, or 'development', 'provider', 'management'; `subject_id`: the handover
    (older events have none)."""
    EXPECTED = "expected"
    """Who has it outside the team said when they mean to be done. `after`: where it is and the day, see `awaited`;
    `before`: the same with the day said earlier; `subject_id`: the handover."""
    RETURNED = "returned"
    """It came back from a handover. `before`: where it was, as `after` of ESCALATED; `subject_id`: the handover."""
    WAITING = "waiting"
    """`after`: the waiting reason (client, provider, parts, …); `before`: the earlier one, if it waited already."""
    REMINDED = "reminded"
    """The client was asked again, by time. `after`: the how-manieth time, from 1."""
    RESUMED = "resumed"
    """`before`: the waiting reason that ended."""
    RESOLVED = "resolved"
    """`subject_id`: the resolution."""
    CONFIRMED = "confirmed"
    """The client said that it is solved: the ticket is closed by it."""
    REOPENED = "reopened"
    CLOSED = "closed"
    """By an agent, or by itself when nobody answered (then without a person)."""
    COLLEAGUE_ADDED = "colleague_added"
    """`subject_id`: the colleague."""
    COLLEAGUE_REMOVED = "colleague_removed"
    """`subject_id`: the colleague."""
    RATED = "rated"
    """`after`: the score, 1 to 5; `before`: the earlier score, if it was changed."""
    ARTICLE_LINKED = "article_linked"
    """`subject_id`: the article."""
    REPRODUCED = "reproduced"
    """An attempt to reproduce it. `after`: its result (yes, partly, no); `subject_id`: the attempt."""
    ACCESS_ALLOWED = "access_allowed"
    ACCESS_WITHDRAWN = "access_withdrawn"
    """`after`: 'closed' where the closing of the ticket ended it."""
    MEETING_PROPOSED = "meeting_proposed"
    """A call or session with times to choose from. `before`: its kind; `subject_id`: the meeting (of this and the
    next three)."""
    MEETING_AGREED = "meeting_agreed"
    """`after`: the time chosen, in ISO 8601."""
    MEETING_CALLED_OFF = "meeting_called_off"
    """`after`: 'none' where none of the times suits the client, 'ended' where the ticket ended before one was chosen."""
    MEETING_RECORDED = "meeting_recorded"
    """`after`: 'held' with its minutes ('held 35'), or 'missed'."""
    OUT_OF_SCOPE = "out_of_scope"
    """`after`: the clause. No clock runs from here until the scope's wait ends with RESUMED."""
    QUOTED = "quoted"
    """`after`: the amount in hundredths and its currency ('123450 USD'); `subject_id`: the quote (of this and the
    next three)."""
    QUOTE_ACCEPTED = "quote_accepted"
    QUOTE_DECLINED = "quote_declined"
    QUOTE_LAPSED = "quote_lapsed"
    """Its validity is over and nobody answered; by time, or withdrawn by an agent."""
    WARNED = "warned"
    """By time: so much of a target is used that the person in charge is told. `after`: the goal; `before`: per cent."""
    BREACHED = "breached"
    """By time: a target is missed. `after`: the goal."""
    CHAIN_TOLD = "chain_told"
    """By time: a place of the chain is told of it. `after`: the goal; `before`: the tier's key."""
    ALERTED = "alerted"
    """By time: a ticket of the worst kind waits for somebody to take it. `after`: the how-manieth time, from 1."""
    OVERDUE = "overdue"
    """By time: the day on which they meant to be done is over, and it is not back. `after`: as of EXPECTED."""


BY_TIME = frozenset(
    {
        EventKind.OVERDUE,
        EventKind.WARNED,
        EventKind.BREACHED,
        EventKind.CHAIN_TOLD,
        EventKind.ALERTED,
        EventKind.REMINDED,
    }
)
"""What the watch writes; no person acts."""

FOR_AGENTS = frozenset(
    {
        EventKind.NOTED,
        EventKind.ARTICLE_LINKED,
        EventKind.WARNED,
        EventKind.CHAIN_TOLD,
        EventKind.ALERTED,
    }
)
"""What the client is not shown."""

WITH_PERSON = frozenset(
    {
        EventKind.TAKEN,
        EventKind.ASSIGNED,
        EventKind.COLLEAGUE_ADDED,
        EventKind.COLLEAGUE_REMOVED,
        EventKind.PLACED,
    }
)
"""The kinds whose `subject_id` is a person."""


OUT_OF_SCOPE = "scope"
"""What a ticket waits for while it is out of scope; no reason of the policy has this key."""


def classification(severity: str, kind: str, priority: str = "") -> str:
    """How the log writes severity, request type and priority together: 'high system-error', 'high system-error low'."""
    return f"{severity} {kind} {priority}".rstrip()


def awaited(destination: str, on: date) -> str:
    """How the log writes where a ticket is and the day on which it is to be done there: 'provider 2026-03-09'."""
    return f"{destination} {on}"


def awaited_in(text: str) -> tuple[str, date]:
    """What `awaited` wrote."""
    destination, _, on = text.rpartition(" ")
    return destination, date.fromisoformat(on)


def severity_and_kind(text: str) -> tuple[str, str]:
    """Severity and request type of what `classification` wrote."""
    severity, kind, _ = class_in(text)
    return severity, kind


def class_in(text: str) -> tuple[str, str, str]:
    """What `classification` wrote: severity, request type, priority (empty where there is none)."""
    severity, kind, priority, *_ = [*text.split(" "), "", ""]
    return severity, kind, priority
