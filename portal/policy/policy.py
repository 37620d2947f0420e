"""What a support organisation promises and asks: the whole policy file, and the questions put to it."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

from pydantic import Field, PrivateAttr

from portal.policy.parts import (
    ANY,
    Calendar,
    Channel,
    Choice,
    Closing,
    Decision,
    ImpactQuestion,
    Key,
    Language,
    Limits,
    Part,
    Plan,
    RequestType,
    Retention,
    Severity,
    Targets,
    Text,
    Tier,
    WaitingReason,
)

__all__ = ["ANY", "IMPACT", "Channel", "Choice", "Policy", "RequestType", "Severity", "Targets"]

IMPACT = "impact."
"""How the answers of a form name the impact questions: `impact.<question>`."""


class Policy(Part):
    """A whole policy file. `text` is what the file said, `edition` the SHA-256 of it."""

    name: Key
    languages: tuple[Language, ...] = Field(min_length=1)
    titles: Text = Field(alias="title")
    calendars: tuple[Calendar, ...] = Field(alias="calendar", min_length=1)
    plans: tuple[Plan, ...] = Field(alias="plan", min_length=1)
    channels: tuple[Channel, ...] = Field(alias="channel", min_length=1)
    request_types: tuple[RequestType, ...] = Field(alias="request_type", min_length=1)
    severities: tuple[Severity, ...] = Field(alias="severity", min_length=1)
    impact_questions: tuple[ImpactQuestion, ...] = Field(alias="impact_question", default=())
    decisions: tuple[Decision, ...] = Field(alias="decision", min_length=1)
    target_rows: tuple[Targets, ...] = Field(alias="target", default=())
    waiting_reasons: tuple[WaitingReason, ...] = Field(alias="waiting_reason", min_length=1)
    tiers: tuple[Tier, ...] = Field(alias="tier", min_length=1)
    closing: Closing
    retention: Retention
    limits: Limits
    _text: str = PrivateAttr(default="")

    def model_post_init(self, context: object, /) -> None:
        for rank, severity in enumerate(self.severities, start=1):
            severity._rank = rank

    def written(self, text: str) -> "Policy":
        """The same policy, knowing the text of its file."""
        self._text = text
        return self

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

    def tiers_above(self, key: str) -> tuple[Tier, ...]:
        """The tiers to which a ticket of this tier can be escalated, the nearest first."""
        keys = [tier.key for tier in self.tiers]
        return self.tiers[keys.index(key) + 1 :] if key in keys else self.tiers

    def waiting_reason(self, key: str) -> WaitingReason | None:
        return next((each for each in self.waiting_reasons if each.key == key), None)

    def calendar(self, key: str) -> Calendar | None:
        return next((each for each in self.calendars if each.key == key), None)

    def severity_of(self, answers: Mapping[str, str]) -> str:
        """The severity that the answers to the impact questions lead to: the first decision that holds.

        `answers` maps question to answer; 'impact.<question>' names the same question.
        """
        plain = {question.removeprefix(IMPACT): answer for question, answer in answers.items()}
        return next(row.severity for row in self.decisions if row.holds(plain))

    def targets(self, plan: str, severity: str, kind: str) -> Targets:
        """What is promised; the row that names most of plan, then request type, stands."""
        fitting = [
            row
            for row in self.target_rows
            if row.plan in {plan, ANY}
            and row.severity == severity
            and row.request_type in {kind, ANY}
        ]
        if not fitting:
            return Targets(severity=severity, calendar=self.calendars[0].key)
        return max(fitting, key=lambda row: (row.plan != ANY, row.request_type != ANY))

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
