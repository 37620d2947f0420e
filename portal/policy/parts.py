"""The parts of a policy file that say what is asked and by whom it is served: plans, kinds, severities, tiers."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from portal.policy.durations import Span

ANY = "*"
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Words = Annotated[str, Field(min_length=1)]
Text = Annotated[dict[Language, Words], Field(min_length=1)]
"""The same words in each language of the policy: `{es = "…", en = "…"}`."""

Group = Literal["what", "steps", "where", "evidence", "severity"]
When = dict[str, tuple[str, ...]]
"""A condition: each thing that is named has one of its values. Empty: always."""


class Part(BaseModel):
    """A part of the file: unknown keys are mistakes, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Contact(Part):
    """A way to reach somebody: 'Teléfono', '+56 9 …'. `address` is shown as it is written.

    Without an address the site gives it. `example_address` is that of the document which the policy
    reproduces: a preview shows it, marked as an example; pages and emails never do.
    """

    title: Text
    address: Words | None = None
    example_address: Words | None = None


class Emergency(Part):
    """Whom a plan's clients may reach at any time the calendar says, when it is as bad as these severities."""

    calendar: Key
    severities: tuple[Key, ...] = Field(min_length=1)
    contacts: tuple[Contact, ...] = Field(alias="contact", min_length=1)


class Plan(Part):
    """What a client organisation has contracted. `only_with`: the plan that it adds to."""

    key: Key
    title: Text
    summary: Text | None = None
    includes: tuple[Text, ...] = ()
    excludes: tuple[Text, ...] = ()
    only_with: Key | None = None
    emergency: Emergency | None = None


class Channel(Part):
    """A way by which requests come. What it does not say, it does not promise; no `plans`: for all of them.

    `first_response` counts in the channel's own calendar; the stricter of channel and plan is promised.
    `address` and `example_address` are as in Contact.
    """

    key: Key
    title: Text
    address: Words | None = None
    example_address: Words | None = None
    calendar: Key | None = None
    languages: tuple[Language, ...] = ()
    first_response: Span | None = None
    plans: tuple[Key, ...] = ()
    note: Text | None = None


class Choice(Part):
    """One answer to a question."""

    key: Key
    title: Text


class RequestType(Part):
    """A kind of request, and the groups of questions that follow it. Where 'severity' is not asked, it is given."""

    key: Key
    title: Text
    help: Text
    asks: tuple[Group, ...]
    severity: Key | None = None


class Question(Part):
    """A question of the organisation's own, at the end of its group's page. No `request_types`: for all of them.

    `required_when` and `shown_when` name request_type, severity or earlier questions of choice.
    """

    key: Key
    group: Group
    kind: Literal["line", "text", "choice", "yes-no", "number", "date"]
    label: Text
    help: Text | None = None
    example: Text | None = None
    request_types: tuple[Key, ...] = ()
    required: bool = False
    required_when: When | None = None
    shown_when: When | None = None
    pattern: Words | None = None
    answers: tuple[Choice, ...] = Field(alias="answer", default=())


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


class ImpactQuestion(Part):
    """A question in plain words about what the problem does to the client's work."""

    key: Key
    title: Text
    help: Text | None = None
    answers: tuple[Choice, ...] = Field(alias="answer", min_length=2)


class Decision(Part):
    """A row of the table from answers to severity: it holds when every question named has one of its answers."""

    when: When = Field(default_factory=dict)
    severity: Key

    def holds(self, answers: Mapping[str, str]) -> bool:
        return holds(self.when, answers)


class Priority(Part):
    """A step of the priority, the highest first."""

    key: Key
    title: Text


class PriorityDecision(Part):
    """A row of the table from severity and impact to priority: `when` names 'severity' and impact questions."""

    when: When = Field(default_factory=dict)
    priority: Key


class Tier(Part):
    """A level of the team, the first contact first, and what reaches it. Its people work in its calendar.

    `is_management`: a place in the chain above, to which no ticket is given to work on.
    """

    key: Key
    title: Text
    takes: Text
    calendar: Key | None = None
    is_management: bool = False


class AssignmentRule(Part):
    """Where a ticket goes when it comes, or comes to a level: the first rule that holds stands.

    `when` names request_type, severity, priority, plan, language, channel or tier; without `tier` it stays
    at its level. `pick`: the person of the level who has least to do, or nobody (who comes first, takes it).
    """

    key: Key
    when: When = Field(default_factory=dict)
    tier: Key | None = None
    pick: Literal["least-loaded", "nobody"] = "least-loaded"
    because: Text


def holds(when: When | None, given: Mapping[str, str]) -> bool:
    """Whether each thing that the condition names has one of its values."""
    return all(given.get(name) in values for name, values in (when or {}).items())
