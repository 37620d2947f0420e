"""What clients type on their tickets, and when it is well-formed."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SearchField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.ground.catalogue import _, _l
from portal.ground.tokens import new_token
from portal.tickets.listing import State, Whose

LONGEST = 20_000
COMMENT = 2_000


def _long(most: int) -> Length:
    return Length(max=most, message=_l("Use at most %(most)s characters.", most=most))


class ReplyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """Words to us, with files. `key` makes a form that is sent twice count once."""

    text = TextAreaField(
        _l("Your reply"),
        validators=[DataRequired(_l("Enter your reply.")), _long(LONGEST)],
    )
    files = MultipleFileField(_l("Screenshots and files"))
    key = HiddenField(validators=[Length(max=100)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.key.data = self.key.data or new_token()


class ReopenForm(ReplyForm):
    """Why it is not solved after all."""

    text = TextAreaField(
        _l("What’s happening now?"),
        validators=[
            DataRequired(_l("Tell us what’s happening now, so that we can continue.")),
            _long(LONGEST),
        ],
    )


class ObjectionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """Why a reclassification does not fit. `key` makes a form that is sent twice count once."""

    reason = TextAreaField(
        _l("How does it affect your work?"),
        validators=[
            DataRequired(_l("Tell us why you disagree, so that we can review the change.")),
            _long(LONGEST),
        ],
    )
    key = HiddenField(validators=[Length(max=100)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.key.data = self.key.data or new_token()


class RatingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A score from 1 to 5, and a line if they like."""

    score = IntegerField(
        _l("How did we do?"),
        validators=[
            InputRequired(_l("Choose a rating.")),
            NumberRange(1, 5, _l("Choose a rating.")),
        ],
    )
    comment = TextAreaField(_l("Anything you would like to add"), validators=[_long(COMMENT)])


class ColleagueForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """Who else is to see the ticket."""

    email = EmailField(
        _l("Colleague’s email address"),
        validators=[DataRequired(_l("Enter your colleague’s email address.")), Length(max=254)],
    )


class FindForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """By what a list is narrowed: it goes with the address, so it carries no token."""

    class Meta:
        csrf = False

    q = SearchField(_l("Keyword or reference"), validators=[Optional(), Length(max=200)])
    state = RadioField(_l("Status"), validators=[Optional()], default="")
    whose = RadioField(_l("Opened by"), validators=[Optional()])
    since = DateField(_l("Sent on or after"), validators=[Optional()])
    until = DateField(_l("Sent on or before"), validators=[Optional()])

    def __init__(self, whose: Whose, **values: Any) -> None:
        """`whose`: what is shown where the address does not say."""
        super().__init__(**values)
        if not self.whose.raw_data:
            self.whose.data = whose.value
        self.state.choices = [
            SelectChoice("", _("All")),
            SelectChoice(State.YOURS.value, _("Waiting for you")),
            SelectChoice(State.OPEN.value, _("Open")),
            SelectChoice(State.SOLVED.value, _("Resolved")),
            SelectChoice(State.CLOSED.value, _("Closed")),
        ]
        self.whose.choices = [
            SelectChoice(Whose.MINE.value, _("You")),
            SelectChoice(Whose.ORGANISATION.value, _("Your organisation")),
        ]
