"""What happens next on a ticket, in words: for the client whole sentences, for the desk the time left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.ground.wording import duration, exact, relative
from portal.tickets.clock import Goal
from portal.tickets.due_times import policy_for, targets_of
from portal.tickets.lifecycle import Status
from portal.tickets.ticket import Ticket

WARN_AT = 0.75
"""From this share of a target on, its bar warns."""


@dataclass(frozen=True)
class Promise:
    """The box 'what happens next': a sentence, some more, and a tone (info, good, warn, bad, neutral)."""

    title: str
    lines: list[str]
    tone: str


def promise(ticket: Ticket, now: datetime) -> Promise:
    """What happens next, from what is stored (no query but the assignee's name)."""
    match Status(ticket.status):
        case Status.HELD:
            return _held()
        case Status.WAITING:
            return _waiting(ticket, now)
        case Status.RESOLVED:
            return _resolved(ticket, now)
        case Status.CLOSED:
            return _closed(ticket)
        case _:
            return _running(ticket, now)


def _held() -> Promise:
    return Promise(
        _("A person looks at your request first"),
        [
            _("We have had many requests from the same place, so we check this one by hand."),
            _("Nothing is lost. We write to you as soon as it goes on."),
        ],
        "neutral",
    )


def _running(ticket: Ticket, now: datetime) -> Promise:
    reply_due, solve_due = ticket.first_response_due_at, ticket.resolution_due_at
    lines = [_who_has_it(ticket)]
    awaits_reply = ticket.first_response_at is None and reply_due is not None
    if awaits_reply and reply_due and reply_due < now:
        title, tone = _("Our reply is late"), "bad"
        lines.insert(0, _("We promised it by %(time)s. We are sorry.", time=exact(reply_due)))
    elif awaits_reply and reply_due:
        title, tone = _("We reply by %(time)s", time=in_time(reply_due, now)), "info"
    elif solve_due and solve_due < now:
        title, tone = _("The solution is taking longer than promised"), "bad"
        lines.insert(0, _("We meant to solve it by %(time)s.", time=exact(solve_due)))
    elif ticket.assignee:
        title, tone = _("%(name)s is working on it", name=ticket.assignee.name), "info"
        lines = []
    else:
        title, tone = _("We have your request"), "info"
    lines += _what_else(ticket, now)
    return Promise(title, lines, tone)


def _what_else(ticket: Ticket, now: datetime) -> Iterator[str]:
    """The next update, the solution, and how the time counts."""
    targets, policy, language = targets_of(ticket), policy_for(ticket), current_language()
    if ticket.first_response_at and ticket.update_due_at:
        if ticket.update_due_at < now:
            yield _("News is overdue since %(time)s.", time=exact(ticket.update_due_at))
        else:
            yield _("You hear from us by %(time)s.", time=in_time(ticket.update_due_at, now))
    elif targets.updates_words:
        yield _("You hear from us %(when)s.", when=policy.words(targets.updates_words, language))
    if ticket.resolution_due_at and ticket.resolution_due_at >= now:
        yield _("We aim to solve it by %(time)s.", time=in_time(ticket.resolution_due_at, now))
    calendar = policy.calendar(targets.calendar)
    if calendar and (ticket.resolution_due_at or ticket.first_response_due_at):
        hours = policy.words(calendar.title, language)
        yield _("The time counts %(hours)s.", hours=hours)


def _who_has_it(ticket: Ticket) -> str:
    if ticket.assignee:
        return _("%(name)s has it.", name=ticket.assignee.name)
    policy = policy_for(ticket)
    tier = policy.tier(ticket.tier)
    if tier is None or tier == policy.tiers[0]:
        return _("It is with our support team.")
    return _("It is with our team: %(tier)s.", tier=policy.words(tier.title, current_language()))


def _waiting(ticket: Ticket, now: datetime) -> Promise:
    since = exact(ticket.paused_at) if ticket.paused_at else None
    if ticket.waiting_for == "client":
        lines = [_("We go on as soon as you reply, here or by mail.")]
        if since:
            lines.append(_("Until then the clock stands still, since %(time)s.", time=since))
        return Promise(_("We need your answer to go on"), lines, "warn")
    lines = [_who_has_it(ticket)]
    if since:
        lines.append(_("The clock for the solution stands still since %(time)s.", time=since))
        lines.append(_("It starts again when we have their answer."))
    if ticket.update_due_at and ticket.update_due_at >= now:
        news = in_time(ticket.update_due_at, now)
        lines.append(_("You hear from us by %(time)s all the same.", time=news))
    reason = policy_for(ticket).waiting_reason(ticket.waiting_for or "")
    whom = policy_for(ticket).words(reason.title, current_language()) if reason else ""
    title = _("We are waiting for %(whom)s", whom=whom) if whom else _("We are waiting")
    return Promise(title, lines, "warn")


def _resolved(ticket: Ticket, now: datetime) -> Promise:
    lines = []
    if ticket.closes_at:
        closing = in_time(ticket.closes_at, now)
        lines.append(_("If we hear nothing, it closes by itself on %(time)s.", time=closing))
    return Promise(_("Please tell us whether it is solved"), lines, "good")


def _closed(ticket: Ticket) -> Promise:
    lines = [_("If it happens again, you can open it again or write a new request.")]
    at = exact(ticket.closed_at) if ticket.closed_at else ""
    return Promise(_("Closed on %(time)s", time=at), lines, "neutral")


@dataclass(frozen=True)
class Due:
    """Time left for a list at the desk: `share` of the target used (above 1: missed), `exact` on hover."""

    words: str
    share: float
    tone: str
    exact: str | None


def due(ticket: Ticket, now: datetime) -> Due:
    """The nearest thing owed on the ticket, in few words, from what is stored."""
    if ticket.status == Status.HELD:
        return Due(_("To be checked"), 0, "warn", None)
    if ticket.status in {Status.RESOLVED, Status.CLOSED}:
        return _due_ended(ticket)
    if ticket.next_due_at is None:
        return _due_paused(ticket)
    left = ticket.next_due_at - now
    goal, target = _next_goal(ticket)
    share = 1 - left / target
    is_late = left < timedelta()
    words = _owed(goal, is_late, duration(abs(left)))
    tone = "bad" if is_late else "warn" if share >= WARN_AT else "neutral"
    return Due(words, share, tone, exact(ticket.next_due_at))


def _owed(goal: Goal, is_late: bool, amount: str) -> str:
    match goal, is_late:
        case Goal.FIRST_RESPONSE, False:
            return _("Reply in %(amount)s", amount=amount)
        case Goal.FIRST_RESPONSE, True:
            return _("Reply %(amount)s late", amount=amount)
        case Goal.RESOLUTION, False:
            return _("Solve in %(amount)s", amount=amount)
        case Goal.RESOLUTION, True:
            return _("Solution %(amount)s late", amount=amount)
        case Goal.UPDATES, False:
            return _("Update in %(amount)s", amount=amount)
        case _:
            return _("Update %(amount)s late", amount=amount)


def _due_ended(ticket: Ticket) -> Due:
    done_at = ticket.resolved_at or ticket.closed_at
    is_kept = not (ticket.resolution_due_at and done_at and done_at > ticket.resolution_due_at)
    words = _("Solved in time") if is_kept else _("Solved late")
    if ticket.resolved_at is None:
        words = _("Closed")
    return Due(words, 1, "good" if is_kept else "neutral", exact(done_at) if done_at else None)


def _due_paused(ticket: Ticket) -> Due:
    words = {
        None: _("No time promised"),
        "client": _("Waiting for the client"),
        "provider": _("Waiting for a provider"),
    }.get(ticket.waiting_for, _("Waiting"))
    target = targets_of(ticket).resolution
    if ticket.paused_at is None or ticket.resolution_due_at is None or target is None:
        return Due(words, 0, "neutral", None)
    share = 1 - (ticket.resolution_due_at - ticket.paused_at) / target
    return Due(words, share, "neutral", _("Paused since %(time)s", time=exact(ticket.paused_at)))


def _next_goal(ticket: Ticket) -> tuple[Goal, timedelta]:
    """Which goal `next_due_at` belongs to, and how long it was given."""
    targets = targets_of(ticket)
    goals: Iterable[tuple[Goal, datetime | None, timedelta | None]] = (
        (Goal.FIRST_RESPONSE, ticket.first_response_due_at, targets.first_response),
        (Goal.RESOLUTION, ticket.resolution_due_at, targets.resolution),
        (Goal.UPDATES, ticket.update_due_at, targets.updates),
    )
    for goal, due_at, target in goals:
        is_answered = goal is Goal.FIRST_RESPONSE and ticket.first_response_at is not None
        if due_at == ticket.next_due_at and target and not is_answered:
            return goal, target
    raise LookupError(f"{ticket.ref} is due at {ticket.next_due_at}, which is none of its goals")


def in_time(at: datetime, now: datetime) -> str:
    """A moment with its distance: '21 Nov 2026, 14:05 (Santiago), in 25 min'."""
    return _("%(time)s, %(distance)s", time=exact(at), distance=relative(at - now))
