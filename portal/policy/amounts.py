"""How an amount of a calendar's time is said, everywhere alike: '2 h' round the clock, '24 business hours' in an office's."""

from datetime import timedelta

from portal.ground.catalogue import _, _n
from portal.ground.wording import unbroken
from portal.policy.durations import Term, Unit
from portal.policy.hours import Hours
from portal.policy.times import Block
from portal.policy.wording import range_words, term_words

_DAY = timedelta(days=1)
_IN_HOURS = {Unit.H: 1, Unit.DAYS: 24, Unit.WEEKS: 7 * 24}


def amount_words(term: Term, hours: Hours) -> str:
    """What is promised in these hours: '24 business hours (about 3 business days)', '30 min in business hours'."""
    if hours.is_always or term.unit is Unit.BUSINESS_DAYS:
        return term_words(term)
    if term.unit is Unit.MIN:
        return _("%(amount)s in business hours", amount=term_words(term))
    per_unit = _IN_HOURS[term.unit]
    least = term.least and term.least * per_unit
    amount = business_hours(term.most * per_unit)
    return _with_days(range_words(Term(term.most, Unit.H, least), amount), term, hours)


def every_words(term: Term, hours: Hours) -> str:
    """How often, in these hours: 'every 4 h', 'every business day'."""
    is_plain = hours.is_always or term.unit is Unit.BUSINESS_DAYS
    if term.most > 1 or not is_plain:
        return _("every %(time)s", time=amount_words(term, hours))
    return {
        Unit.MIN: _("every minute"),
        Unit.H: _("every hour"),
        Unit.DAYS: _("every day"),
        Unit.WEEKS: _("every week"),
        Unit.BUSINESS_DAYS: _("every business day"),
    }[term.unit]


def business_hours(count: int) -> str:
    """'1 business hour', '24 business hours'."""
    return unbroken(_n("%(num)s business hour", "%(num)s business hours", count))


def clock_words(words: str, hours: Hours) -> str:
    """An amount on the clock of these hours, that other amounts are weighed against: '4 h', '45 h in business hours'."""
    return words if hours.is_always else _("%(amount)s in business hours", amount=words)


def _with_days(words: str, term: Term, hours: Hours) -> str:
    """The amount with about how many days of work that is, where it is more than one."""
    days = round((term.length or timedelta()) / day_length(hours))
    if days < 2:
        return words
    about = unbroken(_n("about %(num)s business day", "about %(num)s business days", days))
    return _("%(amount)s (%(about)s)", amount=words, about=about)


def day_length(hours: Hours) -> timedelta:
    """How long a usual day of work is in these hours; a whole one where the week has none."""
    lengths = sorted(
        sum(map(_length, blocks), timedelta()) for blocks in hours.years.week if blocks
    )
    return lengths[len(lengths) // 2] if lengths else _DAY


def _length(block: Block) -> timedelta:
    start, end = (timedelta(hours=each.hour, minutes=each.minute) for each in block)
    return end - start if end > start else _DAY - start
