"""Durations as a policy file writes them: '30 min', '4 h', '5 days'."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

_WRITTEN = re.compile(r"([1-9]\d{0,4}) ?(min|h|days?|weeks?)")
_UNITS = {"min": "minutes", "h": "hours", "day": "days", "week": "weeks"}


def duration_of(text: object) -> object:
    """The amount that `text` writes; anything that is not text is left for pydantic to judge.

    Raises ValueError, naming the ways to write it, for text of another shape.
    """
    if not isinstance(text, str):
        if isinstance(text, timedelta) or text is None:
            return text
        raise ValueError('write a number and a unit in quotation marks, as in "30 min"')
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise ValueError('write a number and min, h, days or weeks, as in "30 min" or "5 days"')
    unit = written[2] if written[2] in _UNITS else written[2].removesuffix("s")
    return timedelta(**{_UNITS[unit]: int(written[1])})


Duration = Annotated[timedelta, BeforeValidator(duration_of)]
