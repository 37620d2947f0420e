"""What people type to come in and about themselves, and when it is well-formed."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from portal.ground.catalogue import _, _l
from portal.ground.site import current_site
from portal.ground.zones import canonical, zone_choices, zone_label
from portal.people.names import ADDRESS_LENGTH, NAME_LENGTH, one_line, plain_address

NOT_OFFERED = _l("This option is no longer available. Choose another.")
"""What an old page still offered, of whatever there is to choose: in place of the form library's own words."""

LANGUAGE_NAMES = {"es": "Español", "en": "English"}


def offered_languages() -> list[SelectChoice]:
    """The site's languages by their own names, for a select."""
    return [SelectChoice(code, LANGUAGE_NAMES[code]) for code in current_site().languages]


def folded(text: str | None) -> str | None:
    """A filter for names: one line, without what cannot be seen."""
    return one_line(text) if text else text


def is_address(form: FlaskForm, field: Any) -> None:
    """A validator: the field holds a mail address, and nothing but one."""
    if plain_address(field.data or "") is None:
        raise ValidationError(_("Enter an email address like ana@example.org."))


def name_field(label: str, missing: str) -> StringField:
    """A field for a name: folded to one line, not empty, not endless."""
    long = _l("Use at most %(max)d characters.", max=NAME_LENGTH)
    return StringField(
        label,
        filters=[folded],
        validators=[DataRequired(missing), Length(max=NAME_LENGTH, message=long)],
    )


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """Who asks to come in."""

    email = EmailField(
        _l("Email address"),
        validators=[
            DataRequired(_l("Enter your email address.")),
            Length(max=ADDRESS_LENGTH, message=_l("Enter an email address like ana@example.org.")),
            is_address,
        ],
    )
    next = HiddenField(validators=[Optional()])


class CodeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """The code from the letter."""

    code = StringField(_l("Code"), validators=[DataRequired(_l("Enter the code from the email."))])

    def validate_code(self, field: StringField) -> None:
        digits = [letter for letter in field.data or "" if not letter.isspace() and letter != "-"]
        if len(digits) != 6 or not all(digit in "0123456789" for digit in digits):
            raise ValidationError(_("The code has six digits, like 042 917."))


class AccountForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """What people decide about themselves."""

    name = name_field(_l("Your name"), _l("Enter your name."))
    language = SelectField(_l("Language of pages and emails"), invalid_choice_message=NOT_OFFERED)
    time_zone = SelectField(_l("Time zone"), invalid_choice_message=NOT_OFFERED)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        of_site = _("Same as the portal (%(zone)s)", zone=zone_label(current_site().time_zone))
        self.language.choices = offered_languages()
        self.time_zone.choices = {_("This portal"): [("", of_site)], **zone_choices()}
        if not self.is_submitted():
            self.time_zone.data = canonical(self.time_zone.data or "")
