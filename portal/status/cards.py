"""A channel, a plan, a table of promises and a calendar as their readers see them: in their language, at this moment."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.ground.language import current_language
from portal.ground.lists import listed
from portal.ground.wording import day, language_words
from portal.policy.amounts import amount_words
from portal.policy.contacts import PORTAL
from portal.policy.hours import hours_of
from portal.policy.parts import Channel, Contact, Plan
from portal.policy.policy import Policy
from portal.policy.times import Calendar
from portal.policy.wording import (
    ContactLine,
    Opening,
    city,
    contact_href,
    contact_line,
    opening_of,
    term_words,
)
from portal.status.days import days_off
from portal.status.tables import Row, Table, has_amount
from portal.status.wording import Promised, blocks_words, hours_lines, promised


@dataclass(frozen=True)
class ChannelCard:
    """A way to reach the support; what is not said of it is '' or None. No `opening`: not for now.

    `is_example`: the address is that of the document which a preset reproduces.
    """

    title: str
    address: str
    href: str | None
    is_example: bool
    is_portal: bool
    opening: Opening | None
    hours: str
    response: str
    languages: str
    plans: str
    note: str


@dataclass(frozen=True)
class EmergencyCard:
    """A plan's emergency contact, and the severities for which it is there; `is_example` as of a channel."""

    contacts: list[ContactLine]
    severities: str
    opening: Opening | None
    is_example: bool


@dataclass(frozen=True)
class PlanCard:
    """A plan: what it brings and what not, the plan that it adds to."""

    title: str
    summary: str
    includes: list[str]
    excludes: list[str]
    only_with: str
    emergency: EmergencyCard | None

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to say of it but its name."""
        parts = (self.summary, self.includes, self.excludes, self.only_with, self.emergency)
        return not any(parts)


@dataclass(frozen=True)
class RowShown:
    """A row of promises: for what, first response, solution, updates, and when the time counts."""

    title: str
    note: str
    first: Promised
    resolution: Promised
    updates: Promised
    calendar: str


@dataclass(frozen=True)
class TableShown:
    """The promises of plans that promise the same; `calendar` where one holds for every row, else ''.

    `is_always`: that one never closes, so that its hours are no business hours.
    """

    plans: str
    rows: list[RowShown]
    calendar: str
    is_always: bool
    tells_hours: bool
    is_empty: bool


@dataclass(frozen=True)
class CalendarCard:
    """Hours by name, the week as (days, hours), days off to come as (day, its name, its hours)."""

    title: str
    week: list[tuple[str, str]]
    zone: str
    days_off: list[tuple[str, str, str]]


def channel_card(policy: Policy, channel: Channel, at: datetime | None) -> ChannelCard:
    """The channel at `at`; without a moment as it is at any time."""
    language = current_language()
    calendar = policy.calendar(channel.calendar) if channel.calendar else None
    plans = [policy.words(p.title, language) for p in policy.plans if p.key in channel.plans]
    return ChannelCard(
        title=policy.words(channel.title, language),
        address=channel.address or "",
        href=contact_href(channel.address or ""),
        is_example=_is_example(channel),
        is_portal=channel.key == PORTAL,
        opening=opening_of(policy, calendar.key, at) if calendar and at else None,
        hours=policy.words(calendar.title, language) if calendar else "",
        response=_response(policy, channel),
        languages=listed(language_words(code) for code in channel.languages),
        plans=listed(plans),
        note=policy.words(channel.note, language),
    )


def _response(policy: Policy, channel: Channel) -> str:
    """How soon it is answered there. Without hours of its own it is answered in those of what is promised."""
    if channel.first_response is None:
        return ""
    if channel.calendar is None:
        return term_words(channel.first_response)
    return amount_words(channel.first_response, hours_of(policy, channel.calendar))


def plan_card(policy: Policy, plan: Plan, at: datetime | None) -> PlanCard:
    """The plan, and whether its emergency contact is there at `at`, where a moment is given."""
    language = current_language()
    other = policy.plan(plan.only_with) if plan.only_with else None
    return PlanCard(
        title=policy.words(plan.title, language),
        summary=policy.words(plan.summary, language),
        includes=[policy.words(each, language) for each in plan.includes],
        excludes=[policy.words(each, language) for each in plan.excludes],
        only_with=policy.words(other.title, language) if other else "",
        emergency=_emergency(policy, plan, at),
    )


def _emergency(policy: Policy, plan: Plan, at: datetime | None) -> EmergencyCard | None:
    emergency, language = plan.emergency, current_language()
    if emergency is None:
        return None
    for_these = [each for each in policy.severities if each.key in emergency.severities]
    return EmergencyCard(
        contacts=[contact_line(policy, each) for each in emergency.contacts],
        severities=listed([policy.words(each.title, language) for each in for_these], "or"),
        opening=opening_of(policy, emergency.calendar, at) if at else None,
        is_example=any(_is_example(each) for each in emergency.contacts),
    )


def _is_example(part: Channel | Contact) -> bool:
    return bool(part.address) and part.address == part.example_address


def table_shown(policy: Policy, table: Table) -> TableShown:
    """The table, with the hours in which its times count: once where they are the same for every row."""
    counted = [row for row in table.rows if has_amount(row.targets)]
    used = {row.targets.calendar for row in (table.rows if table.is_empty else counted)}
    tells_hours, language = len(used) > 1, current_language()
    return TableShown(
        plans=listed([policy.words(plan.title, language) for plan in table.plans]),
        rows=[_row(policy, row, tells_hours) for row in table.rows],
        calendar=_hours(policy, min(used)) if len(used) == 1 else "",
        is_always=all(hours_of(policy, key).is_always for key in used),
        tells_hours=tells_hours,
        is_empty=table.is_empty,
    )


def _row(policy: Policy, row: Row, tells_hours: bool) -> RowShown:
    language, to = current_language(), row.targets
    named = [policy.words(part.title, language) for part in (row.severity, row.priority) if part]
    kinds = listed([policy.words(kind.title, language) for kind in row.kinds])
    return RowShown(
        title=" · ".join(named) or kinds,
        note=kinds if named else "",
        first=promised(to.first_response, to.first_response_words, policy, to.calendar),
        resolution=promised(to.resolution, to.resolution_words, policy, to.calendar),
        updates=promised(to.updates, to.updates_words, policy, to.calendar, every=True),
        calendar=_hours(policy, to.calendar) if tells_hours and has_amount(to) else "",
    )


def _hours(policy: Policy, key: str) -> str:
    calendar = policy.calendar(key)
    return policy.words(calendar.title, current_language()) if calendar else ""


def calendar_card(policy: Policy, calendar: Calendar, at: datetime) -> CalendarCard:
    """The calendar, with the days off from `at` on."""
    language, first = current_language(), policy.languages[0]
    zone = ZoneInfo(calendar.time_zone or policy.time_zone)
    off = days_off(policy, calendar, at.astimezone(zone).date())
    title = policy.words(calendar.title, language)
    return CalendarCard(
        title=title[:1].upper() + title[1:],  # it is written to stand within a sentence
        week=hours_lines(calendar),
        zone="" if calendar.hours == "24x7" else city(zone),
        days_off=[
            (
                day(each.on),
                each.titles.get(language) or each.titles.get(first, ""),
                blocks_words(each.blocks),
            )
            for each in off
        ],
    )
