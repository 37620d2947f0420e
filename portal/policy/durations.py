"""Amounts of time as a policy file writes them: '30 min', '5 to 15 min', '4 h', '5 days', '2 business days'."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer


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
_SHAPE = 'write a number and min, h, days, weeks or business days, as in "30 min" or "5 days"'


def term_of(text: object) -> object:
    """The term that `text` writes; anything that is not text is left for pydantic to judge.

    Raises ValueError, naming the ways to write it, for text of another shape.
    """
    if not isinstance(text, str):
        if isinstance(text, Term) or text is None:
            return text
        raise ValueError('write a number and a unit in quotation marks, as in "30 min"')
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise ValueError(f'{_SHAPE}; a range as in "5 to 15 min"')
    least = int(written[1]) if written[1] else None
    if least is not None and least >= int(written[2]):
        raise ValueError("write a range from the smaller to the larger number")
    unit = _WORDS[written[3] if written[3] in _WORDS else written[3].removesuffix("s")]
    return Term(int(written[2]), unit, least)


def duration_of(text: object) -> object:
    """The plain amount that `text` writes: no range, no business days. Raises ValueError as `term_of`."""
    if isinstance(text, timedelta):
        return text
    term = term_of(text)
    if not isinstance(term, Term):
        return term
    if term.least is not None or term.length is None:
        raise ValueError('write a number and min, h, days or weeks, as in "30 min" or "5 days"')
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
