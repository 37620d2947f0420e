"""What a support organisation promises and asks: the whole policy file, and the questions put to it."""

from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256

from pydantic import Field, PrivateAttr

from portal.policy.keeping import Clause, Closing, Limits, Quality, Retention
from portal.policy.parts import (
    ANY,
    AssignmentRule,
    Channel,
    Choice,
    Decision,
    ImpactQuestion,
    Key,
    Language,
    Part,
    Plan,
    Priority,
    PriorityDecision,
    Question,
    RequestType,
    Severity,
    Text,
    Tier,
    holds,
)
from portal.policy.times import Calendar, ChainLink, Targets, WaitingReason, Watch, Zone
from portal.policy.years import DaysOff

__all__ = [
    "ANY",
    "IMPACT",
    "OWN",
    "Channel",
    "Choice",
    "Policy",
    "RequestType",
    "Severity",
    "Targets",
]

IMPACT = "impact."
"""How the answers of a form name the impact questions: `impact.<question>`."""

OWN = "policy."
"""How they name the policy's own questions: `policy.<key>`."""


class Policy(Part):
    """A whole policy file. `text` is what the file said, `edition` the SHA-256 of it.

    `summary` says whom it suits; `source` names the document that it reproduces, and `example_organisation` whose
    document that is: leads see these while they choose, clients never do.
    """

    name: Key
    languages: tuple[Language, ...] = Field(min_length=1)
    titles: Text = Field(alias="title")
    summary: Text | None = None
    source: Text | None = None
    organisation: Text | None = None
    example_organisation: Text | None = None
    updated_on: date | None = None
    time_zone: Zone = "UTC"
    calendars: tuple[Calendar, ...] = Field(alias="calendar", min_length=1)
    plans: tuple[Plan, ...] = Field(alias="plan", min_length=1)
    channels: tuple[Channel, ...] = Field(alias="channel", min_length=1)
    request_types: tuple[RequestType, ...] = Field(alias="request_type", min_length=1)
    questions: tuple[Question, ...] = Field(alias="question", default=())
    severities: tuple[Severity, ...] = Field(alias="severity", min_length=1)
    impact_questions: tuple[ImpactQuestion, ...] = Field(alias="impact_question", default=())
    decisions: tuple[Decision, ...] = Field(alias="decision", min_length=1)
    priorities: tuple[Priority, ...] = Field(alias="priority", default=())
    priority_decisions: tuple[PriorityDecision, ...] = Field(alias="priority_decision", default=())
    target_rows: tuple[Targets, ...] = Field(alias="target", default=())
    waiting_reasons: tuple[WaitingReason, ...] = Field(alias="waiting_reason", min_length=1)
    tiers: tuple[Tier, ...] = Field(alias="tier", min_length=1)
    chain: tuple[ChainLink, ...] = ()
    assignment_rules: tuple[AssignmentRule, ...] = Field(alias="assignment", default=())
    watch: Watch = Field(default_factory=Watch)
    quality: Quality = Field(default_factory=Quality)
    clauses: tuple[Clause, ...] = Field(alias="clause", default=())
    closing: Closing
    retention: Retention
    limits: Limits
    _text: str = PrivateAttr(default="")
    _days_off: DaysOff | None = PrivateAttr(default=None)

    def model_post_init(self, context: object, /) -> None:
        for rank, severity in enumerate(self.severities, start=1):
            severity._rank = rank

    def written(self, text: str) -> "Policy":
        """The same policy, knowing the text of its file."""
        self._text = text
        return self

    def keeping(self, days_off: DaysOff) -> "Policy":
        """The same policy, with public holidays that are kept: no newer library moves its promises."""
        self._days_off = days_off
        return self

    @property
    def days_off(self) -> DaysOff | None:
        return self._days_off

    @property
    def text(self) -> str:
        return self._text

    @property
    def edition(self) -> str:
        return sha256(self._text.encode()).hexdigest()

    def words(self, text: Text | None, language: str) -> str:
        """The text in that language; in the policy's first language where it has none."""
        if text is None:
            return ""
        return text.get(language) or text[self.languages[0]]

    def title(self, language: str) -> str:
        return self.words(self.titles, language)

    @property
    def default_plan(self) -> str:
        """The plan of people without an organisation: the first of the file."""
        return self.plans[0].key

    def plan_in_force(self, contracted: str) -> str:
        """The plan under which a contract is served: itself, or the first where the policy does not know it."""
        return contracted if self.plan(contracted) else self.default_plan

    def request_type(self, key: str) -> RequestType | None:
        return next((each for each in self.request_types if each.key == key), None)

    def severity(self, key: str) -> Severity | None:
        return next((each for each in self.severities if each.key == key), None)

    def plan(self, key: str) -> Plan | None:
        return next((each for each in self.plans if each.key == key), None)

    def channel(self, key: str) -> Channel | None:
        return next((each for each in self.channels if each.key == key), None)

    def tier(self, key: str) -> Tier | None:
        return next((each for each in self.tiers if each.key == key), None)

    @property
    def working_tiers(self) -> tuple[Tier, ...]:
        """The levels to which tickets are given, the first contact first."""
        return tuple(tier for tier in self.tiers if not tier.is_management)

    def tiers_above(self, key: str) -> tuple[Tier, ...]:
        """The working tiers to which a ticket of this tier can be escalated, the nearest first."""
        keys = [tier.key for tier in self.working_tiers]
        return self.working_tiers[keys.index(key) + 1 :] if key in keys else self.working_tiers

    def waiting_reason(self, key: str) -> WaitingReason | None:
        return next((each for each in self.waiting_reasons if each.key == key), None)

    def calendar(self, key: str) -> Calendar | None:
        return next((each for each in self.calendars if each.key == key), None)

    def severity_of(self, answers: Mapping[str, str]) -> str:
        """The severity that the answers to the impact questions lead to."""
        return self.decision_for(answers).severity

    def decision_for(self, answers: Mapping[str, str]) -> Decision:
        """The first decision that holds. `answers` maps question to answer; 'impact.<question>' names the same question."""
        plain = {question.removeprefix(IMPACT): answer for question, answer in answers.items()}
        return next(row for row in self.decisions if row.holds(plain))

    def priority(self, key: str) -> Priority | None:
        return next((each for each in self.priorities if each.key == key), None)

    def priority_of(self, severity: str, answers: Mapping[str, str]) -> str:
        """The priority that severity and the answers about impact lead to; empty where the policy has none."""
        plain = {question.removeprefix(IMPACT): answer for question, answer in answers.items()}
        given = plain | {"severity": severity}
        rows = self.priority_decisions
        return next((row.priority for row in rows if holds(row.when, given)), "")

    def clause(self, key: str) -> Clause | None:
        return next((each for each in self.clauses if each.key == key), None)

    def targets(self, plan: str, severity: str, kind: str, priority: str = "") -> Targets:
        """What is promised; the row that names most of plan, request type, priority, severity, in this order, stands."""
        asked = {"plan": plan, "request_type": kind, "priority": priority, "severity": severity}
        fitting = [
            row
            for row in self.target_rows
            if all(getattr(row, name) in {value, ANY} for name, value in asked.items())
        ]
        if not fitting:
            return Targets(severity=severity, calendar=self.calendars[0].key)
        return max(fitting, key=lambda row: [getattr(row, name) != ANY for name in asked])

    @property
    def close_after(self) -> timedelta:
        """How long a resolved ticket waits for the client's word before it closes by itself."""
        return self.closing.unanswered

    @property
    def rating_days(self) -> int:
        """For how many days after closing a rating can be given or changed."""
        return self.closing.rating_changeable.days

    @property
    def reopen_days(self) -> int:
        """For how many days after closing the client can reopen the ticket."""
        return self.closing.reopenable.days

    @property
    def draft_days(self) -> int:
        """For how many days a draft is kept after it was last saved."""
        return self.retention.drafts.days
