"""Amounts of time as a policy file writes them: '30 min', '5 to 15 min', '4 h', '5 days', '2 business days'."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

from portal.policy.mistake import Sentence, Unfit, _l


class Unit(StrEnum):
    """`BUSINESS_DAYS` are days of a calendar: how long one is, only the calendar knows."""

    MIN = "min"
    H = "h"
    DAYS = "days"
    WEEKS = "weeks"
    BUSINESS_DAYS = "business days"


@dataclass(frozen=True)
class Term:
    """An amount of a calendar's time, or a range of it: the clock runs to `most`, people are shown both."""

    most: int
    unit: Unit
    least: int | None = None

    @property
    def length(self) -> timedelta | None:
        """The far end as an amount of time; None for business days, which a calendar must count."""
        if self.unit is Unit.BUSINESS_DAYS:
            return None
        return timedelta(**{_UNITS[self.unit]: self.most})

    def __str__(self) -> str:
        """As a policy file writes it: '5 to 15 min', '1 day'."""
        unit = self.unit.removesuffix("s") if self.most == 1 else self.unit
        amount = f"{self.most}" if self.least is None else f"{self.least} to {self.most}"
        return f"{amount} {unit}"


_UNITS = {Unit.MIN: "minutes", Unit.H: "hours", Unit.DAYS: "days", Unit.WEEKS: "weeks"}
_WORDS = {
    "min": Unit.MIN,
    "h": Unit.H,
    "day": Unit.DAYS,
    "week": Unit.WEEKS,
    "business day": Unit.BUSINESS_DAYS,
}
_WRITTEN = re.compile(r"(?:(\d{1,5}) to )?([1-9]\d{0,4}) ?(min|h|days?|weeks?|business days?)")
_TERM = _l(
    'Write a number and min, h, days, weeks or business days, as in "30 min" or "5 days"; '
    'a range as in "5 to 15 min".'
)
_LENGTH = _l('Write a number and min, h, days or weeks, as in "30 min" or "5 days".')


def term_of(text: object) -> object:
    """The term that `text` writes. Raises Unfit, naming the ways to write it, for anything else."""
    return text if isinstance(text, Term) or text is None else _read(text, _TERM)


def _read(text: object, remedy: Sentence) -> Term:
    if not isinstance(text, str):
        raise Unfit(_l("An amount of time is expected here, in quotation marks."), remedy)
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise Unfit(_l("'%(value)s' isn’t an amount of time.", value=text[:40]), remedy)
    least = int(written[1]) if written[1] else None
    if least is not None and least >= int(written[2]):
        words = _l("'%(value)s' doesn’t go from the smaller number to the larger.", value=text)
        raise Unfit(words, _l("Write the smaller number first, or one number alone."))
    unit = _WORDS[written[3] if written[3] in _WORDS else written[3].removesuffix("s")]
    return Term(int(written[2]), unit, least)


def duration_of(text: object) -> object:
    """The plain amount that `text` writes: no range, no business days. Raises Unfit as `term_of`."""
    if isinstance(text, timedelta) or text is None:
        return text
    term = _read(text, _LENGTH)
    if term.least is not None or term.length is None:
        words = _l(
            "'%(term)s' is a range or counts business days, and this key doesn’t accept either.",
            term=term,
        )
        raise Unfit(words, _LENGTH)
    return term.length


def written(amount: timedelta) -> str:
    """A plain amount as a policy file writes it, in the largest unit that fits: '90 min', '2 days'."""
    minutes = amount // timedelta(minutes=1)
    for unit, length in ((Unit.DAYS, 24 * 60), (Unit.H, 60)):
        if minutes and minutes % length == 0:
            return str(Term(minutes // length, unit))
    return str(Term(minutes, Unit.MIN))


_IN_JSON = PlainSerializer(written, return_type=str, when_used="json")
Duration = Annotated[timedelta, BeforeValidator(duration_of), _IN_JSON]
Span = Annotated[
    Term, BeforeValidator(term_of), PlainSerializer(str, return_type=str, when_used="json")
]
"""A term, written as text."""
