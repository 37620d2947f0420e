"""What is owed next on a ticket and how soon, in the few words of a list at the desk."""

from datetime import timedelta
from functools import lru_cache

from portal.ground.catalogue import _
from portal.ground.wording import duration, hours_and_minutes
from portal.tickets.goals import Goal


@lru_cache(maxsize=10_000)
def owed(goal: Goal, minutes: int, in_days: bool, language: str) -> str:
    """How long there is left, or how late it is; office time not in days, which people take for working days.

    Kept by language: a queue says the same again and again.
    """
    if not minutes:
        return _owed_now(goal)
    many = abs(minutes)
    in_hours = hours_and_minutes(many, language)
    amount = duration(timedelta(minutes=many)) if in_days else in_hours
    return _owed_in(goal, amount) if minutes > 0 else _late(goal, amount)


def _owed_in(goal: Goal, amount: str) -> str:
    match goal:
        case Goal.FIRST_RESPONSE:
            return _("Reply in %(amount)s", amount=amount)
        case Goal.RESOLUTION:
            return _("Solve in %(amount)s", amount=amount)
        case Goal.UPDATES:
            return _("Update in %(amount)s", amount=amount)


@lru_cache(maxsize=10_000)
def working_time(minutes: int, language: str) -> str:
    """How much working time there is left, where it is closed in between."""
    return _("%(amount)s left in business hours", amount=hours_and_minutes(minutes, language))


@lru_cache(maxsize=10_000)
def owed_by(goal: Goal, time: str, _language: str) -> str:
    """By when. Kept by language, as above."""
    match goal:
        case Goal.FIRST_RESPONSE:
            return _("Reply by %(time)s", time=time)
        case Goal.RESOLUTION:
            return _("Solve by %(time)s", time=time)
        case Goal.UPDATES:
            return _("Update by %(time)s", time=time)


def _late(goal: Goal, amount: str) -> str:
    match goal:
        case Goal.FIRST_RESPONSE:
            return _("Reply overdue by %(amount)s", amount=amount)
        case Goal.RESOLUTION:
            return _("Solution overdue by %(amount)s", amount=amount)
        case Goal.UPDATES:
            return _("Update overdue by %(amount)s", amount=amount)


def _owed_now(goal: Goal) -> str:
    match goal:
        case Goal.FIRST_RESPONSE:
            return _("Reply now")
        case Goal.RESOLUTION:
            return _("Solve now")
        case Goal.UPDATES:
            return _("Update now")
