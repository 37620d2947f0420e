"""What an event says, in a line: for the client and for the desk."""

from portal.ground.catalogue import _
from portal.policy.policy import Policy
from portal.tickets.conversation import Event
from portal.tickets.events import BY_TIME, EventKind
from portal.tickets.happened import arranging, moving, watching
from portal.tickets.happened.told import Told
from portal.tickets.ticket import Ticket
from portal.tickets.wording import score_word

ICONS = {
    EventKind.OPENED: "inbox",
    EventKind.HELD: "shield",
    EventKind.RELEASED: "circle-check",
    EventKind.TAKEN: "user",
    EventKind.ASSIGNED: "user",
    EventKind.RECLASSIFIED: "flag",
    EventKind.ESCALATED: "arrow-up",
    EventKind.WAITING: "circle-pause",
    EventKind.RESUMED: "play",
    EventKind.RESOLVED: "check",
    EventKind.CONFIRMED: "circle-check",
    EventKind.REOPENED: "undo",
    EventKind.CLOSED: "lock",
    EventKind.COLLEAGUE_ADDED: "users",
    EventKind.COLLEAGUE_REMOVED: "users",
    EventKind.RATED: "star",
    EventKind.ARTICLE_LINKED: "book-open",
    EventKind.PLAN_CHANGED: "flag",
    EventKind.OBJECTED: "flag",
    EventKind.OBJECTION_ANSWERED: "flag",
    EventKind.PLACED: "user",
    EventKind.EXPECTED: "clock",
    EventKind.RETURNED: "undo",
    EventKind.REMINDED: "clock",
    EventKind.REPRODUCED: "check",
    EventKind.ACCESS_ALLOWED: "shield",
    EventKind.ACCESS_WITHDRAWN: "shield",
    EventKind.MEETING_PROPOSED: "clock",
    EventKind.MEETING_AGREED: "circle-check",
    EventKind.MEETING_CALLED_OFF: "undo",
    EventKind.MEETING_RECORDED: "check",
    EventKind.OUT_OF_SCOPE: "circle-pause",
    EventKind.QUOTED: "inbox",
    EventKind.QUOTE_ACCEPTED: "circle-check",
    EventKind.QUOTE_DECLINED: "undo",
    EventKind.QUOTE_LAPSED: "clock",
    EventKind.WARNED: "clock",
    EventKind.BREACHED: "circle-alert",
    EventKind.CHAIN_TOLD: "arrow-up",
    EventKind.ALERTED: "circle-alert",
    EventKind.OVERDUE: "clock",
}


def line_of(event: Event, ticket: Ticket, policy: Policy, subject: str, for_agent: bool) -> str:
    """The event as a sentence; empty where a message says it all. `subject`: the name of the person it is about."""
    name = event.person.name if event.person else ticket.requester_name
    told, kind = Told(event, ticket, policy, name, subject, for_agent), EventKind(event.kind)
    if kind in moving.KINDS:
        return moving.line(told)
    if kind in arranging.KINDS:
        return arranging.line(told)
    return watching.line(told) if kind in BY_TIME else _line(told)


def _line(told: Told) -> str:
    event, name = told.event, told.name
    match EventKind(event.kind):
        case EventKind.OPENED:
            return _opened(told)
        case EventKind.HELD:
            return _("A member of our team will review this request first")
        case EventKind.RELEASED:
            return _("Review complete: the request was accepted")
        case EventKind.WAITING:
            return _waiting(told)
        case EventKind.RESUMED:
            return _("The clock resumes") if told.is_timed else _("Work resumes")
        case EventKind.RESOLVED:
            return _("Resolved by %(name)s", name=name)
        case EventKind.CONFIRMED:
            return _("%(name)s confirmed the solution", name=name)
        case EventKind.REOPENED:
            return _("Reopened by %(name)s", name=name)
        case EventKind.CLOSED:
            return _("Closed by %(name)s", name=name) if event.person else _closed_by_itself()
        case EventKind.COLLEAGUE_ADDED:
            return _("%(name)s shared this with %(colleague)s", name=name, colleague=told.subject)
        case EventKind.COLLEAGUE_REMOVED:
            return _("%(colleague)s no longer has access", colleague=told.subject)
        case EventKind.RATED:
            score = score_word(int(event.after or 1))
            return _("%(name)s rated our support: %(score)s", name=name, score=score)
        case EventKind.ARTICLE_LINKED:
            return _("%(name)s linked an article", name=name)
        case _:
            return ""


def _opened(told: Told) -> str:
    if not told.event.by_agent:
        return ""
    channel = told.title(told.policy.channel(told.ticket.channel)) or told.ticket.channel
    return _(
        "%(name)s opened this for %(client)s (%(channel)s)",
        name=told.name,
        client=told.ticket.requester_name,
        channel=channel,
    )


def _waiting(told: Told) -> str:
    if told.event.after == "client" and told.for_agent:
        whom = _("the client’s answer")
    else:
        whom = told.title(told.policy.waiting_reason(told.event.after or ""))
    if not told.is_timed:
        return _("Waiting for %(whom)s", whom=whom)
    return _("Waiting for %(whom)s: the clock is paused", whom=whom)


def _closed_by_itself() -> str:
    return _("Closed automatically because no one replied")
