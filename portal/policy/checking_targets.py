"""What must hold of what is promised: targets, waiting, warnings, and the chain at a breach."""

from collections.abc import Iterator
from itertools import pairwise

from portal.policy.durations import Term, Unit, written
from portal.policy.mistake import Mistake, Path, Sentence, _l, unknown
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
            yield Mistake(at, _doubled(named), _l("Keep only one."))
        seen.add(named)
        yield from _order(at, row)


def _doubled(named: tuple[str, ...]) -> Sentence:
    """That a second row names the same things as one before it."""
    if names := " · ".join(name for name in named if name != ANY):
        return _l("There are two targets for %(names)s.", names=names)
    return _l("There are two targets for everything.")


def _order(at: Path, row: Targets) -> Iterator[Mistake]:
    for name in ("resolution", "updates"):
        later: Term | None = getattr(row, name)
        if row.first_response and later and _is_shorter(later, row.first_response):
            yield Mistake(
                (*at, name),
                _l(
                    "'%(later)s' is shorter than the first response time, '%(first)s'.",
                    later=later,
                    first=row.first_response,
                ),
                _l("Make it at least as long."),
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
            words = _l("'%(key)s' is reserved by the portal.", key=reason.key)
            remedy = _l("Choose another key; the title can stay the same.")
            yield Mistake((*at, "key"), words, remedy)
        yield from _reminders(at, reason)
        yield from _follow_up(policy, at, reason)


def _reminders(at: Path, reason: WaitingReason) -> Iterator[Mistake]:
    name = "reminders" if reason.reminders else "closes_after"
    if reason.key != "client" and (reason.reminders or reason.closes_after):
        words = _l("Only the client gets reminders.")
        yield Mistake((*at, name), words, _l("Move it to the reason with the key 'client'."))
    for nth, (one, other) in enumerate(pairwise(reason.reminders), start=1):
        if other <= one:
            words = _l(
                "'%(later)s' does not come after '%(earlier)s'.",
                later=written(other),
                earlier=written(one),
            )
            remedy = _l("List the reminders from first to last.")
            yield Mistake((*at, "reminders", nth), words, remedy)
    if reason.reminders and reason.closes_after is None:
        yield Mistake(
            (*at, "reminders"),
            _l("The last reminder says that the ticket will close, but not when."),
            _l("Add 'closes_after', longer than the last reminder."),
        )
    elif reason.reminders and reason.closes_after and max(reason.reminders) >= reason.closes_after:
        yield Mistake(
            (*at, "closes_after"),
            _l("The ticket would close before the last reminder."),
            _l("Make it longer than the last reminder."),
        )


def _follow_up(policy: Policy, at: Path, reason: WaitingReason) -> Iterator[Mistake]:
    calendars = {calendar.key for calendar in policy.calendars}
    key = reason.follow_up_calendar
    if key is not None and key not in calendars:
        yield unknown((*at, "follow_up_calendar"), key, calendars, "calendar")
    if key is not None and reason.follow_up is None:
        yield Mistake(
            (*at, "follow_up_calendar"),
            _l("There is no 'follow_up' to count in this calendar."),
            _l("Add 'follow_up', or remove this line."),
        )
    if reason.follow_up is not None and "updates" in reason.pauses:
        yield Mistake(
            (*at, "follow_up"),
            _l("A follow-up is an update, but this reason pauses 'updates'."),
            _l("Remove 'updates' from the reason’s 'pauses'."),
        )


def chain(policy: Policy) -> Iterator[Mistake]:
    """Each place of the chain is a tier, told once, in the order of the shares."""
    known = {tier.key for tier in policy.tiers}
    for place, link in enumerate(policy.chain):
        if link.tier not in known:
            yield unknown(("chain", place, "tier"), link.tier, known, "tier")
        if link.tier in {earlier.tier for earlier in policy.chain[:place]}:
            words = _l("'%(tier)s' is notified twice.", tier=link.tier)
            yield Mistake(("chain", place, "tier"), words, _l("List it only once."))
        if place and link.at < policy.chain[place - 1].at:
            words = _l(
                "'%(at)s' is less than the '%(before)s' before it.",
                at=link.at,
                before=policy.chain[place - 1].at,
            )
            remedy = _l("List the chain in the order in which people are notified.")
            yield Mistake(("chain", place, "at"), words, remedy)


def watch(policy: Policy) -> Iterator[Mistake]:
    """What is alerted exists."""
    known = {severity.key for severity in policy.severities}
    for nth, key in enumerate(policy.watch.alert):
        if key not in known:
            yield unknown(("watch", "alert", nth), key, known, "severity")
    if policy.watch.alert_every is not None and not policy.watch.alert:
        words = _l("No severity triggers an alert, so there is nothing to repeat.")
        remedy = _l("List the severities under 'alert', or remove this line.")
        yield Mistake(("watch", "alert_every"), words, remedy)
