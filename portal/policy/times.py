"""The parts of a policy file that speak of time: calendars, targets, waiting, warnings, the chain at a breach."""

import re
from datetime import date, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from portal.policy.durations import Duration, Span
from portal.policy.mistake import Unfit, _l
from portal.policy.parts import ANY, Key, Part, Text

Clock = Literal["first-response", "resolution", "updates"]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Block = tuple[time, time]
"""From, to, by the clock on the wall; the end 00:00 is the end of the day."""
_HOURS = re.compile(r"(\d\d:\d\d)\s*-\s*(\d\d:\d\d)")


def block_of(text: object) -> object:
    """'09:00-13:00' as two times; '24:00' is the end of the day. Raises Unfit for anything else."""
    if isinstance(text, tuple):
        return text
    hours = _HOURS.fullmatch(text.strip()) if isinstance(text, str) else None
    try:
        if hours is None:
            raise ValueError(text)
        end = time() if hours[2] == "24:00" else time.fromisoformat(hours[2])
        block = (time.fromisoformat(hours[1]), end)
    except ValueError:
        raise Unfit(
            _l("'%(value)s' doesn’t give a start and end time.", value=str(text)[:40]),
            _l('Write hours as in "09:00-13:00"; use 24:00 for midnight at the end of a day.'),
        ) from None
    if block[1] != time() and block[1] <= block[0]:
        words = _l("'%(value)s' ends before it begins.", value=text)
        raise Unfit(words, _l("Split the hours at midnight, or put the earlier time first."))
    return block


def hours_written(block: Block) -> str:
    """The block as a policy file writes it: '09:00-13:00', '18:00-24:00'."""
    end = "24:00" if block[1] == time() else f"{block[1]:%H:%M}"
    return f"{block[0]:%H:%M}-{end}"


def zone_of(name: str) -> str:
    """The name, if it is a time zone's. Raises Unfit."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        words = _l("'%(name)s' isn’t a time zone.", name=name)
        remedy = _l("Use a name from the IANA list, as in America/Santiago.")
        raise Unfit(words, remedy) from None
    return name


Blocks = tuple[
    Annotated[
        Block,
        BeforeValidator(block_of),
        PlainSerializer(hours_written, return_type=str, when_used="json"),
    ],
    ...,
]
Zone = Annotated[str, AfterValidator(zone_of)]


class Holidays(Part):
    """The public holidays of a country (ISO 3166: 'CL') and, where it says so, of one of its regions."""

    country: str = Field(pattern=r"^[A-Z]{2}$")
    region: str | None = None


class OddDay(Part):
    """A day with hours of its own: no hours, closed. It wins over week and holidays."""

    on: date
    hours: Blocks = ()
    title: Text | None = None


class Calendar(Part):
    """The hours in which a clock runs: round the clock, or `week`'s blocks less holidays, with odd days.

    `time_zone`: the policy's, where it names none.
    """

    key: Key
    title: Text
    hours: Literal["24x7"] | None = None
    week: dict[Weekday, Blocks] = Field(default_factory=dict)
    time_zone: Zone | None = None
    holidays: Holidays | None = None
    odd_days: tuple[OddDay, ...] = Field(alias="day", default=())


class Targets(Part):
    """What is promised for one plan, severity, request type and priority ('*': any). None: nothing is promised.

    Words stand beside an amount or alone; alone they are shown and no clock runs.
    """

    plan: str = ANY
    severity: str = ANY
    request_type: str = ANY
    priority: str = ANY
    calendar: Key
    first_response: Span | None = None
    first_response_words: Text | None = None
    resolution: Span | None = None
    resolution_words: Text | None = None
    updates: Span | None = None
    updates_words: Text | None = None

    @property
    def is_timed(self) -> bool:
        """Whether any amount is promised, so that a clock runs."""
        return any((self.first_response, self.resolution, self.updates))


class WaitingReason(Part):
    """Whom a waiting ticket waits for, and which clocks stand still meanwhile.

    `reminders` (for 'client'): how long after the question the client is asked again; `closes_after`: when it
    then closes. `follow_up`: we look after it and tell the client within that time, in `follow_up_calendar`.
    """

    key: Key
    title: Text
    pauses: tuple[Clock, ...]
    reminders: tuple[Duration, ...] = ()
    closes_after: Duration | None = None
    follow_up: Span | None = None
    follow_up_calendar: Key | None = None


class Watch(Part):
    """When time itself speaks up. Shares are per cent of a target.

    `alert`: severities whose tier and leader are told at once, and again every `alert_every`, until somebody takes it.
    """

    warn_at: int = Field(default=75, ge=1, le=99)
    alert: tuple[Key, ...] = ()
    alert_every: Duration | None = None


class ChainLink(Part):
    """Who hears of it, when so much of a target (100: it is missed) is used. `tier` is the key of a tier."""

    tier: Key
    at: int = Field(default=100, ge=1, le=1000)
