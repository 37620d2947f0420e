"""One ticket's life as it is planned before it is played: who asks what, and what is done when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.demo.cast import Player
from portal.demo.problems import Problem


class Deed(StrEnum):
    """What someone does. `LAPSE`: nobody answers, the ticket closes by itself; `PUBLISH` follows a resolution."""

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


BY_CLIENT = frozenset(
    {Deed.SHARE, Deed.ANSWER, Deed.CHASE, Deed.THANK, Deed.CONFIRM, Deed.RATE, Deed.REOPEN}
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
