"""What happens next on a ticket, for its client: a sentence, some more, and why nothing moves where nothing does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.ground.catalogue import _
from portal.ground.moments import by_words, in_time, on_words
from portal.ground.site import current_site
from portal.tickets.due_times import policy_for, targets_of
from portal.tickets.goals import Goal, Promised
from portal.tickets.holders import who_has_it
from portal.tickets.lifecycle import Status
from portal.tickets.promise_words import (
    amount_of,
    counts_words,
    nothing_promised,
    promised_to,
    solution_lines,
    starts_words,
    updates_lines,
    words_beside,
)
from portal.tickets.reopening import is_reopenable, reopenable_until
from portal.tickets.ticket import Ticket
from portal.tickets.waiting_words import about_waiting, waits_for


@dataclass(frozen=True)
class Promise:
    """The box 'what happens next': a sentence, some more, and a tone (info, good, warn, bad, neutral)."""

    title: str
    lines: list[str]
    tone: str


def promise(ticket: Ticket, now: datetime) -> Promise:
    """What happens next, from what is stored (no query but the assignee's name, and whoever it was handed to)."""
    title, tone = _headline(ticket, now)
    lines = {
        Status.HELD: _about_held,
        Status.WAITING: about_waiting,
        Status.RESOLVED: _about_resolved,
        Status.CLOSED: _about_closed,
    }.get(Status(ticket.status), _about_running)
    return Promise(title, list(lines(ticket, now)), tone)


def headline(ticket: Ticket, now: datetime) -> str:
    """Its first sentence alone, for a list."""
    return _headline(ticket, now)[0]


def _headline(ticket: Ticket, now: datetime) -> tuple[str, str]:
    match Status(ticket.status):
        case Status.HELD:
            return _("A person looks at your request first"), "neutral"
        case Status.WAITING:
            return waits_for(ticket), "warn"
        case Status.RESOLVED:
            return _("Please tell us whether the problem is solved"), "good"
        case Status.CLOSED:
            when = on_words(ticket.closed_at, now) if ticket.closed_at else ""
            return _("Closed %(when)s", when=when), "neutral"
        case _:
            return _goes_on(ticket, now)


def _goes_on(ticket: Ticket, now: datetime) -> tuple[str, str]:
    reply_due, solve_due = _reply_due(ticket), ticket.resolution_due_at
    if reply_due and reply_due < now:
        return _("Our reply is overdue"), "bad"
    if reply_due:
        return _("We’ll reply by %(time)s", time=in_time(reply_due, now)), "info"
    if solve_due and solve_due < now:
        return _("Resolving this is taking longer than we promised"), "bad"
    if ticket.first_response_at and ticket.update_due_at and ticket.update_due_at < now:
        return _("Our update is overdue"), "bad"
    if ticket.status == Status.IN_PROGRESS and ticket.assignee:
        return _("%(name)s is working on it", name=ticket.assignee.name), "info"
    if ticket.status == Status.IN_PROGRESS:
        return _("The next person in our team takes it over"), "info"
    return _("We’ve received your request"), "info"


def _reply_due(ticket: Ticket) -> datetime | None:
    return ticket.first_response_due_at if ticket.first_response_at is None else None


def _about_held(_ticket: Ticket, _now: datetime) -> Iterator[str]:
    yield _("We have had many requests from the same place, so we check this one by hand.")
    if current_site().can_email:
        yield _("Nothing is lost. We’ll email you as soon as we’ve checked it.")
    else:
        yield _("Nothing is lost. You’ll see here when we’ve checked it.")


def _about_running(ticket: Ticket, now: datetime) -> Iterator[str]:
    reply_due, solve_due = _reply_due(ticket), ticket.resolution_due_at
    if reply_due and reply_due < now:
        yield _("We promised it by %(time)s. We are sorry.", time=by_words(reply_due, now))
    if solve_due and solve_due < now:
        yield _("We meant to solve it by %(time)s.", time=by_words(solve_due, now))
    yield from who_has_it(ticket, now, is_named=bool(reply_due or (solve_due and solve_due < now)))
    given = promised_to(ticket)
    yield from _more_of_the_promise(ticket, given, now)
    yield from _hours(ticket, given, now)


def _more_of_the_promise(
    ticket: Ticket, given: Mapping[Goal, Promised], now: datetime
) -> Iterator[str]:
    """How soon that is, words of the policy, what is promised beside the next thing, or that no time is."""
    policy, targets = policy_for(ticket), targets_of(ticket)
    words = {goal: words_beside(policy, targets, goal) for goal in Goal}
    if not given and not any(words.values()):
        yield nothing_promised()
    if ticket.first_response_at is None:
        yield from _reply(ticket, words[Goal.FIRST_RESPONSE], given, now)
    solve_due, solution = ticket.resolution_due_at, given.get(Goal.RESOLUTION)
    if solve_due is None or solve_due >= now:
        yield from solution_lines(words[Goal.RESOLUTION], solution, solve_due, now)
    elif solution:
        yield _("Promised: a solution within %(amount)s.", amount=amount_of(solution))
    if ticket.first_response_at and ticket.update_due_at:
        yield _next_update(ticket.update_due_at, now)
    else:
        yield from updates_lines(policy, targets, given)


def _reply(
    ticket: Ticket, words: str, given: Mapping[Goal, Promised], now: datetime
) -> Iterator[str]:
    """What the moment in the headline does not tell."""
    reply, due_at = given.get(Goal.FIRST_RESPONSE), ticket.first_response_due_at
    if reply:
        yield _("Promised: a first response within %(amount)s.", amount=amount_of(reply))
    if words and not (due_at and due_at < now):
        yield _("We’ll reply %(words)s.", words=words)


def _next_update(due_at: datetime, now: datetime) -> str:
    if due_at < now:
        return _("We have owed you an update since %(time)s.", time=by_words(due_at, now))
    return _("You’ll hear from us by %(time)s.", time=in_time(due_at, now))


def _hours(ticket: Ticket, given: Mapping[Goal, Promised], now: datetime) -> Iterator[str]:
    """In which hours the time of what is owed next counts, and whether they are over for today."""
    goal = Goal.FIRST_RESPONSE if _reply_due(ticket) else Goal.RESOLUTION
    counted = given.get(goal) or next(iter(given.values()), None)
    if counted is None:
        return
    hours = counted.hours
    yield counts_words(policy_for(ticket), hours, now)
    if not hours.is_open(now):
        yield starts_words(hours, now, has_begun=bool(hours.between(ticket.opened_at, now)))


def _about_resolved(ticket: Ticket, now: datetime) -> Iterator[str]:
    due_at, done_at = ticket.resolution_due_at, ticket.resolved_at
    if due_at and done_at and done_at <= due_at:
        yield _("Solved in time: we had promised it by %(time)s.", time=by_words(due_at, now))
    elif due_at and done_at:
        yield _(
            "It took longer than we promised: it was due by %(time)s. We are sorry.",
            time=by_words(due_at, now),
        )
    if ticket.closes_at:
        closing = on_words(ticket.closes_at, now)
        yield _("If we don’t hear from you, the ticket closes %(when)s.", when=closing)


def _about_closed(ticket: Ticket, now: datetime) -> Iterator[str]:
    if is_reopenable(ticket, now):
        until = reopenable_until(ticket)
        time = by_words(until, now) if until else ""
        yield _("If it happens again, this ticket can be reopened until %(time)s.", time=time)
    else:
        yield _("This ticket can no longer be reopened.")
        yield _("If the problem comes back, send a new request. We’ll link it to this ticket.")
