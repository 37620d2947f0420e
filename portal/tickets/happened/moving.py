"""Who has a ticket, at which level, under which class: as a line each."""

from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.ground.wording import day
from portal.tickets.events import EventKind, awaited_in, class_in
from portal.tickets.handover import Destination
from portal.tickets.happened.told import Told

KINDS = frozenset(
    {
        EventKind.TAKEN,
        EventKind.ASSIGNED,
        EventKind.PLACED,
        EventKind.RECLASSIFIED,
        EventKind.PLAN_CHANGED,
        EventKind.OBJECTED,
        EventKind.OBJECTION_ANSWERED,
        EventKind.ESCALATED,
        EventKind.EXPECTED,
        EventKind.RETURNED,
    }
)


def line(told: Told) -> str:
    """The event as a sentence."""
    name = told.name
    match EventKind(told.event.kind):
        case EventKind.TAKEN | EventKind.ASSIGNED:
            return _("Assigned to %(name)s", name=told.subject or name)
        case EventKind.PLACED:
            return _placed(told) if told.for_agent else _placed_for_client(told)
        case EventKind.RECLASSIFIED:
            return _reclassified(told)
        case EventKind.PLAN_CHANGED:
            before, after = told.event.before or "", told.event.after or ""
            return _(
                "%(name)s changed the plan from %(before)s to %(after)s",
                name=name,
                before=told.title(told.policy.plan(before)) or before,
                after=told.title(told.policy.plan(after)) or after,
            )
        case EventKind.OBJECTED:
            return _("%(name)s appealed the change", name=name)
        case EventKind.OBJECTION_ANSWERED:
            return _("%(name)s reviewed the appeal: the classification stays the same", name=name)
        case EventKind.ESCALATED:
            return _escalated(told)
        case EventKind.EXPECTED:
            return _expected(told)
        case EventKind.RETURNED:
            return _returned(told)
        case _:
            return ""


def _placed_for_client(told: Told) -> str:
    return _("Assigned to %(name)s", name=told.subject) if told.subject else ""


def _placed(told: Told) -> str:
    """Why the policy's rules gave it to whom; only the desk reads it."""
    event, policy = told.event, told.policy
    rule = next((each for each in policy.assignment_rules if each.key == event.after), None)
    why = policy.words(rule.because, current_language()) if rule else event.after or ""
    if told.subject:
        return _(
            "Assigned to %(name)s because %(why)s (open tickets at the time: %(load)s)",
            name=told.subject,
            why=why,
            load=event.before or "0",
        )
    if rule is not None and rule.pick == "nobody":
        return _("Queued in order of arrival because %(why)s", why=why)
    if rule is not None and rule.tier:
        tier = told.tier(rule.tier)
        return _(
            "Queued for %(tier)s because %(why)s; no one at that level was on shift",
            tier=tier,
            why=why,
        )
    return _("No one at that level was on shift: queued in order of arrival")


def _reclassified(told: Told) -> str:
    policy = told.policy
    severity, kind, priority = class_in(told.event.after or "")
    severity_before, kind_before, priority_before = class_in(told.event.before or "")
    words = {
        "name": told.name,
        "after": told.title(policy.severity(severity)) or severity,
        "before": told.title(policy.severity(severity_before)) or severity_before,
        "kind": told.title(policy.request_type(kind)) or kind,
        "priority": told.title(policy.priority(priority)) or priority,
    }
    if severity == severity_before:
        return _("%(name)s changed the kind of request to: %(kind)s", **words)
    if priority != priority_before and priority:
        return _(
            "%(name)s changed the severity from %(before)s to %(after)s; the priority is now %(priority)s",
            **words,
        )
    if kind != kind_before:
        return _(
            "%(name)s changed the severity from %(before)s to %(after)s, and the kind of request to: %(kind)s",
            **words,
        )
    return _("%(name)s changed the severity from %(before)s to %(after)s", **words)


def _escalated(told: Told) -> str:
    match told.event.after:
        case Destination.DEVELOPMENT:
            return _("%(name)s handed this off to our developers", name=told.name)
        case Destination.PROVIDER:
            return _("%(name)s handed this off to an outside provider", name=told.name)
        case Destination.MANAGEMENT:
            return _("%(name)s notified our management", name=told.name)
        case tier:
            return _("%(name)s escalated this to: %(tier)s", name=told.name, tier=told.tier(tier))


def _expected(told: Told) -> str:
    to, on = awaited_in(told.event.after or "")
    if told.event.before is None:
        if to == Destination.DEVELOPMENT:
            return _("Our developers expect to finish by %(day)s", day=day(on))
        return _("The outside provider expects to finish by %(day)s", day=day(on))
    words = {"day": day(on), "before": day(awaited_in(told.event.before)[1])}
    if to == Destination.DEVELOPMENT:
        return _("Our developers now expect to finish by %(day)s instead of %(before)s", **words)
    return _("The outside provider now expects to finish by %(day)s instead of %(before)s", **words)


def _returned(told: Told) -> str:
    match told.event.before:
        case Destination.DEVELOPMENT:
            return _("Returned by our developers")
        case Destination.PROVIDER:
            return _("Returned by the outside provider")
        case Destination.MANAGEMENT:
            return _("Our management has handled this")
        case tier:
            return _("Returned by: %(tier)s", tier=told.tier(tier))
