"""A whole policy as its readers see it: everything the page 'How we support you' shows, in their language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.policy.contacts import as_reached_here, with_examples
from portal.policy.hours import Hours, hours_of
from portal.policy.parts import Text, Tier
from portal.policy.policy import Policy
from portal.policy.times import WaitingReason
from portal.policy.wording import city
from portal.status.cards import (
    CalendarCard,
    ChannelCard,
    PlanCard,
    TableShown,
    calendar_card,
    channel_card,
    plan_card,
    table_shown,
)
from portal.status.tables import calendars_told, has_amount, tables
from portal.status.wording import (
    chain_words,
    closing_lines,
    condition,
    percent,
    waiting_lines,
)


class Shown:
    """The policy's parts for a page at a moment. Each is asked for by the template that shows it.

    Of a policy that is no longer in force (`is_past`) nothing is said about being open now. A preview shows a
    policy before it is chosen, with the addresses of its document as examples.
    """

    def __init__(
        self, policy: Policy, at: datetime, is_past: bool = False, is_preview: bool = False
    ) -> None:
        self.is_preview = is_preview
        policy = with_examples(policy) if is_preview else as_reached_here(policy)
        self.policy, self.at, self.language = policy, at, current_language()
        self._open_at = None if is_past else at
        self.title = policy.title(self.language)
        self.organisation = self.words(policy.organisation)
        self.zone = city(ZoneInfo(policy.time_zone))

    @property
    def is_read_elsewhere(self) -> bool:
        """Whether hours are shown by two clocks: the policy's and the reader's."""
        return any(each.opening and each.opening.yours for each in self.channels())

    def words(self, text: Text | None) -> str:
        """The text in the reader's language; '' for none."""
        return self.policy.words(text, self.language)

    def sections(self) -> list[tuple[str, str]]:
        """The sections that have something to say, in reading order: (anchor and template, title)."""
        every = {
            "channels": _("How to reach us"),
            "promises": _("What we promise"),
            "plans": _("Plans"),
            "hours": _("Hours and holidays"),
            "kinds": _("What you can request"),
            "severities": _("Severity levels"),
            "priorities": _("How we set priority"),
            "waiting": _("When the clock pauses")
            if self._counts_time()
            else _("While a request is waiting"),
            "closing": _("How a request is closed"),
            "levels": _("Who handles your request"),
            "terms": _("What support covers, and who does what"),
            "quality": _("Our service targets"),
        }
        has = {
            "priorities": bool(self.policy.priority_decisions),
            "terms": bool(self.policy.clauses),
            "quality": bool(self.quality()),
            "hours": bool(calendars_told(self.policy)),
        }
        return [(anchor, title) for anchor, title in every.items() if has.get(anchor, True)]

    @property
    def in_sight(self) -> frozenset[str]:
        """The sections that stand open; the others open when asked for."""
        return frozenset({"channels", "promises"})

    def channels(self) -> list[ChannelCard]:
        """The ways to reach the support, in the policy's order."""
        return [channel_card(self.policy, each, self._open_at) for each in self.policy.channels]

    def plans(self) -> list[PlanCard]:
        """The plans, in the policy's order."""
        return [plan_card(self.policy, each, self._open_at) for each in self.policy.plans]

    def calendars(self) -> list[CalendarCard]:
        """The hours that mean something to a client, with the days off to come."""
        told = calendars_told(self.policy)
        found = [each for each in self.policy.calendars if each.key in told]
        return [calendar_card(self.policy, each, self.at) for each in found]

    def tables(self) -> list[TableShown]:
        """What is promised, a table for plans that promise the same."""
        return [table_shown(self.policy, each) for each in tables(self.policy)]

    def severity_decisions(self) -> list[tuple[list[tuple[str, str]], str]]:
        """From answers to severity: (what is asked for, the severity it leads to)."""
        titles = {each.key: self.words(each.title) for each in self.policy.severities}
        rows = self.policy.decisions
        return [(condition(self.policy, row.when), titles[row.severity]) for row in rows]

    def priority_decisions(self) -> list[tuple[list[tuple[str, str]], str]]:
        """From severity and impact to priority, in the same shape."""
        titles = {each.key: self.words(each.title) for each in self.policy.priorities}
        rows = self.policy.priority_decisions
        return [(condition(self.policy, row.when), titles[row.priority]) for row in rows]

    def waiting(self) -> list[tuple[str, list[str]]]:
        """For whom or what a ticket may wait, and what happens meanwhile."""
        reasons = self.policy.waiting_reasons
        counts = self._counts_time()
        told = [
            (self.words(each.title), waiting_lines(each, counts, self._follow_up_hours(each)))
            for each in reasons
        ]
        return [(title, lines) for title, lines in told if lines]

    def _follow_up_hours(self, reason: WaitingReason) -> Hours | None:
        key = reason.follow_up_calendar
        return hours_of(self.policy, key) if key else None

    def _counts_time(self) -> bool:
        """Whether any time is promised in figures."""
        rows = [row for table in tables(self.policy) for row in table.rows]
        return self.channels_promise() or any(has_amount(row.targets) for row in rows)

    def closing(self) -> list[str]:
        """How a ticket ends."""
        return closing_lines(self.policy)

    def tiers(self) -> list[tuple[str, str]]:
        """The levels that work on tickets, the first contact first: (title, what reaches it)."""
        return [self._tier(each) for each in self.policy.working_tiers]

    def chain(self) -> list[tuple[str, str, str]]:
        """Who stands above: (title, what it takes, when it hears of a ticket by itself)."""
        at = {link.tier: chain_words(link) for link in self.policy.chain}
        above = [each for each in self.policy.tiers if each.is_management or each.key in at]
        return [(*self._tier(each), at.get(each.key, "")) for each in above]

    def _tier(self, tier: Tier) -> tuple[str, str]:
        return self.words(tier.title), self.words(tier.takes)

    def kinds(self) -> list[tuple[str, str, None]]:
        """The kinds of help with what they are for, as rows of answers."""
        return [
            (self.words(each.title), self.words(each.help), None)
            for each in self.policy.request_types
        ]

    def severities(self) -> list[tuple[str, str, list[str]]]:
        """The scale, the worst first: (title, definition, examples)."""
        return [
            (
                self.words(each.title),
                self.words(each.definition),
                [self.words(example) for example in each.examples],
            )
            for each in self.policy.severities
        ]

    def channels_promise(self) -> bool:
        """Whether a channel promises a first response of its own."""
        return any(each.first_response for each in self.policy.channels)

    def terms(self) -> list[tuple[str, list[str]]]:
        """The sentences of the policy under their headings."""
        headings = {
            "scope": _("What support covers"),
            "exclusion": _("What support doesn’t cover"),
            "client-duty": _("What we ask of you"),
            "provider-duty": _("Our commitments"),
            "limit": _("Limits"),
        }
        said = {
            part: [self.words(each.text) for each in self.policy.clauses if each.part == part]
            for part in headings
        }
        return [(headings[part], lines) for part, lines in said.items() if lines]

    def quality(self) -> list[tuple[str, str, None]]:
        """What the organisation wants to reach, as rows of answers."""
        wanted = self.policy.quality
        rows = {_("Availability"): wanted.availability, _("Satisfaction"): wanted.satisfaction}
        return [(words, percent(share), None) for words, share in rows.items() if share]
