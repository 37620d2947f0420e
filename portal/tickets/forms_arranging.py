"""What clients answer to what is arranged: a time for a meeting, a quote, and when that is well-formed."""

from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.ground.catalogue import _, _l
from portal.ground.tokens import new_token
from portal.people.forms import NOT_OFFERED
from portal.tickets.arranged.shown import MeetingShown
from portal.tickets.forms import LONGEST

NONE = "none"
TOO_LONG = _l("Use at most %(most)s characters.", most=LONGEST)


class TimeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """One of the proposed times, or none of them and what would suit instead."""

    time = RadioField(
        _l("Which time works for you?"),
        [InputRequired(_l("Choose a time, or tell us that none of them works."))],
        invalid_choice_message=NOT_OFFERED,
    )
    text = TextAreaField(
        _l("If none of them works, when would suit you?"), [Length(max=LONGEST, message=TOO_LONG)]
    )
    key = HiddenField(validators=[Length(max=100)])

    def __init__(self, meeting: MeetingShown, **values: Any) -> None:
        super().__init__(**values)
        offered = meeting.times if self.is_submitted() else meeting.ahead
        self.time.choices = [
            SelectChoice(*each)
            for each in (*offered, (NONE, _("None of these times works for me")))
        ]
        self.key.data = self.key.data or new_token()

    def validate_text(self, field: TextAreaField) -> None:
        if self.time.data == NONE and not (field.data or "").strip():
            raise ValidationError(
                _("Tell us when would suit you, so that we can propose other times.")
            )

    @property
    def chosen(self) -> datetime | None:
        """The time that was chosen; None where none fits."""
        return None if self.time.data == NONE else datetime.fromisoformat(self.time.data)


class CallOffForm(FlaskForm):  # type: ignore[misc]
    """Why a meeting is called off."""

    text = TextAreaField(
        _l("Why are you cancelling the meeting?"),
        [
            DataRequired(_l("Tell us why, and when would suit you instead.")),
            Length(max=LONGEST, message=TOO_LONG),
        ],
        id="call-off-text",
    )
    key = HiddenField(validators=[Length(max=100)], id="call-off-key")

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.key.data = self.key.data or new_token()


class QuoteForm(FlaskForm):  # type: ignore[misc]
    """The answer to a quote: the button says which, the words are for a declined one, if they like."""

    text = TextAreaField(
        _l("Anything you would like to add"), [Length(max=LONGEST, message=TOO_LONG)]
    )
    key = HiddenField(validators=[Length(max=100)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.key.data = self.key.data or new_token()
