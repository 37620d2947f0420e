"""What an agent says when a ticket goes to another level, to development, to a provider, or comes back."""

from datetime import date, timedelta

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from portal.desk.forms.fields import NOT_A_DAY
from portal.desk.forms.working import words_field
from portal.ground.catalogue import _, _l
from portal.ground.language import current_time_zone
from portal.ground.now import now
from portal.people.forms import NOT_OFFERED
from portal.people.names import one_line
from portal.tickets.handover import Destination
from portal.tickets.steps import Outside

LONGEST_LINE = 200
FARTHEST = timedelta(days=3653)
"""A day farther away is a slip of the hand, and the client reads it."""
NOT_THERE = _l("It is not there any more. Look at the page again.")


def _line(label: str, name: str) -> StringField:
    most = Length(
        max=LONGEST_LINE, message=_l("Use at most %(most)s characters.", most=LONGEST_LINE)
    )
    return StringField(label, [most], id=name, render_kw={"autocomplete": "off"})


def _is_to_come(_form: FlaskForm, field: DateField) -> None:
    if field.data is None:
        return
    ahead = field.data - now().astimezone(current_time_zone()).date()
    if ahead.days < 0:
        raise ValidationError(_("That day has passed. Enter one that is still to come, or none."))
    if ahead > FARTHEST:
        raise ValidationError(_("Choose a day within ten years from now."))


def _day(name: str) -> DateField:
    return DateField(
        _l("They expect to be done on"),
        [Optional(), _is_to_come],
        invalid_value_message=NOT_A_DAY,
        id=name,
    )


class EscalationForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """To which level or place above, and why."""

    tier = SelectField(_l("To"), id="escalation-tier", invalid_choice_message=NOT_OFFERED)
    reason = words_field(
        _l("Why is it passed on?"), _l("Say why: the client reads it."), "escalation-reason"
    )


class HandoverForm(FlaskForm):  # type: ignore[misc]
    """Development or a provider: who has it there, and why."""

    destination = SelectField(
        _l("Hand off to"),
        choices=[
            SelectChoice(Destination.DEVELOPMENT.value, _l("Our developers")),
            SelectChoice(Destination.PROVIDER.value, _l("An outside provider")),
        ],
        id="handover-destination",
    )
    name = _line(_l("Their name"), "handover-name")
    contact = _line(_l("How to reach them"), "handover-contact")
    reference = _line(_l("Their number for it"), "handover-reference")
    expected_on = _day("handover-expected")
    is_awaited = BooleanField(_l("The ticket waits for the provider"), id="handover-awaited")
    reason = words_field(
        _l("Why are they brought in?"), _l("Say why: the client reads it."), "handover-reason"
    )

    def validate_name(self, field: StringField) -> None:
        if self.destination.data == Destination.PROVIDER and not (field.data or "").strip():
            raise ValidationError(_("Write which provider it is."))

    def outside(self) -> Outside:
        """Who has it there, as typed."""
        return Outside(
            name=_plain(self.name.data),
            contact=_plain(self.contact.data),
            reference=_plain(self.reference.data),
            expected_on=_date(self.expected_on.data),
        )


class NewsForm(FlaskForm):  # type: ignore[misc]
    """What they say there meanwhile."""

    handover = SelectField(_l("Update from"), id="news-handover", invalid_choice_message=NOT_THERE)
    reference = _line(_l("Their number for it"), "news-reference")
    expected_on = _day("news-expected")
    note = words_field(_l("What do they say?"), _l("Enter their update."), "news-note")

    def outside(self) -> Outside:
        """Their number and day, as typed."""
        return Outside(
            reference=_plain(self.reference.data), expected_on=_date(self.expected_on.data)
        )


class ReturnForm(FlaskForm):  # type: ignore[misc]
    """From where it is back, and what came of it."""

    handover = SelectField(_l("From whom"), id="return-handover", invalid_choice_message=NOT_THERE)
    reason = words_field(
        _l("Outcome"), _l("Describe the outcome. The client will see this."), "return-reason"
    )


def _plain(text: str | None) -> str:
    return one_line(text or "")


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None
