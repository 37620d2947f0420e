"""The parts of a policy file: plans, channels, request types, severities, targets, calendars, tiers, limits."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from portal.policy.durations import Duration

ANY = "*"
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Words = Annotated[str, Field(min_length=1)]
Text = Annotated[dict[Language, Words], Field(min_length=1)]
"""The same words in each language of the policy: `{es = "…", en = "…"}`."""

Group = Literal["what", "steps", "where", "evidence", "severity"]
Clock = Literal["first-response", "resolution", "updates"]


class Part(BaseModel):
    """A part of the file: unknown keys are mistakes, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Plan(Part):
    """What a client organisation has contracted."""

    key: Key
    title: Text


class RequestType(Part):
    """A kind of request, and the groups of questions that follow it. Where 'severity' is not asked, it is given."""

    key: Key
    title: Text
    help: Text
    asks: tuple[Group, ...]
    severity: Key | None = None


class Severity(Part):
    """A step of the scale, the worst first; `rank` is its place, from 1."""

    key: Key
    title: Text
    definition: Text
    examples: tuple[Text, ...] = ()
    _rank: int = PrivateAttr(default=0)

    @property
    def rank(self) -> int:
        return self._rank


class Choice(Part):
    """One answer to a question about impact."""

    key: Key
    title: Text


class ImpactQuestion(Part):
    """A question in plain words about what the problem does to the client's work."""

    key: Key
    title: Text
    help: Text | None = None
    answers: tuple[Choice, ...] = Field(alias="answer", min_length=2)


class Decision(Part):
    """A row of the table from answers to severity: it holds when every question named has one of its answers."""

    when: dict[Key, tuple[Key, ...]] = Field(default_factory=dict)
    severity: Key

    def holds(self, answers: Mapping[str, str]) -> bool:
        return all(answers.get(question) in wanted for question, wanted in self.when.items())


class Tier(Part):
    """A level of the team, the first contact first, and what reaches it."""

    key: Key
    title: Text
    takes: Text


class Channel(Part):
    """A way by which requests come."""

    key: Key
    title: Text


class Calendar(Part):
    """The hours in which a clock runs. Only round the clock so far."""

    key: Key
    title: Text
    hours: Literal["24x7"]


class WaitingReason(Part):
    """Whom a waiting ticket waits for, and which clocks stand still meanwhile."""

    key: Key
    title: Text
    pauses: tuple[Clock, ...]


class Targets(Part):
    """What is promised for one plan, severity and request type ('*': any). None: nothing is promised."""

    plan: str = ANY
    severity: Key
    request_type: str = ANY
    calendar: Key
    first_response: Duration | None = None
    resolution: Duration | None = None
    updates: Duration | None = None
    updates_words: Text | None = None


class Closing(Part):
    """How a resolved ticket ends."""

    unanswered: Duration
    reopenable: Duration
    rating_changeable: Duration


class Retention(Part):
    """How long what is not a ticket is kept."""

    drafts: Duration
    tracking_links: Duration
    search_log: Duration = timedelta(days=180)
    """What was searched and read, by visits that no person stands in."""
    visit_links: Duration = timedelta(days=7)
    """Which browser made which visit: sooner gone than what the visit did."""


class Limits(Part):
    """How much is taken at once. Guest filings beyond their limits are held for an agent, never refused."""

    files: int = Field(ge=1, le=50)
    file_megabytes: int = Field(ge=1, le=20)
    guest_per_address: int = Field(ge=1)
    guest_per_network: int = Field(ge=1)
    guest_window: Duration
