"""Letters and the marks on them, brought into one of Unicode's normal forms in time that grows with the text."""

import re
import unicodedata
from typing import Literal

MOST_MARKS = 30
"""Marks on one letter that are kept, as in Unicode's Stream-Safe Text Format: no language writes so many.

Python sorts the marks of a letter in quadratic time: a text of nothing else would take minutes.
"""

_CROWDED = re.compile(
    rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}"
)  # marks are neither words nor space


def normalized(form: Literal["NFC", "NFKD"], text: str) -> str:
    """The text in this form; of more than MOST_MARKS marks on one letter the rest is left out."""
    return unicodedata.normalize(form, _CROWDED.sub(_thinned, text))


def _thinned(crowd: re.Match[str]) -> str:
    kept, marks = [], 0
    for sign in crowd[0]:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
