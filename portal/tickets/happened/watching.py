"""What time itself said, as a line each: warnings, breaches, the chain, alerts, reminders."""

from datetime import date

from portal.ground.catalogue import _
from portal.ground.wording import day
from portal.tickets.clock import Goal
from portal.tickets.events import EventKind, awaited_in
from portal.tickets.handover import Destination
from portal.tickets.happened.told import Told


def line(told: Told) -> str:
    """The event as a sentence."""
    event = told.event
    match EventKind(event.kind):
        case EventKind.BREACHED:
            return late(event.after) if told.for_agent else late_for_client(event.after)
        case EventKind.WARNED:
            return used(event.after, event.before or "")
        case EventKind.CHAIN_TOLD:
            return _chain_told(event.after, told.tier(event.before))
        case EventKind.ALERTED:
            return _(
                "No one had started work on it: the team was alerted (%(number)s)",
                number=event.after,
            )
        case EventKind.REMINDED if told.for_agent:
            return _("The client was reminded (%(number)s)", number=event.after)
        case EventKind.REMINDED:
            return _("We reminded you that we need your answer")
        case EventKind.OVERDUE:
            return _overdue(*awaited_in(event.after or ""))
        case _:
            return ""


def _overdue(destination: str, on: date) -> str:
    if destination == Destination.DEVELOPMENT:
        return _("Our developers didn’t finish by %(day)s as expected", day=day(on))
    return _("The outside provider didn’t finish by %(day)s as expected", day=day(on))


def late_for_client(goal: str | None) -> str:
    """That a promise to the client was missed."""
    return {
        Goal.FIRST_RESPONSE: _("Our reply is overdue"),
        Goal.RESOLUTION: _("Resolving this is taking longer than we promised"),
    }.get(Goal(goal or Goal.UPDATES), _("Our update is overdue"))


def late(goal: str | None) -> str:
    """The same for the desk."""
    return {
        Goal.FIRST_RESPONSE: _("The first response is overdue"),
        Goal.RESOLUTION: _("The resolution is overdue"),
    }.get(Goal(goal or Goal.UPDATES), _("The update for the client is overdue"))


def used(goal: str | None, percent: str) -> str:
    """That so much of the time is used, for the desk."""
    return {
        Goal.FIRST_RESPONSE: _("%(n)s%% of the first response time has passed", n=percent),
        Goal.RESOLUTION: _("%(n)s%% of the resolution time has passed", n=percent),
    }.get(
        Goal(goal or Goal.UPDATES),
        _("%(n)s%% of the time for the next update has passed", n=percent),
    )


def _chain_told(goal: str | None, tier: str) -> str:
    return {
        Goal.FIRST_RESPONSE: _("%(tier)s was notified about the first response", tier=tier),
        Goal.RESOLUTION: _("%(tier)s was notified about the solution", tier=tier),
    }.get(Goal(goal or Goal.UPDATES), _("%(tier)s was notified about the update", tier=tier))
