"""What an agent says and decides on a ticket, and when it is well-formed."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from portal.ground.catalogue import _l
from portal.people.forms import NOT_OFFERED

LONGEST = 50_000
TOO_LONG = _l("This is longer than we can take. Shorten it, or attach the long part as a file.")


def words_field(label: str, missing: str, name: str) -> TextAreaField:
    """A required text; `name` sets it apart from the same question in another form of the page."""
    return TextAreaField(
        label, [DataRequired(missing), Length(max=LONGEST, message=TOO_LONG)], id=name
    )


class ReplyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A word to the client, and whether the ticket then waits."""

    key = HiddenField(id="reply-key")
    text = words_field(_l("Your reply"), _l("Enter your reply."), "reply-text")
    files = MultipleFileField(_l("Files for the client"), id="reply-files")
    then = SelectField(
        _l("After sending"), default="", id="reply-then", invalid_choice_message=NOT_OFFERED
    )


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A word that only the desk reads."""

    key = HiddenField(id="note-key")
    text = words_field(_l("Your note"), _l("Enter your note."), "note-text")
    files = MultipleFileField(_l("Files for the desk"), id="note-files")


class AssignmentForm(FlaskForm):  # type: ignore[misc]
    """Who shall have the ticket."""

    assignee = SelectField(
        _l("Assign to"),
        coerce=int,
        id="assignment-assignee",
        invalid_value_message=NOT_OFFERED,
        invalid_choice_message=NOT_OFFERED,
    )


class ClassificationForm(FlaskForm):  # type: ignore[misc]
    """How bad it is and what it is about, and why that changes."""

    severity = SelectField(
        _l("Severity"), id="classification-severity", invalid_choice_message=NOT_OFFERED
    )
    kind = SelectField(
        _l("Kind of request"), id="classification-kind", invalid_choice_message=NOT_OFFERED
    )
    reason = words_field(
        _l("Why does it change?"), _l("Say why: the client reads it."), "classification-reason"
    )


class PlanForm(FlaskForm):  # type: ignore[misc]
    """On which plan the ticket is served, and why."""

    plan = SelectField(_l("Plan"), id="plan-plan", invalid_choice_message=NOT_OFFERED)
    reason = words_field(
        _l("Why another plan?"), _l("Say why: the client reads it."), "plan-reason"
    )


class ObjectionAnswerForm(FlaskForm):  # type: ignore[misc]
    """What the client is told who does not agree with a reclassification."""

    answer = words_field(
        _l("Your answer to the client"),
        _l("Write your answer before you send it."),
        "objection-answer",
    )


class ClosingForm(FlaskForm):  # type: ignore[misc]
    """Why a ticket ends without a solution."""

    reason = words_field(
        _l("Why is it closed?"), _l("Say why: the client reads it."), "closing-reason"
    )


class ReopeningForm(FlaskForm):  # type: ignore[misc]
    """Why a ticket goes on."""

    reason = words_field(
        _l("Why reopen it?"), _l("Say why: the client reads it."), "reopening-reason"
    )


class ColleagueForm(FlaskForm):  # type: ignore[misc]
    """Who else of the organisation shall see the ticket."""

    email = StringField(
        _l("Their email address"),
        [DataRequired(_l("Enter the address of a colleague of the client."))],
        id="colleague-email",
        render_kw={"type": "email", "autocomplete": "off"},
    )


def refuse(form: Any, reason: str) -> None:
    """Say at the head of the form why it could not be done, whatever its fields hold."""
    form.form_errors.append(reason)
