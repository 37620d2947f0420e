"""One ticket's life as it is planned before it is played: who asks what, and what is done when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.demo.cast import Player
from portal.demo.problems import Problem


class Deed(StrEnum):
    """What someone does. `PUBLISH` follows a resolution; `LAPSE`: nobody answers it, the ticket closes by itself.

    `TRY_…`: whether we saw it happen; `HAND_OUT` is to a provider, `HAND_IN` to development; `STAND_BY` answers
    an objection; `LOOK` is nobody's: the watch says what time has to say.
    """

    OPEN = "open"
    RELEASE = "release"
    SHARE = "share"
    TAKE = "take"
    NOTE = "note"
    GREET = "greet"
    ASK = "ask"
    ANSWER = "answer"
    CHASE = "chase"
    UPDATE = "update"
    THANK = "thank"
    LOWER = "lower"
    RAISE = "raise"
    ESCALATE = "escalate"
    TAKE_OVER = "take_over"
    AWAIT = "await"
    RESUME = "resume"
    RESOLVE = "resolve"
    PUBLISH = "publish"
    CONFIRM = "confirm"
    RATE = "rate"
    REOPEN = "reopen"
    CLOSE = "close"
    LAPSE = "lapse"
    LOOK = "look"
    TRY_YES = "try_yes"
    TRY_PARTLY = "try_partly"
    TRY_NO = "try_no"
    HAND_OUT = "hand_out"
    HAND_IN = "hand_in"
    TAKE_BACK = "take_back"
    AWAIT_PARTS = "await_parts"
    OBJECT = "object"
    STAND_BY = "stand_by"
    PROPOSE = "propose"
    AGREE = "agree"
    MEET = "meet"
    MARK_OUT = "mark_out"
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"


BY_CLIENT = frozenset(
    {
        *(Deed.SHARE, Deed.ANSWER, Deed.CHASE, Deed.THANK, Deed.CONFIRM, Deed.RATE, Deed.REOPEN),
        *(Deed.OBJECT, Deed.AGREE, Deed.ACCEPT, Deed.DECLINE),
    }
)


@dataclass(frozen=True)
class Beat:
    """A deed at its moment."""

    at: datetime
    deed: Deed


@dataclass(frozen=True)
class Story:
    """One ticket from its filing on. `number` is its own chance's seed; beats are in order, OPEN first."""

    number: int
    problem: Problem
    client: Player
    channel: str
    beats: tuple[Beat, ...]
    is_held: bool = False

    @property
    def is_guests(self) -> bool:
        return not self.client.organisation

    @property
    def opened_at(self) -> datetime:
        return self.beats[0].at
