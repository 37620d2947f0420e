"""Fields that the forms of the desk have in common: a line, a text that may stay empty, what is not a day."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from portal.desk.forms.working import LONGEST, TOO_LONG
from portal.ground.catalogue import _l

LINE = 200
NOT_A_DAY = _l("Write the day as in 2031-03-31.")
NOT_A_TIME = _l("Write the day and the time as in 2031-03-31 15:30.")


def line_field(label: str, name: str, *rules: Any) -> StringField:
    """One line, of at most 200 characters."""
    return StringField(
        label,
        [*rules, Length(max=LINE, message=_l("Use at most %(most)s characters.", most=LINE))],
        id=name,
    )


def text_field(label: str, name: str) -> TextAreaField:
    """Words that may be left out."""
    return TextAreaField(label, [Length(max=LONGEST, message=TOO_LONG)], id=name)
