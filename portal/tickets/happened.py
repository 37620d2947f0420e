"""What an event says, in a line: for the client and for the desk."""

from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.policy.policy import Policy
from portal.tickets.conversation import Event
from portal.tickets.events import EventKind, severity_and_kind
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
}


def line_of(event: Event, ticket: Ticket, policy: Policy, subject: str, for_agent: bool) -> str:
    """The event as a sentence; empty where a message says it all. `subject`: the name of the person it is about."""
    name = event.person.name if event.person else ticket.requester_name
    match EventKind(event.kind):
        case EventKind.OPENED:
            return _opened(event, ticket, policy, name)
        case EventKind.HELD:
            return _("A person looks at this request before it goes on")
        case EventKind.RELEASED:
            return _("Checked: the request goes on")
        case EventKind.TAKEN | EventKind.ASSIGNED:
            return _("%(name)s has it now", name=subject or name)
        case EventKind.RECLASSIFIED:
            return _reclassified(event, policy, name)
        case EventKind.ESCALATED:
            return _(
                "%(name)s passed it on to: %(tier)s", name=name, tier=_tier(policy, event.after)
            )
        case EventKind.WAITING:
            return _waiting(event, policy, for_agent)
        case EventKind.RESUMED:
            return _("The clock runs again")
        case EventKind.RESOLVED:
            return _("%(name)s solved it", name=name)
        case EventKind.CONFIRMED:
            return _("%(name)s confirmed that it is solved", name=name)
        case EventKind.REOPENED:
            return _("%(name)s opened it again", name=name)
        case EventKind.CLOSED:
            return _("%(name)s closed it", name=name) if event.person else _closed_by_itself()
        case EventKind.COLLEAGUE_ADDED:
            return _("%(name)s let %(colleague)s see this", name=name, colleague=subject)
        case EventKind.COLLEAGUE_REMOVED:
            return _("%(colleague)s no longer sees this", colleague=subject)
        case EventKind.RATED:
            score = score_word(int(event.after or 1))
            return _("%(name)s rated the help: %(score)s", name=name, score=score)
        case EventKind.ARTICLE_LINKED:
            return _("%(name)s linked an article", name=name)
        case EventKind.REPLIED | EventKind.NOTED:
            return ""


def _opened(event: Event, ticket: Ticket, policy: Policy, name: str) -> str:
    if not event.by_agent:
        return ""
    channel = policy.channel(ticket.channel)
    words = policy.words(channel.title, current_language()) if channel else ticket.channel
    return _(
        "%(name)s wrote this down for %(client)s (%(channel)s)",
        name=name,
        client=ticket.requester_name,
        channel=words,
    )


def _reclassified(event: Event, policy: Policy, name: str) -> str:
    severity, kind = severity_and_kind(event.after or "")
    severity_before, _kind_before = severity_and_kind(event.before or "")
    if severity == severity_before:
        words = _part(policy.request_type(kind), policy) or kind
        return _("%(name)s changed the kind of request to: %(kind)s", name=name, kind=words)
    return _(
        "%(name)s changed the severity from %(before)s to %(after)s",
        name=name,
        before=_part(policy.severity(severity_before), policy) or severity_before,
        after=_part(policy.severity(severity), policy) or severity,
    )


def _waiting(event: Event, policy: Policy, for_agent: bool) -> str:
    if event.after == "client" and for_agent:
        return _("Waiting for the client’s answer: the clock stands still")
    reason = policy.waiting_reason(event.after or "")
    whom = policy.words(reason.title, current_language()) if reason else ""
    return _("Waiting for %(whom)s: the clock stands still", whom=whom)


def _closed_by_itself() -> str:
    return _("It closed by itself, as nobody answered")


def _tier(policy: Policy, key: str | None) -> str:
    return _part(policy.tier(key or ""), policy) or key or ""


def _part(part: object, policy: Policy) -> str:
    """The title of a part of the policy in the reader's language; empty where there is none."""
    title = getattr(part, "title", None)
    return policy.words(title, current_language()) if title else ""
