"""What an agent says about a call or session: proposed times, what came of it, why it is off."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError

from portal.desk.forms.fields import NOT_A_TIME, line_field, text_field
from portal.desk.forms.working import words_field
from portal.ground.catalogue import _, _l
from portal.ground.language import current_time_zone
from portal.ground.now import now
from portal.tickets.arrangement import MeetingKind

TIMES = ("time_1", "time_2", "time_3", "time_4", "time_5")
A_DAY = 24 * 60
FARTHEST = timedelta(days=731)
"""What is farther away is a slip of the hand; the years 1 and 9999 no zone can reckon with."""
HELD, MISSED = "held", "missed"


def _moment(label: str, name: str, *rules: Any) -> DateTimeLocalField:
    return DateTimeLocalField(
        label, [*rules, Optional(), _is_to_come], invalid_value_message=NOT_A_TIME, id=name
    )


def _has_a_time(form: "MeetingForm", field: DateTimeLocalField) -> None:
    if not any(raw for name in TIMES for raw in form[name].raw_data or ()):
        field.errors = []  # that nothing is no day needs no saying
        raise StopValidation(_("Propose at least one time."))


def _is_to_come(_form: "MeetingForm", field: DateTimeLocalField) -> None:
    if field.data is None:
        return
    ahead = field.data.date() - now().date()
    if ahead > FARTHEST:
        raise ValidationError(_("Propose a time within two years from now."))
    if ahead < -FARTHEST or (moment := _moment_of(field.data)) <= now():
        raise ValidationError(_("That time has passed. Propose one that is still to come."))
    if moment.astimezone(current_time_zone()).replace(tzinfo=None) != field.data:
        raise ValidationError(_("The clocks jump over that time: there is none such on that day."))


def _are_minutes(form: "RecordForm", field: IntegerField) -> None:
    """What a missed meeting took is not asked; and what the library says of words is no help."""
    field.errors = []
    if form.came.data != HELD:
        return
    if not any(field.raw_data or ()):
        raise ValidationError(_("Enter how many minutes it took."))
    if field.data is None or not 1 <= field.data <= A_DAY:
        raise ValidationError(_("Enter minutes between 1 and 1440."))


class MeetingForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A call or session with one to five times, by the agent's own clock."""

    key = HiddenField(id="meeting-key")
    kind = SelectField(
        _l("What kind of meeting?"),
        choices=[
            SelectChoice(MeetingKind.REMOTE_SESSION.value, _l("Remote session")),
            SelectChoice(MeetingKind.PHONE_CALL.value, _l("Phone call")),
            SelectChoice(MeetingKind.VIDEO_CALL.value, _l("Video call")),
        ],
        id="meeting-kind",
    )
    where = line_field(_l("Number or address for it"), "meeting-where")
    time_1 = _moment(_l("Time 1"), "meeting-time-1", _has_a_time)
    time_2 = _moment(_l("Time 2"), "meeting-time-2")
    time_3 = _moment(_l("Time 3"), "meeting-time-3")
    time_4 = _moment(_l("Time 4"), "meeting-time-4")
    time_5 = _moment(_l("Time 5"), "meeting-time-5")
    text = text_field(_l("Words for the client"), "meeting-text")

    @property
    def times(self) -> tuple[datetime, ...]:
        """The times that were typed, in UTC."""
        typed = (self[name].data for name in TIMES)
        return tuple(_moment_of(wall) for wall in typed if wall is not None)


class RecordForm(FlaskForm):  # type: ignore[misc]
    """What came of a meeting."""

    came = RadioField(
        _l("Did it take place?"),
        [InputRequired(_l("Choose whether the meeting took place."))],
        choices=[
            SelectChoice(HELD, _l("Yes")),
            SelectChoice(MISSED, _l("No, somebody was missing")),
        ],
        id="record-came",
    )
    minutes = IntegerField(_l("How many minutes did it take?"), [_are_minutes], id="record-minutes")
    note = text_field(_l("Note for the desk"), "record-note")


class CallOffForm(FlaskForm):  # type: ignore[misc]
    """Why a meeting does not take place."""

    key = HiddenField(id="call-off-key")
    text = words_field(
        _l("Why is it called off?"), _l("Say why: the client reads it."), "call-off-text"
    )


def _moment_of(wall: datetime) -> datetime:
    """The moment at which the agent's clock shows this."""
    return wall.replace(tzinfo=current_time_zone()).astimezone(UTC)
