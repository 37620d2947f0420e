"""What happened, as the ledger tells it in a line: what the clock did, and why."""

from portal.ground.catalogue import _
from portal.policy.policy import Policy
from portal.tickets.events import OUT_OF_SCOPE, EventKind, class_in
from portal.tickets.goals import Goal
from portal.tickets.ledger import Line, LineKind


def line_words(line: Line, goal: Goal, policy: Policy, language: str, for_agent: bool) -> str:
    """The sentence of a line of that goal's account."""
    match line.kind:
        case LineKind.STARTED:
            if line.target is None:
                return _("Request received. There was no target time for this yet")
            return _("Request received: time starts counting")
        case LineKind.ROUND:
            return _round(line, policy, language, for_agent)
        case LineKind.PAUSED:
            return _paused(line, policy, language, for_agent)
        case LineKind.RESUMED:
            return _resumed(line, policy, language, for_agent)
        case LineKind.RECLASSIFIED:
            return _reclassified(line, policy, language)
        case LineKind.PLAN_CHANGED:
            before, after = policy.plan(line.before or ""), policy.plan(line.after or "")
            return _(
                "The plan changed from %(before)s to %(after)s",
                before=_title(policy, before, language) or line.before,
                after=_title(policy, after, language) or line.after,
            )
        case LineKind.MET:
            return _met(line, goal)
        case LineKind.REOPENED:
            return _("Reopened: the clock resumes")


def _round(line: Line, policy: Policy, language: str, for_agent: bool) -> str:
    if line.reason == OUT_OF_SCOPE:
        return _("Out of scope: no update is due for now")
    if line.reason:
        whom = _whom(line.reason, policy, language, for_agent)
        return _(
            "We sent an update and are waiting for %(whom)s: no other update is due for now",
            whom=whom,
        )
    match line.before:
        case EventKind.OPENED | EventKind.RELEASED:
            return _("Request received: time starts counting")
        case EventKind.REOPENED:
            return _("Reopened: time to the next update starts over")
        case EventKind.REPLIED:
            return _("We wrote: time to the next update starts over")
        case _:
            return _("We sent an update: the clock for the next one restarts")


def _paused(line: Line, policy: Policy, language: str, for_agent: bool) -> str:
    if line.reason == OUT_OF_SCOPE:
        return _("Out of scope: the clock is paused")
    whom = _whom(line.reason, policy, language, for_agent)
    return _("Waiting for %(whom)s: time stops counting", whom=whom)


def _resumed(line: Line, policy: Policy, language: str, for_agent: bool) -> str:
    if line.reason == OUT_OF_SCOPE:
        return _("Scope agreed: the clock resumes")
    if line.reason == "client" and not for_agent:
        return _("You answered: time counts again")
    whom = _whom(line.reason, policy, language, for_agent)
    return _("No longer waiting for %(whom)s: the clock resumes", whom=whom)


def _whom(reason: str | None, policy: Policy, language: str, for_agent: bool) -> str:
    if reason == "client" and for_agent:
        return _("the client’s answer")
    return _title(policy, policy.waiting_reason(reason or ""), language) or reason or ""


def _reclassified(line: Line, policy: Policy, language: str) -> str:
    """What of the class changed: severity, else kind, else priority."""
    severity_before, kind_before, priority_before = class_in(line.before or "")
    severity, kind, priority = class_in(line.after or "")
    if severity != severity_before:
        return _(
            "The severity changed from %(before)s to %(after)s",
            before=_title(policy, policy.severity(severity_before), language) or severity_before,
            after=_title(policy, policy.severity(severity), language) or severity,
        )
    if kind != kind_before:
        return _(
            "The kind of request changed from “%(before)s” to “%(after)s”",
            before=_title(policy, policy.request_type(kind_before), language) or kind_before,
            after=_title(policy, policy.request_type(kind), language) or kind,
        )
    return _(
        "The priority changed from %(before)s to %(after)s",
        before=_title(policy, policy.priority(priority_before), language) or priority_before,
        after=_title(policy, policy.priority(priority), language) or priority,
    )


def _met(line: Line, goal: Goal) -> str:
    if line.after == EventKind.CLOSED:
        return _("Closed: time stops counting")
    if line.after in {EventKind.RESOLVED, EventKind.CONFIRMED}:
        return _("Solved: time stops counting")
    if goal is Goal.FIRST_RESPONSE:
        return _("We replied: the clock stops")
    return _("Done: time stops counting")


def _title(policy: Policy, part: object, language: str) -> str:
    """The title of a part of the policy; empty where there is none."""
    title = getattr(part, "title", None)
    return policy.words(title, language) if title else ""
