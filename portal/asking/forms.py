"""The forms of the question pages. A field is named like the answer it gives, so that a page is saved as it stands."""

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    EmailField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional

from portal.ground.catalogue import _, _l
from portal.people.forms import NOT_OFFERED
from portal.people.names import plain_address

MOST_STEPS = 40
TITLE = 150
WORDS = 20_000


def written(_form: FlaskForm, field: Field) -> None:
    """A mail address to which a letter can go."""
    if plain_address(field.data or "") is None:
        raise ValidationError(
            _("Write the address with an @ and what follows it, like name@example.com.")
        )


def required(words: str) -> DataRequired:
    """Must be answered; `words` say what is wanted."""
    return DataRequired(words)


class KindForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """What kind of help."""

    kind = RadioField(
        _l("What kind of help do you need?"),
        validators=[required(_l("Choose the line that comes closest."))],
        invalid_choice_message=NOT_OFFERED,
    )
    article = HiddenField()
    words = HiddenField()
    topic = HiddenField()


class WhoForm(FlaskForm):  # type: ignore[misc]
    """For whom an agent files, and how it came."""

    channel = RadioField(
        _l("How did the client contact you?"),
        validators=[required(_l("Choose how the client contacted you."))],
        invalid_choice_message=NOT_OFFERED,
    )
    name = StringField(
        _l("Client’s name"),
        validators=[required(_l("Write the client’s name.")), Length(max=120)],
    )
    email = EmailField(
        _l("Client’s email"),
        validators=[required(_l("Enter the client’s email address.")), written],
    )


class WhatForm(FlaskForm):  # type: ignore[misc]
    """What happened, in the client's words."""

    title = StringField(
        _l("In one line"),
        validators=[
            required(_l("Say in one line what it is about.")),
            Length(
                max=TITLE,
                message=_l("Keep this line under 150 characters. You can add details below."),
            ),
        ],
    )
    description = TextAreaField(
        _l("Tell us more"),
        validators=[
            required(_l("Describe it in a sentence or two.")),
            Length(
                max=WORDS, message=_l("This text is too long. Attach it as a text file instead.")
            ),
        ],
    )
    error_message = TextAreaField(
        _l("Error message, word for word"),
        validators=[
            Length(
                max=WORDS, message=_l("This text is too long. Attach it as a text file instead.")
            )
        ],
    )


class StepForm(FlaskForm):  # type: ignore[misc]
    """One step. `shown` are the numbers of the files that stand with it, so that they move along."""

    class Meta:
        """The page's own token covers its lines."""

        csrf = False

    text = TextAreaField(_l("Step"), validators=[Length(max=WORDS)])
    shown = HiddenField()
    pictures = MultipleFileField(_l("Screenshot of this step"))


class StepsForm(FlaskForm):  # type: ignore[misc]
    """How to see it happen, what was expected, what came instead."""

    steps = FieldList(FormField(StepForm), max_entries=MOST_STEPS)
    expected = TextAreaField(_l("What did you expect?"), validators=[Length(max=WORDS)])
    obtained = TextAreaField(_l("What happened instead?"), validators=[Length(max=WORDS)])


class WhereForm(FlaskForm):  # type: ignore[misc]
    """Which part of the service, which version, in which environment."""

    topic = SelectField(
        _l("Which part of the service is this about?"),
        validators=[Optional()],
        invalid_choice_message=NOT_OFFERED,
    )
    version = StringField(_l("Version"), validators=[Length(max=WORDS)])
    environment = TextAreaField(_l("Device, system and browser"), validators=[Length(max=WORDS)])


class EvidenceForm(FlaskForm):  # type: ignore[misc]
    """Pictures, logs, videos."""

    evidence = MultipleFileField(_l("Screenshots, videos or log files"))


class ContactForm(FlaskForm):  # type: ignore[misc]
    """How a guest can be reached."""

    name = StringField(
        _l("Your name"),
        validators=[
            required(_l("Enter your name, so we know how to address you.")),
            Length(max=120),
        ],
    )
    email = EmailField(
        _l("Your email"),
        validators=[required(_l("Enter your email address.")), written],
    )
    phone = TelField(_l("Phone"), validators=[Length(max=60)])


class PlainForm(FlaskForm):  # type: ignore[misc]
    """A page that asks nothing: its form carries only the token."""
