"""The one form of the articles room: did this solve it, and if not, why."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from portal.articles.votes import REASON_LENGTH
from portal.ground.catalogue import _l


class VoteForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A reader's answer; `reason` may go with a 'no'."""

    helpful = RadioField(
        _l("Did this solve it?"),
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
        validators=[InputRequired(_l("Choose yes or no."))],
    )
    reason = StringField(
        _l("What was missing or wrong?"),
        validators=[Length(max=REASON_LENGTH, message=_l("Keep it under %(max)d characters."))],
    )
