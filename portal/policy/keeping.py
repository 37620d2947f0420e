"""The parts of a policy file that say how things end, what is kept, how much is taken, and what both sides owe."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from portal.policy.durations import Duration
from portal.policy.parts import Key, Part, Text


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
    """How much is taken at once. Guest filings beyond their limits are held for an agent, never refused.

    `files` of `file_megabytes` each go with one request or message. In a day a guest, a client and an agent
    may send so many megabytes; all guests and clients of one network, and onto one ticket, so many together.
    """

    files: int = Field(ge=1, le=50)
    file_megabytes: int = Field(ge=1, le=20)
    guest_megabytes: int = Field(default=250, ge=1)
    client_megabytes: int = Field(default=1_000, ge=1)
    agent_megabytes: int = Field(default=5_000, ge=1)
    network_megabytes: int = Field(default=2_000, ge=1)
    ticket_megabytes: int = Field(default=1_000, ge=1)
    guest_per_address: int = Field(ge=1)
    guest_per_network: int = Field(ge=1)
    guest_window: Duration


class Quality(Part):
    """What the organisation wants to reach, in per cent."""

    availability: float | None = Field(default=None, gt=0, le=100)
    satisfaction: float | None = Field(default=None, gt=0, le=100)


class Clause(Part):
    """A sentence of the policy under its heading; 'exclusion' clauses are what an agent marks as out of scope."""

    key: Key
    part: Literal["scope", "exclusion", "client-duty", "provider-duty", "limit"]
    text: Text
