"""Finding rows by words as people type them: capitals and accents do not matter, in any database."""

from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, func

from portal.search.analysis import fold

ACCENTED = "áÁéÉíÍóÓúÚüÜñÑ"


def holds(column: Any, words: str) -> ColumnElement[bool]:
    """Whether a column of text holds these words somewhere. (SQLite lowers ASCII letters alone.)"""
    plain = reduce(
        lambda text, sign: func.replace(text, sign, fold(sign)), ACCENTED, func.lower(column)
    )
    return plain.contains(fold(words), autoescape=True)
