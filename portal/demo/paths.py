"""What happens in a ticket's life: which deeds follow each other, and how often each path is taken."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from portal.demo.story import Deed
from portal.policy.hours import Hours

Choices = tuple[tuple[int, tuple[Deed, ...]], ...]

_PLAIN: Choices = (
    (16, (Deed.GREET, Deed.RESOLVE)),
    (24, (Deed.GREET, Deed.ASK, Deed.ANSWER, Deed.RESOLVE)),
    (12, (Deed.ASK, Deed.ANSWER, Deed.RESOLVE)),
    (3, (Deed.GREET, Deed.ASK)),
)
_TROUBLE: Choices = (
    (12, (Deed.GREET, Deed.THANK, Deed.RESOLVE)),
    (10, (Deed.GREET, Deed.UPDATE, Deed.ASK, Deed.ANSWER, Deed.RESOLVE)),
    (8, (Deed.GREET, Deed.ESCALATE, Deed.TAKE_OVER, Deed.ASK, Deed.ANSWER, Deed.RESOLVE)),
    (6, (Deed.GREET, Deed.CHASE, Deed.ESCALATE, Deed.TAKE_OVER, Deed.NOTE, Deed.UPDATE, Deed.RESOLVE)),
    (6, (Deed.GREET, Deed.TRY_YES, Deed.UPDATE, Deed.RESOLVE)),
    (4, (Deed.GREET, Deed.TRY_NO, Deed.ASK, Deed.ANSWER, Deed.TRY_PARTLY, Deed.RESOLVE)),
    (3, (Deed.GREET, Deed.ESCALATE, Deed.TAKE_OVER, Deed.HAND_IN, Deed.UPDATE, Deed.TAKE_BACK, Deed.RESOLVE)),
    (3, (Deed.GREET, Deed.PROPOSE, Deed.AGREE, Deed.MEET, Deed.RESOLVE)),
    (4, (Deed.GREET, Deed.AWAIT, Deed.UPDATE, Deed.RESUME, Deed.RESOLVE)),
    (6, (Deed.GREET, Deed.HAND_OUT, Deed.UPDATE, Deed.TAKE_BACK, Deed.RESOLVE)),
    (4, (Deed.GREET, Deed.CHASE, Deed.RAISE, Deed.UPDATE, Deed.RESOLVE)),
    (4, (Deed.GREET, Deed.LOWER, Deed.ASK, Deed.ANSWER, Deed.RESOLVE)),
    (3, (Deed.GREET, Deed.LOWER, Deed.OBJECT, Deed.STAND_BY, Deed.RESOLVE)),
)  # fmt: skip
_DROPPED = (4, (Deed.GREET, Deed.CLOSE))
_QUOTED: Choices = (
    (2, (Deed.GREET, Deed.MARK_OUT, Deed.OFFER, Deed.ACCEPT, Deed.UPDATE, Deed.RESOLVE)),
    (1, (Deed.GREET, Deed.MARK_OUT, Deed.OFFER, Deed.DECLINE, Deed.CLOSE)),
)
_CRISIS = (
    *(Deed.TAKE, Deed.GREET, Deed.NOTE, Deed.HAND_OUT, Deed.UPDATE, Deed.TAKE_BACK, Deed.RESOLVE),
)


@dataclass(frozen=True)
class Pace:
    """What is promised for the ticket, and how it is weighed: `rank` 1 is the worst severity, `is_lowest` the mildest.

    `hours`: when the desk works, where that is not always.
    """

    first: timedelta
    resolution: timedelta
    rank: int
    close_after: timedelta
    is_trouble: bool
    """Whether severity was asked for: something does not work."""
    has_provider: bool
    """Whether somebody outside has a part in it."""
    is_lowest: bool = False
    is_quoted: bool = False
    """Whether the plan does not cover it."""
    hours: Hours | None = None


def path_of(pace: Pace, chance: Random) -> list[Deed]:
    """One of the paths that fit such a ticket; what is filed begins it, and is not among them."""
    if pace.rank == 1 and pace.has_provider:
        return list(_CRISIS)
    choices = [*_PLAIN, *(_TROUBLE if pace.is_trouble else ()), _DROPPED]
    if pace.is_quoted:
        choices = list(_QUOTED)
    unfit = {Deed.LOWER} if pace.is_lowest else set()
    if pace.rank <= 2 and not pace.is_quoted:
        unfit |= {Deed.RAISE, Deed.CLOSE}
    if not pace.has_provider:
        unfit |= {Deed.AWAIT, Deed.HAND_OUT}
    fit = [(weight, path) for weight, path in choices if unfit.isdisjoint(path)]
    path = list(chance.choices([path for _, path in fit], [weight for weight, _ in fit])[0])
    if chance.random() < 0.4:
        path.insert(1, Deed.NOTE)
    if chance.random() < 0.35:
        path.insert(0, Deed.TAKE)
    if chance.random() < 0.08:
        path.insert(0, Deed.SHARE)
    return path
