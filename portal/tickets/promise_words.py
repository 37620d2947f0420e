"""What a policy promises, in whole sentences: by when, how soon, in which hours, and that nothing is promised where nothing is."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from portal.ground.catalogue import _
from portal.ground.language import current_language, current_time_zone
from portal.ground.moments import by_words, on_words
from portal.ground.wording import place_of
from portal.policy.amounts import amount_words, every_words
from portal.policy.hours import Hours
from portal.policy.policy import Policy, Targets
from portal.tickets.due_times import class_of, policy_for, promised
from portal.tickets.goals import Class, Goal, Promised
from portal.tickets.ticket import Ticket


def promise_lines(policy: Policy, asked: Class, channel: str, at: datetime) -> list[str]:
    """What is promised for a request of that class by that channel (its key), if it is sent at `at`; no ticket is needed.

    The ticket that is opened then says the same, in `promises`.
    """
    given = promised(policy, *asked, channel, at)
    targets = policy.targets(*asked)
    lines = [*_reply(policy, targets, given, at), *_solution(policy, targets, given, at)]
    lines += updates_lines(policy, targets, given)
    if not lines:
        return [nothing_promised()]
    if Goal.RESOLUTION not in given and not targets.resolution_words:
        lines.append(_("The service policy doesn’t set a resolution time."))
    return [*lines, *hours_lines(policy, given, at)]


def promised_to(ticket: Ticket) -> Mapping[Goal, Promised]:
    """What the ticket's policy promises for it as it is classified now; empty where it gives no amount of time."""
    asked = class_of(ticket)
    return promised(policy_for(ticket), *asked, ticket.channel, ticket.opened_at)


def nothing_promised() -> str:
    """Plainly, that there is no promise."""
    return _("The service policy gives no time for this kind of request.")


def words_beside(policy: Policy, targets: Targets, goal: Goal) -> str:
    """The policy's own words about a goal in the reader's language; empty where it has none."""
    words = {
        Goal.FIRST_RESPONSE: targets.first_response_words,
        Goal.RESOLUTION: targets.resolution_words,
        Goal.UPDATES: targets.updates_words,
    }[goal]
    return policy.words(words, current_language())


def _reply(
    policy: Policy, targets: Targets, given: Mapping[Goal, Promised], at: datetime
) -> Iterator[str]:
    words = words_beside(policy, targets, Goal.FIRST_RESPONSE)
    promise = given.get(Goal.FIRST_RESPONSE)
    if promise is None:
        if words:
            yield _("We’ll reply %(words)s.", words=words)
        return
    values = {"time": by_words(due_of(promise, at), at), "amount": amount_of(promise)}
    if words:
        yield _("We’ll reply %(words)s: by %(time)s, within %(amount)s.", words=words, **values)
    else:
        yield _("We’ll reply by %(time)s, within %(amount)s.", **values)


def _solution(
    policy: Policy, targets: Targets, given: Mapping[Goal, Promised], at: datetime
) -> Iterator[str]:
    promise = given.get(Goal.RESOLUTION)
    due_at = due_of(promise, at) if promise else None
    yield from solution_lines(words_beside(policy, targets, Goal.RESOLUTION), promise, due_at, at)


def solution_lines(
    words: str, promise: Promised | None, due_at: datetime | None, at: datetime
) -> Iterator[str]:
    """By when it is to be solved, as far as that is promised; `words` are the policy's own beside the amount."""
    if promise is None or due_at is None:
        if words:
            yield _("We aim to solve it %(words)s.", words=words)
        return
    values = {"time": by_words(due_at, at), "amount": amount_of(promise)}
    if words:
        yield _(
            "We aim to solve it %(words)s: by %(time)s, within %(amount)s.", words=words, **values
        )
    else:
        yield _("We aim to solve it by %(time)s, within %(amount)s.", **values)


def updates_lines(
    policy: Policy, targets: Targets, given: Mapping[Goal, Promised]
) -> Iterator[str]:
    """How often there is an update. The policy's words, where there are any, say it by themselves: 'every week'."""
    words, promise = words_beside(policy, targets, Goal.UPDATES), given.get(Goal.UPDATES)
    if words:
        yield _("You’ll hear from us %(when)s.", when=words)
    elif promise:
        when = every_words(promise.term, promise.hours)
        yield _("Until then you’ll hear from us %(when)s.", when=when)


def due_of(promise: Promised, at: datetime) -> datetime:
    """When it is due if it begins to count at `at`: what the clock of a ticket says that is opened then."""
    return promise.hours.add(at, promise.amount)


def amount_of(promise: Promised) -> str:
    """How soon, in the words that every page has for it: '24 business hours (about 3 business days)'."""
    return amount_words(promise.term, promise.hours)


def hours_lines(policy: Policy, given: Mapping[Goal, Promised], at: datetime) -> list[str]:
    """In which hours the time counts; where it is closed at `at`, when it begins to count."""
    reply = given.get(Goal.FIRST_RESPONSE)
    rest = [each for goal, each in given.items() if goal is not Goal.FIRST_RESPONSE]
    lines = []
    if reply and rest and reply.hours.key != rest[0].hours.key:
        hours = hours_words(policy, reply.hours, at)
        lines.append(_("First response: time counts %(hours)s.", hours=hours))
        hours = hours_words(policy, rest[0].hours, at)
        lines.append(_("Hours for everything else: %(hours)s.", hours=hours))
    elif given:
        lines.append(counts_words(policy, next(iter(given.values())).hours, at))
    first = reply or (rest[0] if rest else None)
    return lines + (
        [starts_words(first.hours, at)] if first and not first.hours.is_open(at) else []
    )


def counts_words(policy: Policy, hours: Hours, at: datetime) -> str:
    """When time counts: what the business hours are, or that it is always."""
    words = hours_words(policy, hours, at)
    if hours.is_always:
        return _("Time counts %(hours)s.", hours=words)
    return _("Business hours: %(hours)s.", hours=words)


def hours_words(policy: Policy, hours: Hours, at: datetime) -> str:
    """A calendar by its name, with its place where its clock shows another time than the reader's."""
    calendar = policy.calendar(hours.key)
    title = policy.words(calendar.title, current_language()) if calendar else hours.key
    here = at.astimezone(current_time_zone()).utcoffset()
    if hours.is_always or at.astimezone(hours.zone).utcoffset() == here:
        return title
    return _("%(hours)s (%(place)s time)", hours=title, place=place_of(hours.zone))


def starts_words(hours: Hours, at: datetime, has_begun: bool = False) -> str:
    """While it is closed: from when on the time counts, by the reader's clock."""
    opens_at = hours.next_opening(at)
    if opens_at is None:
        return _("We’re closed now.")
    when = on_words(opens_at, at)
    if has_begun:
        return _("We’re closed now. Time starts counting again %(when)s.", when=when)
    return _("We’re closed now. Time starts counting %(when)s.", when=when)
