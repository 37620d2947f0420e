"""What must hold of plans, channels and tiers: what is offered to whom, by whom."""

from collections.abc import Iterator

from portal.policy.mistake import Mistake, _l, one_of, unknown
from portal.policy.parts import Emergency
from portal.policy.policy import Policy

RESERVED_TIERS = frozenset({"development", "provider", "management"})
"""Where a ticket can be escalated to besides tiers: the log would not tell them apart."""


def plans(policy: Policy) -> Iterator[Mistake]:
    """A plan that adds to another names it; its emergency contact names what is known."""
    known = {plan.key for plan in policy.plans}
    for place, plan in enumerate(policy.plans):
        at = ("plan", place, "only_with")
        if plan.only_with is not None and plan.only_with not in known - {plan.key}:
            yield unknown(at, plan.only_with, known - {plan.key}, "plan")
        elif plan.only_with is not None and place == 0:
            yield Mistake(
                at,
                _l(
                    "People without an organisation are on the first plan, so it must be available on its own."
                ),
                _l("Put a plan that is available on its own before it."),
            )
        elif (base := policy.plan(plan.only_with or "")) and base.only_with is not None:
            yield Mistake(
                at,
                _l(
                    "The plan '%(plan)s' is itself only available with '%(other)s'.",
                    plan=base.key,
                    other=base.only_with,
                ),
                _l("Choose a plan that is available on its own."),
            )
        if plan.emergency:
            yield from _emergency(policy, place, plan.emergency)


def _emergency(policy: Policy, place: int, emergency: Emergency) -> Iterator[Mistake]:
    severities = {severity.key for severity in policy.severities}
    at = ("plan", place, "emergency")
    if policy.calendar(emergency.calendar) is None:
        known = {calendar.key for calendar in policy.calendars}
        yield unknown((*at, "calendar"), emergency.calendar, known, "calendar")
    for nth, key in enumerate(emergency.severities):
        if key not in severities:
            yield unknown((*at, "severities", nth), key, severities, "severity")


def channels(policy: Policy) -> Iterator[Mistake]:
    """What a channel names is known, and a promised response has hours to count in."""
    calendars = {calendar.key for calendar in policy.calendars}
    named = {plan.key for plan in policy.plans}
    for place, channel in enumerate(policy.channels):
        if channel.calendar is not None and channel.calendar not in calendars:
            yield unknown(("channel", place, "calendar"), channel.calendar, calendars, "calendar")
        if channel.first_response is not None and channel.calendar is None:
            yield Mistake(
                ("channel", place, "first_response"),
                _l("This first response has no calendar to count its time in."),
                _l("Add the channel’s calendar."),
            )
        for nth, key in enumerate(channel.plans):
            if key not in named:
                yield unknown(("channel", place, "plans", nth), key, named, "plan")
        for nth, language in enumerate(channel.languages):
            if language not in policy.languages:
                words = _l("'%(name)s' is not a language of this policy.", name=language)
                remedy = one_of(language, policy.languages)
                yield Mistake(("channel", place, "languages", nth), words, remedy)


def tiers(policy: Policy) -> Iterator[Mistake]:
    """Somebody works, in hours that are known."""
    calendars = {calendar.key for calendar in policy.calendars}
    if not policy.working_tiers:
        yield Mistake(
            ("tier", 0),
            _l("Every [[tier]] is management, so no ticket could be assigned to anyone."),
            _l("Remove 'is_management' from the tiers that work on tickets."),
        )
    for place, tier in enumerate(policy.tiers):
        if tier.calendar is not None and tier.calendar not in calendars:
            yield unknown(("tier", place, "calendar"), tier.calendar, calendars, "calendar")
        if tier.key in RESERVED_TIERS:
            yield Mistake(
                ("tier", place, "key"),
                _l("'%(key)s' is reserved by the portal.", key=tier.key),
                _l("Choose another key; the title can stay the same."),
            )
