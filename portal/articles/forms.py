"""The one form of the articles room: did this solve it, and if not, why."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.articles.votes import REASON_LENGTH
from portal.ground.catalogue import _l
from portal.people.forms import NOT_OFFERED


class VoteForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A reader's answer; `reason` may go with a 'no'."""

    helpful = RadioField(
        _l("Did this solve it?"),
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
        validators=[InputRequired(_l("Choose yes or no."))],
        invalid_choice_message=NOT_OFFERED,
    )
    reason = StringField(
        _l("What was missing or wrong?"),
        validators=[
            Length(max=REASON_LENGTH, message=_l("Keep your answer under %(max)d characters."))
        ],
    )
