"""What a policy promises, in whole sentences: how soon, in which hours, and that nothing is promised where nothing is."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from portal.ground.catalogue import _
from portal.ground.language import current_language, current_time_zone
from portal.ground.wording import day, exact, place_of, relative
from portal.policy.durations import Term, Unit
from portal.policy.hours import Hours
from portal.policy.policy import Policy, Targets
from portal.policy.wording import clock_time, term_words, weekday
from portal.tickets.due_times import class_of, policy_for, promised
from portal.tickets.goals import Class, Goal, Promised
from portal.tickets.ticket import Ticket


def promise_lines(policy: Policy, asked: Class, channel: str, at: datetime) -> list[str]:
    """What is promised, from `at` on, for a request of that class by that channel (its key); no ticket is needed."""
    given = promised(policy, *asked, channel, at)
    targets = policy.targets(*asked)
    lines = [*_reply(policy, targets, given), *_solution(policy, targets, given)]
    lines += _updates(policy, targets, given)
    if not lines:
        return [nothing_promised()]
    if Goal.RESOLUTION not in given and not targets.resolution_words:
        lines.append(_("For the solution the policy gives no time."))
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


def _reply(policy: Policy, targets: Targets, given: Mapping[Goal, Promised]) -> Iterator[str]:
    words, is_given = (
        words_beside(policy, targets, Goal.FIRST_RESPONSE),
        given.get(Goal.FIRST_RESPONSE),
    )
    if is_given and words:
        time = term_words(is_given.term)
        yield _("We reply %(words)s, within %(time)s.", time=time, words=words)
    elif is_given:
        yield _("We reply within %(time)s.", time=term_words(is_given.term))
    elif words:
        yield _("We reply %(words)s.", words=words)


def _solution(policy: Policy, targets: Targets, given: Mapping[Goal, Promised]) -> Iterator[str]:
    words, is_given = words_beside(policy, targets, Goal.RESOLUTION), given.get(Goal.RESOLUTION)
    if is_given and words:
        time = term_words(is_given.term)
        yield _("We aim to solve it %(words)s, within %(time)s.", time=time, words=words)
    elif is_given:
        yield _("We aim to solve it within %(time)s.", time=term_words(is_given.term))
    elif words:
        yield _("We aim to solve it %(words)s.", words=words)


def _updates(policy: Policy, targets: Targets, given: Mapping[Goal, Promised]) -> Iterator[str]:
    """Their words, where there are any, say how often by themselves: 'every week'."""
    words, is_given = words_beside(policy, targets, Goal.UPDATES), given.get(Goal.UPDATES)
    if words:
        yield _("You hear from us %(when)s.", when=words)
    elif is_given:
        yield _("Until then you hear from us %(when)s.", when=_every(is_given.term))


def _every(term: Term) -> str:
    """How often: 'every 4 h', 'every week'."""
    if term.most > 1:
        return _("every %(time)s", time=term_words(term))
    return {
        Unit.MIN: _("every minute"),
        Unit.H: _("every hour"),
        Unit.DAYS: _("every day"),
        Unit.WEEKS: _("every week"),
        Unit.BUSINESS_DAYS: _("every business day"),
    }[term.unit]


def hours_lines(policy: Policy, given: Mapping[Goal, Promised], at: datetime) -> list[str]:
    """In which hours the time counts; where it is closed at `at`, when it begins to count."""
    reply = given.get(Goal.FIRST_RESPONSE)
    rest = [each for goal, each in given.items() if goal is not Goal.FIRST_RESPONSE]
    lines = []
    if reply and rest and reply.hours.key != rest[0].hours.key:
        hours = hours_words(policy, reply.hours, at)
        lines.append(_("For the first response the time counts %(hours)s.", hours=hours))
        hours = hours_words(policy, rest[0].hours, at)
        lines.append(_("For the rest it counts %(hours)s.", hours=hours))
    elif given:
        hours = hours_words(policy, next(iter(given.values())).hours, at)
        lines.append(_("The time counts %(hours)s.", hours=hours))
    first = reply or (rest[0] if rest else None)
    return lines + (
        [starts_words(first.hours, at)] if first and not first.hours.is_open(at) else []
    )


def hours_words(policy: Policy, hours: Hours, at: datetime) -> str:
    """A calendar by its name, with its place where its clock shows another time than the reader's."""
    calendar = policy.calendar(hours.key)
    title = policy.words(calendar.title, current_language()) if calendar else hours.key
    here = at.astimezone(current_time_zone()).utcoffset()
    if hours.is_always or at.astimezone(hours.zone).utcoffset() == here:
        return title
    return _("%(hours)s, by the clock of %(place)s", hours=title, place=place_of(hours.zone))


def starts_words(hours: Hours, at: datetime, has_begun: bool = False) -> str:
    """While it is closed: from when on the time counts, by the reader's clock."""
    opens_at = hours.next_opening(at)
    if opens_at is None:
        return _("It is closed now.")
    when = _when(opens_at, at)
    if has_begun:
        return _("It is closed now: the clock goes on again %(when)s.", when=when)
    return _("It is closed now: the clock starts %(when)s.", when=when)


def _when(then: datetime, at: datetime) -> str:
    """A moment of the days to come, as it ends a sentence: 'on Monday at 9:00'."""
    zone = current_time_zone()
    time, on = clock_time(then, zone), then.astimezone(zone).date()
    away = (on - at.astimezone(zone).date()).days
    if away == 0:
        return _("today at %(time)s", time=time)
    if away == 1:
        return _("tomorrow at %(time)s", time=time)
    if away < 7:
        return _("on %(weekday)s at %(time)s", weekday=weekday(on), time=time)
    return _("on %(day)s at %(time)s", day=day(on), time=time)


def in_time(at: datetime, now: datetime) -> str:
    """A moment with its distance: '21 Nov 2026, 14:05 (Santiago), in 25 min'."""
    return _("%(time)s, %(distance)s", time=exact(at), distance=relative(at - now))
