"""What is promised on a ticket: the three goals, the class that decides on them, and the promise of one."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from portal.policy.durations import Term
from portal.policy.hours import Hours
from portal.policy.parts import Text


class Goal(StrEnum):
    """The three things that are promised; the names are those of the policy file."""

    FIRST_RESPONSE = "first-response"
    RESOLUTION = "resolution"
    UPDATES = "updates"


class Class(NamedTuple):
    """What decides on the promises, by the keys of the ticket's policy. `priority`: empty where it has none."""

    plan: str
    severity: str
    kind: str
    priority: str = ""


@dataclass(frozen=True)
class Promised:
    """One promise: the term as the policy writes it, and how much of which hours that is.

    `amount` is the far end of a range; of business days, what these days hold when they begin at the
    goal's start. `words` are the policy's own beside the amount.
    """

    goal: Goal
    term: Term
    hours: Hours
    amount: timedelta
    words: Text | None = None
