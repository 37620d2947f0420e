"""What can happen to a ticket, by name, and how the log writes a classification."""

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
    ESCALATED = "escalated"
    """`before`, `after`: tiers."""
    WAITING = "waiting"
    """`after`: the waiting reason (client, provider); `before`: the earlier one, if it waited already."""
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


FOR_AGENTS = frozenset({EventKind.NOTED, EventKind.ARTICLE_LINKED})
"""What the client is not shown."""

WITH_PERSON = frozenset(
    {
        EventKind.TAKEN,
        EventKind.ASSIGNED,
        EventKind.COLLEAGUE_ADDED,
        EventKind.COLLEAGUE_REMOVED,
    }
)
"""The kinds whose `subject_id` is a person."""


def classification(severity: str, kind: str) -> str:
    """How the log writes severity and request type together: 'high system-error'."""
    return f"{severity} {kind}"


def severity_and_kind(text: str) -> tuple[str, str]:
    """What `classification` wrote."""
    severity, _, kind = text.partition(" ")
    return severity, kind
