"""The patterns of a policy's questions, matched in time that grows with the answer's length and nothing else."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

LINE = 1_000
"""Characters of an answer with a pattern: a longer one does not fit."""


@dataclass(frozen=True)
class Unfit:
    """Why a pattern cannot be used: the part that the engine does not know; `place`, where it is no pattern at all."""

    part: str
    place: int | None


def unfit(pattern: str) -> Unfit | None:
    """What is wrong with the pattern; None where nothing is.

    RE2 has no lookahead, lookbehind or back-reference: with them, a few dozen characters can take hours.
    """
    try:
        _compiled(pattern)
    except re2.error as refused:
        return _unfit(pattern, refused)
    return None


def fits(pattern: str, text: str) -> bool:
    """Whether the whole text has this form. A pattern that cannot be used (of an older edition) asks for none."""
    if len(text) > LINE:
        return False
    try:
        return _compiled(pattern).fullmatch(text) is not None
    except re2.error:
        return True


def _unfit(pattern: str, refused: Exception) -> Unfit:
    part = refused.args[0].decode("utf-8", "replace").rpartition(": ")[2] or pattern
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as mistake:  # Python says where it is wrong
        return Unfit(part, getattr(mistake, "pos", None))
    return Unfit(part, None)


@lru_cache
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)
