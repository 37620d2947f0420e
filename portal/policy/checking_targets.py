"""What must hold of what is promised: targets, waiting, warnings, and the chain at a breach."""

from collections.abc import Iterator
from itertools import pairwise

from portal.policy.durations import Term, Unit
from portal.policy.mistake import Mistake, Path, unknown
from portal.policy.policy import ANY, Policy
from portal.policy.times import Targets, WaitingReason

OWN_WAIT = "scope"
"""What a ticket out of scope waits for: the portal's own reason."""


def targets(policy: Policy) -> Iterator[Mistake]:
    """Each row names what is known, once, and promises nothing before the first response."""
    known = {
        "plan": {plan.key for plan in policy.plans} | {ANY},
        "severity": {severity.key for severity in policy.severities} | {ANY},
        "request_type": {kind.key for kind in policy.request_types} | {ANY},
        "priority": {priority.key for priority in policy.priorities} | {ANY},
        "calendar": {calendar.key for calendar in policy.calendars},
    }
    seen: set[tuple[str, ...]] = set()
    for place, row in enumerate(policy.target_rows):
        at = ("target", place)
        for name, keys in known.items():
            if getattr(row, name) not in keys:
                yield unknown((*at, name), getattr(row, name), keys, name)
        named = (row.plan, row.severity, row.request_type, row.priority)
        if named in seen:
            words = " · ".join(name for name in named if name != ANY) or "everything"
            yield Mistake(at, f"there are two targets for {words}", "keep one of them")
        seen.add(named)
        yield from _order(at, row)


def _order(at: Path, row: Targets) -> Iterator[Mistake]:
    for name in ("resolution", "updates"):
        later: Term | None = getattr(row, name)
        if row.first_response and later and _is_shorter(later, row.first_response):
            yield Mistake(
                (*at, name),
                f"'{later}' is shorter than the first response of '{row.first_response}'",
                "give it at least as long",
            )


def _is_shorter(one: Term, other: Term) -> bool:
    """Whether it surely is, by the far ends; business days compare with business days alone."""
    if one.unit is Unit.BUSINESS_DAYS and other.unit is Unit.BUSINESS_DAYS:
        return one.most < other.most
    if one.length is None or other.length is None:
        return False
    return one.length < other.length


def waiting(policy: Policy) -> Iterator[Mistake]:
    """Who waits is reminded in order, before the ticket closes; what we follow up can be late."""
    for place, reason in enumerate(policy.waiting_reasons):
        at = ("waiting_reason", place)
        if reason.key == OWN_WAIT:
            remedy = "choose another key; its title may say the same"
            yield Mistake(
                (*at, "key"), f"'{OWN_WAIT}' is the portal's own word for out of scope", remedy
            )
        yield from _reminders(at, reason)
        yield from _follow_up(policy, at, reason)


def _reminders(at: Path, reason: WaitingReason) -> Iterator[Mistake]:
    name = "reminders" if reason.reminders else "closes_after"
    if reason.key != "client" and (reason.reminders or reason.closes_after):
        yield Mistake((*at, name), "only the client is reminded", "move it to the reason 'client'")
    for nth, (one, other) in enumerate(pairwise(reason.reminders), start=1):
        if other <= one:
            remedy = "write them from the first to the last"
            yield Mistake((*at, "reminders", nth), "does not come after the one before it", remedy)
    if reason.reminders and reason.closes_after is None:
        yield Mistake(
            (*at, "reminders"),
            "says that the ticket will close, but not when",
            "add closes_after, longer than the last reminder",
        )
    elif reason.reminders and reason.closes_after and max(reason.reminders) >= reason.closes_after:
        yield Mistake(
            (*at, "closes_after"),
            "the ticket would close before the last reminder",
            "make it longer than the last reminder",
        )


def _follow_up(policy: Policy, at: Path, reason: WaitingReason) -> Iterator[Mistake]:
    calendars = {calendar.key for calendar in policy.calendars}
    key = reason.follow_up_calendar
    if key is not None and key not in calendars:
        yield unknown((*at, "follow_up_calendar"), key, calendars, "calendar")
    if key is not None and reason.follow_up is None:
        yield Mistake(
            (*at, "follow_up_calendar"), "there is no follow_up to count", "add one, or remove it"
        )
    if reason.follow_up is not None and "updates" in reason.pauses:
        yield Mistake(
            (*at, "follow_up"),
            "a follow-up is an update, and 'updates' stand still meanwhile",
            "remove 'updates' from the reason's pauses",
        )


def chain(policy: Policy) -> Iterator[Mistake]:
    """Each place of the chain is a tier, told once, in the order of the shares."""
    known = {tier.key for tier in policy.tiers}
    for place, link in enumerate(policy.chain):
        if link.tier not in known:
            yield unknown(("chain", place, "tier"), link.tier, known, "tier")
        if link.tier in {earlier.tier for earlier in policy.chain[:place]}:
            yield Mistake(("chain", place, "tier"), f"'{link.tier}' is told twice", "keep it once")
        if place and link.at < policy.chain[place - 1].at:
            yield Mistake(
                ("chain", place, "at"), "is less than the one before it", "write them in order"
            )


def watch(policy: Policy) -> Iterator[Mistake]:
    """What is alerted exists."""
    known = {severity.key for severity in policy.severities}
    for nth, key in enumerate(policy.watch.alert):
        if key not in known:
            yield unknown(("watch", "alert", nth), key, known, "severity")
    if policy.watch.alert_every is not None and not policy.watch.alert:
        yield Mistake(
            ("watch", "alert_every"), "nothing is alerted", "list the severities under 'alert'"
        )


def hints(policy: Policy) -> Iterator[Mistake]:
    """What is no mistake, but may not mean what was meant."""
    always = {calendar.key for calendar in policy.calendars if calendar.hours}
    for place, row in enumerate(policy.target_rows):
        for name in ("first_response", "resolution", "updates"):
            term: Term | None = getattr(row, name)
            if term and row.calendar not in always and term.unit in {Unit.DAYS, Unit.WEEKS}:
                yield Mistake(
                    ("target", place, name),
                    f"'{term}' counts {term.length} of the open hours of '{row.calendar}'",
                    "write business days, if days of work are meant",
                )
