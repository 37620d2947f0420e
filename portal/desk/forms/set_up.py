"""Who sets the portal up."""

from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import DataRequired

from portal.ground.catalogue import _l
from portal.people.forms import is_address, name_field


class FirstLeadForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """The first lead."""

    name = name_field(_l("Your name"), _l("Enter your name."))
    email = EmailField(
        _l("Email address"), [DataRequired(_l("Enter your email address.")), is_address]
    )
