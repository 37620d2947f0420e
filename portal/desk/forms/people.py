"""What a lead says about a person, and when it is well-formed."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from portal.desk.forms.choices import titles, with_own
from portal.ground.catalogue import _, _l
from portal.ground.db import db
from portal.people.forms import NOT_OFFERED, is_address, name_field, offered_languages
from portal.people.organising import organisation_of_address
from portal.people.person import Organisation, Person
from portal.people.roles import Role
from portal.policy.editions import current_policy

ROLE_NAMES = {
    Role.CLIENT: _l("Client"),
    Role.MANAGER: _l("Client manager"),
    Role.AGENT: _l("Agent"),
    Role.LEAD: _l("Administrator"),
}


class PersonForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A person: name, address, role, organisation (of clients), tier and working hours (of agents), language."""

    name = name_field(_l("Name"), _l("Enter the person's name."))
    email = EmailField(
        _l("Email address"), [DataRequired(_l("Enter the email address.")), is_address]
    )
    role = SelectField(
        _l("Role"),
        choices=[SelectChoice(role.value, name) for role, name in ROLE_NAMES.items()],
        invalid_choice_message=NOT_OFFERED,
    )
    organisation_id = SelectField(_l("Organisation"), invalid_choice_message=NOT_OFFERED)
    tier = SelectField(_l("Level"), invalid_choice_message=NOT_OFFERED)
    calendar = SelectField(_l("Business hours"), invalid_choice_message=NOT_OFFERED)
    language = SelectField(_l("Language"), invalid_choice_message=NOT_OFFERED)
    is_invited = BooleanField(_l("Send an invitation email"), default=True)

    def __init__(self, person: Person | None = None, **values: Any) -> None:
        super().__init__(obj=person, **values)
        query = db.select(Organisation.id, Organisation.name).order_by(Organisation.name)
        known = [SelectChoice(str(number), name) for number, name in db.session.execute(query)]
        self.organisation_id.choices = [SelectChoice("", _("None, or by email domain")), *known]
        self.tier.choices = with_own(
            [SelectChoice("", _("None")), *_tiers()], person.tier if person else None
        )
        self.calendar.choices = with_own(
            [SelectChoice("", _("Same as their level")), *_calendars()],
            person.calendar if person else None,
        )
        self.language.choices = offered_languages()

    def validate_role(self, field: SelectField) -> None:
        if field.data == Role.MANAGER and self.organisation() is None:
            raise ValidationError(_("A client manager needs an organisation. Choose one below."))

    def organisation(self) -> Organisation | None:
        """The one chosen; for a client with none chosen, the one whose mail domain fits; none for staff."""
        if Role(self.role.data).is_staff:
            return None
        if self.organisation_id.data:
            return db.session.get(Organisation, int(self.organisation_id.data))
        return organisation_of_address(self.email.data or "")


def _tiers() -> list[SelectChoice]:
    """The levels that work on tickets; where there are any, the places above under a heading of their own."""
    policy = current_policy()
    management = [tier for tier in policy.tiers if tier.is_management]
    if not management:
        return titles(policy, policy.working_tiers)
    return [
        *titles(policy, policy.working_tiers, _("Work on tickets")),
        *titles(policy, management, _("Management: notified")),
    ]


def _calendars() -> list[SelectChoice]:
    policy = current_policy()
    return titles(policy, policy.calendars)
