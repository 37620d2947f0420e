"""Finding rows by words as people type them: capitals and accents make no difference.

SQLite lowers ASCII letters alone, so each connection is given `fold` as a function (see `ground.db`).
"""

from typing import Any

from sqlalchemy import ColumnElement, func

from portal.ground.folding import fold


def holds(column: Any, words: str) -> ColumnElement[bool]:
    """Whether a column of text holds these words somewhere, as they stand."""
    return func.instr(folded(column), fold(words)) > 0


def folded(column: Any) -> ColumnElement[str]:
    """A column of text as it is compared; ordered by it, 'Ángela' stands before 'Zoe'."""
    return func.fold(column)
